"""What cannot be measured says why, and nothing is judged on what nobody set out to measure."""

from __future__ import annotations

import pytest
from people import FLAGSHIP, Row, alone, assessed, flagship, row_of, strategy_of, values

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
    found = alone(tables)["outcomes"].to_dicts()
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


def judged(cycle: str = "2013", **rows: Told) -> Row:
    tables = strategy_of(**rows)
    return row_of(alone(tables, cycle)["verdicts"], objective="O1", branch="official")


def test_where_nothing_was_defined_the_rule_is_r1() -> None:
    found = judged()
    assert (found["value"], found["rule"]) == ("cannot be judged", "R1")


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ({"actions": [{"ref": "O1.A1"}]}, "R2"),
        ({"indicators": [{"ref": "I1"}]}, "R2"),
        ({"indicators": [{"ref": "I1", "standing": "own"}]}, "R1"),
        ({"objectives": [{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}],
          "actions": [{"ref": "A", "objective": "O1.L1"}]}, "R2"),
        ({"objectives": [{"ref": "O1"}, {"ref": "O2"}],
          "actions": [{"ref": "A", "objective": "O2"}]}, "R1"),
    ],
)  # fmt: skip
def test_where_something_was_defined_and_nothing_is_measurable_it_is_r2(
    rows: dict[str, Told], rule: str
) -> None:
    assert judged("2013", **rows)["rule"] == rule


def test_bounds_run_from_all_missed_to_all_met() -> None:
    found = judged(actions=[{"ref": "O1.A1"}])
    assert (found["measured"], found["s_low"], found["s_high"], found["s"]) == (0, 0, 1, None)
    assert (found["low"], found["high"]) == ("off course", "on course")
    final = judged("2014", actions=[{"ref": "O1.A1"}])
    assert (final["low"], final["high"]) == ("not met", "met")


def test_only_the_final_report_before_the_end_is_provisional() -> None:
    assert [judged(cycle)["suffixes"] for cycle in ("2011", "2013", "2014")] == [
        [], [], ["provisional"],
    ]  # fmt: skip
    ended = {"ref": "river", "title": "A strategy", "short_title": "River", "issuer": "COM",
             "adopted": "2010-11-22", "start": "2010-11-22", "end": "2014-06-20",
             "legal_basis": "EV-base", "language": "en", "time_zone": "UTC"}  # fmt: skip
    assert judged("2014", strategy=[ended])["suffixes"] == []


STATEMENT = {"ref": "2013.Europol.1", "kind": "statement", "subject": "O1",
             "stance": "contradicts", "reliability": "high"}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "suffixes"),
    [
        ({}, ["disputed"]),
        ({"reliability": "medium"}, []),
        ({"stance": "qualifies"}, []),
        ({"state": "submitted"}, []),
        ({"cycle": "2011", "given": "2011-06"}, []),
        ({"subject": "O2"}, []),
    ],
)
def test_a_reliable_contradiction_makes_a_verdict_disputed(
    cells: dict[str, str], suffixes: list[str]
) -> None:
    objectives = [{"ref": "O1"}, {"ref": "O2"}]
    assert judged(contributions=[STATEMENT | cells], objectives=objectives)["suffixes"] == suffixes


def test_reasons_are_counted() -> None:
    found = judged(
        indicators=[{"ref": ref} for ref in ("I1", "I2", "I3")] + [{"ref": "X", "standing": "own"}],
        targets=[{"indicator": "I3"}],
    )
    assert found["reasons"] == "no_baseline: 1; no_target: 2"


def test_our_own_indicator_never_enters_the_official_verdict() -> None:
    found = judged(
        indicators=[{"ref": "I1", "standing": "own"}],
        targets=[{"indicator": "I1"}],
        vintages=[{"published": "2012"}],
        observations=values("2012", {"2009": "1", "2012": "1"}),
        actions=[{"ref": "O1.A1"}],
    )
    assert (found["value"], found["rule"]) == ("cannot be judged", "R2")


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize(
    ("cycle", "suffixes"), [("2011", []), ("2013", []), ("2014", ["provisional"])]
)
def test_no_objective_of_the_flagship_can_be_judged(cycle: str, suffixes: list[str]) -> None:
    verdicts = assessed(flagship(), cycle)["verdicts"].to_dicts()
    assert [row["objective"] for row in verdicts] == ["O1", "O2", "O3", "O4", "O5"]
    for row in verdicts:
        assert (row["branch"], row["value"], row["rule"]) == ("official", "cannot be judged", "R2")
        assert row["suffixes"] == suffixes
