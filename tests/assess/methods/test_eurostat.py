"""Eurostat's classes and scores, by hand at each bound, and its two windows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from assess.methods.made import Row, endpoints, grown, observed

from stocktake.assess.methods import assess_eurostat
from stocktake.assess.methods.eurostat import find_windows


def assess(**row: Any) -> Row:
    return assess_eurostat(endpoints(row)).row(0, named=True)


@pytest.mark.parametrize(
    ("rate", "status", "score"),
    [
        (0.03, "significant progress", 5.0),
        (0.01, "significant progress", 2.5),
        (0.0099, "moderate progress", 2.475),
        (0.0, "moderate progress", 0.0),
        (-0.0001, "moderate movement away", -0.025),
        (-0.01, "moderate movement away", -2.5),
        (-0.0101, "significant movement away", -2.525),
        (-0.05, "significant movement away", -5.0),
    ],
)
def test_growth_without_a_target(rate: float, status: str, score: float) -> None:
    row = assess(**grown(rate))
    assert (row["status"], row["score"]) == (status, pytest.approx(score))
    assert assess(**grown(-rate, direction=-1))["status"] == status


@pytest.mark.parametrize(
    ("ratio", "status", "score"),
    [
        (1.5, "significant progress", 5.0),
        (1.3, "significant progress", 5.0),
        (0.95, "significant progress", 2.5),
        (0.949, "moderate progress", 2.5 * 0.349 / 0.35),
        (0.60, "moderate progress", 0.0),
        (0.599, "insufficient progress", -0.001 / 0.24),
        (0.0, "insufficient progress", -2.5),
        (-0.001, "movement away", -2.5 - 0.001 / 0.24),
        (-0.60, "movement away", -5.0),
        (-0.9, "movement away", -5.0),
    ],
)
def test_pace_with_a_target(ratio: float, status: str, score: float) -> None:
    row = assess(**grown(0.02 * ratio, target=100 * 1.02**15, target_year=2030))
    assert row["progress_value"] == pytest.approx(ratio)
    assert (row["status"], row["score"]) == (status, pytest.approx(score))


def test_a_target_already_met_is_significant_progress_whatever_the_trend() -> None:
    row = assess(base_value=130, current_value=120, target=110, target_year=2030)
    assert (row["status"], row["score"]) == ("significant progress", 5)
    assert row["progress_value"] < 0
    zero = assess(base_value=0, current_value=120, target=110, target_year=2030)
    assert (zero["status"], zero["reason"]) == ("significant progress", "zero_base")


def test_the_ratio_of_rates_alone_would_call_a_fall_back_progress() -> None:
    """Both rates are negative where a target met at the base is lost: their ratio is positive.

    `CAGR_a / CAGR_r` is +1.30 or more here though the target was left behind; the required rate
    therefore counts by its size, and the wanted direction gives the sign.
    """
    row = {"base_value": 110.0, "current_value": 98.0, "target": 100.0, "target_year": 2030}
    observed_rate, required = (98 / 110) ** (1 / 5) - 1, (100 / 110) ** (1 / 15) - 1
    assert observed_rate / required > 1.3
    found = assess(**row)
    assert found["progress_value"] == pytest.approx(-observed_rate / required)
    assert found["status"] == "movement away"


def test_the_required_pace_may_start_at_a_political_baseline() -> None:
    row = {**grown(0.02), "target": 100 * 1.02**20, "target_year": 2030}
    other = assess(**row, baseline_value=100.0, baseline_year=2010)
    assert other["progress_value"] == pytest.approx(1)
    missing = assess(**row, baseline_value=None, baseline_year=2010)
    assert missing["progress_value"] == assess(**row)["progress_value"] != 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"base_value": 0}, "zero_base"),
        ({"base_value": -1}, "sign_change"),
        ({"target": -5, "direction": -1, "target_year": 2030}, "sign_change"),
        ({"current_year": 2015}, "no_observation_after_baseline"),
        ({"base_value": None}, "no_baseline"),
        ({"direction": 0}, "no_direction"),
        ({"target": 200}, "no_deadline"),
        ({"target": 100, "current_value": 90, "target_year": 2030}, "target_at_base"),
    ],
)
def test_what_the_formula_cannot_do_is_not_assessed_and_says_why(row: Row, reason: str) -> None:
    found = assess(**row)
    assert (found["reason"], found["status"], found["score"]) == (reason, None, None)
    assert found["progress_value"] is None


def windows(
    values: Mapping[int, float | None], flags: dict[int, str] | None = None
) -> dict[str, Row]:
    frame = observed(values)
    if flags:
        frame = frame.with_columns(flags=pl.col("year").replace_strict(flags, default=None))
    return {row["window"]: row for row in find_windows(frame).iter_rows(named=True)}


def test_each_window_looks_back_from_the_last_value() -> None:
    found = windows({year: float(year) for year in range(2000, 2022)} | {2022: None})
    assert (found["short"]["base_year"], found["short"]["current_year"]) == (2016, 2021)
    assert (found["long"]["base_year"], found["long"]["base_value"]) == (2006, 2006)
    assert {row["shortfall"] for row in found.values()} == {None}


@pytest.mark.parametrize(
    ("first", "short", "long"),
    [(2010, None, "too_few_points"), (2009, None, None), (2016, None, "too_few_points"),
     (2017, "too_few_points", "too_few_points")],
)  # fmt: skip
def test_a_window_that_is_too_short_is_not_assessed(
    first: int, short: str | None, long: str | None
) -> None:
    found = windows({year: 1.0 for year in range(first, 2020)})
    assert (found["short"]["shortfall"], found["long"]["shortfall"]) == (short, long)


def test_a_break_shortens_the_window_or_ends_it() -> None:
    values = {year: float(year) for year in range(2000, 2022)}
    shortened = windows(values, {2018: "b", 2010: "bp"})
    assert (shortened["short"]["base_year"], shortened["short"]["shortfall"]) == (2018, None)
    assert shortened["long"]["shortfall"] == "break_unresolved"
    assert windows(values, {2019: "b"})["short"]["shortfall"] == "break_unresolved"
    opening = windows(values, {2016: "b"})
    assert (opening["short"]["base_year"], opening["short"]["shortfall"]) == (2016, None)
    assert windows(values, {2003: "b"})["long"]["shortfall"] is None


def test_a_window_that_falls_short_gives_its_reason_to_the_assessment() -> None:
    found = find_windows(observed({year: 100.0 + year - 2010 for year in range(2010, 2020)}))
    target = pl.lit(None, pl.Float64)
    series = found.with_columns(direction=1, target=target, target_year=target)
    assessed = {row["window"]: row for row in assess_eurostat(series).iter_rows(named=True)}
    assert assessed["long"]["reason"] == "too_few_points"
    assert assessed["long"]["status"] is None
    assert assessed["short"]["progress_value"] == pytest.approx((109 / 104) ** 0.2 - 1)
