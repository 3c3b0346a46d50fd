"""A movement is stated from one value to another that compares with it, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from people import Row, assessed, strategy_of, values

Told = list[dict[str, str]]


def moves(
    told: dict[str, str] | Told,
    *,
    targets: Told | None = None,
    breaks: Told | None = None,
    cycle: str = "2013",
    **cells: str,
) -> dict[str, Row]:
    observations = values("2012", told) if isinstance(told, dict) else told
    published = dict.fromkeys(row["published"] for row in observations)
    tables = strategy_of(
        indicators=[{"ref": "I1", **cells}],
        vintages=[{"published": when, "complete": "no"} for when in published],
        observations=observations,
        targets=targets or [],
        breaks=breaks or [],
    )
    return {row["since"]: row for row in assessed(tables, cycle)["movements"].to_dicts()}


def moved(told: dict[str, str], **options: object) -> Row | None:
    return moves(told, **options).get("baseline")  # type: ignore[arg-type]


def test_a_movement_names_both_ends_and_what_lies_between() -> None:
    row = moved({"2008": "9", "2009": "8", "2010": "7", "2012": "6"})
    assert row == {
        "indicator": "I1", "since": "baseline", "from_period": "2009", "from_value": 8,
        "to_period": "2012", "to_value": 6, "difference": -2, "percent": -25, "sense": "down",
        "wanted": True, "n": 3, "break": None, "scope": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("periods", "start"),
    [
        (["2008", "2009", "2010", "2011"], "2009"),
        (["2008", "2010", "2011"], "2008"),
        (["2010", "2011"], "2010"),
        (["2008", "2011"], "2008"),
        (["2007", "2011", "2012"], None),
        (["2011", "2012"], None),
        (["2009"], None),
        (["2009-Q3", "2009-Q4", "2012-Q1"], "2009-Q3"),
    ],
)
def test_it_starts_in_the_last_full_year_before_adoption_or_one_beside_it(
    periods: list[str], start: str | None
) -> None:
    row = moved(dict.fromkeys(periods, "1"))
    assert (row and row["from_period"]) == start


def test_a_target_brings_its_own_baseline() -> None:
    told = {"2005": "1", "2009": "2", "2010-Q1": "3", "2010-Q2": "4", "2012": "5"}
    for base, start in (("2005", "2005"), ("2010-Q2", "2010-Q2"), ("2010", "2010-Q1")):
        row = moved(told, targets=[{"indicator": "I1", "baseline_period": base}])
        assert row is not None
        assert row["from_period"] == start
    other = [{"indicator": "I1", "baseline_period": "2005", "branch": "demonstration"}]
    row = moved(told, targets=other)
    assert row is not None
    assert row["from_period"] == "2009"


def test_nothing_moved_where_there_is_one_value_or_none() -> None:
    assert moved({"2009": "1"}) is None
    assert moved({"2009": "1", "2010": ":"}) is None
    assert moves([]) == {}


@pytest.mark.parametrize(
    ("told", "start"),
    [
        ({"2009": "1", "2010": "9 b", "2011": "8"}, "2010"),
        ({"2009": "1", "2010": "9 bp", "2011": "8"}, "2010"),
        ({"2009": "1 b", "2010": "9", "2011": "8"}, "2009"),
        ({"2009": "1", "2010": "9 b", "2011": "8 b", "2012": "7"}, "2011"),
    ],
)
def test_no_movement_is_stated_across_a_break_the_source_flags(
    told: dict[str, str], start: str
) -> None:
    row = moved(told)
    assert row is not None
    assert row["from_period"] == start
    assert row["break"] == (start if start != "2009" else None)


def test_a_break_at_the_last_value_leaves_no_movement() -> None:
    assert moved({"2009": "1", "2010": "9 b"}) is None


def test_a_declared_break_starts_the_series_anew_even_in_a_year_without_value() -> None:
    told = {"2009": "1", "2010": "2", "2012": "9", "2013": "8"}
    for at in ("2011", "2012"):
        row = moved(told, breaks=[{"indicator": "I1", "period": at}])
        assert row is not None
        assert (row["from_period"], row["break"], row["difference"]) == ("2012", "2012", -1)
    row = moved(told, breaks=[{"indicator": "I1", "period": "2009"}])
    assert row is not None
    assert (row["from_period"], row["break"]) == ("2009", None)


def test_a_signed_splice_makes_earlier_values_comparable() -> None:
    splice = [{"indicator": "I1", "period": "2011", "factor": "1.5"}]
    row = moved({"2009": "10", "2010": "12", "2011": "18 b", "2012": "12"}, breaks=splice)
    assert row is not None
    assert (row["from_value"], row["difference"], row["percent"]) == (15, -3, -20)
    assert (row["from_period"], row["break"], row["n"]) == ("2009", None, 4)
    after = moved({"2011": "18", "2012": "12"}, breaks=splice, targets=[
        {"indicator": "I1", "baseline_period": "2011"}])  # fmt: skip
    assert after is not None
    assert after["from_value"] == 18


@pytest.mark.parametrize(
    ("told", "nature", "percent"),
    [
        ({"2009": "0", "2012": "5"}, "flow", None),
        ({"2009": "-4", "2012": "5"}, "flow", None),
        ({"2009": "40", "2012": "50"}, "share", None),
        ({"2009": "3", "2012": "4"}, "flow", Decimal("33.3333")),
        ({"2009": "4", "2012": "-4"}, "flow", -200),
    ],
)
def test_per_cent_is_given_where_it_has_sense(
    told: dict[str, str], nature: str, percent: Decimal | None
) -> None:
    row = moved(told, nature=nature)
    assert row is not None
    assert row["percent"] == percent
    assert row["difference"] == Decimal(told["2012"]) - Decimal(told["2009"])


@pytest.mark.parametrize(
    ("last", "direction", "sense", "wanted"),
    [
        ("2", "up", "up", True),
        ("2", "down", "up", False),
        ("2", "none", "up", None),
        ("2", "range", "up", None),
        ("1", "up", "same", None),
        ("0.5", "down", "down", True),
    ],
)
def test_a_movement_is_wanted_only_where_a_direction_is(
    last: str, direction: str, sense: str, wanted: bool | None
) -> None:
    row = moved({"2009": "1", "2012": last}, direction=direction)
    assert row is not None
    assert (row["sense"], row["wanted"]) == (sense, wanted)


def test_a_change_of_territory_is_named_beside_the_movement() -> None:
    told = values("2012", {"2009": "1", "2010": "2"}, geo="EU27_2007")
    told += values("2012", {"2010": "7", "2011": "8"}, geo="EU28")
    row = moves(told, geo="EU27_2007;EU28")["baseline"]
    assert (row["scope"], row["n"]) == ("EU27_2007 > EU28", 3)
    assert moves(told, geo="EU27_2007")["baseline"]["scope"] is None


def test_since_the_last_report_counts_from_the_newest_period_it_knew_as_known_today() -> None:
    told = values("2011-06", {"2009": "1", "2010": "2"})
    told += values("2012-06", {"2010": "3", "2011": "5"})
    row = moves(told)["last cycle"]
    assert (row["from_period"], row["from_value"], row["to_period"]) == ("2010", 3, "2011")
    assert "last cycle" not in moves(told, cycle="2014")
    assert "last cycle" not in moves(told, cycle="2011")
