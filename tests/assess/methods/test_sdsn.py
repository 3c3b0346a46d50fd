"""The SDG Index comes out as published, and its rules on made tables; trend arrows by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from assess.methods.made import Row, endpoints, read_published
from specimens import needs_published

from stocktake.assess.methods import assess_sdsn, compute_sdg_index
from stocktake.assess.methods.sdsn import GOALS, score_goals


@pytest.fixture(scope="module")
def published() -> pl.DataFrame:
    """Our index beside the official one, with the goals the dashboards show as grey."""
    index = compute_sdg_index(
        read_published("sdr2025_indicator_scores_long"), read_published("sdr2025_codebook")
    )
    official = read_published("sdr2025_official_index_goal_dashboards_trends")
    return index.join(official, left_on="country", right_on="Country")


@needs_published
def test_every_index_without_a_grey_goal_comes_out_as_published(published: pl.DataFrame) -> None:
    whole = published.filter(pl.col("imputed").list.len() == 0)
    assert whole.height == 68
    difference = (whole["sdg_index"] - whole["SDG_Index_Score_2025"]).abs()
    assert (difference.null_count(), (difference >= 0.01).any()) == (0, False)


@needs_published
def test_seas_are_grey_exactly_where_the_dashboards_show_them_grey(published: pl.DataFrame) -> None:
    ours = published["imputed"].list.contains(14).to_list()
    assert ours == (published["Goal_14_Dashboard"] == "grey").to_list()


@needs_published
def test_the_published_index_of_the_landlocked_rests_on_one_mean_a_region(
    published: pl.DataFrame,
) -> None:
    """Solved for goal 14, the official indices of a region's landlocked give one number."""
    goals = score_goals(
        read_published("sdr2025_indicator_scores_long"), read_published("sdr2025_codebook")
    )
    scored = goals.group_by("country").agg(rest=pl.col("score").sum())
    landlocked = published.filter(pl.col("imputed") == [14]).join(scored, on="country")
    implied = landlocked.group_by("region").agg(
        least=(17 * pl.col("SDG_Index_Score_2025") - pl.col("rest")).min(),
        most=(17 * pl.col("SDG_Index_Score_2025") - pl.col("rest")).max(),
        n=pl.len(),
    )
    assert implied["n"].sum() == 19
    assert (implied["most"] - implied["least"]).max() == pytest.approx(0, abs=0.01)


@needs_published
def test_barbados_is_published_though_more_than_a_fifth_is_missing(published: pl.DataFrame) -> None:
    """The report's own rule is not kept for one country: we keep the rule, and show it."""
    beyond = published.filter((pl.col("pct_missing") > 20) & pl.col("region").is_not_null())
    assert beyond.select("country", "reason").rows() == [("Barbados", "too_much_missing")]
    assert beyond["SDG_Index_Score_2025"].is_not_null().all()


CODEBOOK = pl.DataFrame(
    [(f"g{goal}", goal, "yes", None) for goal in GOALS]
    + [("g14_abroad", 14, "yes", "yes"), ("g12_abroad", 12, "yes", "yes"), ("rich", 1, "no", None)],
    schema=["IndCode", "SDG", "Global", "Spillover"],
    orient="row",
)


def country(name: str, scores: dict[str, float | None], **cells: Any) -> list[Row]:
    """A country that scores 50 everywhere but where `scores` says otherwise."""
    row = {"iso3": name, "country": name, "region": "R", "pct_missing": 5.0, **cells}
    filled = {f"g{goal}": 50.0 for goal in GOALS} | scores
    return [row | {"indicator": one, "score_0_100": score} for one, score in filled.items()]


def index(*countries: list[Row]) -> dict[str, Row]:
    types = {"region": pl.String, "score_0_100": pl.Float64, "pct_missing": pl.Float64}
    table = pl.DataFrame([row for rows in countries for row in rows], schema_overrides=types)
    return {row["iso3"]: row for row in compute_sdg_index(table, CODEBOOK).iter_rows(named=True)}


COAST = country("COAST", {"g14": 80.0, "g14_abroad": 60.0})
SHORE = country("SHORE", {"g14": 30.0})
FAR = country("FAR", {"g14": 0.0}, region="Q")


def test_goals_count_equally_whatever_the_number_of_their_indicators() -> None:
    assert index(COAST)["COAST"]["sdg_index"] == pytest.approx((16 * 50 + 70) / 17)
    with_rich = country("A", {"rich": 0.0})
    assert index(with_rich)["A"]["sdg_index"] == 50


