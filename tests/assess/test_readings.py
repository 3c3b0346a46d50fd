"""What is read of an indicator for a target, and what cannot be measured says why."""

from __future__ import annotations

import polars as pl
import pytest
from people import alone, strategy_of, values

Told = list[dict[str, str]]
TARGET = {"indicator": "I1"}


def outcomes(
    told: dict[str, str], targets: Told, breaks: Told | None = None, **cells: str
) -> dict[str, str]:
    tables = strategy_of(
        indicators=[{"ref": "I1", **cells}],
        vintages=[{"published": "2012"}],
        observations=values("2012", told),
        targets=targets,
        breaks=breaks or [],
    )
    found = alone(tables)["outcomes"].filter(pl.col("reason").is_not_null()).to_dicts()
    assert all(row["class"] == "unknown" for row in found)
    return {row["branch"]: row["reason"] for row in found}


def reason(told: dict[str, str], breaks: Told | None = None, **cells: str) -> str | None:
    return outcomes(told, [TARGET], breaks, **cells).get("official")


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({}, "no_baseline"),
        ({"2011": "1"}, "no_baseline"),
        ({"2009": "1"}, "no_observation_after_baseline"),
        ({"2008": "1"}, "no_observation_after_baseline"),
        ({"2009": "1", "2012": ":"}, "no_observation_after_baseline"),
        ({"2010": "1"}, None),
        ({"2009": "1", "2011": "1 b"}, "break_unresolved"),
        ({"2009": "1 b", "2011": "1"}, None),
        ({"2009": "1", "2011": "1"}, None),
    ],
)
def test_the_first_condition_that_fails_is_the_reason(
    told: dict[str, str], wanted: str | None
) -> None:
    assert reason(told) == wanted


def test_no_target_comes_before_every_other_reason() -> None:
    assert outcomes({}, []) == {"official": "no_target"}


def test_a_target_does_not_exist_before_it_is_adopted() -> None:
    told = {"2009": "1", "2012": "1"}
    assert outcomes(told, [TARGET | {"adopted_on": "2013-04-11"}]) == {"official": "no_target"}
    assert outcomes(told, [TARGET | {"adopted_on": "2013-04-10"}]) == {}


@pytest.mark.parametrize(
    ("last", "years", "wanted"),
    [
        ("2010", {}, None),
        ("2010", {"stale_years": "2"}, "stale"),
        ("2012", {"stale_years": "0"}, "stale"),
        ("2011", {"stale_years": "2"}, None),
    ],
)
def test_a_value_grows_stale_by_the_indicators_own_years(
    last: str, years: dict[str, str], wanted: str | None
) -> None:
    assert reason({"2009": "1", last: "1"}, None, **years) == wanted


def test_the_default_age_is_the_strategys() -> None:
    told = {"2008": "1", "2009": "1"}
    target = [TARGET | {"baseline_period": "2008"}]
    assert outcomes(told, target) == {"official": "stale"}


def test_a_declared_break_is_a_reason_and_a_splice_mends_it() -> None:
    told = {"2009": "1", "2010": "1", "2012": "2"}
    broken = {"indicator": "I1", "period": "2011"}
    assert reason(told, [broken]) == "break_unresolved"
    assert reason(told, [broken | {"factor": "2"}]) is None
    assert reason({"2009": "1", "2011": "2 b"}, [broken | {"factor": "2"}]) is None
    assert reason(told, [broken | {"period": "2008"}]) is None


def test_a_baseline_value_of_the_target_stands_for_the_series() -> None:
    target = [TARGET | {"baseline_value": "5"}]
    assert outcomes({"2012": "1"}, target) == {}


def test_each_branch_has_its_own_reason() -> None:
    other = TARGET | {"branch": "demonstration", "baseline_period": "2005"}
    found = outcomes({"2009": "1", "2012": "1"}, [other])
    assert found == {"official": "no_target", "demonstration": "no_baseline"}


@pytest.mark.parametrize("turn", [1, -1])
def test_of_several_deadlines_the_next_one_counts(turn: int) -> None:
    targets = [
        TARGET | {"deadline": "2012", "baseline_period": "2000"},
        TARGET | {"deadline": "2014", "baseline_period": "2009"},
        TARGET | {"deadline": "2020", "baseline_period": "2000"},
    ]
    assert outcomes({"2009": "1", "2012": "1"}, targets[::turn]) == {}
    past = [one | {"deadline": str(2010 + n)} for n, one in enumerate(targets[:2])]
    assert outcomes({"2009": "1", "2012": "1"}, past[::turn]) == {}
