"""Cut tables to what was known on a day: later facts are absent, later changes undone.

Known on a day D (`tables.md` 1): the fact's own day (`done`, `published`, `given`, `on`,
`decided`, `adopted_on`, `from`) is not after D, a month or year counting as its last day. A row
without a day belongs to its cycle. Rows without either are always known, their later amendments
undone. Where we read a fact later (`provenance`) never decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from stocktake.vocabulary.addresses import ALL
from stocktake.vocabulary.frames import Tables, addresses, to_text, typed
from stocktake.vocabulary.shapes import Table, Type
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.when import last_day, last_days

SIDE = ("provenance", "marks", "texts")


def cut_to_day(tables: Tables, day: date) -> Tables:
    """The tables as known on a day. Typed frames in, typed frames out; nothing is computed."""
    undone = undo_amendments(tables, day)
    cycles = _known_cycles(undone["cycles"], day)
    cut = {
        name: _cut(INPUT[name], frame, day, cycles)
        for name, frame in undone.items()
        if name not in SIDE
    }
    cut["vintages"], cut["observations"] = _vintages(cut)
    cut = drop_dangling(cut, undone)
    for name in SIDE:
        cut[name] = follow_rows(undone[name], undone, cut)
    cut["evidence"] = _with_read_sources(undone["evidence"], cut["evidence"], cut["provenance"])
    return {name: cut[name] for name in tables if name in cut}


def known_by(column: str, day: date) -> pl.Expr:
    """Rows whose `when` or day column is empty or not after the day."""
    return (last_days(column) <= day).fill_null(True)


def _known_cycles(cycles: pl.DataFrame, day: date) -> list[str]:
    known = cycles.filter((pl.col("as_of") <= day) | (pl.col("from").is_null()))
    return known["ref"].to_list()


def _cut(table: Table, frame: pl.DataFrame, day: date, cycles: list[str]) -> pl.DataFrame:
    if table.name == "cycles":
        return _cut_cycles(table, frame, cycles)
    if table.cycle:
        frame = frame.filter(pl.col(table.cycle).is_in(cycles))
    if not table.known_by:
        return frame
    known = _own_day_known(table, day)
    if not table.planned_by:
        return frame.filter(known)
    planned = pl.col(table.planned_by).is_not_null()
    kept = frame.filter(known | planned)
    return kept.with_columns(
        pl.when(known).then(pl.col(name)).otherwise(None).alias(name) for name in table.blank
    )


def _own_day_known(table: Table, day: date) -> pl.Expr:
    column = table.column(table.known_by)
    if column.type is Type.DAY:
        return (pl.col(column.name) <= day).fill_null(True)
    return known_by(column.name, day)


def _cut_cycles(table: Table, frame: pl.DataFrame, cycles: list[str]) -> pl.DataFrame:
    """Later cycles stay as plans: when they are due is known, what came of them is not."""
    known = pl.col("ref").is_in(cycles)
    kept = frame.filter(known | pl.col("planned").is_not_null())
    return kept.with_columns(
        pl.when(known).then(pl.col(name)).otherwise(None).alias(name) for name in table.blank
    )


def _vintages(cut: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    key = ["dataset", "published", "number"]
    observations = cut["observations"].join(cut["vintages"], on=key, how="semi")
    return cut["vintages"], observations


def drop_dangling(cut: Tables, before: Tables) -> Tables:
    """Let go of references to rows that are not known, until nothing refers to one."""
    for _ in range(len(cut)):
        gone = {
            name: set(before[name]["ref"]) - set(frame["ref"])
            for name, frame in cut.items()
            if "ref" in frame.columns and len(frame) < len(before[name])
        }
        after = {name: _without(INPUT[name], frame, gone) for name, frame in cut.items()}
        if all(len(after[name]) == len(cut[name]) for name in cut):
            return after
        cut = after
    return cut


def _without(table: Table, frame: pl.DataFrame, gone: dict[str, set[str]]) -> pl.DataFrame:
    for column in table.columns:
        refs = set().union(*(gone.get(name, set()) for name in column.to))
        if not refs:
            continue
        cell = pl.col(column.name)
        if column.type is Type.REFS:
            kept = cell.list.filter(~pl.element().is_in(list(refs)))
            frame = frame.with_columns(pl.when(kept.list.len() > 0).then(kept).alias(column.name))
        elif column.optional:
            known = ~cell.is_in(list(refs))
            frame = frame.with_columns(pl.when(known).then(cell).alias(column.name))
        else:
            frame = frame.filter(~cell.is_in(list(refs)).fill_null(False))
    return frame


def follow_rows(side: pl.DataFrame, before: Tables, after: Tables) -> pl.DataFrame:
    """Lines of a side table whose row is still there (or that speak of a whole table)."""
    gone = {
        (name, row)
        for name, frame in before.items()
        if name in after and len(after[name]) < len(frame)
        for row in set(addresses(INPUT[name], frame)) - set(addresses(INPUT[name], after[name]))
    }
    kept = [(line["table"], line["row"]) not in gone for line in side.iter_rows(named=True)]
    return side.filter(pl.Series(kept, dtype=pl.Boolean))


def _with_read_sources(
    every: pl.DataFrame, known: pl.DataFrame, provenance: pl.DataFrame
) -> pl.DataFrame:
    """Known documents, and later ones in which a known fact was read."""
    wanted = set(known["ref"]) | set(provenance["source"].drop_nulls())
    return every.filter(pl.col("ref").is_in(list(wanted)))


def undo_amendments(tables: Tables, day: date) -> Tables:
    """The tables as they stood on a day: amendments decided later are undone, newest first."""
    later = tables["amendments"].filter(~known_by("decided", day))
    undone = dict(tables)
    for line in later.sort("decided", descending=True).iter_rows(named=True):
        name = line["table"]
        if name in undone:
            undone[name] = _undo(INPUT[name], undone[name], line)
    return undone


def _undo(table: Table, frame: pl.DataFrame, line: Mapping[str, Any]) -> pl.DataFrame:
    here = addresses(table, frame) == line["row"]
    if line["field"] != ALL:
        text = to_text(table, frame)
        old = pl.when(here).then(pl.lit(line["old"])).otherwise(pl.col(line["field"]))
        return typed(table, text.with_columns(old.alias(line["field"])))
    if line["old"] is None:
        return frame.filter(~here)
    return pl.concat([frame, _restored(table, line["old"])], how="vertical_relaxed")


def _restored(table: Table, row: str) -> pl.DataFrame:
    """A dropped row, kept in its amendment as one JSON object of texts."""
    cells = json.loads(row)
    text = pl.DataFrame({name: [cells.get(name)] for name in table.names}, infer_schema_length=1)
    return typed(table, text.cast(pl.String))


def later_publications(tables: Tables, day: date) -> Iterator[dict[str, Any]]:
    """Vintages published after the day: what was therefore not used."""
    titles = dict(tables["datasets"].select("ref", "title").iter_rows())
    for line in tables["vintages"].filter(~known_by("published", day)).iter_rows(named=True):
        yield {
            "dataset": line["dataset"],
            "published": line["published"],
            "title": titles.get(line["dataset"], ""),
        }


def day_of(when: str | None) -> date | None:
    """The day a `when` counts as, or None where there is none."""
    return None if when is None or when == "-" else last_day(when)
