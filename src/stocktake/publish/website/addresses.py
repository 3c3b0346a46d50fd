"""Addresses of pages: printed references in lower case, each a folder of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

INDEX: Final = "index.html"
TAKEN: Final = frozenset({"about", "data", "recommendations", "report"})
"""First parts of addresses that are not references."""

_WEB: Final = re.compile(r"https?://[^\s/]", re.IGNORECASE)


class Addresses:
    """The page of every reference that has one; two references never share a page."""

    def __init__(self, refs: Iterable[str]) -> None:
        self._pages: dict[str, str] = {}
        taken = set(TAKEN)
        for ref in refs:
            address = _find_free(_spell(ref), taken)
            taken.add(address)
            self._pages[ref] = f"{address}/{INDEX}"

    def find_page(self, ref: str) -> str:
        """The page of a reference, or nothing where it has none."""
        return self._pages.get(ref, "")


def _spell(ref: str) -> str:
    parts = (re.sub(r"[^\w-]", "-", part) for part in ref.lower().split("."))
    return "/".join(part or "-" for part in parts)


def _find_free(address: str, taken: set[str]) -> str:
    if address not in taken:
        return address
    number = 2
    while f"{address}-{number}" in taken:
        number += 1
    return f"{address}-{number}"


def link_from(page: str, target: str) -> str:
    """The relative link from one page of the site to another; `target` may end in an anchor."""
    path, hash_, anchor = target.partition("#")
    if path == page and anchor:
        return f"#{quote(anchor)}"
    return "../" * page.count("/") + quote(path) + hash_ + quote(anchor)


def is_web(address: str) -> bool:
    """Whether an address leads to the web and to nothing else."""
    return bool(_WEB.match(address))
