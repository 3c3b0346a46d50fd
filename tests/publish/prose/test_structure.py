"""L25: links, sources, words for pictures, lengths and the numbers of translations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from publish.prose.written import case_of, written

from stocktake.publish.prose.checking import check_prose
from stocktake.publish.report.blocks import Block, Column, Figure, Grid, Para, Row
from stocktake.publish.spans import Span
from stocktake.release.reading import Release
from stocktake.vocabulary.frames import frame_of

SOURCE = (Span("An office."),)
TABLE = Grid(
    "o2.delivery.table", "Table 1", (Span("Actions"),), (Column("Ref"),),
    (Row(((Span("O2"),),)),), source=SOURCE,
)  # fmt: skip
CAPTION = (Span("Attacks, EU-27, 2009 – 2011 (attacks)"),)
DRAWN = Figure(
    "o2.delivery.figure", "Figure 1", CAPTION, "<svg/>", "Attacks fell from 316 to 174.", 160,
    SOURCE,
)  # fmt: skip
FAR = replace(TABLE, key="far.away", number="Table 7")


def codes(releases: dict[str, Release], *blocks: Block) -> set[str]:
    found = check_prose(case_of(releases, blocks))
    return {problem.code for problem in found if not problem.row.startswith("rec.")}


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (replace(TABLE, source=()), "L25-source"),
        (replace(DRAWN, source=()), "L25-source"),
        (replace(DRAWN, alt=""), "L25-alt"),
        (replace(DRAWN, alt=CAPTION[0].text), "L25-alt"),
        (replace(DRAWN, caption=(Span("Attacks (number)"),)), "L25-caption"),
        (replace(DRAWN, caption=(Span("Attacks in 2011"),)), "L25-caption"),
        (FAR, "L25-mention"),
        (replace(DRAWN, key="far.figure"), "L25-mention"),
        (written("Word " * 36 + "(O2)."), "L25-sentence"),
        (written("Word of (O2). " * 61), "L25-paragraph"),
    ],
)
def test_a_fault_of_structure_is_found(
    flagship_releases: dict[str, Release], block: Block, code: str
) -> None:
    assert code in codes(flagship_releases, block)


@pytest.mark.parametrize(
    "blocks",
    [
        (TABLE,),
        (DRAWN,),
        (FAR, written("Table 7 has them (O2).")),
        (FAR, replace(DRAWN, table="far.away")),
        (written("Word " * 33 + "(O2)."),),
    ],
)
def test_a_sound_structure_is_let_pass(
    flagship_releases: dict[str, Release], blocks: tuple[Block, ...]
) -> None:
    assert codes(flagship_releases, *blocks) == set()


def translated(releases: dict[str, Release], text: str) -> set[str]:
    case = case_of(releases, [written("Said.")])
    passage = {"cycle": "2013", "slot": "o2.assessment", "by": "A", "text": "31 of 41 (O1.L1.A1)."}
    row = {
        "table": "passages", "row": "2013|o2.assessment", "field": "text", "lang": "de",
        "text": text, "state": "revised", "of": "0",
    }  # fmt: skip
    tables = case.tables | {
        "passages": frame_of("passages", [passage]),
        "texts": frame_of("texts", [row]),
    }
    found = check_prose(replace(case, tables=tables))
    return {problem.code for problem in found if problem.code.startswith("L25")}


@pytest.mark.parametrize("text", ["3,1 von 41 (O1.L1.A1).", "31 von 41.", "31 von 41 (O1.L1.A2)."])
def test_a_translation_with_other_numbers_is_found(
    flagship_releases: dict[str, Release], text: str
) -> None:
    assert translated(flagship_releases, text) == {"L25-numbers"}


@pytest.mark.parametrize("text", ["31 von 41 (O1.L1.A1).", "Von 41 sind es 31 (O1.L1.A1)."])
def test_a_translation_with_the_same_numbers_is_let_pass(
    flagship_releases: dict[str, Release], text: str
) -> None:
    assert translated(flagship_releases, text) == set()


def test_quoted_words_are_not_ours_to_mend(flagship_releases: dict[str, Release]) -> None:
    said = Para("said.1", (Span("Significant progress: all actions are done."),), "quoted", "C")
    assert codes(flagship_releases, said) == set()
