"""Series become indicators as Statistics Canada makes them: means, groups first."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from assess.methods.made import Row, read_published
from specimens import needs_published

from stocktake.assess.methods import assess_canada
from stocktake.assess.methods.canada_indicators import (
    assess_canada_indicators,
    list_series,
    place_in_groups,
)

KEY = ("framework", "indicator")
SHARED_TAGS = {"1-4-1", "4-5-1"}
"""Indicators of which two series were published under one shortened tag."""


@needs_published
@pytest.mark.parametrize(("framework", "scored"), [("cif", 45), ("gif", 68)])
def test_every_published_indicator_comes_out_as_published(framework: str, scored: int) -> None:
    official = read_published(f"canada_{framework}_indicators_official")
    computed = official.filter(pl.col("auto") & (pl.col("n_series") > 0))
    series = assess_canada(read_published(f"canada_{framework}_series_official"))
    ours = assess_canada_indicators(place_in_groups(series, official))
    both = computed.join(ours, on=KEY)
    assert both.height == computed.height
    assert both["official_score"].count() == scored
    plain = both.filter(~pl.col("indicator").is_in(SHARED_TAGS))
    assert plain["official_status"].to_list() == plain["status"].to_list()
    assert plain["official_score"].to_list() == pytest.approx(plain["score"].to_list(), abs=1e-6)


@needs_published
def test_an_indicator_whose_series_overwrote_one_another_has_no_score() -> None:
    official = read_published("canada_gif_indicators_official")
    series = assess_canada(read_published("canada_gif_series_official"))
    ours = assess_canada_indicators(place_in_groups(series, official))
    doubtful = ours.filter(pl.col("reason") == "ambiguous_series")
    assert set(doubtful["indicator"]) == SHARED_TAGS
    assert doubtful["score"].to_list() == [None, None]
    assert set(doubtful["status"]) == {"not_available"}


def judge(*rows: tuple[str, float | None, str]) -> Row:
    """Groups, scores and statuses of the series of one indicator."""
    frame = pl.DataFrame(
        [("f", "i", *row) for row in rows],
        schema={"framework": pl.String, "indicator": pl.String, "group": pl.String,
                "score": pl.Float64, "status": pl.String},
        orient="row",
    )  # fmt: skip
    return assess_canada_indicators(frame).row(0, named=True)


def test_groups_are_averaged_before_their_parents() -> None:
    row = judge(
        ("", 3.0, "x"), ("0", 1.0, "x"), ("0", -1.0, "x"),
        ("1/0", 5.0, "x"), ("1/0", 3.0, "x"), ("1/1", -2.0, "x"),
    )  # fmt: skip
    assert row["score"] == pytest.approx((3 + 0 + (4 - 2) / 2) / 3)
    assert row["n_series"] == 6


def test_series_and_groups_without_a_score_are_left_out() -> None:
    row = judge(("", 3.0, "x"), ("", None, "not_available"), ("0", None, "not_available"))
    assert (row["score"], row["status"], row["n_series"]) == (3, "substantial_progress", 3)
    nothing = judge(("", None, "not_available"))
    assert (nothing["score"], nothing["status"]) == (None, "not_available")
    assert nothing["reason"] == "too_few_points"


def test_a_target_is_achieved_only_if_every_series_achieves_it() -> None:
    met = ("target_achieved", "target_achieved")
    assert judge(("", 5.0, met[0]), ("0", 5.0, met[1]))["status"] == "target_achieved"
    assert judge(("", 5.0, met[0]), ("0", 5.0, "substantial_progress"))["status"] == (
        "substantial_progress"
    )
    inside = judge(("0", 5.0, met[0]), ("0", 5.0, "substantial_progress"))
    assert inside["status"] == "substantial_progress"
    assert judge(("", 5.0, met[0]), ("", None, "not_available"))["status"] == "target_achieved"


@pytest.mark.parametrize(
    ("score", "status"),
    [(2.5, "substantial_progress"), (2.49, "moderate_progress"), (0.0, "moderate_progress"),
     (-0.01, "limited_progress"), (-2.5, "limited_progress"), (-2.51, "deterioration")],
)  # fmt: skip
def test_a_bound_of_the_score_belongs_to_the_class_above_it(score: float, status: str) -> None:
    assert judge(("", score, "x"))["status"] == status


def named(*options: Any) -> list[Row]:
    table = pl.DataFrame(
        {"framework": ["f"], "indicator": ["1-1"], "options": [json.dumps(options)]}
    )
    return list_series(table).to_dicts()


def test_a_configuration_is_read_with_the_defaults_of_the_method() -> None:
    assert named({}) == [{
        "framework": "f", "indicator": "1-1", "group": "", "series_tag": "1-1", "direction": -1,
        "base_year": 2015, "limit": None, "target": None, "target_year": 2030,
    }]  # fmt: skip
    full = {
        "direction": "positive",
        "base_year": 2012,
        "limit": 100,
        "target": 0,
        "target_year": 2025,
    }
    row = named(
        {"series": "S", "unit": "U", **full, "disaggregation": [{"value": None}, {"value": "B"}]}
    )[0]
    assert row["series_tag"] == "1-1 / S / U / None / B"
    assert (row["direction"], row["base_year"], row["target_year"]) == (1, 2012, 2025)
    assert (row["limit"], row["target"]) == (100, 0)
    assert named({"target": []})[0]["target"] is None


def test_the_place_in_nested_groups_is_told() -> None:
    found = named({"series": "A"}, {"group": [{"series": "B"}, {"group": [{"series": "C"}]}]})
    assert [(row["series_tag"], row["group"]) for row in found] == [
        ("1-1 / A", ""), ("1-1 / B", "1"), ("1-1 / C", "1/1"),
    ]  # fmt: skip


def test_a_series_named_twice_counts_twice() -> None:
    options = json.dumps([{"series": "A"}, {"series": "A"}, {"series": "B"}])
    series = pl.DataFrame({
        "framework": "f", "indicator": "1-1", "series_tag": ["1-1 / A", "1-1 / B"],
        "score": [3.0, 0.0], "status": "x",
    })  # fmt: skip
    table = pl.DataFrame({"framework": ["f"], "indicator": ["1-1"], "options": [options]})
    row = assess_canada_indicators(place_in_groups(series, table)).row(0, named=True)
    assert (row["score"], row["n_series"]) == (2, 3)
