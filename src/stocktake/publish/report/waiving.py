"""Findings set aside: a waiver holds for one text of one block and lapses when the text changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from stocktake.publish.anchors import ASKED
from stocktake.publish.report.blocks import Block, Listing, Para
from stocktake.publish.spans import Spans

Row = Mapping[str, Any]
DIGITS: Final = 12
"""Digits of a text's checksum that a waiver names."""
UNCONFIRMED: Final = "†"


def text_of(spans: Spans) -> str:
    """The text with the mark of what is unconfirmed."""
    return "".join(s.text + (UNCONFIRMED if s.mark == "unconfirmed" else "") for s in spans)


def block_of_recommendation(row: Row) -> str:
    """The key a recommendation is found under: rec.2013-05."""
    return f"rec.{row['ref'].removeprefix('REC-').lower()}"


def digest_blocks(blocks: Iterable[Block], recommendations: Iterable[Row]) -> dict[str, str]:
    """A checksum of the text of every block that has one, recommendations included."""
    texts = dict(map(_recommended, recommendations))
    for block in blocks:
        if isinstance(block, Para):
            texts[block.key] = _typed(block.text)
        elif isinstance(block, Listing):
            texts[block.key] = "\n".join(_typed(item.text) for item in block.items)
    return {key: sha256(text.encode()).hexdigest()[:DIGITS] for key, text in texts.items()}


def _typed(spans: Spans) -> str:
    """The text without what is put in from the release: figures change without the writer."""
    own = (span for span in spans if not span.to or span.to.startswith("http"))
    return ASKED.sub("", text_of(tuple(own)))


def _recommended(row: Row) -> tuple[str, str]:
    """All that a finding on a recommendation rests on, as one text."""
    told = (row["text"], row["objective"], ";".join(row["addressees"] or ()), row["due"],
            row["shown_by"], row["repeats"])  # fmt: skip
    return block_of_recommendation(row), "|".join(cell or "" for cell in told)


def rule_of(code: str) -> str:
    """The rule a code belongs to: L16 of L16-date."""
    return code.partition("-")[0]


def find_waiver(
    waivers: Iterable[Row], code: str, block: str, digests: Mapping[str, str]
) -> Row | None:
    """The waiver that sets a finding aside: of its rule or code, its block and its present text."""
    for waiver in waivers:
        if waiver["rule"] not in (code, rule_of(code)) or waiver["block"] != block:
            continue
        if block in digests and waiver["text_sha"] == digests[block]:
            return waiver
    return None
