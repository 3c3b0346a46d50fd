"""What a report says, as the rules read it: sentences with their anchors, and who wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from stocktake.publish.prose.languages import Words
from stocktake.publish.report.blocks import Block, Document, Listing, Para
from stocktake.publish.report.waiving import text_of
from stocktake.publish.spans import Spans

RECORD: Final = "annex.i"
"""The annex that prints findings quotes what they found; it is not read."""
OBJECTIVE: Final = re.compile(r"o\d+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block.

    `bound` are the stretches of it that were printed from the release, `anchors` what it or its
    paragraph is linked to, `section` the objective it stands under or nothing.
    """

    block: str
    origin: str
    text: str
    section: str = ""
    bound: tuple[tuple[int, int], ...] = ()
    anchors: frozenset[str] = frozenset()
    is_text: bool = True
    before: str = field(default="", repr=False)

    @property
    def is_written(self) -> bool:
        """Whether a person wrote it."""
        return self.origin == "written"

    def is_bound(self, start: int) -> bool:
        """Whether what begins there was printed from the release."""
        return self.origin == "generated" or any(a <= start < b for a, b in self.bound)


def readable(document: Document) -> list[Block]:
    """The blocks that are read: all but the checker's own record."""
    return [block for block in document.blocks if not _is_record(block.key)]


def _is_record(key: str) -> bool:
    return key == RECORD or key.startswith(f"{RECORD}.")


def read_sentences(blocks: Iterable[Block], words: Words) -> Iterator[Sentence]:
    """The sentences of paragraphs and lists, quoted ones left out: they are not ours to mend."""
    for block in blocks:
        if isinstance(block, Para) and block.origin != "quoted":
            yield from _split(block, block.text, block.refs, words, is_text=True)
        elif isinstance(block, Listing) and block.origin != "quoted" and block.kind == "list":
            for item in block.items:
                yield from _split(block, item.text, (), words, is_text=False)


def _split(
    block: Para | Listing, spans: Spans, refs: Iterable[str], words: Words, *, is_text: bool
) -> Iterator[Sentence]:
    text, bound = text_of(spans), tuple(_bound(spans))
    anchors = frozenset(refs) | {span.to for span in spans if span.to}
    section = OBJECTIVE.match(block.key)
    for start, end in words.split(text):
        yield Sentence(
            block.key,
            block.origin,
            text[start:end],
            section[0].upper() if section else "",
            tuple((a - start, b - start) for a, b in bound if start <= a < end),
            anchors,
            is_text,
            text[:start],
        )


def _bound(spans: Spans) -> Iterator[tuple[int, int]]:
    """Stretches that link to a block of the report: figures that were put in from the release."""
    at = 0
    for span in spans:
        length = len(span.text) + (span.mark == "unconfirmed")
        if span.to and not span.to.startswith("http"):
            yield at, at + length
        at += length
