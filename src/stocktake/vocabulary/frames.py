"""Two forms of a table: the **text frame** of a file and the **typed frame** to compute with.

A text frame holds what a file holds, every cell as text, null where empty; it is what a folder or
workbook round-trips without loss. A typed frame has the types of the dictionary: dates, exact
decimals, lists, booleans. `-` (does not apply) stays in texts and is null in a typed number or day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from stocktake.vocabulary.decimals import DIGITS, is_number, normal, plain, scale
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import INPUT, TABLES

Tables = dict[str, pl.DataFrame]
"""Frames by table name."""

NOT_APPLICABLE = "-"


def empty_text(table: Table) -> pl.DataFrame:
    """A text frame of that table without rows."""
    return pl.DataFrame(schema=dict.fromkeys(table.names, pl.String))


def typed(table: Table, text: pl.DataFrame) -> pl.DataFrame:
    """The typed frame of a valid text frame; a cell that is not of its type becomes null."""
    if not set(table.names) & set(text.columns):
        return pl.DataFrame(schema=table.schema)
    return text.select(_typed_column(column, text) for column in table.columns)


def _typed_column(column: Column, text: pl.DataFrame) -> pl.Expr | pl.Series:
    if column.name not in text.columns:
        return pl.lit(None, dtype=column.polars).alias(column.name)
    cell = pl.col(column.name)
    if column.type is Type.REFS:
        return cell.str.split(";")
    if column.type is Type.DAY:
        whole = pl.when(cell.str.len_bytes() == 10).then(cell)
        return whole.str.to_date("%Y-%m-%d", strict=False).alias(column.name)
    if column.type is Type.INT:
        return cell.cast(pl.Int64, strict=False)
    if column.type is Type.YES_NO:
        return cell.replace_strict(
            {"yes": True, "no": False}, default=None, return_dtype=pl.Boolean
        )
    if column.type is Type.NUM:
        return _decimals(text[column.name])
    return cell


def _decimals(cells: pl.Series) -> pl.Series:
    """All numbers of a column at the scale of the longest fraction among them."""
    shown = [normal(cell) if cell and is_number(cell) else None for cell in cells]
    digits = max((scale(cell) for cell in shown if cell), default=0)
    longest = max((len(cell.lstrip("-").partition(".")[0]) for cell in shown if cell), default=0)
    if longest + digits > DIGITS:
        raise refusal("numbers-too-long", column=cells.name, digits=DIGITS)
    exact = pl.Series(cells.name, shown, dtype=pl.String)
    return exact.str.to_decimal(scale=digits) if len(exact) else exact.cast(pl.Decimal(DIGITS, 0))


def to_text(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The text frame of a typed frame, numbers in normal form."""
    return frame.select(_text_column(column, frame) for column in table.columns)


def _text_column(column: Column, frame: pl.DataFrame) -> pl.Expr | pl.Series:
    if column.name not in frame.columns:
        return pl.lit(None, dtype=pl.String).alias(column.name)
    cell = pl.col(column.name)
    if column.type is Type.REFS:
        joined = cell.list.join(";")
        return pl.when(cell.list.len() > 0).then(joined).alias(column.name)
    if column.type is Type.YES_NO:
        word = pl.when(cell).then(pl.lit("yes")).otherwise(pl.lit("no"))
        return pl.when(cell.is_not_null()).then(word).alias(column.name)
    if column.type is Type.NUM:
        cells = [None if value is None else plain(value) for value in frame[column.name]]
        return pl.Series(column.name, cells, dtype=pl.String)
    return cell.cast(pl.String)


def type_all(texts: Mapping[str, pl.DataFrame]) -> Tables:
    """Typed frames of every input table, in the order of the dictionary, empty where absent."""
    return {
        name: typed(table, texts[name] if name in texts else empty_text(table))
        for name, table in INPUT.items()
    }


def frame_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A typed frame of the named table from rows of Python values; absent cells are null."""
    table = TABLES[name]
    listed = list(rows)
    columns = []
    for column in table.columns:
        cells = [row.get(column.name) for row in listed]
        if column.type is Type.NUM:
            texts = [None if cell is None else plain(cell) for cell in cells]
            columns.append(_decimals(pl.Series(column.name, texts, dtype=pl.String)))
        else:
            columns.append(pl.Series(column.name, cells, dtype=column.polars))
    return pl.DataFrame(columns)


def addresses(table: Table, frame: pl.DataFrame) -> pl.Series:
    """The address of every row: its key columns joined by `|`, typed or text frame alike."""
    keys = [pl.col(name).cast(pl.String).fill_null("") for name in table.key]
    return frame.select(pl.concat_str(keys, separator="|").alias("row"))["row"]
