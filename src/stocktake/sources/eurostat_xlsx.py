"""Eurostat's workbooks: titles, then dimensions across and down, flags beside the values.

The databrowser writes one sheet for each choice of the dimensions that stand neither in rows nor
in columns; those are named by their titles above the table. Layout as of 2021 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

import polars as pl

from stocktake.sources.codelists import read_list
from stocktake.sources.concepts import find_geo, find_time
from stocktake.sources.cubes import GEO, PERIOD, VALUE
from stocktake.sources.observations import STATUS
from stocktake.sources.rows import Rows, check_names
from stocktake.sources.text import LINE, refusal
from stocktake.vocabulary.faults import fault

FORMAT: Final = "eurostat-xlsx"
FIRST_WORDS: Final = "Data extracted on"
HEAD: Final = re.compile(r"([A-Z][A-Z0-9_]*)(?: \((Codes|Labels)\))?")
DATASET: Final = re.compile(r"\[([A-Za-z0-9_]+?)(?:__custom_[0-9]+)?(?:\$[^\]]*)?\]$")
STAMP: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}:[0-9]{2})")
MISSING: Final = frozenset({"", ":"})

Row = tuple[str, ...]


def looks_like(rows: Sequence[Row]) -> bool:
    """Whether a sheet is a page of the databrowser."""
    return bool(rows and rows[0] and rows[0][0].startswith(FIRST_WORDS))


def read_rows(pages: Sequence[Sequence[Row]]) -> Rows:
    """The rows of all pages of one workbook."""
    read = [_Page(list(rows)) for rows in pages]
    if len({frozenset(page.names) for page in read}) > 1:
        raise refusal(fault("head-unknown", row="1", format=FORMAT, why="sheets differ"))
    frame = pl.concat([page.frame() for page in read], how="diagonal")
    dimensions = [name for name in read[0].names if name not in {GEO, PERIOD}]
    check_names(dimensions)
    return Rows(
        FORMAT,
        frame,
        dimensions,
        read[0].published,
        read[0].dataset,
        read[0].updated,
        labels=None,
        missing=MISSING,
    )


@dataclass
class _Page:
    """One sheet: what its titles fix, what stands across, what stands down."""

    rows: list[Row]
    dataset: str = ""
    updated: str = ""
    fixed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start = next((n for n, row in enumerate(self.rows) if _name(row[0])), 0)
        heads = list(takewhile(lambda row: _name(row[0]), self.rows[start:]))
        if not start or len(heads) < 2:
            raise refusal(fault("head-unknown", row="1", format=FORMAT, why="no TIME, no GEO"))
        self._read_titles(self.rows[1:start])
        self.down = list(takewhile(bool, heads[-1]))
        self.across = [(row[0], row[len(self.down) :]) for row in heads[:-1]]
        self.first = start + len(heads)
        heads_read = [*self.fixed, *(title for title, _ in self.across), *self.down]
        self.published = _rename(heads_read)
        self.names = list(self.published)

    def _read_titles(self, rows: Sequence[Row]) -> None:
        for row in rows:
            filled = [cell for cell in row if cell]
            if len(filled) < 2:
                continue
            title, text = filled[0], filled[-1]
            if title.startswith("Dataset"):
                found = DATASET.search(text)
                self.dataset = found[1] if found else ""
            elif title.startswith("Last updated"):
                self.updated = STAMP.sub(r"\3-\2-\1T\4", text)
            else:
                self.fixed[read_list("dimension").get(title, title)] = text

    def frame(self) -> pl.DataFrame:
        """One row for each cell of the table."""
        titles = {ours: title for ours, title in self.published.items()}
        records = list(self._read_cells())
        columns = {ours: [one[title] for one in records] for ours, title in titles.items()}
        facts = {name: [one[name] for one in records] for name in (VALUE, STATUS)}
        lines = pl.Series(LINE, [int(one[LINE]) for one in records], pl.UInt32)
        texts = dict.fromkeys([*columns, *facts], pl.String)
        return pl.DataFrame({**columns, **facts}, schema=texts).with_columns(lines)

    def _read_cells(self) -> Iterator[dict[str, str]]:
        places = list(self._read_across())
        above: Row = ("",) * len(self.down)
        table = takewhile(any, self.rows[self.first :])
        for line, row in enumerate(table, self.first + 1):
            # An outer head stands once and is meant for the rows below it.
            above = tuple(cell or last for cell, last in zip(row, above, strict=False))
            key = self.fixed | dict(zip(self.down, above, strict=True))
            for at, flag, across in places:
                facts = {VALUE: row[at], STATUS: row[flag] if flag else "", LINE: str(line)}
                yield key | across | facts

    def _read_across(self) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Each column of values: where it is, where its flags are, and what stands above it."""
        inner = self.across[-1][1]
        last = dict.fromkeys((title for title, _ in self.across), "")
        for n, head in enumerate(inner):
            last |= {title: cells[n] for title, cells in self.across if cells[n]}
            if head:
                has_flags = n + 1 < len(inner) and not inner[n + 1]
                at = n + len(self.down)
                yield at, at + 1 if has_flags else 0, dict(last)


def _name(text: str) -> str:
    found = HEAD.fullmatch(text)
    return found[1] if found else ""


def _rename(titles: Sequence[str]) -> dict[str, str]:
    """Our name of each dimension, and its title; of codes and labels of one, the codes."""
    bare = {title: _name(title) or title for title in titles}
    kept = [
        title
        for title in titles
        if not title.endswith(" (Labels)") or f"{bare[title]} (Codes)" not in bare
    ]
    names = [bare[title] for title in kept]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refusal(*(fault("duplicate-column", column=n, count=names.count(n)) for n in twice))
    roles = {find_geo(names): GEO, find_time(names): PERIOD}
    return {roles.get(name, name.lower()): title for name, title in zip(names, kept, strict=True)}
