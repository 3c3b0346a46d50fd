"""Bookmark names: each block key has one, within what Word allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from stocktake.publish.report.blocks import Document, Grid, Para

LONGEST_BOOKMARK: Final = 40
LONGEST_TAG: Final = 64


def shorten(text: str, longest: int) -> str:
    """Cut a name that is too long; a checksum at its end keeps it apart from others."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 9]}_{sha256(text.encode()).hexdigest()[:8]}"


def _spell(key: str) -> str:
    name = re.sub(r"[^0-9A-Za-z_]", "_", key)
    return name if name[:1].isalpha() else f"k_{name}"


def _list_keys(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield block.key
    for block in document.blocks:
        if isinstance(block, Para) and block.number is not None:
            yield f"p{block.number}"
        if isinstance(block, Grid):
            yield from (row.key for row in block.rows if row.key)


def name_bookmarks(document: Document) -> dict[str, str]:
    """Give each key, paragraph number and row its bookmark; Word takes A and a for the same."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in dict.fromkeys(_list_keys(document)):
        name = shorten(_spell(key), LONGEST_BOOKMARK)
        if name.lower() in taken:
            name = f"{_spell(key)[:31]}_{sha256(key.encode()).hexdigest()[:8]}"
        taken.add(name.lower())
        names[key] = name
    return names
