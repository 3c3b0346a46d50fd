"""What every file form comes down to: a header, rows of text, and the line each row stands on."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from stocktake.vocabulary.faults import LONGEST, fault
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.shapes import Table

Cell = str | None
MOST_UNKNOWN: Final = 20
"""Unknown columns of one file that are named; a file with more is not a table of ours at all."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as a file holds it; `lines` are 1-based places of its rows in that file."""

    file: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a text frame stand: file and line by row number."""

    files: Sequence[str]
    lines: Sequence[int]

    def of(self, row: int) -> tuple[str, str]:
        """File and line of one row, as a problem names them."""
        return self.files[row], str(self.lines[row])


class UnreadableError(Exception):
    """A file that cannot be read as a table; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.line())
        self.problem = problem


def refuse(
    code: str, file: str, row: int | str = "", column: str = "", **values: object
) -> UnreadableError:
    """The exception for a file that cannot be read, from a code of the registry."""
    return UnreadableError(fault(code, file, str(row), column, **values))


def guess(word: str, known: Iterable[str]) -> str:
    """A sentence that asks for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word[:LONGEST], known, 1)
    return f"Did you mean {near[0]!r}? " if near else ""


def shape(table: Table, raw: RawTable) -> tuple[pl.DataFrame, Place, list[Problem]]:
    """Bring a raw table into the dictionary's columns; every misfit is a problem at its place."""
    problems = [*_check_header(table, raw), *_check_rows(raw)]
    width = len(raw.header)
    fitting = [
        (row, line)
        for row, line in zip(raw.rows, raw.lines, strict=True)
        if len(row) == width and any(row)
    ]
    at = {name: index for index, name in reversed(list(enumerate(raw.header)))}
    columns = {
        name: pl.Series(name, [row[at[name]] or None for row, _ in fitting], dtype=pl.String)
        for name in table.names
        if name in at
    }
    height = len(fitting)
    blank = pl.Series([None] * height, dtype=pl.String)
    frame = pl.DataFrame([columns.get(name, blank.rename(name)) for name in table.names])
    return frame, Place([raw.file] * height, [line for _, line in fitting]), problems


def _check_header(table: Table, raw: RawTable) -> Iterator[Problem]:
    for name, count in Counter(raw.header).items():
        if count > 1:
            yield fault("column-twice", raw.file, "1", name, count=count)
    unknown = [name for name in dict.fromkeys(raw.header) if name not in table.names]
    for name in unknown[:MOST_UNKNOWN]:
        near, names = guess(name, table.names), table.names
        yield fault(
            "column-unknown", raw.file, "1", name, table=table.name, guess=near, names=names
        )
    for column in table.columns:
        if not column.optional and column.name not in raw.header:
            about = column.about
            yield fault("column-missing", raw.file, "1", column.name, table=table.name, about=about)


def _check_rows(raw: RawTable) -> Iterator[Problem]:
    width = len(raw.header)
    for row, line in zip(raw.rows, raw.lines, strict=True):
        if len(row) != width:
            yield fault("row-ragged", raw.file, str(line), cells=len(row), width=width)
        elif not any(row):
            yield fault("row-blank", raw.file, str(line))


def join(table: Table, parts: Sequence[tuple[pl.DataFrame, Place]]) -> tuple[pl.DataFrame, Place]:
    """Several files of one table as one text frame, in the order given."""
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(table.names, pl.String)), Place([], [])
    frame = pl.concat([frame for frame, _ in parts])
    files = [file for _, place in parts for file in place.files]
    return frame, Place(files, [line for _, place in parts for line in place.lines])
