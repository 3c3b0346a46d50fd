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
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables, addresses, to_text, typed
from stocktake.vocabulary.shapes import Table, Type
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.when import last_day, last_days

SIDE = ("provenance", "marks", "texts")


def cut_to_day(tables: Tables, day: date) -> Tables:
    """The tables as known on a day. Typed frames in, typed frames out; nothing is computed."""
    undone = undo_amendments(tables, day)
    begun = (pl.col("as_of") <= day) | (pl.col("opened") <= day).fill_null(False)
    cycles = undone["cycles"].filter(begun)["ref"].to_list()
    cut = {
        name: _cut(INPUT[name], frame, day, cycles)
        for name, frame in undone.items()
        if name not in SIDE
    }
    vintages = cut["vintages"]
    cut = drop_dangling(cut, undone, tables)
    cut["vintages"] = _of_known_datasets(vintages, cut["datasets"])
    cut |= follow_vintages(cut)
    cut |= _with_lines(cut, undone, tables)
    return {name: cut[name] for name in tables if name in cut}


def known_by(column: str, day: date) -> pl.Expr:
    """Rows whose `when` or day column is empty or not after the day."""
    return (last_days(column) <= day).fill_null(True)


def _cut(table: Table, frame: pl.DataFrame, day: date, cycles: list[str]) -> pl.DataFrame:
    if table.name == "cycles":
        return _cut_cycles(table, frame, day, cycles)
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


def _cut_cycles(table: Table, frame: pl.DataFrame, day: date, begun: list[str]) -> pl.DataFrame:
    """Later cycles stay as plans: when they are due is known, what came of them is not."""
    opened = pl.col("ref").is_in(begun)
    closed = (pl.col("as_of") <= day).fill_null(False)
    known = {name: opened for name in table.blank} | {"published": closed, "document": closed}
    kept = frame.filter(opened | pl.col("planned").is_not_null())
    return kept.with_columns(
        pl.when(known[name]).then(pl.col(name)).alias(name) for name in table.blank
    )


def _of_known_datasets(vintages: pl.DataFrame, datasets: pl.DataFrame) -> pl.DataFrame:
    """Vintages keep the file they were read from, however late it came to us."""
    return vintages.filter(pl.col("dataset").is_in(datasets["ref"].to_list()))


def follow_vintages(cut: Tables) -> Tables:
    """Observations of the vintages that are there, and contributions that contest one of them."""
    key = ["dataset", "published", "number"]
    there = addresses(INPUT["vintages"], cut["vintages"]).to_list()
    contests = pl.when(pl.col("contests").is_in(there)).then(pl.col("contests"))
    return {
        "observations": cut["observations"].join(
            cut["vintages"], on=key, how="semi", maintain_order="left"
        ),
        "contributions": cut["contributions"].with_columns(contests.alias("contests")),
    }


def drop_dangling(cut: Tables, *before: Tables) -> Tables:
    """Let go of references to rows that were there before, until nothing refers to one."""
    for _ in range(len(cut)):
        gone = {
            name: set().union(*(tables[name]["ref"] for tables in before)) - set(frame["ref"])
            for name, frame in cut.items()
            if "ref" in frame.columns
        }
        after = {name: _without(INPUT[name], frame, gone) for name, frame in cut.items()}
        if all(len(after[name]) == len(cut[name]) for name in cut):
            return after
        cut = after
    return cut


def _without(table: Table, frame: pl.DataFrame, gone: dict[str, set[str]]) -> pl.DataFrame:
    for column in table.columns:
        anywhere = gone if column.type is Type.REFS else ()
        refs = list(set().union(*(gone.get(name, set()) for name in column.to or anywhere)))
        if not refs:
            continue
        cell = pl.col(column.name)
        if column.type is Type.REFS:
            kept = cell.list.filter(~pl.element().is_in(refs))
            frame = frame.with_columns(pl.when(kept.list.len() > 0).then(kept).alias(column.name))
        elif column.optional and column.name != "parent":
            frame = frame.with_columns(pl.when(~cell.is_in(refs)).then(cell).alias(column.name))
        else:  # a line whose objective is gone does not become an objective
            frame = frame.filter(~cell.is_in(refs).fill_null(False))
    return frame


def _with_lines(cut: Tables, *before: Tables) -> Tables:
    """Side tables and evidence: lines follow their rows, and bring the documents they were read in.

    A later document stays to be cited, and is no evidence of a deed.
    """
    undone = before[0]
    gone = gone_rows(cut, *before)
    wanted = set(cut["evidence"]["ref"]) | set(cut["vintages"]["origin"])
    read: set[str] | None = None
    while read != wanted:
        read = set(wanted)
        gone -= {("evidence", ref) for ref in wanted}
        wanted |= set(follow_rows(undone["provenance"], gone)["source"].drop_nulls())
    evidence = undone["evidence"].filter(pl.col("ref").is_in(list(wanted)))
    return {name: follow_rows(undone[name], gone) for name in SIDE} | {"evidence": evidence}


def gone_rows(after: Tables, *before: Tables) -> set[tuple[str, str]]:
    """Rows that were there before and are no more, of tables a side table names rows of."""
    spoken = pl.concat([before[0][name].select("table", "row") for name in (*SIDE, "amendments")])
    return {
        (name, row)
        for name in spoken.filter(pl.col("row") != ALL)["table"].unique()
        if name in after
        for row in set().union(*(addresses(INPUT[name], tables[name]) for tables in before))
        - set(addresses(INPUT[name], after[name]))
    }


def follow_rows(side: pl.DataFrame, gone: set[tuple[str, str]]) -> pl.DataFrame:
    """Lines of a side table but those whose row is gone."""
    kept = [(line["table"], line["row"]) not in gone for line in side.iter_rows(named=True)]
    return side.filter(pl.Series(kept, dtype=pl.Boolean))


def undo_amendments(tables: Tables, day: date) -> Tables:
    """The tables as they stood on a day: amendments decided later are undone, newest first."""
    lines = tables["amendments"].with_row_index("order").with_columns(day=last_days("decided"))
    later = lines.filter(pl.col("day") > day).sort("day", "order", descending=True)
    undone = dict(tables)
    for line in later.iter_rows(named=True):
        name = line["table"]
        if name in undone:
            undone[name] = _undo(INPUT[name], undone[name], line)
    return undone


def _undo(table: Table, frame: pl.DataFrame, line: Mapping[str, Any]) -> pl.DataFrame:
    here = addresses(table, frame) == line["row"]
    text = to_text(table, frame)
    if line["field"] != ALL:
        old = pl.when(here).then(pl.lit(line["old"])).otherwise(pl.col(line["field"]))
        return typed(table, text.with_columns(old.alias(line["field"])))
    if line["old"] is None:
        return frame.filter(~here)
    place = here.arg_max() if here.any() else None
    place = len(frame) if place is None else place
    rest = text.filter(~here)
    return typed(table, pl.concat([rest[:place], _restored(table, line), rest[place:]]))


def _restored(table: Table, line: Mapping[str, Any]) -> pl.DataFrame:
    """A row as it was, kept in its amendment as one JSON object of texts."""
    try:
        cells = dict(json.loads(line["old"]))
    except (ValueError, TypeError):
        place = f"{line['table']}|{line['row']}|{ALL}"
        raise refusal("amendment-row", "amendments", place, "old") from None
    row = {name: [None if cells.get(name) is None else str(cells[name])] for name in table.names}
    return pl.DataFrame(row, dict.fromkeys(table.names, pl.String))


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
