"""A report of one passage over the flagship's tables, in any language, for the rules to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from stocktake.folder.workbook import read_strategy
from stocktake.publish.facts import Facts
from stocktake.publish.prose.case import Case
from stocktake.publish.prose.checking import check_prose
from stocktake.publish.report.blocks import Block, Document, Heading, Para
from stocktake.publish.report.linking import link_blocks
from stocktake.publish.spans import Span
from stocktake.release.reading import Release
from stocktake.vocabulary.frames import Tables, frame_of

FLAGSHIP = Path(__file__).parents[3] / "strategies" / "iss-2010"
BEFORE = {"2013": "2011", "2014": "2013"}
TITLES = {
    "fr": {
        "I-O2-01": "Attentats terroristes",
        "I-O4-02": "Refus d’entrée",
        "I-O3-01": "Internautes touchés par un virus",
    },
    "de": {
        "I-O2-01": "Terroristische Anschläge",
        "I-O4-02": "Einreiseverweigerungen",
        "I-O3-01": "Internetnutzer mit einem Virus",
    },
}
Releases = dict[str, Release]


@cache
def every_vintage() -> Tables:
    return read_strategy(FLAGSHIP).tables


def written(text: str, key: str = "o2.assessment", cites: Iterable[str] = ()) -> Para:
    return Para(key, (Span(text),), "written", "a test", 1, refs=tuple(cites))


def document(blocks: Sequence[Block], lang: str = "en") -> Document:
    place = Heading("o2.delivery", 3, (Span("Delivery"),))
    words = dict.fromkeys(
        ("title", "subtitle", "as_known", "strategy", "issuer", "edition", "release", "notice"), ""
    )
    return Document(lang=lang, keywords=(), words={}, blocks=(place, *blocks), **words)


def case_of(
    releases: Releases, blocks: Sequence[Block], cycle: str = "2013", lang: str = "en"
) -> Case:
    release = releases[cycle]
    report = document(blocks, lang)
    report = replace(report, blocks=link_blocks(Facts(release), report.blocks))
    before = releases[BEFORE[cycle]].tables if cycle in BEFORE else None
    tables = release.tables | {"texts": translated(lang)}
    as_of = date.fromisoformat(release.manifest.as_of)
    return Case(report, tables, cycle, as_of, before, every_vintage())


def translated(lang: str) -> pl.DataFrame:
    rows = [
        {
            "table": "indicators", "row": ref, "field": "title", "lang": lang, "text": title,
            "state": "revised", "of": "0",
        }
        for ref, title in TITLES.get(lang, {}).items()
    ]  # fmt: skip
    return frame_of("texts", rows)


def codes_in(
    releases: Releases, text: str, cycle: str = "2013", lang: str = "en", cites: Iterable[str] = ()
) -> set[str]:
    case = case_of(releases, [written(text, cites=cites)], cycle, lang)
    return {found.code for found in check_prose(case) if found.row == "o2.assessment"}
