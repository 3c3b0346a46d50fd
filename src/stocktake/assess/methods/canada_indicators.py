"""Statistics Canada's step from series to indicators: means, groups averaged first.

Source: as in `canada`, section "Aggregated progress status". The configuration is the JSON of an
indicator's `progress_calculation_options`: a list whose items are series or groups of items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from stocktake.assess.methods.canada import (
    ACHIEVED,
    BASE_YEAR_DEFAULT,
    BELOW,
    BY_SCORE,
    NOT_AVAILABLE,
)
from stocktake.assess.methods.endpoints import classify

INDICATOR: Final = ("framework", "indicator")
CUT: Final = "..."
"""What ends each part of a series' name that was shortened for publication."""
TARGET_YEAR_DEFAULT: Final = 2030
NUMBERS: Final = ("base_year", "limit", "target", "target_year")

Row = dict[str, Any]


def assess_canada_indicators(series: pl.DataFrame) -> pl.DataFrame:
    """Score and status of each indicator: the mean of its series' scores.

    `series` is what `assess_canada` gives, with `framework` and `indicator`. A column `group` holds
    the place of a series in its indicator's groups, `2/0` for the first group inside the third
    item, empty outside any; each group is averaged into one score before its parent. Series without
    a score are left out. Gives `framework`, `indicator`, `n_series`, `score`, `status`, `reason`;
    `target_achieved` only if all scored series achieve theirs. A series that `place_in_groups`
    marks `ambiguous` leaves its indicator without a score.
    """
    group = pl.col("group").fill_null("") if "group" in series.columns else pl.lit("")
    doubt = pl.col("ambiguous") if "ambiguous" in series.columns else pl.lit(False)
    rows = series.select(
        *INDICATOR, "score", group=group, achieved=pl.col("status") == ACHIEVED, doubt=doubt
    )
    whole = rows.group_by(*INDICATOR, maintain_order=True).agg(
        n_series=pl.len(), doubt=pl.col("doubt").any()
    )
    scored = _average_groups(rows.drop_nulls("score").drop("doubt"))
    means = scored.group_by(*INDICATOR).agg(pl.col("score").mean(), pl.col("achieved").all())
    reason = pl.when("doubt").then(pl.lit("ambiguous_series"))
    return (
        whole.join(means, on=INDICATOR, how="left", maintain_order="left")
        .with_columns(score=pl.when(~pl.col("doubt")).then("score"))
        .with_columns(
            status=_name_status(),
            reason=reason.when(pl.col("score").is_null()).then(pl.lit("too_few_points")),
        )
        .select(*INDICATOR, "n_series", "score", "status", "reason")
    )


def _average_groups(scored: pl.DataFrame) -> pl.DataFrame:
    """Each group as one row of its parent, the deepest first, until none is left."""
    depth = pl.col("group").str.split("/").list.len() * (pl.col("group") != "")
    for level in range(scored.select(depth.max()).item() or 0, 0, -1):
        inner = scored.filter(depth == level)
        means = (
            inner.group_by(*INDICATOR, "group")
            .agg(pl.col("score").mean(), pl.col("achieved").all())
            .with_columns(pl.col("group").str.replace(r"/?\d+$", ""))
        )
        scored = pl.concat([scored.filter(depth != level), means], how="diagonal")
    return scored


def _name_status() -> pl.Expr:
    score = pl.col("score")
    return (
        pl.when(score.is_null())
        .then(pl.lit(NOT_AVAILABLE))
        .when("achieved")
        .then(pl.lit(ACHIEVED))
        .otherwise(classify(score, BY_SCORE, BELOW))
    )


def list_series(indicators: pl.DataFrame) -> pl.DataFrame:
    """The series that each indicator's configuration names, one row each time it names one.

    `indicators` has `framework`, `indicator` and `options`, JSON or empty. Gives `framework`,
    `indicator`, `group`, `series_tag`, `direction`, `base_year`, `limit`, `target`, `target_year`
    with the method's defaults: 2015, 2030, and down (-1) unless `positive` is written.
    """
    rows = [
        {"framework": framework, "indicator": indicator, "group": group}
        | _read_configuration(indicator, configuration)
        for framework, indicator, options in indicators.select(*INDICATOR, "options").iter_rows()
        for group, configuration in _walk(json.loads(options or "[]"))
    ]
    return pl.DataFrame(
        rows,
        schema={
            **dict.fromkeys((*INDICATOR, "group", "series_tag"), pl.String),
            "direction": pl.Int64,
            **dict.fromkeys(NUMBERS, pl.Float64),
        },
    )


def _walk(items: list[Row], group: str = "") -> Iterator[tuple[str, Row]]:
    for place, item in enumerate(items):
        if "group" in item:
            yield from _walk(item["group"], f"{group}/{place}".lstrip("/"))
        else:
            yield group, item


def _read_configuration(indicator: str, configuration: Row) -> Row:
    named = [indicator, configuration.get("series"), configuration.get("unit")]
    # A level left open is written None in the published tags.
    levels = [str(one["value"]) for one in configuration.get("disaggregation") or ()]
    numbers = {"base_year": BASE_YEAR_DEFAULT, "target_year": TARGET_YEAR_DEFAULT} | {
        name: value
        for name, value in configuration.items()
        if name in NUMBERS and isinstance(value, int | float)
    }
    return {
        "series_tag": " / ".join([*(name for name in named if name is not None), *levels]),
        "direction": 1 if configuration.get("direction") == "positive" else -1,
        **dict.fromkeys(NUMBERS),
        **numbers,
    }


def place_in_groups(series: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """Assessed series with their `group`, one row each time the configuration names them.

    `series` has `framework`, `indicator`, `series_tag`; `indicators` as for `list_series`.
    Published tags may be shortened, each part cut and ended with `...`; a row whose tag two
    different series of the configuration share is marked `ambiguous`, for one of them has
    overwritten the other.
    """
    named = list_series(indicators).select(*INDICATOR, "group", full="series_tag")
    pairs = series.join(named, on=INDICATOR, how="left", maintain_order="left")
    same = [_is_same(tag, full) for tag, full in pairs.select("series_tag", "full").iter_rows()]
    placed = pairs.filter(pl.Series(same, dtype=pl.Boolean))
    shared = pl.col("full").n_unique().over(*INDICATOR, "series_tag") > 1
    return placed.with_columns(ambiguous=shared).drop("full")


def _is_same(tag: str, full: str | None) -> bool:
    if full is None:
        return True
    parts, wholes = tag.split(" / "), full.split(" / ")
    return len(parts) == len(wholes) and all(
        part == whole or (part.endswith(CUT) and whole.startswith(part.removesuffix(CUT)))
        for part, whole in zip(parts, wholes, strict=True)
    )
