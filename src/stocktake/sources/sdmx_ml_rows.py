"""Rows of one SDMX-ML dataset as they come along: series, observations, gathered in chunks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.limits import COLUMNS
from stocktake.sources.xml_walk import XmlRefusedError
from stocktake.vocabulary.faults import fault

CHUNK: Final = 20_000
"""Observations kept as Python objects before they become columns."""

SERIES: Final = "#series"


@dataclass
class Rows:
    """What a walker puts in: a mapping for each series and for each observation."""

    series: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    chunks: list[pl.DataFrame] = field(default_factory=list)
    series_chunks: list[pl.DataFrame] = field(default_factory=list)
    series_done: int = 0
    names: set[str] = field(default_factory=set)

    def open_series(self, attributes: dict[str, str]) -> None:
        """The observations that follow belong to this series."""
        self.series.append(attributes)
        self.marks.append(len(self.rows))

    @property
    def current(self) -> dict[str, str]:
        """The observation or series that was opened last."""
        if self.rows and not (self.marks and self.marks[-1] == len(self.rows)):
            return self.rows[-1]
        return self.series[-1] if self.series else {}

    def flush(self, everything: bool = False) -> None:
        """Turn gathered rows into columns; the last ones stay, they may not be whole yet."""
        if not everything and len(self.rows) < CHUNK:
            return
        count = len(self.rows) - (not everything)
        if count > 0:
            self.chunks.append(self._take_rows(count))
        if everything:
            self.series_chunks.append(self._make_frame(self.series))
            self.series = []
        elif len(self.series) > CHUNK:
            self.series_chunks.append(self._make_frame(self.series[:-1]))
            self.series_done += len(self.series) - 1
            self.series = self.series[-1:]

    def _take_rows(self, count: int) -> pl.DataFrame:
        frame = self._make_frame(self.rows[:count])
        numbers = self._number_series(count)
        del self.rows[:count]
        self.marks = [mark - count for mark in self.marks if mark >= count]
        return frame.with_columns(pl.Series(SERIES, numbers, dtype=pl.Int32))

    def _make_frame(self, rows: list[dict[str, str]]) -> pl.DataFrame:
        """Columns; a name in each row would make as many columns as there are rows."""
        names = dict.fromkeys(name for keys in dict.fromkeys(map(tuple, rows)) for name in keys)
        self.names |= names.keys()
        if len(self.names) > COLUMNS:
            problem = fault("too-many-columns", count=len(self.names), limit=COLUMNS)
            raise XmlRefusedError(problem)
        return make_frame(rows, names)

    def _number_series(self, count: int) -> list[int]:
        """For each row the number of its series; -1 before any series."""
        number = self.series_done + len(self.series) - len(self.marks) - 1
        numbers: list[int] = []
        for mark in self.marks:
            numbers += [number] * (min(mark, count) - len(numbers))
            number += 1
        return numbers + [number] * (count - len(numbers))

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All observations and all series."""
        self.flush(everything=True)
        rows, series = join_chunks(self.chunks), join_chunks(self.series_chunks)
        self.chunks, self.series_chunks = [], []
        return rows, series


def make_frame(rows: list[dict[str, str]], names: Iterable[str]) -> pl.DataFrame:
    """Columns of mappings, null where one lacks a name; names with a namespace stay as they are."""
    columns = {name: pl.Series(name, [row.get(name) for row in rows], pl.String) for name in names}
    if columns:
        return pl.DataFrame(columns)
    return pl.DataFrame({"#none": pl.Series([None] * len(rows), dtype=pl.String)})


def join_chunks(chunks: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All chunks one under the other."""
    kept = [chunk for chunk in chunks if len(chunk)]
    return pl.concat(kept, how="diagonal") if kept else pl.DataFrame()
