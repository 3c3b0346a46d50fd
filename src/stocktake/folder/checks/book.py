"""A strategy as the checks see it: rows that know their place, and where every reference leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from stocktake.folder.raw import Place, guess
from stocktake.folder.reading import Source
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.shapes import Table
from stocktake.vocabulary.tables import INPUT

NOWHERE: Final = Place([], [])
MOST_GUESSES: Final = 200
"""Guesses at what was meant in one check; each compares with every reference there is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells as text, empty ones as "", and the place it stands on."""

    table: Table
    number: int
    cells: Mapping[str, str | None]
    place: Place

    def __getitem__(self, column: str) -> str:
        """The text of a cell."""
        return self.cells[column] or ""

    def list(self, column: str) -> list[str]:
        """The references of a `refs` cell."""
        return [part for part in self[column].split(";") if part]

    @property
    def address(self) -> str:
        """The key columns joined by `|`."""
        return "|".join(self[name] for name in self.table.key)

    def where(self) -> str:
        """File and line, for the message of another row."""
        file, line = self.place.of(self.number)
        return f"{file}, line {line}"

    def fault(self, code: str, column: str = "", **values: object) -> Problem:
        """A problem of this row."""
        file, line = self.place.of(self.number)
        return fault(code, file, line, column, **values)


class Book:
    """All rows of a strategy, by table and address."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._rows: dict[str, list[Row]] = {}
        self._found: dict[str, dict[str, Row]] = {}
        self._guesses = 0

    def frame(self, name: str) -> pl.DataFrame:
        """The text frame of a table."""
        frame = self.source.texts.get(name)
        return empty_text(INPUT[name]) if frame is None else frame

    def place(self, name: str) -> Place:
        """Where the rows of a table stand."""
        return self.source.places.get(name, NOWHERE)

    def rows(self, name: str) -> list[Row]:
        """The rows of a table in the order of the file."""
        if name not in self._rows:
            place, table = self.place(name), INPUT[name]
            cells = self.frame(name).iter_rows(named=True)
            self._rows[name] = [Row(table, n, cell, place) for n, cell in enumerate(cells)]
        return self._rows[name]

    def found(self, name: str) -> Mapping[str, Row]:
        """The rows of a table by address; the first one where an address stands twice."""
        if name not in self._found:
            rows = [row for row in self.rows(name) if row.address.strip("|")]
            self._found[name] = {row.address: row for row in reversed(rows)}
        return self._found[name]

    def is_whole(self, *names: str) -> bool:
        """Whether the tables were read whole, so that what is not there is missing indeed."""
        return self.source.broken.isdisjoint(names)

    @cached_property
    def owners(self) -> dict[str, str]:
        """The table of every printed reference."""
        return {
            address: name
            for name, table in INPUT.items()
            if table.key == ("ref",)
            for address in self.found(name)
        }

    @cached_property
    def cycle_order(self) -> dict[str, int]:
        """The place of each cycle in time, by its day of facts."""
        cycles = sorted(self.rows("cycles"), key=lambda row: row["as_of"])
        return {row["ref"]: number for number, row in enumerate(cycles)}

    def guess(self, word: str, known: Iterable[str]) -> str:
        """A sentence that asks for the nearest known word, while guesses last."""
        self._guesses += 1
        return guess(word, known) if self._guesses <= MOST_GUESSES else ""
