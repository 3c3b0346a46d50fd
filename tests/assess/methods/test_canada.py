"""Statistics Canada's published series come out as published, and every documented case besides."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest
from assess.methods.made import Row, endpoints, grown, read_published
from specimens import needs_published

from stocktake.assess.methods import assess_canada
from stocktake.assess.methods.canada import KEY, find_endpoints, reflect_at, reflect_parity
from stocktake.assess.methods.canada_indicators import list_series

OFFICIAL = ("progress_value", "score", "status")


def assess(**row: Any) -> Row:
    return assess_canada(endpoints(row)).row(0, named=True)


@needs_published
@pytest.mark.parametrize("framework", ["cif", "gif"])
def test_every_published_series_comes_out_as_published(framework: str) -> None:
    official = read_published(f"canada_{framework}_series_official")
    ours = assess_canada(official.drop(OFFICIAL))
    both = ours.join(official, on=KEY, suffix="_official", nulls_equal=True)
    assert both.height == official.height
    assert both["status"].to_list() == both["status_official"].to_list()
    for name in ("score", "progress_value"):
        wrong = both.filter(~_agrees(pl.col(name), pl.col(f"{name}_official")))
        assert wrong.select(*KEY, name, f"{name}_official").rows() == []


def _agrees(ours: pl.Expr, official: pl.Expr) -> pl.Expr:
    return (ours.is_null() & official.is_null()) | ((ours - official).abs() < 1e-6).fill_null(False)


@needs_published
@pytest.mark.parametrize("framework", ["cif", "gif"])
def test_the_endpoints_of_every_published_series_are_found_in_its_observations(
    framework: str,
) -> None:
    official = read_published(f"canada_{framework}_series_official")
    named = list_series(read_published(f"canada_{framework}_indicators_official"))
    observations = read_published(f"canada_{framework}_observations").filter("endpoints_match")
    asked = named.unique([*KEY]).join(observations.select(KEY).unique(), on=KEY)
    found = find_endpoints(asked, observations)
    points = ["base_value", "base_year", "current_value", "current_year", "sign"]
    both = found.join(official, on=KEY, suffix="_official")
    assert both.height == asked.height > 50
    for name in points:
        assert both[name].to_list() == both[f"{name}_official"].to_list()


@pytest.mark.parametrize(
    ("rate", "score", "status"),
    [
        (0.021, 5.0, "substantial_progress"),
        (0.0175, 3.75, "substantial_progress"),
        (0.01, 1.25, "moderate_progress"),
        (0.004, -0.5, "limited_progress"),
        (0.0, -2.5, "limited_progress"),
        (-0.01, -3.75, "deterioration"),
        (-0.03, -5.0, "deterioration"),
    ],
)
def test_without_a_target_growth_is_judged(rate: float, score: float, status: str) -> None:
    row = assess(**grown(rate))
    assert (row["status"], row["score"]) == (status, pytest.approx(score))
    assert row["progress_value"] == pytest.approx(rate)
    down = assess(**grown(-rate, direction=-1))
    assert down["progress_value"] == pytest.approx(rate)


@pytest.mark.parametrize(("bound", "below"), [
    (0.015, "moderate_progress"), (0.005, "limited_progress"), (0.0, "deterioration"),
])  # fmt: skip
def test_a_bound_of_growth_belongs_to_the_class_above_it(bound: float, below: str) -> None:
    row = {"base_value": 1.0, "base_year": 2015, "current_year": 2016}
    exact = next(value for value in (1 + bound, math.nextafter(1 + bound, 2)) if value - 1 >= bound)
    less = assess(**row, current_value=exact - 1e-9)
    assert less["status"] == below
    assert assess(**row, current_value=exact)["status"] != below


@pytest.mark.parametrize(
    ("ratio", "score", "status"),
    [
        (1.4, 5.0, "substantial_progress"),
        (0.96, 7.1429 * 0.96 - 4.2857, "substantial_progress"),
        (0.94, 7.1429 * 0.94 - 4.2857, "moderate_progress"),
        (0.61, 7.1429 * 0.61 - 4.2857, "moderate_progress"),
        (0.59, 4.1667 * 0.59 - 2.5, "limited_progress"),
        (0.01, 4.1667 * 0.01 - 2.5, "limited_progress"),
        (-0.01, -4.1667 * 0.01 - 2.5, "deterioration"),
        (-0.7, -5.0, "deterioration"),
    ],
)
def test_with_a_target_the_pace_is_judged(ratio: float, score: float, status: str) -> None:
    row = assess(**grown(0.01 * ratio, target=100 * 1.01**15, target_year=2030))
    assert (row["status"], row["score"]) == (status, pytest.approx(score))
    assert row["progress_value"] == pytest.approx(ratio)


def test_a_target_that_is_met_is_achieved_whatever_the_trend() -> None:
    worse = assess(base_value=7.05, current_value=12.58, direction=-1, target=70, target_year=2030)
    assert (worse["status"], worse["score"]) == ("target_achieved", 5)
    assert worse["progress_value"] < 0
    still = assess(base_value=100, current_value=100, target=100, target_year=2030)
    assert (still["status"], still["score"], still["reason"]) == (
        "target_achieved", 5, "target_at_base",
    )  # fmt: skip
    assert still["progress_value"] is None
    alone = assess(base_year=2020, target=100, target_year=2030)
    assert (alone["status"], alone["progress_value"]) == ("target_achieved", None)


def test_a_value_that_falls_back_from_a_target_met_at_the_base_is_no_progress() -> None:
    row = assess(base_value=105, current_value=95, target=100, target_year=2030)
    assert row["status"] == "deterioration"


@pytest.mark.parametrize(
    ("base", "limit", "room"),
    [
        (80, 100, 1 - 0.8**4.44),
        (100, 100, 0.0),
        (110, 100, 1 - 0.9**4.44),
        (200, 100, 1.0),
        (250, 100, 1.0),
        (-80, -100, 1 - 0.8**4.44),
        (50, 0, 1.0),
        (0, 0, 1.0),
        (50, None, 1.0),
    ],
)
def test_a_natural_limit_narrows_what_is_asked(
    base: float, limit: float | None, room: float
) -> None:
    growth = 0.0001
    start = base or 0.001
    last = start * (1 + math.copysign(growth, start)) ** 5
    row = assess(base_value=base, current_value=last, limit=limit)
    if room == 0:
        assert (row["status"], row["score"]) == ("substantial_progress", 5)
    else:
        expected = (500 * growth / room - 2.5, 250 * growth / room - 1.25, 500 * growth / room - 5)
        place = 0 if growth < 0.005 * room else 1 if growth < 0.015 * room else 2
        assert row["score"] == pytest.approx(min(expected[place], 5), abs=1e-6)


def test_at_the_limit_to_stay_is_best_and_to_leave_it_is_not() -> None:
    stays = assess(base_value=100, current_value=100, limit=100)
    assert (stays["status"], stays["score"]) == ("substantial_progress", 5)
    leaves = assess(base_value=100, current_value=99, limit=100)
    assert leaves["status"] == "deterioration"
    assert leaves["score"] == pytest.approx(125 * (0.99**0.2 - 1) - 2.5)


def test_a_limit_counts_for_nothing_beside_a_target() -> None:
    row = {**grown(0.004), "target": 150, "target_year": 2030}
    assert assess(**row)["score"] == assess(**row, limit=120)["score"]


def test_zero_is_replaced_and_can_change_the_ratio_by_orders_of_magnitude() -> None:
    base = assess(base_value=0, current_value=5)
    assert base["progress_value"] == pytest.approx((5 / 0.001) ** 0.2 - 1)
    target = assess(base_value=10, current_value=5, direction=-1, target=0, target_year=2030)
    required = 1 - (0.001 / 10) ** (1 / 15)
    assert target["progress_value"] == pytest.approx((1 - 0.5**0.2) / required)
    assert assess(base_value=10, current_value=0, direction=-1, target=0, target_year=2030)[
        "status"
    ] == "target_achieved"  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"base_value": -1, "current_value": 1}, "sign_change"),
        ({"base_value": 0, "current_value": -1}, "sign_change"),
        ({"base_value": 1, "current_value": -1}, "sign_change"),
        ({"base_value": -2, "current_value": -1, "target": 5, "target_year": 2030}, "sign_change"),
        ({"base_year": 2020}, "no_observation_after_baseline"),
        ({"base_year": 2021}, "no_observation_after_baseline"),
        ({"current_value": None}, "no_observation_after_baseline"),
        ({"current_value": math.nan}, "no_observation_after_baseline"),
        ({"base_value": None}, "no_baseline"),
        ({"base_year": None}, "no_baseline"),
        ({"base_value": math.inf}, "no_baseline"),
        ({"direction": None}, "no_direction"),
        ({"direction": 0}, "no_direction"),
        ({"target": 200, "target_year": None}, "no_deadline"),
        ({"target": 200, "target_year": 2015}, "no_deadline"),
        ({"target": 100, "current_value": 90, "target_year": 2030}, "target_at_base"),
    ],
)
def test_what_the_formula_cannot_do_is_not_available_and_says_why(row: Row, reason: str) -> None:
    found = assess(**row)
    assert (found["status"], found["reason"]) == ("not_available", reason)
    assert (found["score"], found["progress_value"]) == (None, None)


def test_of_negative_values_upward_is_upward() -> None:
    up = assess(base_value=-10, current_value=-5)
    assert up["progress_value"] == pytest.approx(1 - 0.5**0.2)
    nearer = assess(base_value=-10, current_value=-8, target=-5, target_year=2030)
    assert nearer["progress_value"] == pytest.approx((1 - 0.8**0.2) / (1 - 0.5 ** (1 / 15)))
    away = assess(base_value=-10, current_value=-12, target=-5, target_year=2030)
    assert away["status"] == "deterioration"


def test_a_table_without_any_target_may_hold_it_as_text() -> None:
    table = endpoints().with_columns(pl.lit(None, pl.String).alias("target"))
    assert assess_canada(table)["status"].to_list() == ["substantial_progress"]


OBSERVED = {2010: 1.0, 2014: 2.0, 2016: 3.0, 2017: None, 2018: 4.0, 2021: None}


@pytest.mark.parametrize(
    ("base_year", "base"),
    [(2014, (2.0, 2014)), (2015, (3.0, 2016)), (None, (3.0, 2016)), (2017, (4.0, 2018)),
     (2019, (None, None))],
)  # fmt: skip
def test_a_missing_base_year_gives_way_to_the_next_that_has_a_value(
    base_year: int | None, base: tuple[float | None, int | None]
) -> None:
    key = {"framework": "f", "indicator": "i", "series_tag": "t"}
    series = pl.DataFrame(
        [{**key, "base_year": base_year}], schema_overrides={"base_year": pl.Int64}
    )
    observations = pl.DataFrame([{**key, "year": y, "value": v} for y, v in OBSERVED.items()])
    shuffled = observations.sample(fraction=1, shuffle=True, seed=3)
    row = find_endpoints(series, shuffled).row(0, named=True)
    assert (row["base_value"], row["base_year"]) == base
    assert (row["current_value"], row["current_year"], row["sign"]) == (4, 2018, 1)


def test_a_series_without_observations_keeps_its_row() -> None:
    key = {"framework": "f", "indicator": "i", "series_tag": "t"}
    nothing = pl.DataFrame(
        schema={**dict.fromkeys(key, pl.String), "year": pl.Int64, "value": pl.Float64}
    )
    row = find_endpoints(pl.DataFrame([key]), nothing).row(0, named=True)
    assert row == {**key, "base_value": None, "base_year": None, "current_value": None,
                   "current_year": None, "sign": None}  # fmt: skip


@pytest.mark.parametrize(
    ("index", "folded"),
    [(2.0, 2.0), (0.5, 2.0), (1.0, 1.0), (0.97, 1.0), (1.03, 1.0), (0.96, 1 / 0.96), (1.031, 1.031),
     (0.0, None), (-1.0, None)],
)  # fmt: skip
def test_a_parity_index_misses_parity_equally_on_both_sides(
    index: float, folded: float | None
) -> None:
    frame = pl.DataFrame({"y": [index]}).select(reflect_parity(pl.col("y")))
    assert frame.item() == (None if folded is None else pytest.approx(folded))


def test_time_shared_has_no_tolerance_and_a_share_is_mirrored_at_its_target() -> None:
    frame = pl.DataFrame({"y": [0.98]})
    assert frame.select(reflect_parity(pl.col("y"), 0)).item() == pytest.approx(1 / 0.98)
    shares = pl.DataFrame({"y": [35.0, 50.0, 65.0]})
    assert shares.select(reflect_at(pl.col("y"), 50)).to_series().to_list() == [65, 50, 65]
