"""Put figures and links where written text asks for them, once every block has its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from stocktake.publish.anchors import ASKED, bind_figure
from stocktake.publish.facts import Facts
from stocktake.publish.report.blocks import Block, Figure, Grid, Heading, Para
from stocktake.publish.spans import Span, Spans, plain


def link_blocks(facts: Facts, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the anchors of written paragraphs resolved; an unknown one stays as typed."""
    keys = {block.key: block for block in reversed(blocks)}
    return tuple(
        replace(block, text=tuple(_link(facts, keys, block.text)))
        if isinstance(block, Para) and block.origin == "written"
        else block
        for block in blocks
    )


def _link(facts: Facts, keys: Mapping[str, Block], text: Spans) -> Iterator[Span]:
    for span in text:
        at = 0
        for found in ASKED.finditer(span.text):
            put = _find(facts, keys, found)
            if put is None:
                continue
            yield from _between(span, at, found.start())
            yield replace(put, style=put.style or span.style, lang=span.lang)
            at = found.end()
        yield from [span] if at == 0 else _between(span, at, len(span.text))


def _between(span: Span, start: int, end: int) -> Iterator[Span]:
    """A stretch of a span; its mark stands behind its last letter only."""
    mark = span.mark if end == len(span.text) else ""
    if span.text[start:end] or mark:
        yield replace(span, text=span.text[start:end], mark=mark)


def _find(facts: Facts, keys: Mapping[str, Block], found: re.Match[str]) -> Span | None:
    if found["indicator"]:
        return bind_figure(facts, found)
    block = keys.get(found["key"])
    return Span(f"[{_call(block)}]", to=found["key"]) if block else None


def _call(block: Block) -> str:
    """How a block is called in print: by its number, a heading without one by its title."""
    if isinstance(block, Para):
        return str(block.number)
    if isinstance(block, Grid | Figure):
        return block.number
    if isinstance(block, Heading):
        return block.number or plain(block.text)
    return block.key
