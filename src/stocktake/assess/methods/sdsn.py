"""The SDG Index of the Sustainable Development Solutions Network, and its trend arrows.

Source: Sustainable Development Report, methods summary,
https://dashboards.sdgindex.org/chapters/methodology.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    ALLOWED,
    BASE,
    CURRENT,
    DIRECTED,
    DIRECTION,
    ELAPSED,
    MET,
    PLACES,
    TARGET,
    TARGETED,
    TWO_POINTS,
    Bands,
    aim,
    classify,
    find_reason,
    number,
    unless,
)

NAME: Final = "SDSN, SDG Index"
VERSION: Final = "Sustainable Development Report 2025"

GOALS: Final = range(1, 18)
MISSING_ALLOWED: Final = 20.0
"""Per cent of its indicators that a country may lack and still be scored."""
SEAS: Final = 14
"""The goal that counts as not scored where only spillover indicators are: landlocked countries."""
COUNTRY: Final = ("iso3", "country", "region", "pct_missing")

PACES: Final[Bands] = (
    (1.0, "on track or maintaining"),
    (0.5, "moderately improving"),
    (0.0, "stagnating"),
)
DECREASING: Final = "decreasing"


def assess_sdsn(series: pl.DataFrame) -> pl.DataFrame:
    """The trend of each series of an endpoint table (see `endpoints`).

    `progress_value` is the linear change a year over the change a year that the target requires
    from the base on, in the wanted direction. Adds `progress_value`, `status` (`on track or
    maintaining`, which a target already met is whatever the trend, `moderately improving`,
    `stagnating`, `decreasing`) and `reason`, a code of REASONS that says why there is no
    `progress_value`.
    """
    observed, required = (CURRENT - BASE) / ELAPSED, (TARGET - BASE) / ALLOWED
    pace = (DIRECTION * observed / required.abs()).round(PLACES)
    trend = classify(pl.col("progress_value"), PACES, DECREASING)
    return (
        series.with_columns(reason=find_reason([DIRECTED, TARGETED, *TWO_POINTS, *aim()]))
        .with_columns(progress_value=unless("reason", pace))
        .with_columns(status=pl.when(MET).then(pl.lit(PACES[0][1])).otherwise(trend))
    )


def compute_sdg_index(scores: pl.DataFrame, codebook: pl.DataFrame) -> pl.DataFrame:
    """The SDG Index of each country, 0 to 100: the mean of its goals, each the mean of its scores.

    `scores` has `iso3`, `country`, `region`, `pct_missing` (0 to 100), `indicator`, `score_0_100`;
    `codebook` says of each `IndCode` its `SDG`, whether it counts everywhere (`Global`, yes or no)
    and is a `Spillover` (yes). A goal that is not scored takes the mean of the region's countries
    where it is; of goal 14 spillover alone does not count, as the landlocked have no other. A row
    without region is a group of countries: it takes no mean, and may lack more.

    Gives `iso3`, `country`, `region`, `pct_missing`, `sdg_index`, `imputed` (the goals that took a
    mean) and `reason`: `too_much_missing` above 20 %, `no_regional_mean`.
    """
    goals = score_goals(scores, codebook).with_columns(
        mean=pl.col("score").mean().over("region", "SDG")
    )
    country = pl.col("region").is_not_null()
    filled = goals.with_columns(filled=pl.coalesce("score", pl.when(country).then("mean")))
    reason = find_reason(
        [
            ("too_much_missing", country & (pl.col("pct_missing") > MISSING_ALLOWED)),
            ("no_regional_mean", pl.col("unfilled")),
        ]
    )
    return (
        filled.group_by(*COUNTRY, maintain_order=True)
        .agg(
            sdg_index=pl.col("filled").mean(),
            imputed=pl.col("SDG").filter(pl.col("score").is_null()),
            unfilled=pl.col("filled").is_null().any(),
        )
        .with_columns(reason=reason)
        .with_columns(sdg_index=unless("reason", pl.col("sdg_index")))
        .drop("unfilled")
    )


def score_goals(scores: pl.DataFrame, codebook: pl.DataFrame) -> pl.DataFrame:
    """The score of each country and goal, empty where the goal is not scored.

    Tables as for `compute_sdg_index`; gives `iso3`, `country`, `region`, `pct_missing`, `SDG`,
    `score`, a row for each of the 17 goals.
    """
    counted = codebook.filter(pl.col("Global") == "yes").select(
        pl.col("SDG").cast(pl.Int64),
        indicator="IndCode",
        outside=pl.col("Spillover").eq_missing("yes"),
    )
    known = scores.select(
        "iso3",
        "country",
        pl.col("region").replace("", None),
        number("pct_missing"),
        "indicator",
        score=number("score_0_100"),
    )
    means = (
        known.drop_nulls("score")
        .join(counted, on="indicator")
        .group_by("iso3", "SDG")
        .agg(
            pl.col("score").mean(),
            landlocked=pl.col("outside").all() & (pl.col("SDG").first() == SEAS),
        )
        .filter(~pl.col("landlocked"))
        .drop("landlocked")
    )
    countries = known.select(*COUNTRY).unique(maintain_order=True)
    grid = countries.join(
        pl.DataFrame({"SDG": list(GOALS)}), how="cross", maintain_order="left_right"
    )
    return grid.join(means, on=["iso3", "SDG"], how="left", maintain_order="left")
