"""The weather symbols of the German Sustainable Development Strategy, as Destatis sets them.

Source: https://dns-indikatoren.de/en/status (DnsTestEnvironment/dns-indicators,
_pages/en/status.md). Where the English text gives both cloud and storm for a stagnation short of
a target to be held, the German sentence printed beside the symbol decides: no cloud unless the
indicator moves in the wanted direction.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.assess.methods.endpoints import (
    DIRECTED,
    DIRECTION,
    PLACES,
    find_reason,
    number,
    unless,
)

NAME: Final = "Destatis, weather symbols"
VERSION: Final = "2024"

SYMBOLS: Final = ("sun", "sun_cloud", "cloud", "storm")
"""From the best to the worst."""
POINTS: Final = 6
"""Points that the average change is made of."""
LEAST: Final = {"value": 4, "constant": 4, "direction": 6}
"""How few points may do for each rule. The text allows four for targets with a value; of the
published directional targets none with four or five points has a symbol."""
CLEAR: Final = 0.05
SLIGHT: Final = 0.20
"""Share of the way still to go that may be missed: less than the first for a sun, at most the
second for sun and cloud."""

ASSESSED: Final = number("assessed_year")
DEADLINE: Final = number("target_year")
KEY: Final = ("page", "series_key")


def assess_destatis(targets: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """The symbol of each target in the year assessed.

    `targets` has one row a target and year: `page`, `series_key`, `rule` (value: reach it by the
    deadline; constant: hold it every year; direction: no value), `target_value`, `target_year`,
    `direction` (1 up, -1 down), `assessed_year`; where the target is an interval, `target_upper`
    holds its other end. `observations` has `page`, `series_key`, `year`, `value` and perhaps
    `break` (true: does not compare with earlier values).

    Adds `symbol` (sun, sun_cloud, cloud, storm); `applied`, the rule that gave it (a target to be
    reached that is met counts as one to be held); `average` and `last_change` a year, `projected`
    for the deadline and `miss` as a share of the way still to go; `detail`, these in words; and
    `reason`, a code of REASONS that says why there is no symbol.
    """
    rows = targets.with_row_index("_row").with_columns(_end=_find_weakest_end(targets))
    points = _find_points(rows, observations)
    measured = rows.join(points, on="_row", how="left", maintain_order="left")
    return (
        measured.with_columns(reason=_find_reason())
        .with_columns(*_measure())
        .with_columns(miss=_measure_miss())
        .with_columns(symbol=unless("reason", _choose_symbol()), detail=_tell())
        .drop("_row", "_end", *(name for name in points.columns if name != "_row"))
    )


def _find_weakest_end(targets: pl.DataFrame) -> pl.Expr:
    value = number("target_value")
    if "target_upper" not in targets.columns:
        return value
    other = number("target_upper")
    least, most = pl.min_horizontal(value, other), pl.max_horizontal(value, other)
    return pl.when(DIRECTION > 0).then(least).otherwise(most)


def _find_points(rows: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """What the last points up to the year assessed say, for each row of the targets."""
    flagged = pl.col("break") if "break" in observations.columns else pl.lit(False)
    known = observations.select(
        *KEY, number("year"), number("value"), anew=flagged.fill_null(False)
    ).drop_nulls(["year", "value"])
    seen = (
        rows.select("_row", *KEY, assessed=ASSESSED)
        .join(known, on=KEY)
        .filter(pl.col("year") <= pl.col("assessed"))
    )
    value, year = pl.col("value").tail(POINTS), pl.col("year").tail(POINTS)
    return (
        seen.sort("_row", "year")
        .group_by("_row")
        .agg(
            _n=year.len(),
            _first=value.first(),
            _before=value.tail(2).first(),
            _last=value.last(),
            _span=year.last() - year.first(),
            _newest=year.last(),
            _broken=pl.col("anew").tail(POINTS).slice(1).any(),
        )
    )


def _find_reason() -> pl.Expr:
    rule = pl.col("rule")
    return find_reason(
        [
            ("unknown_rule", rule.is_null() | ~rule.is_in(list(LEAST))),
            DIRECTED,
            ("no_target", (rule != "direction") & pl.col("_end").is_null()),
            ("no_deadline", (rule == "value") & DEADLINE.is_null()),
            ("after_deadline", DEADLINE < ASSESSED),
            (
                "no_observation_in_year",
                pl.col("_newest").is_null() | (pl.col("_newest") < ASSESSED),
            ),
            ("too_few_points", pl.col("_n") < rule.replace_strict(LEAST, default=POINTS)),
            ("break_unresolved", pl.col("_broken")),
        ]
    )


def _measure() -> tuple[pl.Expr, ...]:
    average = (pl.col("_last") - pl.col("_first")) / pl.col("_span")
    met = (pl.col("rule") == "value") & _is_met()
    reaching = (pl.col("rule") == "value") & ~_is_met()
    projected = pl.col("_last") + average * (DEADLINE - ASSESSED)
    return (
        unless("reason", pl.when(met).then(pl.lit("constant")).otherwise("rule")).alias("applied"),
        unless("reason", average).alias("average"),
        unless("reason", pl.col("_last") - pl.col("_before")).alias("last_change"),
        unless("reason", pl.when(reaching).then(projected)).alias("projected"),
    )


def _is_met() -> pl.Expr:
    return DIRECTION * (pl.col("_last") - pl.col("_end")) >= 0


def _measure_miss() -> pl.Expr:
    way = (pl.col("_end") - pl.col("_last")).abs()
    return (DIRECTION * (pl.col("_end") - pl.col("projected")) / way).round(PLACES)


def _choose_symbol() -> pl.Expr:
    moved, lately = DIRECTION * pl.col("average"), DIRECTION * pl.col("last_change")
    return (
        pl.when(pl.col("applied") == "constant")
        .then(_pick(_is_met() & (moved >= 0), _is_met(), moved > 0))
        .when(pl.col("applied") == "direction")
        .then(_pick((moved > 0) & (lately > 0), moved > 0, lately > 0))
        .when(moved <= 0)
        .then(pl.lit("storm"))
        .otherwise(_pick(pl.col("miss") < CLEAR, pl.col("miss") <= SLIGHT, pl.lit(True)))
    )


def _pick(*holds: pl.Expr) -> pl.Expr:
    """One condition for each symbol but the worst: the first that holds decides."""
    chosen = (
        pl.when(one).then(pl.lit(symbol)) for one, symbol in zip(holds, SYMBOLS[:-1], strict=True)
    )
    return pl.coalesce(*chosen, pl.lit(SYMBOLS[-1]))


def _tell() -> pl.Expr:
    names = ("average", "last_change", "projected", "miss")
    told = [
        pl.format(f"{name.replace('_', ' ')} {{}}", pl.col(name).round_sig_figs(4))
        for name in names
    ]
    return unless("reason", pl.concat_str("applied", *told, separator=", ", ignore_nulls=True))


def combine_destatis(assessed: pl.DataFrame) -> pl.DataFrame:
    """One symbol an indicator and year, where it has several targets.

    `assessed` is what `assess_destatis` gives, with `sub`, the number of the indicator on its page.
    Of targets for one series with several deadlines the next counts, those passed do not; of
    targets that hold at the same time the worst symbol. Gives `page`, `sub`, `assessed_year`,
    `symbol`, `n_targets`, `reason`; a target without a symbol leaves none, unless another is storm.
    """
    rank = pl.col("symbol").replace_strict(
        {one: at for at, one in enumerate(SYMBOLS)}, default=None
    )
    indicator = ("page", "sub", "assessed_year")
    running = assessed.filter(pl.col("reason").is_null() | (pl.col("reason") != "after_deadline"))
    nearest = DEADLINE.min().over(*indicator, "series_key", "rule")
    next_due = running.filter(DEADLINE.is_null() | (nearest.eq(DEADLINE)))
    worst = (
        next_due.with_columns(rank=rank)
        .group_by(*indicator, maintain_order=True)
        .agg(
            pl.col("rank").max(),
            n_targets=pl.len(),
            reason=pl.col("reason").drop_nulls().first(),
        )
    )
    certain = pl.col("reason").is_null() | (pl.col("rank") == len(SYMBOLS) - 1)
    symbol = pl.col("rank").replace_strict(dict(enumerate(SYMBOLS)), return_dtype=pl.String)
    return worst.select(
        *indicator,
        symbol=pl.when(certain).then(symbol),
        n_targets="n_targets",
        reason=pl.when(~certain).then("reason"),
    )
