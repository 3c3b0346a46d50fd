"""Excel workbooks: every cell a text, nothing computed or resolved.

Of a workbook of Eurostat all pages are read, of another the first sheet with a head.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Final

import fastexcel
import polars as pl

from stocktake.sources import eurostat_xlsx
from stocktake.sources.cubes import Cube, refuse
from stocktake.sources.limits import COLUMNS, DEFAULT, FIELD, Limits, mebibytes
from stocktake.sources.mapped_csv import Declared, read_rows
from stocktake.sources.rows import build
from stocktake.sources.text import LINE, NAMED, TextTable, refusal, tidy_table
from stocktake.vocabulary.archives import ArchiveError, Parts, Trap, check_workbook
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

FORMAT: Final = "xlsx"
MIDNIGHT: Final = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00:00(?:\.0+)?$"
BEFORE_MARCH_1900: Final = r"^(?:18[0-9]{2}|1900-0[12])-[0-9]{2}(?:-[0-9]{2})?(?:[T ][0-9:.]+)?$"
"""Excel counts a 29 February 1900 that never was: earlier days are off by one or made up."""

CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{fffd}]"
FEW: Final = 10
PLACES: Final = 9
HEADS: Final = 20
"""Rows in which another sheet may have its head."""

TRAPS: Final = {
    Trap.RATIO: "archive-ratio",
    Trap.PATH: "archive-path",
    Trap.UNSAFE: "archive-unsafe",
}


def looks_like(content: bytes) -> bool:
    """Whether a file is a ZIP archive, as every workbook is."""
    return content.startswith(b"PK\x03\x04")


def read(content: bytes, mapping: Declared = None, limits: Limits = DEFAULT) -> Cube:
    """The cube of Eurostat's pages, or of the first sheet that has a head and rows."""
    try:
        parts = _check(content, limits)
        sheets = _load(content, parts)
        seen = {name: cells for name, cells in sheets.items() if name not in parts.hidden}
        pages = {name: cells.rows() for name, cells in seen.items()}
        pages = {name: rows for name, rows in pages.items() if eurostat_xlsx.looks_like(rows)}
        besides: list[Problem] = []
        if pages and not mapping:
            rows, used = eurostat_xlsx.read_rows(list(pages.values())), list(pages)
        else:
            name, table = _choose_table(seen)
            rows, used = read_rows(table, mapping, FORMAT), [name]
            besides = _find_alike({n: c for n, c in sheets.items() if n != name}, table)
        told = [problem for name in used for problem in _name_cells(parts, name)]
        return build(dataclasses.replace(rows, problems=[*rows.problems, *told, *besides]))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _check(content: bytes, limits: Limits) -> Parts:
    if not content:
        raise refusal(fault("empty-file"))
    if not looks_like(content):
        raise refusal(_say_what_it_is(content))
    try:
        return check_workbook(content, limits.unpacked, limits.ratio)
    except ArchiveError as error:
        raise refusal(_translate(error)) from None


def _say_what_it_is(content: bytes) -> Problem:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        is_page = start.startswith((b"<!doctype html", b"<html"))
        return fault("type-mismatch", what="a web page" if is_page else "XML")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return fault("not-xlsx", why="it is of the old kind .xls, or locked by a password")
    return fault("not-xlsx", why="it is not a ZIP archive")


def _translate(error: ArchiveError) -> Problem:
    if error.trap is Trap.BROKEN:
        return fault("not-xlsx", why=error.what)
    if error.trap is Trap.SIZE:
        raised = f" If you trust it: --unpacked {mebibytes(error.needed)}." if error.needed else ""
        return fault("archive-size", what=error.what, limit=error.limit, raised=raised)
    if error.trap is Trap.DOCTYPE:
        return fault("xml-dtd")
    return fault(TRAPS[error.trap], what=error.what, more=error.needed)


def _load(content: bytes, parts: Parts) -> dict[str, pl.DataFrame]:
    """The cells of each sheet as texts."""
    try:
        book = fastexcel.read_excel(content)
        return {name: _load_sheet(book, name, parts) for name in book.sheet_names}
    except fastexcel.FastExcelError as error:
        why = str(error).partition("\n")[0]
        raise refusal(fault("not-xlsx", why=why)) from None


def _load_sheet(book: fastexcel.ExcelReader, name: str, parts: Parts) -> pl.DataFrame:
    cells = _load_cells(book, name, parts.is_fine(name))
    if cells.width > COLUMNS:
        raise refusal(fault("too-many-columns", count=cells.width, limit=COLUMNS))
    return cells.select(pl.all().cast(pl.String).fill_null("").str.strip_chars(" "))


def _choose_table(sheets: dict[str, pl.DataFrame]) -> tuple[str, TextTable]:
    for name, cells in sheets.items():
        table = _read_sheet(cells)
        if table is not None:
            return name, table
    raise refusal(fault("sheet-absent"))


