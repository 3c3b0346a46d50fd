"""ESCAP's two indices by hand: the way made, and the gap a forecast leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from assess.methods.made import Row, endpoints, observed

from stocktake.assess.methods import assess_escap

STEADY: dict[int, float | None] = {year: 100.0 + 2 * (year - 2015) for year in range(2015, 2021)}
"""Two more a year from 100: 130 in 2030."""
AIMED: Row = {"current_value": 110.0, "target": 130.0, "target_year": 2030}


def assess(values: Mapping[int, float | None] | None = None, **row: Any) -> Row:
    table = endpoints({**AIMED, **row})
    return assess_escap(table, observed(values or STEADY)).row(0, named=True)


def test_the_way_made_is_ten_at_the_target_and_stands_beside_the_expected() -> None:
    row = assess()
    assert row["current_status"] == pytest.approx(10 * 10 / 30)
    assert row["expected_status"] == pytest.approx(10 * 5 / 15)
    back = assess(current_value=97.0)
    assert back["current_status"] == pytest.approx(-1)
    falling = assess(current_value=85.0, target=70.0, direction=-1)
    assert falling["current_status"] == pytest.approx(5)


def test_parity_is_missed_on_both_sides() -> None:
    row: Row = {"base_value": 0.5, "target": 1.0, "direction": 0}
    for current in (0.75, 1.25):
        assert assess(**row, current_value=current)["current_status"] == pytest.approx(5)
    over = assess({2015: 0.5, 2020: 0.75}, **row, current_value=0.75)
    assert (over["anticipated"], over["progress_value"]) == (
        pytest.approx(1.25),
        pytest.approx(0.5),
    )
    assert over["status"] == "accelerate"
    assert assess({2015: 0.5, 2020: 0.9}, **row, current_value=0.9)["status"] == "reverse"


@pytest.mark.parametrize(
    ("target", "gap", "status"),
    [
        (130.0, 0.0, "maintain"),
        (120.0, -0.5, "maintain"),
        (100 + 30 / 0.9, 0.1, "maintain"),
        (133.5, 3.5 / 33.5, "accelerate"),
        (1000.0, 870 / 900, "accelerate"),
        (90.0, -4.0, "maintain"),
    ],
)
def test_the_gap_that_the_forecast_leaves(target: float, gap: float, status: str) -> None:
    row = assess(target=target)
    assert row["anticipated"] == pytest.approx(130)
    assert (row["progress_value"], row["status"]) == (pytest.approx(gap), status)


def test_a_forecast_further_from_the_target_than_the_base_is_a_reversal() -> None:
    row = assess(direction=-1, target=80.0)
    assert (row["progress_value"], row["status"]) == (pytest.approx(2.5), "reverse")
    still = assess(dict.fromkeys(STEADY, 100.0), current_value=100.0)
    assert (still["progress_value"], still["status"]) == (1, "accelerate")


def test_a_target_reached_is_maintained_whatever_the_forecast() -> None:
    falling = {year: 150.0 - 3 * (year - 2015) for year in STEADY}
    row = assess(falling, base_value=100.0, current_value=135.0)
    assert (row["anticipated"], row["status"]) == (pytest.approx(105), "maintain")
    alone = assess({2020: 135.0}, current_value=135.0)
    assert (alone["status"], alone["reason"]) == ("maintain", "too_few_points")


def test_recent_years_weigh_more_by_their_place_in_time() -> None:
    """0, 0, 3 in three years with weights 1, 2, 3: the line by hand."""
    row = assess({2018: 0.0, 2019: 0.0, 2020: 3.0}, target_year=2021)
    x, y, w = (-2, -1, 0), (0, 0, 3), (1, 2, 3)
    mean_x = sum(a * b for a, b in zip(w, x, strict=True)) / 6
    mean_y = sum(a * b for a, b in zip(w, y, strict=True)) / 6
    spread = sum(a * (b - mean_x) ** 2 for a, b in zip(w, x, strict=True))
    slope = sum(a * (b - mean_x) * c for a, b, c in zip(w, x, y, strict=True)) / spread
    assert row["anticipated"] == pytest.approx(mean_y + slope * (1 - mean_x))
    even = 1 + 1.5 * 2
    assert row["anticipated"] > even


def test_a_gap_in_time_counts_as_time() -> None:
    gapped = {2015: 100.0, 2016: None, 2018: 106.0, 2020: 110.0}
    assert assess(gapped)["anticipated"] == pytest.approx(130)


@pytest.mark.parametrize(
    ("row", "values", "reason"),
    [
        ({"target": None}, None, "no_target"),
        ({"target_year": None}, None, "no_deadline"),
        ({"direction": 2}, None, "no_direction"),
        ({"base_value": None}, None, "no_baseline"),
        ({"current_year": 2015}, None, "no_observation_after_baseline"),
        ({"target": 100.0, "current_value": 90.0}, None, "target_at_base"),
        ({}, {2020: 110.0}, "too_few_points"),
        ({}, {2019: None, 2020: 110.0}, "too_few_points"),
        ({"series": "unseen"}, None, "too_few_points"),
    ],
)
def test_what_cannot_be_forecast_says_why(
    row: Row, values: dict[int, float | None] | None, reason: str
) -> None:
    found = assess(values, **row)
    assert (found["reason"], found["status"], found["progress_value"]) == (reason, None, None)
    assert (found["anticipated"], found["current_status"]) == (None, None)
