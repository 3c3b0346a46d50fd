"""The look of a workbook: a first sheet in plain words, then a sheet a table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from stocktake.folder.writing import save_bytes
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError
from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import INPUT, SCHEMA_VERSION
from stocktake.vocabulary.words import WORDS

READ_ME: Final = "Read me"
LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_575
LONGEST_LIST: Final = 255
"""Characters of all words of a drop-down list together."""

SPARE_ROWS: Final = 2000
"""Rows below the last one that still offer their words."""

MADE: Final = datetime(2000, 1, 1)
WIDTHS: Final = {Type.MD: 60, Type.TEXT: 28, Type.REFS: 24}
NARROWEST, WIDEST = 10, 60
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}

EXPLANATION: Final = (
    "This workbook holds one strategy: what was promised, by whom, by when, and what is known.",
    "Each sheet is a table; each row below the head is one thing. Rest the pointer on the head of",
    "a column to read what it means. Columns in bold are needed; the others may stay empty.",
    "Leave a cell empty if you do not know it. Write - if it does not apply. Never write 0 for it.",
    "A reference (ref) is given once and never again. Put ; between several, without spaces.",
    "Days are written 2013-04-10; where only the month or year is known, 2013-04 or 2013.",
    "Do not rename sheets or columns. You may sort, filter, colour and widen as you like.",
    "When you are done, save as .xlsx and check it: stocktake check FILE",
)


def write_sheets(texts: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write text frames as a workbook, whole or not at all."""
    problems = list(_find_unfit(texts))
    if problems:
        raise RefusedError("This strategy does not fit into a workbook.", problems)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": _find_title(texts), "author": "", "created": MADE})
        bold = book.add_format({"bold": True, "num_format": "@"})
        plain = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        _write_read_me(book.add_worksheet(READ_ME), texts, bold)
        for name, table in INPUT.items():
            sheet = book.add_worksheet(name)
            formats = {column.name: _choose(column, plain, wrapped) for column in table.columns}
            _write_head(sheet, table, bold, plain)
            _write_rows(sheet, table, texts, formats)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_bytes(path, buffer.getvalue())


def _find_unfit(texts: Mapping[str, pl.DataFrame]) -> Iterator[Problem]:
    for name, frame in texts.items():
        if frame.height > MOST_ROWS:
            what = f"{name} has {frame.height} rows"
            yield fault("workbook-too-large", name, what=what, limit=f"{MOST_ROWS} rows a sheet")
        for column in frame.columns:
            lengths = frame[column].str.len_chars().fill_null(0)
            for number in (lengths > LONGEST_CELL).arg_true():
                yield fault(
                    "cell-too-long",
                    name,
                    str(number + 1),
                    column,
                    length=lengths[number],
                    limit=LONGEST_CELL,
                )


def _find_title(texts: Mapping[str, pl.DataFrame]) -> str:
    frame = texts.get("strategy")
    title = frame["title"][0] if frame is not None and frame.height else None
    return (title or "A strategy")[:LONGEST_LIST]


def _write_read_me(sheet: Worksheet, texts: Mapping[str, pl.DataFrame], bold: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _find_title(texts), bold)
    for number, line in enumerate(EXPLANATION, 2):
        sheet.write_string(number, 0, line)
    row = len(EXPLANATION) + 3
    sheet.write_string(row, 0, "schema", bold)
    sheet.write_string(row, 1, str(SCHEMA_VERSION))
    for number, table in enumerate(INPUT.values(), row + 2):
        sheet.write_url(number, 0, f"internal:'{table.name}'!A1", string=table.name)
        sheet.write_string(number, 1, table.about)


def _choose(column: Column, plain: Format, wrapped: Format) -> Format:
    return wrapped if column.type is Type.MD else plain


def _write_head(sheet: Worksheet, table: Table, bold: Format, plain: Format) -> None:
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.name, plain if column.optional else bold)
        sheet.write_comment(0, number, _explain(column), {"x_scale": 2})


def _explain(column: Column) -> str:
    lines = [column.about, "may stay empty" if column.optional else "needed"]
    if column.to:
        lines.append(f"a reference to: {', '.join(column.to)}")
    if column.words:
        lines += [f"{word}: {about}" for word, about in WORDS[column.words].items()]
    return "\n".join(lines)


def _write_rows(
    sheet: Worksheet, table: Table, texts: Mapping[str, pl.DataFrame], formats: dict[str, Format]
) -> None:
    height = texts[table.name].height if table.name in texts else 0
    for number, column in enumerate(table.columns):
        cells = texts[table.name][column.name].to_list() if height else []
        look = formats[column.name]
        sheet.set_column(number, number, _measure(column, cells), look)
        _offer_words(sheet, number, column, min(height + SPARE_ROWS, MOST_ROWS))
        for row, cell in enumerate(cells, 1):
            if cell is not None:
                sheet.write_string(row, number, cell, look)


def _measure(column: Column, cells: list[str | None]) -> int:
    longest = max((len(cell) for cell in cells[:500] if cell), default=0)
    wanted = max(longest, len(column.name) + 2, NARROWEST)
    return min(wanted, WIDTHS.get(column.type, WIDEST))


def _offer_words(sheet: Worksheet, number: int, column: Column, last: int) -> None:
    words = ["yes", "no"] if column.type is Type.YES_NO else list(WORDS.get(column.words, ()))
    if words and len(",".join(words)) <= LONGEST_LIST:
        sheet.data_validation(1, number, last, number, {"validate": "list", "source": words})
