"""Small strategies without files: rows given as dictionaries, looked at by one check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from stocktake.folder.checks.book import Book
from stocktake.folder.raw import Place
from stocktake.folder.reading import Source
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.tables import INPUT

Rows = Sequence[Mapping[str, str | None]]


def make_book(*broken: str, **tables: Rows) -> Book:
    """A book of these rows; cells not given are empty."""
    texts, places = {}, {}
    for name, table in INPUT.items():
        schema = empty_text(table).schema
        rows = [{column: row.get(column) for column in schema} for row in tables.get(name, ())]
        texts[name] = pl.DataFrame(rows, schema)
        places[name] = Place([f"{name}.csv"] * len(rows), range(2, len(rows) + 2))
    return Book(Source("small", 1, texts, places, broken=frozenset(broken)))


def look(
    check: Callable[[Book], Iterator[Problem]], *broken: str, **tables: Rows
) -> list[tuple[str, str, str]]:
    """Code, file with line, and column of each problem that a check names."""
    found = check(make_book(*broken, **tables))
    return [(problem.code, f"{problem.file} {problem.row}", problem.column) for problem in found]
