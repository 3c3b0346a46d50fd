"""Recommendations are found again year after year, and only who did not answer is silent."""

from __future__ import annotations

import pytest
from people import Row, alone, assessed, promise, row_of, strategy_of

Told = list[dict[str, str]]
REC = {"ref": "REC-2011-01"}


def kept(grades: Told, day: str = "2013", **cells: str) -> Row:
    follow_ups = [{"recommendation": "REC-2011-01", **grade} for grade in grades]
    tables = strategy_of(recommendations=[REC | cells], follow_ups=follow_ups)
    return row_of(alone(tables, day)["ledger"], recommendation="REC-2011-01")


CLOSED = {"grade": "in full", "closed": "2012-06-01"}


@pytest.mark.parametrize(
    ("due", "grades", "word"),
    [
        ("2012", [CLOSED], "closed on time"),
        ("2012-06-01", [CLOSED], "closed on time"),
        ("2012-05", [CLOSED], "closed late"),
        ("2012-05", [CLOSED | {"closed": "2012-05"}], "closed on time"),
        ("2012-05-30", [CLOSED | {"closed": "2012-05"}], "closed late"),
        ("2012", [CLOSED | {"grade": "overtaken by events"}], "closed on time"),
        ("2014", [], "open"),
        ("2013-04-11", [], "open"),
        ("2013-04-10", [], "overdue"),
        ("2012", [{"grade": "in most respects"}], "overdue"),
        ("2012", [{"grade": "not graded"}], "overdue"),
        ("2014", [{"grade": "not implemented"}], "open"),
        ("", [], "no due date"),
        ("", [CLOSED], "no due date"),
        ("2012", [CLOSED | {"closed": "2011-06-01"}], "before the recommendation"),
        ("", [CLOSED | {"closed": "2011-06-01"}], "before the recommendation"),
        ("2012", [{"grade": "in full"}], "closed late"),
        ("2013-04-10", [{"grade": "in full"}], "closed on time"),
    ],
)
def test_punctuality_stands_beside_the_grade(due: str, grades: Told, word: str) -> None:
    cells = {"due": due} if due else {}
    assert kept(grades, **cells)["timeliness"] == word


@pytest.mark.parametrize("turn", [1, -1])
def test_the_newest_grade_counts_and_names_its_round(turn: int) -> None:
    grades = [
        {"cycle": "2013", "grade": "in some respects"},
        {"cycle": "2014", "grade": "in full", "closed": "2013-11-25"},
    ]
    found = kept(grades[::turn], "2014")
    assert (found["grade"], found["graded_in"], found["open"]) == ("in full", "2014", False)
    assert found["months"] == 24
    earlier = kept(grades[::turn], "2013")
    assert (earlier["grade"], earlier["open"], earlier["months"]) == (
        "in some respects",
        True,
        None,
    )


def test_an_ungraded_recommendation_is_open() -> None:
    found = kept([])
    assert (found["grade"], found["graded_in"], found["open"]) == (None, None, True)


@pytest.mark.parametrize(
    ("cycle", "cells", "orphan"),
    [
        ("2014", {}, True),
        ("2013", {}, False),
        ("2014", {"handed_to": "a successor"}, False),
        ("2014", {"merged_into": "REC-2013-01"}, False),
        ("2014", {"cycle": "2014"}, False),
    ],
)
def test_only_the_final_report_names_orphans(
    cycle: str, cells: dict[str, str], orphan: bool
) -> None:
    assert kept([], cycle, **cells)["orphan"] is orphan


def test_what_is_closed_is_no_orphan() -> None:
    assert not kept([CLOSED], "2014")["orphan"]


def test_what_is_said_again_is_taken_over_by_the_one_that_says_it() -> None:
    again = {"ref": "REC-2013-01", "cycle": "2013", "repeats": "REC-2011-01"}
    ledger = assessed(strategy_of(recommendations=[REC, again]), "2014")["ledger"]
    assert dict(ledger.select("recommendation", "orphan").iter_rows()) == {
        "REC-2011-01": False,
        "REC-2013-01": True,
    }


def test_split_parts_are_graded_singly_and_their_parent_is_not() -> None:
    parts = [{"ref": f"REC-2011-01{part}", "split_from": "REC-2011-01"} for part in "ab"]
    graded = [{"recommendation": "REC-2011-01a", "grade": "in full"}]
    ledger = assessed(strategy_of(recommendations=[REC, *parts], follow_ups=graded))["ledger"]
    assert dict(ledger.select("recommendation", "open").iter_rows()) == {
        "REC-2011-01a": False,
        "REC-2011-01b": True,
    }


def test_a_parent_split_later_is_whole_until_then() -> None:
    part = {"ref": "REC-2011-01a", "split_from": "REC-2011-01", "cycle": "2014"}
    ledger = assessed(strategy_of(recommendations=[REC, part]))["ledger"]
    assert ledger["recommendation"].to_list() == ["REC-2011-01"]


def asked(answers: Told, cycle: str = "2013", **cells: str) -> Row:
    request = {"ref": "2013.Europol.1", **cells}
    contributions = [
        {"ref": f"2013.Europol.{number}", "answers": "2013.Europol.1", **answer}
        for number, answer in enumerate(answers, start=11)
    ]
    tables = strategy_of(actions=[promise("2012")], requests=[request], contributions=contributions)
    return row_of(alone(tables, cycle)["request_states"], request="2013.Europol.1")


STILL_OPEN = {"due": "2013-04-11"}
LATER = {"extended_to": "2013-05-01"}


@pytest.mark.parametrize(
    ("state", "while_open", "when_over"),
    [
        (None, "due", "silent"),
        ("draft", "in progress", "silent"),
        ("withdrawn", "due", "silent"),
        ("submitted", "submitted", "closed"),
        ("cleared", "cleared", "closed"),
        ("accepted", "accepted", "closed"),
        ("returned", "returned", "returned"),
    ],
)
def test_a_request_stands_where_its_answer_stands(
    state: str | None, while_open: str, when_over: str
) -> None:
    answers = [{"state": state}] if state else []
    for cells in (STILL_OPEN, LATER):
        found = asked(answers, **cells)
        assert (found["state"], found["silent"]) == (while_open, False)
    found = asked(answers)
    assert (found["state"], found["silent"]) == (when_over, when_over == "silent")


def test_silence_names_what_stays_open() -> None:
    assert asked([])["costs"] == "O1.A1 stays unknown"
    assert asked([{"state": "accepted"}])["costs"] is None


def test_silence_on_an_optional_request_costs_nothing() -> None:
    found = asked([], optional="yes")
    assert (found["state"], found["silent"], found["costs"]) == ("silent", False, None)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_several_answers_the_newest_handed_in_counts(turn: int) -> None:
    told = [
        {"state": "returned", "given": "2013-02-01"},
        {"state": "accepted", "given": "2013-03-01"},
        {"state": "withdrawn", "given": "2013-04-01"},
        {"state": "draft", "given": "2013-04-02"},
    ]
    assert asked(told[::turn])["state"] == "closed"
    assert asked([told[2], told[3]][::turn], **LATER)["state"] == "in progress"


def test_requests_of_another_round_are_not_listed() -> None:
    tables = strategy_of(actions=[promise()], requests=[{"ref": "2013.Europol.1"}])
    assert assessed(tables, "2014")["request_states"].is_empty()
