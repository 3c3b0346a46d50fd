"""A strategy as a workbook: a sheet a table, every cell a text; written and read back the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from stocktake.folder.archive import check_archive
from stocktake.folder.raw import Cell, RawTable, UnreadableError, guess, refuse
from stocktake.folder.reading import Gathering, Source, check_schema, read_folder, refuse_schema
from stocktake.folder.sheets import READ_ME, write_sheets
from stocktake.folder.text_files import read_bytes
from stocktake.vocabulary.archives import Parts
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError
from stocktake.vocabulary.shapes import Table, Type
from stocktake.vocabulary.tables import INPUT

MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00:00(?:\.0+)?")
TIMES: Final = {Type.DAY, Type.WHEN, Type.PERIOD}
TRUTHS: Final = {"true": "yes", "false": "no"}
SCHEMA_CELL: Final = "schema"


def write_workbook(texts: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write text frames as a workbook; the same frames give the same bytes."""
    write_sheets(texts, path)


def read_strategy(path: Path | str) -> Source:
    """Read a strategy from a folder or, if the path ends in .xlsx, from a workbook."""
    path = Path(path)
    return read_workbook(path) if path.suffix.lower() == ".xlsx" else read_folder(path)


def read_workbook(path: Path) -> Source:
    """Read every table of a workbook; what cannot be read is a problem, never an exception."""
    if not path.is_file():
        raise RefusedError(f"{path} is not a workbook.", [fault("no-folder", str(path))])
    try:
        content = read_bytes(path, path.name)
        parts = check_archive(content, path.name)
        book = _open(content, path.name)
        return _gather(book, parts, path)
    except UnreadableError as error:
        return Source(str(path), 0, problems=(error.problem,))


def _open(content: bytes, file: str) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise refuse("workbook-broken", file, why=_first_line(error)) from None


def _gather(book: fastexcel.ExcelReader, parts: Parts, path: Path) -> Source:
    schema, problems = _read_schema(book, path.name)
    gathering = Gathering(problems=problems)
    if problems:
        return gathering.finish(str(path), schema)
    gathering.problems += _find_strays(book, path.name)
    for table in INPUT.values():
        raws: list[RawTable] = []
        found: list[Problem] = []
        if table.name in book.sheet_names:
            raws = [_read_table(book, table, f"{path.name}:{table.name}")]
            found = list(_find_formulas(parts, table.name, raws[0]))
        gathering.add(table, raws, found)
    return gathering.finish(str(path), schema)


def _read_schema(book: fastexcel.ExcelReader, file: str) -> tuple[int, list[Problem]]:
    """The version stands on the first sheet, beside the word schema."""
    place = f"{file}:{READ_ME}"
    cells = _load(book, READ_ME, place) if READ_ME in book.sheet_names else []
    said = [row[1] for row in cells if len(row) > 1 and row[0] == SCHEMA_CELL]
    if not said or not re.fullmatch(r"\d{1,9}", said[0] or ""):
        return 0, [refuse_schema(place, f"Two cells side by side on the sheet {READ_ME}")]
    version = int(said[0] or "0")
    return version, check_schema(version, place)


def _find_strays(book: fastexcel.ExcelReader, file: str) -> Iterator[Problem]:
    for name in book.sheet_names:
        if name not in INPUT and name != READ_ME:
            yield fault("file-unknown", f"{file}:{name}", guess=guess(name, INPUT))


def _load(book: fastexcel.ExcelReader, sheet: str, place: str) -> list[tuple[Cell, ...]]:
    try:
        loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        return loaded.to_polars().rows()
    except fastexcel.FastExcelError as error:
        raise refuse("workbook-broken", place, why=_first_line(error)) from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _read_table(book: fastexcel.ExcelReader, table: Table, place: str) -> RawTable:
    rows = _load(book, table.name, place)
    if not rows:
        return RawTable(place, list(table.names), [], [])
    width = max((n + 1 for row in rows for n, cell in enumerate(row) if cell), default=0)
    header = [(cell or "").strip() for cell in rows[0][:width]]
    types = {column.name: column.type for column in table.columns}
    as_typed = [
        [_undo_excel(cell, types.get(name)) for name, cell in zip(header, row, strict=False)]
        for row in rows[1:]
    ]
    return RawTable(place, header, as_typed, range(2, len(rows) + 1))


def _undo_excel(cell: Cell, type_: Type | None) -> Cell:
    """The text a person meant by a cell that Excel made a date or a truth value of."""
    if cell and type_ in TIMES and (found := MIDNIGHT.fullmatch(cell)):
        return found[1]
    if cell and type_ is Type.YES_NO:
        return TRUTHS.get(cell.lower(), cell)
    return cell


def _find_formulas(parts: Parts, sheet: str, raw: RawTable) -> Iterator[Problem]:
    for row, letters in parts.formulas_of(sheet):
        yield fault("cell-formula", raw.file, str(row), letters)
