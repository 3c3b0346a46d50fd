"""CSV and YAML files of a folder, as raw tables. A file that cannot be read is one problem."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from stocktake.folder.raw import MOST_UNKNOWN, Cell, RawTable, refuse
from stocktake.vocabulary.shapes import Table, Type

LARGEST: Final = 50 * 2**20
"""Bytes of a file that a person may still be expected to have written as part of a strategy."""


def read_bytes(path: Path, file: str, largest: int = LARGEST) -> bytes:
    """The bytes of a file, unless it is too large or cannot be opened."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise refuse("file-too-large", file, size=size, limit=largest)
        return path.read_bytes()
    except OSError as error:
        raise refuse("file-unreadable", file, why=error.strerror or "no reason given") from None


def read_text(path: Path, file: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    content = read_bytes(path, file)
    if not content.strip():
        raise refuse("file-empty", file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse("file-encoding", file, line, byte=error.start) from None
    if "\0" in text:
        raise refuse("file-nul", file, text[: text.index("\0")].count("\n") + 1)
    return text


def read_csv_file(path: Path, file: str) -> RawTable:
    """A comma-separated file: head in the first line, cells with commas between double quotes."""
    rows, lines = _read_records(read_text(path, file), file)
    header = [cell.strip() for cell in rows[0]]
    if len(header) == 1 and ";" in header[0]:
        raise refuse("csv-semicolons", file, 1)
    empty: list[Cell] = [None] * len(header)
    return RawTable(file, header, [row or empty for row in rows[1:]], lines[1:])


def _read_records(text: str, file: str) -> tuple[list[list[str]], list[int]]:
    # StringIO ends lines at \n and \r only; str.splitlines would cut cells at U+2028 and others.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise refuse("csv-broken", file, start, why=error) from None
    return rows, lines


def read_yaml_file(path: Path, file: str, table: Table) -> RawTable:
    """A YAML list of mappings, one a row; every scalar is text, a list is joined by `;`."""
    top = _compose(read_text(path, file), file)
    if not isinstance(top, yaml.SequenceNode):
        raise refuse("yaml-shape", file, 1, what="the file is not a list")
    mappings = [dict(_row_cells(node, file, table)) for node in top.value]
    header = _choose_header(mappings, table)
    rows = [[row.get(name) for name in header] for row in mappings]
    return RawTable(file, header, rows, [node.start_mark.line + 1 for node in top.value])


def _choose_header(mappings: list[dict[str, Cell]], table: Table) -> list[str]:
    """Columns in the order of their first use; without rows, all of the table."""
    given = dict.fromkeys(name for row in mappings for name in row)
    unknown = [name for name in given if name not in table.names]
    # A hostile file may name another column in every row; only the first few are kept and named.
    dropped = set(unknown[MOST_UNKNOWN:])
    return [name for name in given if name not in dropped] or list(table.names)


def _compose(text: str, file: str) -> yaml.Node:
    try:
        return yaml.compose(text, Loader=yaml.CBaseLoader) or yaml.SequenceNode("", [])
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "it is nested too deeply or holds a control code"
        raise refuse("yaml-broken", file, mark.line + 1 if mark else "", why=why) from None


def _row_cells(node: Any, file: str, table: Table) -> Iterator[tuple[str, Cell]]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1
        raise refuse("yaml-shape", file, line, what="this one is not a mapping")
    seen = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise refuse("yaml-shape", file, line, what="a column name is not plain text")
        if key.value in seen:
            raise refuse("column-twice", file, line, key.value, count=2)
        seen.add(key.value)
        yield key.value, _cell(value, file, key.value, table)


def _cell(node: Any, file: str, name: str, table: Table) -> Cell:
    if isinstance(node, yaml.ScalarNode):
        # A block ("|", ">") ends in a line break that its writer did not mean.
        block = node.style in {"|", ">"}
        return str(node.value.removesuffix("\n") if block else node.value)
    listed = name in table.names and table.column(name).type is Type.REFS
    if listed and isinstance(node, yaml.SequenceNode):
        parts = node.value
        if all(isinstance(part, yaml.ScalarNode) for part in parts):
            return ";".join(part.value for part in parts)
    raise refuse("yaml-nested", file, node.start_mark.line + 1, name)
