"""Rounds: what a cycle, an edition, a recommendation owes."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.rounds import check_rounds

from .small import look


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
