"""The Progress Chart of the UN Statistics Division, in its form of 2019 to 2022 and of 2023.

Sources: technical notes to the Progress Chart, https://unstats.un.org/sdgs/files/report/2023/
Progress_Chart_Technical_Note_2023.pdf, as quoted by EUSTAT (EUSTAT-DES/site,
_pages/en/metodologia.md); the older form as in cwtravisyip/unsd_global_database, int_func.py.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    ALLOWED,
    BASE,
    CURRENT,
    CURRENT_YEAR,
    DIRECTED,
    DIRECTION,
    ELAPSED,
    MET,
    PLACES,
    TARGET,
    TARGET_YEAR,
    TWO_POINTS,
    Bands,
    Check,
    aim,
    classify,
    find_reason,
    grow,
    rate,
    unless,
)

NAME: Final = "UN Statistics Division, Progress Chart"
VERSION_2019: Final = "2019-2022"
VERSION_2023: Final = "2023"

WITH_TARGET_2019: Final[Bands] = (
    (0.95, "substantial progress"),
    (0.5, "fair progress"),
    (-0.1, "limited or no progress"),
)
DETERIORATION: Final = "deterioration"
SUBSTANTIAL_GROWTH: Final = 0.01
FAIR_GROWTH: Final = 0.005
LIMITED_GROWTH: Final = -0.01
"""Without a target: above the first two; the third still belongs to limited or no progress."""

WITH_TARGET_2023: Final[Bands] = ((0.95, "met or on track"), (0.10, "fair progress"))
WITHOUT_TARGET_2023: Final[Bands] = ((0.02, "met or on track"), (0.005, "fair progress"))
STAGNATION: Final = "stagnation or regression"
SCORES_2023: Final[dict[str, int]] = {"met or on track": 3, "fair progress": 2, STAGNATION: 1}
NEAR: Final = 1.0
"""Percentage points within which a target of 0 or 100 % counts as met."""

LATE: Final[Check] = (
    "after_deadline",
    TARGET.is_not_null() & (CURRENT_YEAR > TARGET_YEAR),
)
UNJUDGED: Final = ("expert_judgement", "after_deadline")
"""Reasons that stand even where the last value meets the target."""

GROWS: Final[tuple[Check, ...]] = (
    DIRECTED,
    *TWO_POINTS,
    *rate(BASE, CURRENT),
    *aim(),
    *rate(BASE, TARGET),
)


def assess_unsd_2019(series: pl.DataFrame) -> pl.DataFrame:
    """Trend of each series of an endpoint table (see `endpoints`), in the form of 2019 to 2022.

    `progress_value` is observed over required growth, without a target yearly growth in the wanted
    direction (0.01 = 1 %). Adds `progress_value`, `status` and `reason`, a code of REASONS that
    says why there is none. The level (met, close, far) has cut points of its own for each
    indicator and is not judged here.
    """
    growth = DIRECTION * grow(BASE, CURRENT, ELAPSED)
    required = grow(BASE, TARGET, ALLOWED).abs()
    progress = pl.when(TARGET.is_null()).then(growth).otherwise(growth / required)
    value = pl.col("progress_value")
    return (
        series.with_columns(reason=find_reason(GROWS))
        .with_columns(progress_value=unless("reason", progress.round(PLACES)))
        .with_columns(
            status=pl.when(TARGET.is_null())
            .then(_name_growth_2019(value))
            .otherwise(classify(value, WITH_TARGET_2019, DETERIORATION))
        )
    )


def _name_growth_2019(growth: pl.Expr) -> pl.Expr:
    """Unlike everywhere else the two upper bounds do not belong to the class above them."""
    substantial, fair, limited = (word for _, word in WITH_TARGET_2019)
    return (
        pl.when(growth > SUBSTANTIAL_GROWTH)
        .then(pl.lit(substantial))
        .when(growth > FAIR_GROWTH)
        .then(pl.lit(fair))
        .when(growth >= LIMITED_GROWTH)
        .then(pl.lit(limited))
        .when(growth < LIMITED_GROWTH)
        .then(pl.lit(DETERIORATION))
    )


def assess_unsd_2023(series: pl.DataFrame) -> pl.DataFrame:
    """Score 3, 2 or 1 of each series of an endpoint table (see `endpoints`), in the form of 2023.

    With a target the growth so far is carried on to the deadline, and `progress_value` is the share
    of the way from base to target that would then lie behind. Without one it is yearly growth in
    the wanted direction. A target that the last value meets scores 3.

    A column `kind` says what the value is, where that matters: `share` (in per cent, so that one
    point from a target of 0 or 100 counts as met), `binary` (1 yes, 0 no) or `growth` (a rate of
    growth, which the method leaves to experts). A value from after the deadline is refused: the
    method asks for the points up to it. Adds `progress_value`, `status`, `score` and `reason`, a
    code of REASONS that says why there is no `progress_value`.
    """
    kind = pl.col("kind") if "kind" in series.columns else pl.lit(None, pl.String)
    binary = kind.eq_missing("binary")
    growth = DIRECTION * grow(BASE, CURRENT, ELAPSED)
    progress = pl.when(TARGET.is_null()).then(growth).otherwise(_extrapolate())
    unanswered = pl.when(CURRENT.is_null()).then(pl.lit("no_observation_after_baseline"))
    reason = pl.when(binary).then(unanswered).otherwise(_find_reason_2023(kind))
    return (
        series.with_columns(reason=reason)
        .with_columns(
            progress_value=unless("reason", pl.when(~binary).then(progress.round(PLACES)))
        )
        .with_columns(status=pl.when(binary).then(_name_answer()).otherwise(_name_class_2023(kind)))
        .with_columns(score=pl.col("status").replace_strict(SCORES_2023, return_dtype=pl.Int64))
    )


def _find_reason_2023(kind: pl.Expr) -> pl.Expr:
    return find_reason(
        [
            ("expert_judgement", kind == "growth"),
            LATE,
            DIRECTED,
            *TWO_POINTS,
            *rate(BASE, CURRENT),
            *aim(),
        ]
    )


def _extrapolate() -> pl.Expr:
    """Share of the way to the target that lies behind at the deadline if growth goes on."""
    expected = CURRENT * (CURRENT / BASE).pow((TARGET_YEAR - CURRENT_YEAR) / ELAPSED)
    return DIRECTION * (expected - BASE) / (TARGET - BASE).abs()


def _name_answer() -> pl.Expr:
    yes, no = WITH_TARGET_2023[0][1], STAGNATION
    return pl.when(CURRENT == 1).then(pl.lit(yes)).when(CURRENT == 0).then(pl.lit(no))


def _name_class_2023(kind: pl.Expr) -> pl.Expr:
    progress = pl.col("progress_value")
    near = (
        kind.eq_missing("share") & TARGET.is_in([0.0, 100.0]) & ((CURRENT - TARGET).abs() <= NEAR)
    )
    open_still = pl.col("reason").is_null() | ~pl.col("reason").is_in(UNJUDGED)
    return (
        pl.when((MET | near) & open_still)
        .then(pl.lit(WITH_TARGET_2023[0][1]))
        .when(TARGET.is_null())
        .then(classify(progress, WITHOUT_TARGET_2023, STAGNATION))
        .otherwise(classify(progress, WITH_TARGET_2023, STAGNATION))
    )
