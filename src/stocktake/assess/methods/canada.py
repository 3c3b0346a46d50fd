"""Statistics Canada's progress measure, as Open SDG computes it.

Source: https://open-sdg.readthedocs.io/en/latest/progress-methodology/ (open-sdg/open-sdg,
docs/progress-methodology.md); where the text leaves something open, what the published numbers
are made with decides: open-sdg/sdg-build, sdg/ProgressMeasure.py.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    ALLOWED,
    CURRENT,
    DIRECTED,
    DIRECTION,
    ELAPSED,
    TWO_POINTS,
    Bands,
    aim,
    classify,
    find_reason,
    grow,
    number,
    rate,
    unless,
)

NAME: Final = "Statistics Canada, progress measure"
VERSION: Final = "Open SDG 2.4"

WITH_TARGET: Final[Bands] = (
    (0.95, "substantial_progress"),
    (0.60, "moderate_progress"),
    (0.0, "limited_progress"),
)
WITHOUT_TARGET: Final[Bands] = (
    (0.015, "substantial_progress"),
    (0.005, "moderate_progress"),
    (0.0, "limited_progress"),
)
BY_SCORE: Final[Bands] = (
    (2.5, "substantial_progress"),
    (0.0, "moderate_progress"),
    (-2.5, "limited_progress"),
)
BELOW: Final = "deterioration"
ACHIEVED: Final = "target_achieved"
NOT_AVAILABLE: Final = "not_available"

BEST: Final = 5.0
STAND_IN: Final = 0.001
"""What the method puts for a base or a target of zero; R can change by orders of magnitude."""
NARROWING: Final = 4.44
"""Exponent of the factor that lowers the thresholds near a natural limit."""
BASE_YEAR_DEFAULT: Final = 2015

KEY: Final = ("framework", "indicator", "series_tag")


def _replace_zero(value: pl.Expr) -> pl.Expr:
    return pl.when(value == 0).then(STAND_IN).otherwise(value)


BASE: Final = _replace_zero(number("base_value"))
TARGET: Final = _replace_zero(number("target"))
MET: Final = DIRECTION * (CURRENT - TARGET) >= 0


def assess_canada(series: pl.DataFrame) -> pl.DataFrame:
    """Progress, score and status of each series of an endpoint table (see `endpoints`).

    A column `limit` holds the natural limit (empty: none); it lowers the thresholds where there is
    no target. `progress_value` is yearly growth in the wanted direction (0.01 = 1 %), with a target
    observed over required growth; of all-negative values growth upward is positive. Adds
    `progress_value`, `score` (-5 to 5), `status` (`target_achieved`, `substantial_progress`,
    `moderate_progress`, `limited_progress`, `deterioration`, `not_available`) and `reason`, a code
    of REASONS that says why there is no `progress_value`. A target that the last value meets is
    achieved and scores 5, whatever the trend. Zero as base or target counts as 0.001.
    """
    growth = DIRECTION * grow(BASE, CURRENT, ELAPSED)
    required = grow(BASE, TARGET, ALLOWED).abs()
    progress = pl.when(TARGET.is_null()).then(growth).otherwise(growth / required)
    asked = [DIRECTED, *TWO_POINTS, *rate(BASE, CURRENT, TARGET), *aim(BASE, TARGET)]
    return (
        series.with_columns(reason=find_reason(asked))
        .with_columns(progress_value=unless("reason", progress))
        .with_columns(_room=_measure_room())
        .with_columns(score=_score(), status=_name_status())
        .drop("_room")
    )


def _measure_room() -> pl.Expr:
    """The factor C: 1 far from the natural limit, 0 at it; 1 also where there is none."""
    base, limit = BASE.abs(), number("limit").abs()
    share = pl.when(base <= limit).then(base / limit).otherwise((2 * limit - base) / limit)
    return pl.when(base >= 2 * limit).then(1.0).otherwise(1 - share.pow(NARROWING)).fill_null(1.0)


def _score() -> pl.Expr:
    progress = pl.col("progress_value")
    return (
        pl.when(MET)
        .then(BEST)
        .when(TARGET.is_null())
        .then(_score_growth(progress, pl.col("_room")))
        .when(progress >= WITH_TARGET[1][0])
        .then(7.1429 * progress - 4.2857)
        .otherwise(4.1667 * progress - 2.5)
        .clip(-BEST, BEST)
    )


def _score_growth(growth: pl.Expr, room: pl.Expr) -> pl.Expr:
    high, middle = (bound * room for bound, _ in WITHOUT_TARGET[:2])
    return (
        pl.when(growth < 0)
        .then(125 * growth - 2.5)
        .when(growth.is_not_null() & (room == 0))
        .then(BEST)
        .when(growth >= high)
        .then(500 * growth / room - 5)
        .when(growth >= middle)
        .then(250 * growth / room - 1.25)
        .otherwise(500 * growth / room - 2.5)
    )


def _name_status() -> pl.Expr:
    progress = pl.col("progress_value")
    room = pl.col("_room")
    scaled = pl.coalesce(
        *(pl.when(progress >= bound * room).then(pl.lit(word)) for bound, word in WITHOUT_TARGET),
        pl.lit(BELOW),
    )
    return (
        pl.when(MET)
        .then(pl.lit(ACHIEVED))
        .when(progress.is_null())
        .then(pl.lit(NOT_AVAILABLE))
        .when(TARGET.is_null())
        .then(scaled)
        .otherwise(classify(progress, WITH_TARGET, BELOW))
    )


def find_endpoints(series: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """The base and the last value of each series, by the method's rule for the base year.

    `series` has `framework`, `indicator`, `series_tag` and perhaps `base_year` (2015 where it is
    missing); `observations` has the same key, `year` and `value`, one value a year. The base is the
    value of the base year, else of the next year that has one; the current value is the last.
    Gives `series` with `base_value`, `base_year`, `current_value`, `current_year`, `sign`.
    """
    asked = pl.col("base_year") if "base_year" in series.columns else pl.lit(None, pl.Float64)
    wanted = series.select(*KEY, asked=asked.cast(pl.Float64).fill_null(BASE_YEAR_DEFAULT)).unique()
    year, value = pl.col("year"), pl.col("value")
    known = observations.select(*KEY, number("year"), number("value")).drop_nulls(["year", "value"])
    since = year >= pl.col("asked")
    points = (
        known.join(wanted, on=KEY)
        .sort("year")
        .group_by(*KEY, maintain_order=True)
        .agg(
            base_value=value.filter(since).first(),
            base_year=year.filter(since).first(),
            current_value=value.last(),
            current_year=year.last(),
        )
        .with_columns(sign=pl.when(pl.col("base_value") < 0).then(-1.0).otherwise(1.0))
    )
    bare = series.drop(set(points.columns) - set(KEY), strict=False)
    return bare.join(points, on=KEY, how="left", maintain_order="left")


def reflect_parity(index: pl.Expr, tolerance: float = 0.03) -> pl.Expr:
    """A parity index as distance above 1: max(y, 1/y), and 1 within the tolerance (GIF 4.5.1).

    The goal becomes a fall towards 1. An index that is not positive has no reciprocal and is
    missing. The method accepts 0.97 to 1.03 for 4.5.1, and no tolerance (0) for 5.4.1.
    """
    folded = pl.when(index > 0).then(pl.max_horizontal(index, 1 / index))
    # 1.03 - 1 is not 0.03 in binary; the accepted range includes its ends.
    accepted = ((index - 1).abs() - tolerance) <= 1e-12
    return pl.when(accepted & (index > 0)).then(1.0).otherwise(folded)


def reflect_at(value: pl.Expr, target: float) -> pl.Expr:
    """A value mirrored to the upper side of its target: T + |y - T| (GIF 5.5.1, 5.5.2, 16.6.1).

    The goal becomes a fall towards the target.
    """
    return target + (value - target).abs()
