"""Where an action stands: the first rule that fits, against its due day, by shown deeds alone."""

from __future__ import annotations

from datetime import date

import pytest
from people import FLAGSHIP, Row, alone, assessed, deed, flagship, promise, row_of, strategy_of

DUE = "2012-12-31"


def standing(
    *milestones: dict[str, str],
    due: str = DUE,
    cycle: str = "2013",
    day: date | None = None,
    **rows: list[dict[str, str]],
) -> Row:
    tables = strategy_of(actions=[promise(due)], milestones=milestones, **rows)
    return row_of(alone(tables, cycle, day)["action_states"], action="O1.A1")


def report(word: str, **cells: str) -> dict[str, str]:
    return {"ref": "2013.Europol.1", "reported": word, **cells}


WHOLE = deed("2012-06-01", "whole")
OTHER = deed("2012-06-01", "other_form", reason="a letter")
PART = deed("2012-06-01", "part", missing="half")
DROPPED = deed("2012-07-01", stage="dropped", reason="no money")
SUPERSEDED = deed("2012-08-01", stage="superseded", reason="new law", replaced_by="INS-X")
EARLIER = deed("2012-06-01", "no", stage="proposed")
STATES = [
    ("superseded", SUPERSEDED),
    ("dropped", DROPPED),
    ("delivered", WHOLE),
    ("delivered in part", PART),
    ("in progress", EARLIER),
]


@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("turn", [1, -1])
def test_the_first_state_that_fits_is_the_state(first: int, turn: int) -> None:
    milestones = [milestone for _, milestone in STATES[first:]][::turn]
    found = standing(*milestones, contributions=[report("planned")])
    assert found["state"] == STATES[first][0]


def test_planned_is_what_an_accepted_report_of_this_round_says() -> None:
    assert standing(contributions=[report("planned")])["state"] == "planned"


@pytest.mark.parametrize(
    "cells",
    [
        {"state": "submitted"},
        {"state": "cleared"},
        {"state": "draft"},
        {"state": "returned"},
        {"cycle": "2011", "given": "2011-06-01"},
        {"given": "2013-04-11"},
        {"subject": "O1"},
        {"kind": "statement"},
    ],
)
def test_other_reports_leave_an_action_unknown(cells: dict[str, str]) -> None:
    assert standing(contributions=[report("in progress", **cells)])["state"] == "unknown"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("in progress", "in progress"),
        ("delivered in part", "in progress"),
        ("planned", "planned"),
        ("delivered", "unknown"),
        ("dropped", "unknown"),
        ("nothing to report", "unknown"),
    ],
)
def test_a_report_alone_never_delivers(word: str, state: str) -> None:
    found = standing(contributions=[report(word)])
    assert found["state"] == state
    assert found["timing"] == ("due" if state == "unknown" else "overdue")


def test_nothing_on_record_is_unknown() -> None:
    found = standing()
    assert (found["state"], found["timing"], found["form"]) == ("unknown", "due", None)
    assert found["why"] == "nothing is on record"


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2011-11-25", "unknown"),
        ("2011-11-26", "in progress"),
        ("2011-11", "in progress"),
        ("2011", "in progress"),
        ("2011-10", "unknown"),
        ("2013-04-10", "in progress"),
        ("2013-04", "unknown"),
    ],
)
def test_an_old_record_is_no_record_of_this_round(done: str, state: str) -> None:
    assert standing(deed(done, "no", stage="continuing"))["state"] == state


def test_in_the_first_round_every_record_is_of_the_round() -> None:
    found = standing(deed("2010-12-01", "no"), cycle="2011")
    assert found["state"] == "in progress"


@pytest.mark.parametrize("milestone", [WHOLE, PART, DROPPED, SUPERSEDED, EARLIER])
def test_a_deed_without_evidence_counts_for_nothing(milestone: dict[str, str]) -> None:
    bare = {name: cell for name, cell in milestone.items() if name != "evidence"}
    assert standing(bare)["state"] == "unknown"
    assert standing(milestone | {"evidence": "EV-late"})["state"] == "unknown"
    assert standing(milestone | {"evidence": "EV-late;EV-deed"})["state"] != "unknown"


def test_a_related_deed_counts_for_nothing() -> None:
    assert standing(deed("2012-06-01"))["state"] == "unknown"


def test_a_deed_on_something_else_counts_for_nothing() -> None:
    assert standing(deed("2012-06-01", "whole", subject="O1"))["state"] == "unknown"


