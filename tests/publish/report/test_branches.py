"""A set of targets that is not the strategy's own is named, and never mixed with the headline."""

from __future__ import annotations

from stocktake.publish.report.blocks import Block, Document, Figure, Grid, Para
from stocktake.publish.spans import plain


def blocks_of(document: Document, start: str) -> list[Block]:
    return [block for block in document.blocks if block.key.startswith(start)]


def texts_of(document: Document, start: str) -> str:
    return "\n".join(
        plain(block.text) for block in blocks_of(document, start) if isinstance(block, Para)
    )


def test_who_set_it_and_when_it_was_really_made_stands_beside_it(
    flagship_reports: dict[str, Document],
) -> None:
    said = texts_of(flagship_reports["2014"], "o2.demonstration")
    assert "not the strategy's own" in said
    assert "Makers of this demonstration" in said
    assert "November 2026" in said
    assert "nobody promised it then" in said


def test_the_verdict_of_the_other_set_shows_its_bounds_and_how_firm_it_is(
    flagship_reports: dict[str, Document],
) -> None:
    said = texts_of(flagship_reports["2014"], "o2.demonstration.verdict")
    for part in ("under this set: met", "R3", "50%", "partly met", "provisional; conditional",
                 "sensitive", "71%", "trend level 0.05"):  # fmt: skip
        assert part in said, part


def test_the_answer_comes_first_and_the_other_set_after_it(
    flagship_reports: dict[str, Document],
) -> None:
    document = flagship_reports["2014"]
    keys = [block.key for block in document.blocks]
    assert keys.index("answer.verdicts") < keys.index("answer.demonstration")
    assert "cannot be judged: 5" in texts_of(document, "answer.verdicts")
    assert "changes nothing in the verdicts above" in texts_of(document, "answer.demonstration")
    (table,) = (b for b in document.blocks if b.key == "answer.demonstration.table")
    assert isinstance(table, Grid)
    assert len(table.rows) == 5


def test_every_scenario_is_drawn_and_listed(flagship_reports: dict[str, Document]) -> None:
    figures = [b for b in blocks_of(flagship_reports["2014"], "annex.k") if isinstance(b, Figure)]
    tables = [b for b in blocks_of(flagship_reports["2014"], "annex.k") if isinstance(b, Grid)]
    assert len(figures) == len(tables) == 1
    assert "baseline a year later" in figures[0].alt
    assert len(tables[0].rows) >= 25


def test_a_yearly_report_gives_an_outlook_and_no_annex_of_scenarios(
    flagship_reports: dict[str, Document],
) -> None:
    document = flagship_reports["2013"]
    assert "Outlook under this set: cannot be judged" in texts_of(document, "o2.demonstration")
    assert not blocks_of(document, "annex.k")


def test_no_sentence_denies_the_targets_of_the_other_set(
    flagship_reports: dict[str, Document],
) -> None:
    said = texts_of(flagship_reports["2014"], "o2.")
    assert "the strategy set no target for them" in said
    assert "they have no target" not in said
