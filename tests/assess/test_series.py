"""An indicator's values are those published by the day, and only whole ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FLAGSHIP, Row, assessed, flagship, row_of, strategy_of, values

from stocktake.assess import assess
from stocktake.assess.series import build_series
from stocktake.vocabulary.known import cut_to_day

Told = list[dict[str, str]]


def built(observations: Told, *, vintages: Told | None = None, per: Told | None = None,
          **cells: str) -> list[Row]:  # fmt: skip
    """The series of one indicator I1, and of a denominator I2 if one is given."""
    indicators = [{"ref": "I1", **cells}]
    if per is not None:
        indicators = [
            {"ref": "I1", "per": "I2", "filter": "INDIC=part", **cells},
            {**cells, "ref": "I2", "filter": "INDIC=whole", "aggregate": "sum"},
        ]
        observations = observations + per
    published = dict.fromkeys(row["published"] for row in observations)
    tables = strategy_of(
        indicators=indicators,
        vintages=vintages or [{"published": when, "complete": "no"} for when in published],
        observations=observations,
    )
    rows = assess(tables, "2013")["series"].to_dicts()
    return [row for row in rows if row["indicator"] == "I1"]


def line(rows: list[Row]) -> dict[str, str | None]:
    return {row["period"]: None if row["value"] is None else f"{row['value'].normalize():f}"
            for row in rows}  # fmt: skip


def test_values_come_in_order_of_time_with_their_vintage() -> None:
    rows = built(values("2012", {"2011": "7", "2009": "5 p", "2010": ": c"}))
    assert line(rows) == {"2009": "5", "2010": None, "2011": "7"}
    assert [row["flags"] for row in rows] == ["p", "c", None]
    assert {(row["dataset"], row["published"], row["number"]) for row in rows} == {
        ("floods", "2012", 1)
    }
    assert [(row["n"], row["n_missing"]) for row in rows] == [(1, 0), (0, 1), (1, 0)]


def vintage(published: str, complete: str, number: str = "1") -> dict[str, str]:
    return {"published": published, "complete": complete, "number": number}


def test_a_complete_vintage_replaces_all_before_it() -> None:
    told = values("2011", {"2009": "1", "2010": "2"}) + values("2012", {"2010": "3"})
    whole = [vintage("2011", "yes"), vintage("2012", "yes")]
    assert line(built(told, vintages=whole)) == {"2010": "3"}


def test_a_partial_vintage_is_laid_over_the_last_complete_one() -> None:
    told = (
        values("2010", {"2008": "9"})
        + values("2011", {"2009": "1", "2010": "2"})
        + values("2012", {"2010": "3"})
        + values("2013-01", {"2010": ":", "2011": "4"})
    )
    vintages = [vintage("2010", "no"), vintage("2011", "yes"), vintage("2012", "no"),
                vintage("2013-01", "no")]  # fmt: skip
    assert line(built(told, vintages=vintages)) == {"2009": "1", "2010": None, "2011": "4"}


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_vintages_of_one_day_the_higher_number_holds(turn: int) -> None:
    told = values("2012-04-30", {"2010": "1"}) + values("2012-04", {"2010": "2"}, number="2")
    vintages = [vintage("2012-04-30", "yes"), vintage("2012-04", "yes", "2")]
    assert line(built(told[::turn], vintages=vintages[::turn])) == {"2010": "2"}


def test_another_datasets_vintages_replace_nothing() -> None:
    told = values("2011", {"2009": "1"}) + values("2012", {"2010": "3"}, dataset="other")
    vintages = [vintage("2011", "yes"), {**vintage("2012", "yes"), "dataset": "other"}]
    assert line(built(told, vintages=vintages)) == {"2009": "1"}


def test_an_observation_without_its_vintage_is_not_used() -> None:
    told = values("2011", {"2009": "1"}) + values("2012", {"2010": "3"})
    assert line(built(told, vintages=[vintage("2011", "yes")])) == {"2009": "1"}


def parts(published: str, by_series: dict[str, dict[str, str]], **cells: str) -> Told:
    return [
        row
        for series, by_period in by_series.items()
        for row in values(published, by_period, series=series, **cells)
    ]


THREE = parts("2012", {"INDIC=a": {"2010": "1", "2011": "2"}, "INDIC=b": {"2010": "3", "2011": ":"},
                       "INDIC=c": {"2010": "4"}})  # fmt: skip


@pytest.mark.parametrize(
    ("aggregate", "chosen", "wanted"),
    [
        ("sum", "INDIC=a,b", {"2010": "4", "2011": None}),
        ("sum", "INDIC=a,c", {"2010": "5", "2011": None}),
        ("mean", "INDIC=a,b,c", {"2010": "2.666667", "2011": None}),
        ("count", "INDIC=a,b,c", {"2010": "3", "2011": None}),
        ("count", "INDIC=a,c", {"2010": "2", "2011": "1"}),
        ("none", "INDIC=a", {"2010": "1", "2011": "2"}),
        ("none", "INDIC=a,b", {"2010": None, "2011": None}),
        ("sum", "INDIC=x", {}),
        ("sum", "INDIC=a;SEX=T", {}),
    ],
)
def test_several_series_become_one_only_where_all_are_there(
    aggregate: str, chosen: str, wanted: dict[str, str | None]
) -> None:
    assert line(built(THREE, aggregate=aggregate, filter=chosen)) == wanted


def test_a_missing_part_is_counted() -> None:
    rows = built(THREE, aggregate="sum", filter="INDIC=a,b,c")
    assert [(row["n"], row["n_missing"]) for row in rows] == [(3, 0), (1, 2)]


def test_a_code_is_not_found_inside_another() -> None:
    told = parts(
        "2012", {"INDIC=ab": {"2010": "1"}, "INDIC=a": {"2010": "2"}, "XINDIC=a": {"2010": "4"}}
    )
    assert line(built(told, filter="INDIC=a")) == {"2010": "2"}


def test_a_filter_of_several_dimensions_asks_for_all_of_them() -> None:
    told = parts(
        "2012", {"A=1;B=1": {"2010": "1"}, "A=1;B=2": {"2010": "2"}, "A=2;B=2": {"2010": "4"}}
    )
    assert line(built(told, filter="A=1,2;B=2", aggregate="sum")) == {"2010": "6"}
    assert line(built(told, filter="B=2;A=1")) == {"2010": "2"}


def states(by_state: dict[str, dict[str, str]]) -> Told:
    return [row for geo, told in by_state.items() for row in values("2012", told, geo=geo)]


def test_a_total_over_states_is_formed_where_all_of_them_are_there() -> None:
    told = states({
        "AT": {"2009": "1", "2010": "1", "2011": ":"},
        "BE": {"2009": "2", "2011": "2"},
        "CY": {"2009": "4", "2010": "4", "2011": "4"},
    })  # fmt: skip
    rows = built(told, aggregate="sum", geo="EU", common="AT;BE")
    assert line(rows) == {"2009": "3", "2010": None, "2011": None}
    assert {row["geo"] for row in rows} == {"EU"}
    assert [row["n_missing"] for row in rows] == [0, 1, 1]


def test_a_count_over_states_needs_all_of_them_too() -> None:
    told = states({"AT": {"2009": "1", "2010": "1"}, "BE": {"2009": "2"}})
    assert line(built(told, aggregate="count", common="AT;BE")) == {"2009": "2", "2010": None}


MONTHS = {f"2010-{month:02}": "1" for month in range(1, 13)}
QUARTERS = {f"2010-Q{number}": "1" for number in range(1, 5)}
WEEKS = {f"2009-W{week:02}": "1" for week in range(1, 54)}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (MONTHS, {"2010": "12"}),
        ({**MONTHS, "2010-12": ":"}, {"2010": None}),
        ({period: one for period, one in MONTHS.items() if period != "2010-06"}, {"2010": None}),
        (QUARTERS, {"2010": "4"}),
        ({"2010-S1": "2", "2010-S2": "3"}, {"2010": "5"}),
        ({"2010-S1": "2"}, {"2010": None}),
        ({"2010": "7"}, {"2010": "7"}),
        (WEEKS, {"2009": "53"}),
        ({week: one for week, one in WEEKS.items() if week != "2009-W53"}, {"2009": None}),
        ({**MONTHS, "2010": "12"}, {"2010": None}),
        ({"2010-01-01": "1", "2010-01-02": "1"}, {"2010": None}),
    ],
)
def test_a_year_is_summed_only_from_all_its_parts(
    told: dict[str, str], wanted: dict[str, str | None]
) -> None:
    assert line(built(values("2012", told), over_time="sum")) == wanted


def test_a_mean_over_a_year_needs_all_its_parts_and_the_last_value_needs_none() -> None:
    told = values("2012", {"2010-Q1": "1", "2010-Q2": "2", "2010-Q3": "6", "2010-Q4": ":"})
    assert line(built(told, over_time="mean")) == {"2010": None}
    assert line(built(told, over_time="last")) == {"2010": "6"}
    whole = values("2012", {"2010-Q1": "1", "2010-Q2": "2", "2010-Q3": "6", "2010-Q4": "0"})
    assert line(built(whole, over_time="mean")) == {"2010": "2.25"}
    assert line(built(whole, over_time="last")) == {"2010": "0"}


def test_series_are_summed_before_years_are_averaged() -> None:
    told = parts("2012", {"INDIC=a": {"2010-S1": "1", "2010-S2": "3"},
                          "INDIC=b": {"2010-S1": "10", "2010-S2": "30"}})  # fmt: skip
    assert line(built(told, aggregate="sum", over_time="mean")) == {"2010": "22"}
    assert line(built(told, aggregate="mean", over_time="sum")) == {"2010": "22"}
    assert line(built(told, aggregate="mean", over_time="mean")) == {"2010": "11"}
    assert line(built(told, aggregate="sum", over_time="last")) == {"2010": "33"}


PART = parts("2012", {"INDIC=part": {"2009": "1", "2010": "2", "2011": ":", "2012": "5"}})
WHOLE = parts("2012", {"INDIC=whole": {"2009": "3", "2010": "0", "2011": "4"}})


def test_a_rate_divides_last_and_only_where_both_are_there() -> None:
    rows = built(PART, per=WHOLE, per_factor="100000", decimals="1")
    assert line(rows) == {"2009": "33333.3333333", "2010": None, "2011": None, "2012": None}


def test_a_share_is_its_parts_over_the_whole() -> None:
    told = parts("2012", {"INDIC=part": {"2009": "1"}, "INDIC=more": {"2009": "2"}})
    rows = built(told, per=parts("2012", {"INDIC=whole": {"2009": "4"}}), aggregate="share",
                 per_factor="100", filter="INDIC=part,more")  # fmt: skip
    assert line(rows) == {"2009": "75"}


def test_a_rate_without_denominator_has_no_value() -> None:
    assert line(built(PART, per=[])) == {"2009": None, "2010": None, "2011": None, "2012": None}


def test_successive_territories_stand_in_their_order() -> None:
    told = values("2012", {"2011": "1", "2012": "2"}, geo="EU27_2007")
    told += values("2012", {"2012": "3", "2013": "4"}, geo="EU28") + values(
        "2012", {"2013": "9"}, geo="EU27_2020"
    )
    rows = built(told, geo="EU27_2007;EU28")
    assert [(row["geo"], row["period"]) for row in rows] == [
        ("EU27_2007", "2011"), ("EU27_2007", "2012"), ("EU28", "2012"), ("EU28", "2013"),
    ]  # fmt: skip


def test_long_numbers_are_not_rounded() -> None:
    long = "12345678901234567890123456789012345678"
    rows = built(values("2012", {"2010": long}))
    assert rows[0]["value"] == Decimal(long)
    cents = parts("2012", {"INDIC=a": {"2010": long}, "INDIC=b": {"2010": "1"}})
    assert built(cents, aggregate="sum")[0]["value"] == int(long) + 1


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_observations_changes_no_value(random: object) -> None:
    told = [*THREE, *values("2013-01", {"2010": "5", "2012": "1"}, series="INDIC=a")]
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    chosen = {"aggregate": "sum", "filter": "INDIC=a,b,c"}
    assert built(shuffled, **chosen) == built(told, **chosen)  # type: ignore[arg-type]


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2012, 4, 29), None),
        (date(2012, 6, 1), 118087),
        (date(2013, 4, 10), 118087),
        (date(2013, 6, 1), 118111),
        (date(2014, 5, 30), 118111),
        (date(2014, 6, 20), 118277),
    ],
)
def test_refusals_of_2011_are_as_known_on_the_day(day: date, value: int | None) -> None:
    series = build_series(cut_to_day(flagship(), day))
    told = {
        row["period"]: row["value"] for row in series.to_dicts() if row["indicator"] == "I-O4-02"
    }
    assert told.get("2011") == value


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagships_sums_leave_out_years_in_which_a_state_is_missing() -> None:
    tables = assessed(flagship(), "2014", date(2024, 12, 31))
    told = row_of(tables["series"], indicator="I-O1-02", period="2011")
    assert (told["value"], told["n"], told["n_missing"]) == (None, 26, 1)