@pytest.mark.parametrize(
    ("due", "done", "timing", "days"),
    [
        ("2012", "2012-12-31", "on time", None),
        ("2012", "2012", "on time", None),
        ("2012-06", "2012-06-30", "on time", None),
        ("2012-06", "2012-07-01", "late", 1),
        ("2012-06", "2012", "late", 184),
        ("2013-04-10", "2012-01-01", "on time", None),
        ("2013-04-11", "2012-01-01", "early", None),
        ("2013", "2012-01-01", "early", None),
        ("2012-01-31", "2012-03-01", "late", 30),
        ("", "2012-01-01", "no end date", None),
    ],
)
def test_a_delivery_is_timed_against_its_due_day(
    due: str, done: str, timing: str, days: int | None
) -> None:
    found = standing(deed(done, "whole"), due=due)
    assert (found["timing"], found["days_late"]) == (timing, days)
    assert found["delivered"] == done


def test_an_early_delivery_becomes_on_time_when_its_day_has_passed() -> None:
    assert standing(WHOLE, due="2013")["timing"] == "early"
    assert standing(WHOLE, due="2013", cycle="2014")["timing"] == "on time"


@pytest.mark.parametrize(
    ("milestones", "due", "timing"),
    [
        ([EARLIER], DUE, "overdue"),
        ([EARLIER], "2013-04-10", "overdue"),
        ([EARLIER], "2013-04-11", "not yet due"),
        ([EARLIER], "", "no end date"),
        ([PART], DUE, "due"),
        ([PART], "2014", "not yet due"),
        ([], DUE, "due"),
        ([], "2014", "not yet due"),
        ([], "", "no end date"),
        ([SUPERSEDED], DUE, "outside"),
        ([SUPERSEDED], "", "outside"),
        ([DROPPED], DUE, "due"),
        ([DROPPED], "2014", "not yet due"),
    ],
)
def test_what_is_not_delivered_is_timed_and_only_the_known_is_overdue(
    milestones: list[dict[str, str]], due: str, timing: str
) -> None:
    assert standing(*milestones, due=due)["timing"] == timing


def test_another_form_is_added_to_the_delivery_and_never_replaces_it() -> None:
    assert standing(WHOLE)["form"] == "as promised"
    found = standing(OTHER)
    assert (found["state"], found["timing"], found["form"]) == (
        "delivered",
        "on time",
        "another form",
    )
    assert standing(PART)["form"] is None


def test_of_two_deliveries_the_first_one_counts() -> None:
    found = standing(
        deed("2013-01-15", "whole", ref="B"), deed("2012-03-01", "other_form", ref="A")
    )
    assert (found["milestones"], found["timing"]) == (["A"], "on time")


def test_of_two_deliveries_of_one_day_the_order_of_rows_does_not_decide() -> None:
    pair = [deed("2012-03-01", "other_form", ref="B"), deed("2012-03-01", "whole", ref="A")]
    assert standing(*pair) == standing(*pair[::-1])


def test_all_parts_are_named() -> None:
    found = standing(deed("2012-05-01", "part", ref="B"), deed("2012-04-01", "part", ref="A"))
    assert found["milestones"] == ["A", "B"]


def test_a_deed_after_the_day_is_not_known_yet() -> None:
    assert standing(deed("2013-04-11", "whole"))["state"] == "unknown"
    found = standing(deed("2013-04-11", "whole"), day=date(2013, 4, 11))
    assert (found["state"], found["timing"]) == ("delivered", "late")


@pytest.mark.parametrize(
    ("line", "unconfirmed"),
    [
        ({"table": "actions", "row": "O1.A1", "field": "due"}, True),
        ({"table": "milestones", "row": "O1.A1.M1", "field": "done"}, True),
        ({"table": "milestones", "row": "O1.A1.M1"}, True),
        ({"table": "milestones", "row": "O1.A1.M1", "field": "title"}, False),
        ({"table": "milestones", "row": "O1.A1.M2"}, False),
    ],
)
def test_a_state_that_rests_on_an_unconfirmed_fact_says_so(
    line: dict[str, str], unconfirmed: bool
) -> None:
    found = standing(WHOLE, provenance=[line | {"standing": "unconfirmed", "source": "EV-base"}])
    assert found["unconfirmed"] is unconfirmed


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_early_warning_action_is_overdue_in_2013_and_unknown_again_in_2014() -> None:
    tables = flagship()
    told = [
        (row["state"], row["timing"])
        for cycle in ("2013", "2014")
        for row in assessed(tables, cycle)["action_states"].to_dicts()
        if row["action"] == "O2.L2.A1"
    ]
    assert told == [("in progress", "overdue"), ("unknown", "due")]
