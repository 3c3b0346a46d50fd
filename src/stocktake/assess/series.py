"""Every indicator's values as known on the day: its query over the observations.

The newest known vintage decides each value; a complete vintage replaces all before it, a partial
one is laid over the last complete one. Missing stays missing; nothing is filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from stocktake.indicators.answers import Answer, answer_all, build_rows
from stocktake.indicators.questions import Question
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.when import last_days

KEY: Final = ["series", "geo", "period"]
VINTAGE: Final = ["dataset", "published", "number"]

Row = dict[str, Any]


def build_series(tables: Tables) -> pl.DataFrame:
    """`series`: one row an indicator, territory and period."""
    newest = newest_observations(tables)
    by_dataset = {str(key[0]): part for key, part in newest.group_by("dataset")}
    indicators = tables["indicators"].to_dicts()
    return frame_of(
        "series",
        answer_all(
            indicators, lambda question: _answer(question, by_dataset.get(question.dataset))
        ),
    )


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


def _answer(question: Question, observations: pl.DataFrame | None) -> Iterator[Row]:
    """The values of one question, each with the vintage that decided it."""
    if observations is None:
        return
    chosen = observations.filter(
        pl.col("geo").is_in(question.territories), *map(_matches, question.where)
    )
    vintages = {
        rank: dict(zip(VINTAGE, vintage, strict=True))
        for rank, *vintage in chosen.select("rank", *VINTAGE).unique().iter_rows()
    }
    for row in build_rows(question, _tell_cells(chosen)):
        yield row | vintages[row.pop("newest")]


def _matches(condition: tuple[str, tuple[str, ...]]) -> pl.Expr:
    """Series that carry one of these codes in that dimension."""
    name, codes = condition
    padded = ";" + pl.col("series") + ";"
    return pl.any_horizontal(
        padded.str.contains(f";{name}={code};", literal=True) for code in codes
    )


def _tell_cells(chosen: pl.DataFrame) -> Answer:
    """Each observation is a cell of its own."""
    rows = chosen.select("geo", "period", "value", "rank", "flags").rows()
    return Answer(
        [
            (geo, period, value, 1, int(value is not None), rank)
            for geo, period, value, rank, _ in rows
        ],
        chosen["series"].n_unique(),
        [(geo, period, flags) for geo, period, _, _, flags in rows if flags],
    )
