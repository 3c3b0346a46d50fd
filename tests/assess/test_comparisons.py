"""Reported, computed and assessed stand side by side; where they differ, a sentence is owed."""

from __future__ import annotations

import pytest
from people import Row, alone, assessed, deed, promise, row_of, strategy_of

from stocktake.assess.comparisons import find_difference

Told = list[dict[str, str]]


@pytest.mark.parametrize(
    ("reported", "computed", "decided", "differ"),
    [
        ("a", "a", "a", None),
        ("a", "b", "c", "all"),
        ("a", "b", "b", "rc"),
        ("a", "a", "b", "ca"),
        ("b", "a", "b", "rc"),
        ("a", "b", None, "rc"),
        ("a", "a", None, None),
        (None, "a", "b", "ca"),
        (None, "a", "a", None),
        (None, "a", None, None),
        ("nothing to report", "unknown", None, None),
        ("nothing to report", "delivered", None, None),
        ("nothing to report", "unknown", "delivered", "ca"),
    ],
)
def test_which_of_the_three_differ(
    reported: str | None, computed: str, decided: str | None, differ: str | None
) -> None:
    assert find_difference(reported, computed, decided) == differ


def compared(subject: str, axis: str, cycle: str = "2013", **rows: Told) -> Row:
    base: dict[str, Told] = {
        "actions": [promise("2012")],
        "milestones": [deed("2012-06-01", "whole")],
    }
    return row_of(
        alone(strategy_of(**base | rows), cycle)["comparisons"], subject=subject, axis=axis
    )


def said(number: int, word: str, **cells: str) -> dict[str, str]:
    return {"ref": f"2013.Europol.{number}", "reported": word, **cells}


def test_an_action_is_compared_with_what_its_contributor_reports() -> None:
    row = compared("O1.A1", "delivery", contributions=[said(1, "in progress")])
    assert (row["reported"], row["reported_by"], row["computed"], row["differ"]) == (
        "in progress", "Europol", "delivered", "rc",
    )  # fmt: skip


@pytest.mark.parametrize("turn", [1, -1])
def test_the_newest_accepted_report_stands_whatever_the_order_of_rows(turn: int) -> None:
    told = [
        said(1, "planned", given="2013-02"),
        said(2, "in progress", given="2013-03-15"),
        said(3, "delivered", given="2013-04-01", state="submitted"),
        said(4, "dropped", given="2013-01"),
    ]
    row = compared("O1.A1", "delivery", contributions=told[::turn])
    assert row["reported"] == "in progress"


@pytest.mark.parametrize("turn", [1, -1])
def test_on_an_objective_the_owners_own_report_comes_first(turn: int) -> None:
    told = [
        said(1, "at risk", kind="state", subject="O1", actor="COM", given="2013-01"),
        said(2, "on course", kind="state", subject="O1", given="2013-03"),
    ]
    row = compared("O1", "outlook", contributions=told[::turn])
    assert (row["reported"], row["reported_by"]) == ("at risk", "COM")
    assert (row["computed"], row["differ"]) == ("cannot be judged", "rc")


def test_free_text_alone_differs_from_nothing() -> None:
    told = {"ref": "2013.Europol.1", "kind": "state", "subject": "O1", "text": "All is well."}
    row = compared("O1", "outlook", contributions=[told])
    assert (row["reported"], row["reported_by"], row["differ"]) == (None, "Europol", None)


def test_a_decision_of_a_person_stands_beside_the_finding() -> None:
    decided = {"subject": "O1", "axis": "delivery", "assessed": "mostly delivered"}
    row = compared("O1", "delivery", assessments=[decided])
    assert (row["computed"], row["assessed"], row["differ"]) == (
        "delivered", "mostly delivered", "ca",
    )  # fmt: skip


@pytest.mark.parametrize("cells", [{"cycle": "2011"}, {"axis": "outlook"}, {"branch": "other"}])
def test_a_decision_on_something_else_is_not_taken_for_it(cells: dict[str, str]) -> None:
    decided = {"subject": "O1", "axis": "delivery", "assessed": "mostly delivered"}
    assert compared("O1", "delivery", assessments=[decided | cells])["assessed"] is None


def test_the_final_report_compares_outcomes_and_the_others_outlooks() -> None:
    assert compared("O1", "outcome", "2014")["computed"] == "cannot be judged"
    assert compared("O1", "outlook", "2011")["computed"] == "cannot be judged"


def test_lines_and_the_whole_strategy_have_no_class_to_compare() -> None:
    tables = strategy_of(objectives=[{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}])
    assert assessed(tables)["comparisons"]["subject"].to_list() == ["O1", "O1"]
