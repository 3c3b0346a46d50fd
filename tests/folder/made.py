"""Strategies made by hypothesis: any text a table may hold, in any of its tables."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from stocktake.folder.checks.cells import CONTROL
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.words import WORDS

AWKWARD = (
    "=1+1", "+1", "-", "-1", "@x", "a,b", 'say "no"', "a;b", "null", "~", "true", "No", "# x",
    "x: y", "- x", "[a]", "{b}", "2013.0", "007", "1e5", "_x0041_", "&amp;", "<b>", "'", "*a", "|",
    " lead", "trail ", "ﬀ𝄞é", "%", "!tag", "2013-04-10 00:00:00",
)  # fmt: skip
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co"))
LINE = st.one_of(st.sampled_from(AWKWARD), st.text(CHARACTERS, min_size=1, max_size=12))
TEXT = LINE.filter(lambda text: not CONTROL.search(text))
REF = st.from_regex(r"[A-Za-z0-9]\w{0,3}(\.[A-Z]\d)?", fullmatch=True, alphabet=CHARACTERS)
WHEN = st.sampled_from(["2013", "2013-04", "2013-04-10"])
CELLS: dict[Type, st.SearchStrategy[str]] = {
    Type.REF: REF,
    Type.REFS: st.lists(REF, min_size=1, max_size=3).map(";".join),
    Type.TEXT: TEXT,
    Type.MD: st.lists(TEXT, min_size=1, max_size=3).map("\n".join),
    Type.DAY: st.dates().map(str),
    Type.WHEN: WHEN,
    Type.PERIOD: st.sampled_from(["2013", "2013-S1", "2013-Q2", "2013-W07", "2011/2012"]),
    Type.NUM: st.decimals(allow_nan=False, allow_infinity=False, places=3).map("{:f}".format),
    Type.INT: st.integers(-999, 999).map(str),
    Type.YES_NO: st.sampled_from(["yes", "no"]),
}


def make_cell(column: Column) -> st.SearchStrategy[str | None]:
    words = st.sampled_from([*WORDS.get(column.words, "-")])
    cell = CELLS.get(column.type, words)
    return st.none() | cell if column.optional else cell


def make_table(table: Table) -> st.SearchStrategy[pl.DataFrame]:
    row = st.fixed_dictionaries({column.name: make_cell(column) for column in table.columns})
    rows = st.lists(row, max_size=3)
    return rows.map(lambda made: pl.DataFrame(made, empty_text(table).schema))


@st.composite
def strategies(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Text frames of every table, most of them empty."""
    filled = draw(st.sets(st.sampled_from([*INPUT]), max_size=4))
    texts = {
        name: draw(make_table(table)) if name in filled else empty_text(table)
        for name, table in INPUT.items()
    }
    return texts | {"observations": sort_vintages(texts["observations"])}


def sort_vintages(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations in the order in which their files are read."""
    if frame.is_empty():
        return frame
    number = pl.col("number").str.strip_chars("-").alias("number")
    name = pl.col("published") + "." + pl.col("number") + ".csv"
    return frame.with_columns(number).sort(pl.col("dataset"), name, maintain_order=True)
