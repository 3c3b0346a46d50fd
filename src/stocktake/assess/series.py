"""Every indicator's values as known on the day: its query over the observations.

The newest known vintage decides each value; a complete vintage replaces all before it, a partial
one is laid over the last complete one. Missing stays missing; nothing is filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import polars as pl

from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.periods import bounds, year_of
from stocktake.vocabulary.when import last_days

KEY: Final = ["series", "geo", "period"]
VINTAGE: Final = ["dataset", "published", "number"]

Row = dict[str, Any]


def build_series(tables: Tables) -> pl.DataFrame:
    """`series`: one row an indicator, territory and period."""
    newest = newest_observations(tables)
    by_dataset = {str(key[0]): part for key, part in newest.group_by("dataset")}
    built = {
        indicator["ref"]: list(_query(indicator, by_dataset.get(indicator["dataset"])))
        for indicator in tables["indicators"].iter_rows(named=True)
    }
    rows: list[Row] = []
    for indicator in tables["indicators"].iter_rows(named=True):
        own = built[indicator["ref"]]
        if indicator["per"] is not None:
            own = list(_divide(own, built.get(indicator["per"], []), indicator))
        rows += [{"indicator": indicator["ref"], **row} for row in own]
    return frame_of("series", rows)


def newest_observations(tables: Tables) -> pl.DataFrame:
    """For each dataset, series, territory and period the newest value among those known."""
    order = last_days("published")
    vintages = (
        tables["vintages"].with_columns(order.alias("day")).sort("day", "number", "published")
    )
    ranked = vintages.with_columns(
        pl.int_range(pl.len()).over("dataset").alias("rank"),
    )
    complete = ranked.filter(pl.col("complete")).group_by("dataset").agg(base=pl.col("rank").max())
    standing = ranked.join(complete, on="dataset", how="left").filter(
        pl.col("rank") >= pl.col("base").fill_null(0)
    )
    return (
        tables["observations"]
        .join(standing.select(*VINTAGE, "rank"), on=VINTAGE, how="inner", maintain_order="left")
        .sort("rank", maintain_order=True)
        .unique(["dataset", *KEY], keep="last", maintain_order=True)
    )


def _query(indicator: Row, observations: pl.DataFrame | None) -> Iterable[Row]:
    if observations is None:
        return
    places = indicator["geo"].split(";")
    members = indicator["common"].split(";") if indicator["common"] else []
    chosen = observations.filter(
        pl.col("geo").is_in(members or places) & _matches(indicator["filter"])
    ).to_dicts()
    parts = len({row["series"] for row in chosen}) * max(len(members), 1)
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in chosen:
        place = places[0] if members else row["geo"]
        period = _group_period(row["period"], indicator["over_time"])
        grouped.setdefault((place, period), []).append(row)
    ordered = sorted(grouped, key=lambda key: (places.index(key[0]), bounds(key[1]), key[1]))
    for place, period in ordered:
        rows = grouped[place, period]
        yield {"geo": place, "period": period, **_aggregate(rows, parts, indicator)}


def _matches(chosen: str | None) -> pl.Expr:
    """Series that carry one of the filtered codes in each filtered dimension."""
    expression = pl.lit(True)
    for part in filter(None, (chosen or "").split(";")):
        name, _, codes = part.partition("=")
        labels = [f";{name}={code};" for code in codes.split(",")]
        padded = ";" + pl.col("series") + ";"
        expression &= pl.any_horizontal(
            padded.str.contains(label, literal=True) for label in labels
        )
    return expression


def _group_period(period: str, over_time: str) -> str:
    return period if over_time == "none" else str(year_of(period))


def _aggregate(rows: list[Row], parts: int, indicator: Row) -> Row:
    """One value of a place and period; `parts` are the series and territories that make it up.

    A total over a changing set of parts is not a series (`methods.md` 4.5).
    """
    periods = _by_period(rows)
    if indicator["over_time"] == "last":
        periods = _last_told(periods)
    present = [row for part in periods for row in part if row["value"] is not None]
    wanted = parts * len(periods)
    if indicator["aggregate"] == "count" and not indicator["common"]:
        wanted = sum(map(len, periods))
    whole = present and len(present) == wanted and _is_whole_year(rows, indicator["over_time"])
    newest = rows[-1]
    return {
        "value": _combine(present, periods, indicator)
        if whole and not _is_ambiguous(parts, indicator)
        else None,
        "flags": "".join(sorted({flag for row in rows for flag in row["flags"] or ""})) or None,
        "dataset": newest["dataset"],
        "published": newest["published"],
        "number": newest["number"],
        "n": len(present),
        "n_missing": max(wanted - len(present), 0),
    }


def _by_period(rows: list[Row]) -> list[list[Row]]:
    """Rows of each period, oldest first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["period"], []).append(row)
    return [found[period] for period in sorted(found, key=bounds)]


def _last_told(periods: list[list[Row]]) -> list[list[Row]]:
    told = [part for part in periods if any(row["value"] is not None for row in part)]
    return (told or periods)[-1:]


def _is_ambiguous(parts: int, indicator: Row) -> bool:
    """Several series where one is asked for: no value is better than any of them."""
    return indicator["aggregate"] == "none" and parts > 1


def _is_whole_year(rows: list[Row], over_time: str) -> bool:
    """A sum or mean over a year needs every part of it; the last value needs none."""
    if over_time in {"none", "last"}:
        return True
    periods = {row["period"] for row in rows}
    year = year_of(rows[0]["period"])
    if all("W" in period for period in periods):
        return len(periods) == date(year, 12, 28).isocalendar().week
    days = sum((last - first).days + 1 for first, last in map(bounds, periods))
    return days == (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _combine(present: list[Row], periods: list[list[Row]], indicator: Row) -> Decimal:
    """Over the parts of each period, then over the periods; division comes last."""
    if indicator["aggregate"] == "count":
        total = Decimal(len(present))
    else:
        total = sum((row["value"] for row in present), Decimal(0))
    divisor = 1
    if indicator["aggregate"] == "mean":
        divisor *= len(periods[0])
    if indicator["over_time"] == "mean":
        divisor *= len(periods)
    averaged = "mean" in {indicator["aggregate"], indicator["over_time"]}
    return _quotient(total, Decimal(divisor), indicator) if averaged else total


def _divide(rows: list[Row], denominators: list[Row], indicator: Row) -> Iterable[Row]:
    """Division last: each value over the denominator of the same territory and period."""
    below = {(row["geo"], row["period"]): row["value"] for row in denominators}
    factor = Decimal(1) if indicator["per_factor"] is None else indicator["per_factor"]
    for row in rows:
        over = below.get((row["geo"], row["period"]))
        value = None
        if row["value"] is not None and over:
            value = _quotient(row["value"] * factor, over, indicator)
        yield row | {"value": value}


def _quotient(above: Decimal, below: Decimal, indicator: Row) -> Decimal:
    places = Decimal(1).scaleb(-(indicator["decimals"] + 6))
    return (above / below).quantize(places, ROUND_HALF_EVEN)
