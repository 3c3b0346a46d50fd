"""Delivery is counted by the dictionary's rules; unknown is neither delivered nor failed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FLAGSHIP, Row, assessed, deed, flagship, row_of, strategy_of

from stocktake.assess.actions import judge_actions
from stocktake.assess.deliveries import count_deliveries
from stocktake.assess.rounds import open_round

KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "on time": ("2012", deed("2012-06-01", "whole")),
    "late": ("2012", deed("2013-02-01", "whole")),
    "other form": ("2012", deed("2012-06-01", "other_form")),
    "part": ("2012", deed("2012-06-01", "part")),
    "overdue": ("2012", deed("2012-06-01", "no")),
    "unknown": ("2012", {}),
    "dropped": ("2014", deed("2012-06-01", stage="dropped")),
    "superseded": ("2012", deed("2012-06-01", stage="superseded")),
    "early": ("2014", deed("2012-06-01", "whole")),
    "not yet due": ("2014", {}),
    "no end": ("", {}),
    "no end, delivered": ("", deed("2012-06-01", "whole")),
}
COUNTS = ("due", "on_time", "late", "part", "overdue", "unknown", "dropped", "early", "not_due",
          "no_end", "superseded")  # fmt: skip
ONE: dict[str, dict[str, int]] = {
    "on time": {"due": 1, "on_time": 1},
    "late": {"due": 1, "late": 1},
    "other form": {"due": 1, "on_time": 1},
    "part": {"due": 1, "part": 1},
    "overdue": {"due": 1, "overdue": 1},
    "unknown": {"due": 1, "unknown": 1},
    "dropped": {"due": 1, "dropped": 1},
    "superseded": {"superseded": 1},
    "early": {"early": 1, "not_due": 1},
    "not yet due": {"not_due": 1},
    "no end": {"no_end": 1},
    "no end, delivered": {"no_end": 1},
}


def counted(
    *kinds: str,
    subject: str = "O1",
    weights: dict[int, str] | None = None,
    contributions: list[dict[str, str]] | None = None,
    parameters: list[dict[str, str]] | None = None,
) -> Row:
    """Delivery of one objective with an action of each kind, O1.A1 first."""
    actions, milestones = [], []
    for number, kind in enumerate(kinds, start=1):
        due, milestone = KINDS[kind]
        ref = f"O1.A{number}"
        action = {"ref": ref, "weight": (weights or {}).get(number, "1")}
        actions.append(action | ({"due": due} if due else {}))
        if milestone:
            milestones.append(milestone | {"subject": ref})
    tables = strategy_of(
        actions=actions,
        milestones=milestones,
        contributions=contributions or [],
        parameters=parameters or [],
    )
    now = open_round(tables, "2013")
    states = judge_actions(tables, now)
    return row_of(count_deliveries(tables, states, now), subject=subject)


@pytest.mark.parametrize("kind", KINDS)
def test_each_standing_is_counted_where_it_belongs(kind: str) -> None:
    found = counted(kind)
    assert found["all"] == 1
    assert {name: found[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0) | ONE[kind]


def test_every_action_is_counted_once() -> None:
    found = counted(*KINDS)
    assert found["all"] == len(KINDS)
    assert found["due"] + found["not_due"] + found["no_end"] + found["superseded"] == found["all"]
    within = ("on_time", "late", "part", "overdue", "unknown", "dropped")
    assert sum(found[name] for name in within) == found["due"] == 7


@pytest.mark.parametrize(
    ("kinds", "word"),
    [
        (["on time"] * 9 + ["overdue"], "delivered"),
        (["on time"] * 8 + ["overdue"] * 2, "mostly delivered"),
        (["late"] * 3 + ["overdue"] * 2, "mostly delivered"),
        (["other form"] * 59 + ["overdue"] * 41, "partly delivered"),
        (["on time"] * 3 + ["overdue"] * 7, "partly delivered"),
        (["on time"] * 29 + ["overdue"] * 71, "hardly delivered"),
        (["dropped"], "hardly delivered"),
        (["superseded"], "none due"),
        (["early", "not yet due", "no end"], "none due"),
        ([], "none due"),
        (["unknown", "on time"], "partly delivered"),
        (["unknown", "unknown", "on time"], "unknown"),
        (["unknown"], "unknown"),
    ],
)
def test_the_class_follows_the_share_of_what_is_due(kinds: list[str], word: str) -> None:
    assert counted(*kinds)["class"] == word


def test_dropped_counts_as_due_and_superseded_does_not() -> None:
    assert counted("on time", "dropped")["share"] == Decimal("0.5")
    assert counted("on time", "superseded")["share"] == 1


def test_early_deliveries_stay_outside_the_share() -> None:
    assert counted("overdue", "early")["share"] == 0


def test_bounds_take_the_unknown_and_the_parts_both_ways() -> None:
    found = counted("on time", "unknown", "part", "overdue")
    assert (found["low"], found["high"]) == (Decimal("0.25"), Decimal("0.75"))
    assert (found["class_low"], found["class_high"]) == ("hardly delivered", "mostly delivered")


def test_weights_count_in_shares_and_not_in_numbers() -> None:
    found = counted("on time", "overdue", weights={1: "3", 2: "1"})
    assert (found["share"], found["on_time"], found["due"]) == (Decimal("0.75"), 1, 2)
    assert counted("unknown", "on time", weights={1: "1.01"})["class"] == "unknown"


def test_a_part_whose_rest_was_not_checked_counts_as_unknown_for_the_class() -> None:
    checked = {"ref": "2013.Europol.1", "subject": "O1.A1", "reported": "delivered in part"}
    kinds = ("part", "unknown", "on time")
    assert counted(*kinds)["class"] == "unknown"
    assert counted(*kinds, contributions=[checked])["class"] == "partly delivered"
    silent = checked | {"reported": "nothing to report"}
    assert counted(*kinds, contributions=[silent])["class"] == "unknown"


def test_half_unknown_is_not_more_than_half() -> None:
    assert counted("unknown", "part", "on time", "on time")["class"] == "partly delivered"
    assert counted("unknown", "part", "unknown", "on time")["class"] == "unknown"


def test_classes_are_not_added_up_over_the_whole_strategy() -> None:
    found = counted("on time", "overdue", subject="*")
    assert (found["all"], found["share"]) == (2, Decimal("0.5"))
    assert (found["class"], found["class_low"], found["class_high"]) == (None, None, None)


def test_a_line_counts_its_own_and_its_objective_counts_all() -> None:
    tables = strategy_of(
        objectives=[{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}, {"ref": "O2"}],
        actions=[{"ref": "A1", "objective": "O1.L1"}, {"ref": "A2", "objective": "O1"}],
    )
    found = assessed(tables)["deliveries"]
    assert dict(found.select("subject", "all").iter_rows()) == {
        "O1": 2,
        "O1.L1": 1,
        "O2": 0,
        "*": 2,
    }


def test_the_strategys_own_thresholds_hold_from_their_day_on() -> None:
    low = {"name": "delivery.delivered", "value": "0.5"}
    kinds = ("on time", "overdue")
    assert counted(*kinds, parameters=[low | {"from": "2013-04-10"}])["class"] == "delivered"
    later = counted(*kinds, parameters=[low | {"from": "2013-04-11"}])
    assert later["class"] == "partly delivered"


FLAGSHIP_COUNTS = {
    "2011": {"due": 1, "on_time": 1, "late": 0, "part": 0, "overdue": 0, "unknown": 0,
             "dropped": 0, "early": 4, "not_due": 36, "no_end": 4, "superseded": 0},
    "2013": {"due": 27, "on_time": 8, "late": 5, "part": 1, "overdue": 1, "unknown": 12,
             "dropped": 0, "early": 2, "not_due": 10, "no_end": 4, "superseded": 0},
    "2014": {"due": 33, "on_time": 10, "late": 6, "part": 1, "overdue": 0, "unknown": 16,
             "dropped": 0, "early": 1, "not_due": 4, "no_end": 4, "superseded": 0},
}  # fmt: skip
FLAGSHIP_CLASSES = {
    "2011": ["none due", "none due", "none due", "none due", "delivered"],
    "2013": ["partly delivered", "mostly delivered", "unknown", "unknown", "partly delivered"],
    "2014": ["partly delivered", "mostly delivered", "unknown", "unknown", "partly delivered"],
}


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize("cycle", FLAGSHIP_COUNTS)
def test_the_flagship_comes_out_as_the_dictionary_says(cycle: str) -> None:
    deliveries = assessed(flagship(), cycle)["deliveries"]
    whole = row_of(deliveries, subject="*")
    assert {name: whole[name] for name in ("all", *COUNTS)} == {"all": 41} | FLAGSHIP_COUNTS[cycle]
    classes = [row_of(deliveries, subject=f"O{number}")["class"] for number in range(1, 6)]
    assert classes == FLAGSHIP_CLASSES[cycle]


MIXES = st.lists(st.sampled_from(list(KINDS)), max_size=7)


@settings(max_examples=25, deadline=None)
@given(MIXES)
def test_one_more_unknown_action_never_raises_the_low_bound(kinds: list[str]) -> None:
    before, after = counted(*kinds), counted(*kinds, "unknown")
    assert after["low"] <= (1 if before["low"] is None else before["low"])


RANKS = ["hardly delivered", "partly delivered", "mostly delivered", "delivered"]


@settings(max_examples=25, deadline=None)
@given(MIXES)
def test_learning_that_an_unknown_action_was_delivered_never_lowers_a_class(
    kinds: list[str],
) -> None:
    before, after = counted(*kinds, "unknown"), counted(*kinds, "on time")
    for name in ("class", "class_low", "class_high"):
        if before[name] in RANKS:
            assert RANKS.index(after[name]) >= RANKS.index(before[name])
    assert before["low"] <= after["low"] <= after["high"] <= before["high"]


@settings(max_examples=25, deadline=None)
@given(MIXES)
def test_the_share_lies_between_its_bounds(kinds: list[str]) -> None:
    found = counted(*kinds)
    if found["due"]:
        assert 0 <= found["low"] <= found["share"] <= found["high"] <= 1