def test_the_seas_of_a_landlocked_country_take_the_mean_of_its_region() -> None:
    inland = country("INLAND", {"g14": None, "g14_abroad": 99.0})
    found = index(COAST, SHORE, FAR, inland)["INLAND"]
    assert found["sdg_index"] == pytest.approx((16 * 50 + (70 + 30) / 2) / 17)
    assert found["imputed"] == [14]


def test_landlocked_countries_do_not_enter_the_mean_they_take() -> None:
    inland = [country(name, {"g14": None, "g14_abroad": 99.0}) for name in ("I", "J")]
    assert index(SHORE, *inland)["J"]["sdg_index"] == pytest.approx((16 * 50 + 30) / 17)


def test_a_goal_of_which_nothing_is_scored_takes_the_mean_of_its_region_too() -> None:
    found = index(country("A", {"g1": None}), country("B", {"g1": 90.0}))
    assert found["A"]["sdg_index"] == pytest.approx((16 * 50 + 90) / 17)
    assert (found["A"]["imputed"], found["B"]["imputed"]) == ([1], [])


def test_only_of_the_seas_do_scores_abroad_not_count_alone() -> None:
    found = index(country("A", {"g12": None, "g12_abroad": 20.0}))["A"]
    assert (found["sdg_index"], found["imputed"]) == (pytest.approx((16 * 50 + 20) / 17), [])


def test_where_nobody_in_the_region_is_scored_there_is_no_index() -> None:
    inland = country("INLAND", {"g14": None}, region="Q")
    found = index(COAST, inland)["INLAND"]
    assert (found["sdg_index"], found["reason"]) == (None, "no_regional_mean")
    nowhere = index(COAST, country("W", {"g14": None}, region=None))["W"]
    assert (nowhere["sdg_index"], nowhere["reason"]) == (None, "no_regional_mean")


@pytest.mark.parametrize(("missing", "scored"), [(20.0, True), (20.1, False)])
def test_more_than_a_fifth_missing_is_not_scored(missing: float, scored: bool) -> None:
    found = index(country("A", {}, pct_missing=missing))["A"]
    assert (found["sdg_index"], found["reason"]) == (
        (50, None) if scored else (None, "too_much_missing")
    )
    group = index(country("WORLD", {}, pct_missing=missing, region=None))["WORLD"]
    assert group["sdg_index"] == 50


@pytest.mark.parametrize(
    ("pace", "status"),
    [(1.2, "on track or maintaining"), (1.0, "on track or maintaining"),
     (0.999, "moderately improving"), (0.5, "moderately improving"), (0.499, "stagnating"),
     (0.0, "stagnating"), (-0.001, "decreasing"), (-2.0, "decreasing")],
)  # fmt: skip
def test_an_arrow_compares_the_pace_with_the_one_required(pace: float, status: str) -> None:
    row = {"base_value": 100, "current_value": 100 + 10 * pace, "target": 130, "target_year": 2030}
    found = assess_sdsn(endpoints(row)).row(0, named=True)
    assert (found["status"], found["progress_value"]) == (status, pytest.approx(pace))
    down = {"base_value": 100, "current_value": 100 - 10 * pace, "target": 70, "target_year": 2030}
    assert assess_sdsn(endpoints({**down, "direction": -1}))["status"].to_list() == [status]


def test_a_target_met_is_maintained_and_one_lost_is_not() -> None:
    kept = {"base_value": 140, "current_value": 135, "target": 130, "target_year": 2030}
    assert assess_sdsn(endpoints(kept))["status"].to_list() == ["on track or maintaining"]
    lost = {**kept, "current_value": 120}
    assert assess_sdsn(endpoints(lost))["status"].to_list() == ["decreasing"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, "no_target"),
        ({"target": 120}, "no_deadline"),
        ({"target": 100, "current_value": 90, "target_year": 2030}, "target_at_base"),
        ({"base_value": None, "target": 200, "target_year": 2030}, "no_baseline"),
        (
            {"current_year": 2015, "target": 200, "target_year": 2030},
            "no_observation_after_baseline",
        ),
        ({"direction": None, "target": 200, "target_year": 2030}, "no_direction"),
    ],
)
def test_an_arrow_that_cannot_be_drawn_says_why(row: Row, reason: str) -> None:
    found = assess_sdsn(endpoints(row)).row(0, named=True)
    assert (found["progress_value"], found["status"], found["reason"]) == (None, None, reason)


def test_a_zero_base_and_a_change_of_sign_are_no_hindrance_to_a_line() -> None:
    for base in (0, -10):
        row = {"base_value": base, "current_value": 10, "target": 100, "target_year": 2030}
        assert assess_sdsn(endpoints(row))["progress_value"].item() == pytest.approx(
            ((10 - base) / 5) / ((100 - base) / 15)
        )
