"""Eurostat's assessment of EU SDG indicators: compound growth, with and without a target.

Source: Eurostat, Sustainable development in the European Union, introduction and annex on the
assessment of trends; the line segments of the score as in Statistics Canada's documented port
(https://open-sdg.readthedocs.io/en/latest/progress-methodology/).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    BASE,
    BASE_YEAR,
    CURRENT,
    DIRECTED,
    DIRECTION,
    ELAPSED,
    MET,
    PLACES,
    TARGET,
    TARGET_YEAR,
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

NAME: Final = "Eurostat, EU SDG indicators"
VERSION: Final = "2021 edition"

WITH_TARGET: Final[Bands] = (
    (0.95, "significant progress"),
    (0.60, "moderate progress"),
    (0.0, "insufficient progress"),
)
AWAY: Final = "movement away"
WITHOUT_TARGET: Final[Bands] = (
    (0.01, "significant progress"),
    (0.0, "moderate progress"),
    (-0.01, "moderate movement away"),
)
FAR_AWAY: Final = "significant movement away"

BEST: Final = 5.0
MIDDLE: Final = 0.60
"""The ratio that scores 0; 0.95 scores 2.5, a ratio of 0 scores -2.5."""
CUT_OFF: Final = 0.02
"""Yearly growth that scores 5 where there is no target."""

WINDOWS: Final[dict[str, tuple[int, int]]] = {"short": (5, 3), "long": (15, 10)}
"""Years looked back from the last value, and how many must lie between the two points."""


def assess_eurostat(series: pl.DataFrame) -> pl.DataFrame:
    """Progress, class and score of each series of an endpoint table (see `endpoints`).

    Without a target `progress_value` is yearly growth in the wanted direction (0.01 = 1 %), with
    one it is observed over required growth. The required growth starts from `baseline_value` and
    `baseline_year` where these columns hold something, else from the base. A target already met
    is significant progress and scores 5, whatever the trend.

    Adds `progress_value`, `status`, `score` (-5 to 5) and `reason`: a code of REASONS that says
    why there is no `progress_value`; `shortfall`, as `find_windows` gives it, comes first.
    """
    start, since = _find_baseline(series)
    growth = DIRECTION * grow(BASE, CURRENT, ELAPSED)
    required = grow(start, TARGET, TARGET_YEAR - since).abs()
    reason = find_reason(
        [
            DIRECTED,
            *TWO_POINTS,
            *rate(BASE, CURRENT),
            *aim(start, since=since),
            *rate(start, TARGET),
        ]
    )
    if "shortfall" in series.columns:
        reason = pl.coalesce("shortfall", reason)
    progress = pl.when(TARGET.is_null()).then(growth).otherwise(growth / required)
    return (
        series.with_columns(reason=reason)
        .with_columns(progress_value=unless("reason", progress.round(PLACES)))
        .with_columns(status=_name_class(), score=_score())
    )


def _find_baseline(series: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    if not {"baseline_value", "baseline_year"} <= set(series.columns):
        return BASE, BASE_YEAR
    value, year = number("baseline_value"), number("baseline_year")
    whole = value.is_not_null() & year.is_not_null()
    return (
        pl.when(whole).then(value).otherwise(BASE),
        pl.when(whole).then(year).otherwise(BASE_YEAR),
    )


def _name_class() -> pl.Expr:
    progress = pl.col("progress_value")
    return (
        pl.when(MET)
        .then(pl.lit(WITH_TARGET[0][1]))
        .when(TARGET.is_null())
        .then(classify(progress, WITHOUT_TARGET, FAR_AWAY))
        .otherwise(classify(progress, WITH_TARGET, AWAY))
    )


def _score() -> pl.Expr:
    progress = pl.col("progress_value")
    above, below = 2.5 / (0.95 - MIDDLE), 2.5 / MIDDLE
    beyond = progress - MIDDLE
    return (
        pl.when(MET)
        .then(BEST)
        .when(TARGET.is_null())
        .then(progress * (BEST / CUT_OFF))
        .when(beyond >= 0)
        .then(beyond * above)
        .otherwise(beyond * below)
        .clip(-BEST, BEST)
    )


def find_windows(observations: pl.DataFrame) -> pl.DataFrame:
    """The two points of each series in each window, from yearly values.

    `observations` has `series`, `year`, `value` and perhaps `flags`; a flag `b` starts the series
    anew, so only what follows is used. Gives one row a series and window: `series`, `window`
    (short, long), `base_value`, `base_year`, `current_value`, `current_year` and `shortfall`:
    empty, or why the window is too short (`too_few_points`; `break_unresolved` where a break cut
    it).
    """
    flags = pl.col("flags") if "flags" in observations.columns else pl.lit(None, pl.String)
    known = observations.select(
        "series", number("year"), number("value"), anew=flags.str.contains("b").fill_null(False)
    ).drop_nulls("value")
    frames = [
        _find_window(known, window, length, least) for window, (length, least) in WINDOWS.items()
    ]
    return pl.concat(frames).sort("series", "window", descending=[False, True])


def _find_window(known: pl.DataFrame, window: str, length: int, least: int) -> pl.DataFrame:
    year = pl.col("year")
    inside = known.filter(year >= year.max().over("series") - length).with_columns(
        begun=year.filter(pl.col("anew")).max().over("series"), opens=year.min().over("series")
    )
    comparable = inside.filter(pl.col("begun").is_null() | (year >= pl.col("begun")))
    points = (
        comparable.sort("series", "year")
        .group_by("series")
        .agg(
            window=pl.lit(window),
            base_value=pl.col("value").first(),
            base_year=year.first(),
            current_value=pl.col("value").last(),
            current_year=year.last(),
            cut=(pl.col("begun") > pl.col("opens")).first().fill_null(False),
        )
    )
    short = pl.col("current_year") - pl.col("base_year") < least
    why = (
        pl.when(pl.col("cut")).then(pl.lit("break_unresolved")).otherwise(pl.lit("too_few_points"))
    )
    return points.with_columns(shortfall=pl.when(short).then(why)).drop("cut")
