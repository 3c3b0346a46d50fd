"""Spans: a month or year counts with all its days."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.spans import check_spans

from .small import look

STRATEGY = {"ref": "s", "start": "2010-11-22", "end": "2014"}


@pytest.mark.parametrize(
    ("due", "inside"), [("2010", True), ("2014-12", True), ("2010-11-21", False), ("2015", False)]
)
def test_due_day_within_the_period(due: str, inside: bool) -> None:
    found = look(check_spans, strategy=[STRATEGY], actions=[{"ref": "A", "due": due}])
    assert found == ([] if inside else [("due-outside", "actions.csv 2", "due")])


@pytest.mark.parametrize(
    ("first", "last", "sound"),
    [("2013", "2013", True), ("2013-06", "2013", True), ("2013-06", "2013-05", False)],
)
def test_end_before_beginning(first: str, last: str, sound: bool) -> None:
    found = look(check_spans, actors=[{"ref": "A", "from": first, "to": last}])
    assert found == ([] if sound else [("days-reversed", "actors.csv 2", "to")])
