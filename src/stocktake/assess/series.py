"""Every indicator's values as known on the day: its query over the observations.

The newest known vintage decides each value; a complete vintage replaces all before it, a partial
one is laid over the last complete one. Missing stays missing; nothing is filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import polars as pl

from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.periods import bounds, year_of
from stocktake.vocabulary.when import last_days

KEY: Final = ["series", "geo", "period"]
VINTAGE: Final = ["dataset", "published", "number"]
PARTS: Final = {"S": 2, "Q": 4, "W": 52}
"""Periods in a year by the letter of their frequency; months have none."""

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
    vintages = tables["vintages"].with_columns(order.alias("day")).sort("day", "number")
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
    if members:
        chosen = list(_only_whole_sets(chosen, len(members), places[0]))
    for row in chosen:
        row["period_group"] = _group_period(row["period"], indicator["over_time"])
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in chosen:
        grouped.setdefault((row["geo"], row["period_group"]), []).append(row)
    ordered = sorted(grouped, key=lambda key: (places.index(key[0]), bounds(key[1])))
    for place, period in ordered:
        yield {"geo": place, "period": period, **_aggregate(grouped[place, period], indicator)}


def _only_whole_sets(rows: list[Row], members: int, place: str) -> Iterable[Row]:
    """Rows of periods in which every territory of the set is there, under the set's own name.

    A total over a changing set of territories is not a series (`methods.md` 4.5).
    """
    known: dict[str, set[str]] = {}
    for row in rows:
        if row["value"] is not None:
            known.setdefault(row["period"], set()).add(row["geo"])
    for row in rows:
        whole = len(known.get(row["period"], ())) == members
        yield row | {"geo": place, "value": row["value"] if whole else None}


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


def _aggregate(rows: list[Row], indicator: Row) -> Row:
    present = [row for row in rows if row["value"] is not None]
    newest = rows[-1]
    whole = len(present) == len(rows) and _is_whole_year(rows, indicator["over_time"])
    return {
        "value": _combine(present, indicator) if present and whole else None,
        "flags": "".join(sorted({flag for row in rows for flag in row["flags"] or ""})) or None,
        "dataset": newest["dataset"],
        "published": newest["published"],
        "number": newest["number"],
        "n": len(present),
        "n_missing": len(rows) - len(present),
    }


def _is_whole_year(rows: list[Row], over_time: str) -> bool:
    """A sum or mean over a year needs every part of it; the last value needs none."""
    if over_time in {"none", "last"}:
        return True
    mark = rows[0]["period"][5:6]
    wanted = 1 if not mark else PARTS.get(mark, 12)
    return len({row["period"] for row in rows}) >= wanted


def _combine(present: list[Row], indicator: Row) -> Decimal:
    values = [row["value"] for row in present]
    if indicator["over_time"] == "last":
        last = max(row["period"] for row in present)
        values = [row["value"] for row in present if row["period"] == last]
    if indicator["aggregate"] == "count":
        return Decimal(len(values))
    total = sum(values, Decimal(0))
    averaged = "mean" in {indicator["aggregate"], indicator["over_time"]}
    return _quotient(total, Decimal(len(values)), indicator) if averaged else total


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
