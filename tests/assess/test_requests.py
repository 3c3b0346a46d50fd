"""Only who did not answer is silent, and it is told what stays unknown for it."""

from __future__ import annotations

import pytest
from people import Row, alone, assessed, promise, row_of, strategy_of

Told = list[dict[str, str]]


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