def _load_cells(book: fastexcel.ExcelReader, name: str, is_fine: bool) -> pl.DataFrame:
    """All cells of a sheet as texts; fine numbers as the sheet states them."""
    texts = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    if not is_fine:
        return texts
    numbers = book.load_sheet(
        name, header_row=None, skip_rows=0, dtypes="float", dtype_coercion="coerce"
    ).to_polars()
    return texts.with_columns(
        _state_exactly(texts[column].cast(pl.String), numbers[column].cast(pl.Float64))
        for column in texts.columns
    )


def _state_exactly(texts: pl.Series, numbers: pl.Series) -> pl.Series:
    """As text, the library rounds a number to nine places after the point."""
    differs = texts.cast(pl.Float64, strict=False) != numbers
    is_cut = texts.str.contains(rf"\.[0-9]{{{PLACES}}}$")
    rows = ((differs | is_cut) & numbers.is_finite()).fill_null(False).arg_true()
    pairs = zip(texts.gather(rows), numbers.gather(rows), strict=True)
    exact = [repr(number) if _hides(text, number) else text for text, number in pairs]
    return texts.scatter(rows, exact) if exact else texts


def _hides(text: str, number: float) -> bool:
    """Whether the text is the rounded form of this number, and not a text of its own."""
    return f"{number:.{PLACES}f}".rstrip("0").rstrip(".") == text


def _find_alike(sheets: Mapping[str, pl.DataFrame], table: TextTable) -> list[Problem]:
    """Sheets with the head of the one taken: a year a sheet, or another state of the same."""
    alike = []
    for name, cells in list(sheets.items())[:FEW]:
        rows = [set(filter(None, row)) for row in cells.head(HEADS).rows()]
        alike += [name] if any(len(row & set(table.header)) > 1 for row in rows) else []
    return [fault("sheets-besides", count=len(alike), names=alike)] if alike else []


def _read_sheet(cells: pl.DataFrame) -> TextTable | None:
    """The table below the first row with two names; None for a sheet without one."""
    if not cells.width:
        return None
    filled = cells.select(pl.sum_horizontal(pl.all() != "").alias("n"))["n"]
    start = (filled > 1).arg_max()
    if start is None or filled[start] < 2:
        return None
    header = list(cells.row(start))
    names = [str(number) for number in range(cells.width)]
    frame = cells.slice(start + 1).rename(dict(zip(cells.columns, names, strict=True)))
    lines = pl.int_range(start + 2, start + 2 + len(frame), dtype=pl.UInt32, eager=True)
    frame = frame.with_columns(pl.all().str.replace(MIDNIGHT, "$1"), lines.alias(LINE))
    _check_cells(frame, header, names)
    return tidy_table(header, frame) if len(frame) else None


def _check_cells(frame: pl.DataFrame, header: list[str], names: list[str]) -> None:
    """What no sheet may hold: doubled heads, days that never were, cells that are no text."""
    twice = sorted({title for title in header if title and header.count(title) > 1})
    problems = [
        fault("duplicate-column", row="1", column=title, count=header.count(title))
        for title in twice
    ]
    for name, title in zip(names, header, strict=True):
        problems += _check_column(frame.select(LINE, pl.col(name).alias("cell")), title)
    if problems:
        raise refusal(*problems)


def _check_column(cells: pl.DataFrame, title: str) -> Iterator[Problem]:
    cell = pl.col("cell")
    for line, text in cells.filter(cell.str.contains(BEFORE_MARCH_1900)).head(NAMED).rows():
        yield fault("period-invalid", row=str(line), column=title, cell=text)
    for line, text in cells.filter(cell.str.contains(CONTROL)).head(FEW).rows():
        character = next(
            f"U+{ord(char):04X}" for char in text if not char.isprintable() or char == "\ufffd"
        )
        yield fault("cell-control", row=str(line), column=title, character=character)
    for line, _ in cells.filter(cell.str.len_chars() > FIELD).head(FEW).rows():
        yield fault("field-too-long", row=str(line), column=title, limit=FIELD)


def _name_cells(parts: Parts, sheet: str) -> Iterator[Problem]:
    """Cells that are not what they show: formulas, errors, numbers that were rounded."""
    for code, found in (
        ("formula-cell", parts.formulas_of(sheet)),
        ("cell-error", parts.errors_of(sheet)),
    ):
        cells = [f"{letters}{row}" for row, letters in found]
        if cells:
            yield fault(code, row=cells[0], count=len(cells), cells=cells[:FEW])
    rounded = parts.rounded_of(sheet)
    if rounded:
        yield fault("number-rounded", count=len(rounded), cell=rounded[0])
