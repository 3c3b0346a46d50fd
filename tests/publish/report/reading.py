"""Read a compiled report as a person does: every word a block prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stocktake.publish.report.blocks import (
    Block,
    Document,
    Figure,
    Grid,
    Heading,
    Listing,
    Para,
    Verdict,
)
from stocktake.publish.spans import Spans, plain


def spans_of(block: Block) -> Iterator[Spans]:
    """Every run of spans a block prints."""
    if isinstance(block, Heading | Para):
        yield block.text
    elif isinstance(block, Listing):
        yield block.title
        for item in block.items:
            yield from (item.term, item.text)
    elif isinstance(block, Verdict):
        for item in (*block.lines, *block.proof):
            yield from (item.term, item.text)
    elif isinstance(block, Grid):
        yield block.caption
        for row in block.rows:
            yield from row.cells
        yield from (*block.notes, block.source)
    elif isinstance(block, Figure):
        yield from (block.caption, block.source)


def texts_of(block: Block) -> list[str]:
    """What a block prints, as text."""
    words = [plain(spans) for spans in spans_of(block)]
    if isinstance(block, Grid):
        words += [column.head for column in block.columns]
    if isinstance(block, Figure):
        words += [block.alt, *re.findall(r">([^<]+)<", block.svg)]
    if isinstance(block, Verdict):
        words += [block.title, block.outcome, block.delivery, *block.suffixes]
    return [text for text in words if text]


def text_of(document: Document, *, but: str = "\0") -> str:
    """The whole report as text, without blocks whose key begins with `but`."""
    kept = (block for block in document.blocks if not block.key.startswith(but))
    return "\n".join(text for block in kept for text in texts_of(block))


def sentences(document: Document) -> dict[str, str]:
    """The text of every paragraph by its key."""
    return {b.key: plain(b.text) for b in document.blocks if isinstance(b, Para)}


def items(document: Document, key: str) -> list[str]:
    """The entries of a list; none where it is not printed."""
    for block in document.blocks:
        if isinstance(block, Listing) and block.key == key:
            return [plain(item.text) for item in block.items]
    return []


def grid(document: Document, key: str) -> list[list[str]]:
    """The cells of a table as text."""
    for block in document.blocks:
        if isinstance(block, Grid) and block.key == key:
            return [[plain(cell) for cell in row.cells] for row in block.rows]
    raise KeyError(key)
