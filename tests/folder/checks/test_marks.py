"""Marks: opened ones need a second person."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.marks import check_marks

from .small import look


def mark(address: str, tlp: str, use: str = "internal", **more: str) -> dict[str, str]:
    row, _, field = address.partition(".")
    named = {"named": "A"} if tlp in {"RED", "AMBER"} else {}
    return {"table": "threats", "row": row, "field": field, "tlp": tlp, "use": use} | named | more


@pytest.mark.parametrize(
    ("general", "special", "opened"),
    [
        (("*.*", "GREEN"), ("T1.*", "CLEAR"), True),
        (("*.*", "GREEN"), ("T1.*", "AMBER"), False),
        (("T1.*", "AMBER"), ("T1.title", "GREEN"), True),
        (("*.title", "AMBER"), ("T1.title", "GREEN"), True),
        (("*.*", "CLEAR", "internal"), ("T1.*", "CLEAR", "publish"), True),
        (("*.*", "CLEAR", "publish"), ("T1.*", "CLEAR", "internal"), False),
    ],
)
def test_a_mark_wider_than_the_one_above_it(
    general: tuple[str, ...], special: tuple[str, ...], opened: bool
) -> None:
    found = look(check_marks, marks=[mark(*general), mark(*special)])
    assert found == ([("second-owed", "marks.csv 3", "second")] if opened else [])


def test_a_second_person_may_open_a_mark() -> None:
    lines = [mark("*.*", "GREEN"), mark("T1.*", "CLEAR", second="B. Reader")]
    assert look(check_marks, marks=lines) == []
