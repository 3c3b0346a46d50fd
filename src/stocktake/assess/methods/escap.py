"""ESCAP's two indices: how far a series has come, and where it will be at the deadline.

Source: ESCAP, Progress assessment methodology,
https://data.unescap.org/resource-guides/progress-assessment-methodology, and its Statistics
Division's working papers SD/WP/04 and SD/WP/05 of 2017; UNECE applies the second index alone.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    ALLOWED,
    BASE,
    CURRENT,
    DIRECTION,
    ELAPSED,
    PLACES,
    TARGET,
    TARGET_YEAR,
    TARGETED,
    TWO_POINTS,
    Check,
    aim,
    find_reason,
    number,
    unless,
)

NAME: Final = "ESCAP, Current Status Index and Anticipated Progress Index"
VERSION: Final = "2017 working papers"

WHOLE: Final = 10.0
"""The Current Status Index of a target reached."""
CLOSE: Final = 0.10
"""Share of the distance from base to target that may be missing for `maintain`."""
MAINTAIN: Final = "maintain"
ACCELERATE: Final = "accelerate"
REVERSE: Final = "reverse"
PARITY: Final = 0.0
"""The `direction` of a target to be neither exceeded nor fallen short of."""

ASKED: Final[tuple[Check, ...]] = (
    ("no_direction", ~DIRECTION.is_in([1.0, -1.0, PARITY]) | DIRECTION.is_null()),
    TARGETED,
    *TWO_POINTS,
    *aim(),
)


def assess_escap(series: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """Both indices of each series of an endpoint table (see `endpoints`) with a column `series`.

    `observations` has `series`, `year`, `value`: all points the forecast may use. A `direction` of
    0 is a target of parity, missed on either side. Adds

    - `current_status`: way made since the base, 10 at the target, below 0 if away from it;
      `expected_status`: what it would be on a steady pace;
    - `anticipated`: the value forecast for the deadline; `progress_value`: the gap it leaves to
      the target as a share of the distance from the base, below 0 if it passes the target;
    - `status`: `maintain` (the target is reached, or the gap is at most a tenth), `accelerate`, or
      `reverse` (the forecast lies further from the target than the base);
    - `reason`: a code of REASONS that says why there is no `progress_value`.
    """
    distance = (TARGET - BASE).abs()
    forecast = series.join(
        _fit_lines(observations), on="series", how="left", maintain_order="left"
    ).with_columns(
        reason=find_reason([*ASKED, ("too_few_points", pl.col("slope").is_null())]),
        anticipated=pl.col("level") + pl.col("slope") * (TARGET_YEAR - pl.col("newest")),
    )
    return (
        forecast.with_columns(
            current_status=unless("reason", _measure_way(distance)),
            expected_status=unless("reason", WHOLE * ELAPSED / ALLOWED),
            anticipated=unless("reason", pl.col("anticipated")),
            progress_value=unless("reason", _measure_gap(pl.col("anticipated")) / distance),
        )
        .with_columns(pl.col("progress_value").round(PLACES))
        .with_columns(status=_name_class())
        .drop("level", "slope", "newest")
    )


def _measure_gap(value: pl.Expr) -> pl.Expr:
    """How far a value falls short of the target; at parity how far it lies from it."""
    short = DIRECTION * (TARGET - value)
    return pl.when(DIRECTION == PARITY).then((TARGET - value).abs()).otherwise(short)


def _measure_way(distance: pl.Expr) -> pl.Expr:
    moved = DIRECTION * (CURRENT - BASE)
    closed = distance - (TARGET - CURRENT).abs()
    return WHOLE * pl.when(DIRECTION == PARITY).then(closed).otherwise(moved) / distance


def _name_class() -> pl.Expr:
    gap = pl.col("progress_value")
    return (
        pl.when((_measure_gap(CURRENT) <= 0) | (gap <= CLOSE))
        .then(pl.lit(MAINTAIN))
        .when(gap <= 1)
        .then(pl.lit(ACCELERATE))
        .when(gap > 1)
        .then(pl.lit(REVERSE))
    )


def _fit_lines(observations: pl.DataFrame) -> pl.DataFrame:
    """The weighted line through each series: `newest` year, `level` in it, `slope` a year.

    The weight of a point is its place in time, 1 in the first year and one more each year. The
    methodology says only that recent years weigh more; these weights are our reading of it.
    """
    known = observations.select("series", number("year"), number("value")).drop_nulls("value")
    year, newest, oldest = pl.col("year"), pl.col("newest"), pl.col("year").min().over("series")
    weighed = known.with_columns(newest=year.max().over("series"), w=year - oldest + 1)
    terms = weighed.with_columns(x=year - newest, y=pl.col("value"))
    w, x, y = pl.col("w"), pl.col("x"), pl.col("y")
    means = terms.group_by("series").agg(
        newest.first(),
        mx=(w * x).sum() / w.sum(),
        my=(w * y).sum() / w.sum(),
        mxx=(w * x * x).sum() / w.sum(),
        mxy=(w * x * y).sum() / w.sum(),
        n=year.n_unique(),
    )
    mx, my = pl.col("mx"), pl.col("my")
    slope = (pl.col("mxy") - mx * my) / (pl.col("mxx") - mx * mx)
    return (
        means.filter(pl.col("n") >= 2)
        .with_columns(slope=slope)
        .select("series", "newest", "slope", level=my - pl.col("slope") * mx)
    )
