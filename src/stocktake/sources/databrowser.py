"""Eurostat's databrowser before 2020: CSV with labels, thousands commas, `:` and footnotes."""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.sources.cubes import PERIOD, VALUE, Cube, refuse
from stocktake.sources.observations import STATUS
from stocktake.sources.rows import Rows, build, check_names
from stocktake.sources.text import LINE, TextTable, load_table, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

FORMAT: Final = "databrowser"
VALUE_COLUMN, NOTES_COLUMN = "Value", "Flag and Footnotes"
GROUPED: Final = r"^-?[0-9]{1,3}(?:[, \u00a0][0-9]{3})+(?:\.[0-9]+)?$"
"""The extraction tool let one choose between commas and blanks for thousands."""

FLAGGED: Final = r"^([a-z]{0,5})(?:[^a-z].*)?$"


def looks_like(head: str) -> bool:
    """Whether the first line of a file is the head of such an extract."""
    names = [name.strip(' "\r\n\ufeff') for name in head.split(",")]
    is_ours = names[0] == "TIME" or (NOTES_COLUMN in names and "TIME" in names)
    return is_ours and VALUE_COLUMN in names


def read(content: bytes) -> Cube:
    """The cube of an extract; labels stay as they are and are named as such."""
    try:
        return build(_read_rows(load_table(content, latin=True)))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _read_rows(table: TextTable) -> Rows:
    if "TIME" not in table.header or VALUE_COLUMN not in table.header:
        raise refusal(fault("head-unknown", row="1", format=FORMAT, why="no TIME or no Value"))
    known = {"TIME", VALUE_COLUMN, NOTES_COLUMN}
    names = [n for n in table.header if n not in known and not n.endswith("_LABEL")]
    ours = {name: name.lower() for name in names}
    dimensions = [told for name, told in ours.items() if name != "GEO"]
    check_names(dimensions)
    frame = table.frame.select(
        *(pl.col(name).alias(ours[name]) for name in names),
        pl.col("TIME").alias(PERIOD),
        _ungroup(pl.col(VALUE_COLUMN)).alias(VALUE),
        _read_flags(table).alias(STATUS),
        LINE,
    )
    published = {PERIOD: "TIME", VALUE: VALUE_COLUMN, **{o: n for n, o in ours.items()}}
    return Rows(FORMAT, frame, dimensions, published, problems=table.warnings, labels=None)


def _ungroup(cell: pl.Expr) -> pl.Expr:
    return (
        pl.when(cell.str.contains(GROUPED))
        .then(cell.str.replace_all("[, \u00a0]", ""))
        .otherwise(cell)
    )


def _read_flags(table: TextTable) -> pl.Expr:
    """Flags stand before the footnotes, which are left out; a footnote alone is no flag."""
    if NOTES_COLUMN not in table.header:
        return pl.lit("")
    return pl.col(NOTES_COLUMN).str.extract(FLAGGED).fill_null("")
