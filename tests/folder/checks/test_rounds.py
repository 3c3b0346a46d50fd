"""Rounds: what a cycle, an edition, a recommendation owes."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.rounds import check_rounds

from .small import Rows, look


def test_what_lives_on_in_its_parts_is_not_asked_for_a_due_date() -> None:
    whole = {"ref": "R1"}
    part = {"ref": "R1a", "split_from": "R1", "due": "2013", "shown_by": "seen"}
    assert look(check_rounds, recommendations=[whole, part]) == []


@pytest.mark.parametrize("grade", ["in full", "in most respects", "overtaken by events"])
def test_other_grades_need_no_reason(grade: str) -> None:
    assert look(check_rounds, follow_ups=[{"recommendation": "R1", "grade": grade}]) == []


@pytest.mark.parametrize(
    ("axis", "word"),
    [("delivery", "partly delivered"), ("outcome", "not met"), ("outlook", "at risk")],
)
def test_each_axis_has_its_words(axis: str, word: str) -> None:
    assert look(check_rounds, assessments=[{"axis": axis, "assessed": word}]) == []


CYCLES = [{"ref": year, "as_of": f"{year}-12-31"} for year in ("2011", "2013")]
ASKED = {"ref": "R1", "cycle": "2011", "addressees": "COM;MS", "due": "2013", "shown_by": "seen"}
LATER_PART = ASKED | {"ref": "R1a", "split_from": "R1", "cycle": "2013"}


@pytest.mark.parametrize(
    ("made", "graded", "codes"),
    [
        ([ASKED], "2013", []),
        ([ASKED], "2011", []),
        ([ASKED | {"cycle": "2013"}], "2011", ["grade-early"]),
        ([ASKED, LATER_PART], "2013", ["grade-whole"]),
        ([ASKED, LATER_PART], "2011", []),
    ],
)
def test_a_grade_that_counts_nowhere_is_named(made: Rows, graded: str, codes: list[str]) -> None:
    grade = {"recommendation": "R1", "cycle": graded, "grade": "in full"}
    found = look(check_rounds, recommendations=made, cycles=CYCLES, follow_ups=[grade])
    assert [code for code, _, _ in found] == codes


@pytest.mark.parametrize(
    ("actor", "codes"), [("COM", []), ("BE", []), ("EP", ["response-unasked"])]
)
def test_a_response_by_somebody_who_was_not_asked_is_named(actor: str, codes: list[str]) -> None:
    actors = [{"ref": ref} for ref in ("COM", "MS", "EP")] + [{"ref": "BE", "member_of": "MS"}]
    response = {"recommendation": "R1", "actor": actor, "stance": "accepted"}
    found = look(check_rounds, actors=actors, recommendations=[ASKED], responses=[response])
    assert [code for code, _, _ in found] == codes
