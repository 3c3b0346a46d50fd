"""Cut tables to what may be published: marked CLEAR and publish. Unmarked means not public.

Of what may not be seen nothing stays, not even a count: side lines that speak of it go as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from stocktake.vocabulary.addresses import ALL, Index, Line
from stocktake.vocabulary.frames import Tables, addresses
from stocktake.vocabulary.known import drop_dangling, follow_rows, follow_vintages, gone_rows
from stocktake.vocabulary.shapes import Table
from stocktake.vocabulary.tables import INPUT

SIDE = ("provenance", "marks", "texts", "amendments")


@dataclass(frozen=True)
class PublicCut:
    """Tables fit for publication, and how many values terms of reuse keep out, by dataset."""

    tables: Tables
    withheld: dict[str, int]


def cut_to_public(tables: Tables) -> PublicCut:
    """Rows and fields marked CLEAR and publish; values whose terms forbid reuse are counted."""
    marks = _index(tables["marks"])
    cut = {
        name: _cut_table(INPUT[name], frame, marks)
        for name, frame in tables.items()
        if name not in SIDE
    }
    cut["contributions"] = cut["contributions"].filter(pl.col("state") == "accepted")
    cut = drop_dangling(cut, tables)
    cut |= follow_vintages(cut)
    cut["requests"] = _without_hidden_answers(cut, tables)
    cut["observations"], withheld = _withhold(cut["observations"], cut["datasets"])
    gone = gone_rows(cut, tables)
    for name in SIDE:
        side = _cut_table(INPUT[name], tables[name], marks)
        cut[name] = _on_public_facts(follow_rows(side, gone), cut, marks)
    cut["marks"] = cut["marks"].filter((pl.col("tlp") == "CLEAR") & (pl.col("use") == "publish"))
    cut = drop_dangling(cut, tables)
    return PublicCut({name: cut[name] for name in tables}, withheld)


def _index(marks: pl.DataFrame) -> Index:
    """The marks; where two contradict one another on one address, the one that hides holds."""
    hides = ~((pl.col("tlp") == "CLEAR") & (pl.col("use") == "publish")).fill_null(False)
    return Index(marks.sort(hides, maintain_order=True))


def is_public(mark: Line | None) -> bool:
    """Whether a mark allows publication; no mark does not."""
    return mark is not None and mark["tlp"] == "CLEAR" and mark["use"] == "publish"


def _cut_table(table: Table, frame: pl.DataFrame, marks: Index) -> pl.DataFrame:
    fields = [name for name in marks.fields_of(table.name) if name != ALL]
    if not fields and not marks.names_rows(table.name):
        return frame if is_public(marks.find(table.name, ALL)) else frame.clear()
    kept = []
    hidden: dict[str, list[bool]] = {name: [] for name in table.names}
    for row in addresses(table, frame):
        closed = {n for n in table.names if not is_public(marks.find(table.name, row, n))}
        needed = {column.name for column in table.columns if not column.optional}
        kept.append(not closed & needed)
        for name in table.names:
            hidden[name].append(name in closed)
    blank = (
        pl.when(pl.Series(hidden[name], dtype=pl.Boolean)).then(None).otherwise(pl.col(name))
        for name in table.names
    )
    named = [cell.alias(name) for name, cell in zip(table.names, blank, strict=True)]
    return frame.with_columns(named).filter(pl.Series(kept, dtype=pl.Boolean))


def _withhold(
    observations: pl.DataFrame, datasets: pl.DataFrame
) -> tuple[pl.DataFrame, dict[str, int]]:
    closed = datasets.filter(~pl.col("reusable").fill_null(False))["ref"].to_list()
    here = pl.col("dataset").is_in(closed)
    counts = observations.filter(here).group_by("dataset").len().sort("dataset")
    return observations.filter(~here), dict(counts.iter_rows())


def _without_hidden_answers(cut: Tables, tables: Tables) -> pl.DataFrame:
    """Requests but those whose answers are all hidden: who answered is not to be called silent."""
    handed_in = tables["contributions"].filter(~pl.col("state").is_in(["draft", "withdrawn"]))
    hidden = set(handed_in["answers"].drop_nulls()) - set(cut["contributions"]["answers"])
    return cut["requests"].filter(~pl.col("ref").is_in(list(hidden)))


def _on_public_facts(side: pl.DataFrame, cut: Tables, marks: Index) -> pl.DataFrame:
    kept = [_speaks_of_public(line, cut, marks) for line in side.iter_rows(named=True)]
    return side.filter(pl.Series(kept, dtype=pl.Boolean))


def _speaks_of_public(line: Line, cut: Tables, marks: Index) -> bool:
    """Whether everything the line speaks of may be seen; a text of a whole row shows each field."""
    table, row, field = line["table"], line["row"], line["field"]
    if row == ALL and field == ALL and len(cut.get(table, ())):
        return True
    shows_all = field == ALL and ("text" in line or "old" in line)
    fields = INPUT[table].names if shows_all and table in INPUT else (field,)
    return all(is_public(marks.find(table, row, name)) for name in fields)
