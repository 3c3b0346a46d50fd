"""Amendments and the present value."""

from __future__ import annotations

from stocktake.folder.checks.amendments import check_amendments

from .small import look


def amend(decided: str, old: str | None, new: str | None) -> dict[str, str | None]:
    where = {"table": "actions", "row": "A1", "field": "due"}
    return {**where, "decided": decided, "old": old, "new": new}


def test_only_the_newest_amendment_must_hold_whatever_the_order_of_rows() -> None:
    lines = [amend("2013", "2012", "2014"), amend("2011", "2011", "2012")]
    assert look(check_amendments, amendments=lines, actions=[{"ref": "A1", "due": "2014"}]) == []


def test_a_due_day_may_be_taken_away() -> None:
    lines = [amend("2013", "2012", None)]
    assert look(check_amendments, amendments=lines, actions=[{"ref": "A1"}]) == []
    found = look(check_amendments, amendments=lines, actions=[{"ref": "A1", "due": "2012"}])
    assert found == [("amendment-not-present", "amendments.csv 2", "new")]
