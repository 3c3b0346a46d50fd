"""Observations: do they belong to a listed vintage, and are they written as the dataset says?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.checks.filters import read_dimensions
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

VINTAGE: Final = ("dataset", "published", "number")


def check_observations(book: Book) -> Iterator[Problem]:
    """Vintages against their files, and the series, flags and values of each observation."""
    counts = _count_vintages(book.frame("observations"))
    if book.is_whole("vintages"):
        yield from _check_unlisted(book, counts)
    if book.is_whole("observations"):
        for row in book.rows("vintages"):
            yield from _check_vintage(row, counts.get(row.address, (0, 0))[1])
    yield from _check_series(book)
    yield from _check_flags(book)


def _count_vintages(frame: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """First row and number of rows of each vintage there are observations of."""
    numbered = frame.with_row_index("at").group_by(VINTAGE, maintain_order=True)
    counted = numbered.agg(pl.col("at").first().alias("first"), pl.len().alias("count"))
    return {
        "|".join(row[name] or "" for name in VINTAGE): (row["first"], row["count"])
        for row in counted.iter_rows(named=True)
    }


def _check_unlisted(book: Book, counts: dict[str, tuple[int, int]]) -> Iterator[Problem]:
    for address, (first, _) in counts.items():
        if address not in book.found("vintages"):
            file, line = book.place("observations").of(first)
            yield fault("vintage-unlisted", file, line, "", cell=address)


def _check_vintage(row: Row, count: int) -> Iterator[Problem]:
    if not count:
        name = f"{row['dataset']}/{row['published']}.{row['number']}"
        yield row.fault("vintage-empty", "dataset", file_name=name)
    elif row["rows"].isdecimal() and int(row["rows"]) != count:
        yield row.fault("vintage-rows", "rows", said=row["rows"], count=count)


def _check_series(book: Book) -> Iterator[Problem]:
    frame = book.frame("observations")
    if not frame.height:
        return
    for row in book.rows("datasets"):
        names = read_dimensions(row)
        ours = pl.col("dataset") == row["ref"]
        series = frame.filter(ours)["series"].drop_nulls().unique(maintain_order=True)
        wrong = [text for text in series if not _follows(text, names)]
        for number in _find(frame, ours & pl.col("series").is_in(wrong)) if wrong else ():
            yield _name_series(book, number, row["ref"], names)


def _follows(series: str, names: list[str]) -> bool:
    if not names:
        return series == "-"
    return [part.partition("=")[0] for part in series.split(";")] == names


def _name_series(book: Book, number: int, dataset: str, names: list[str]) -> Problem:
    file, line = book.place("observations").of(number)
    cell = book.frame("observations")["series"][number]
    return fault(
        "series-dimensions", file, line, "series", cell=cell, dataset=dataset, names=names or ["-"]
    )


def _check_flags(book: Book) -> Iterator[Problem]:
    frame = book.frame("observations")
    unsorted = {text: _sort(text) for text in frame["flags"].drop_nulls().unique()}
    wrong = [text for text, right in unsorted.items() if text != right]
    for number in _find(frame, pl.col("flags").is_in(wrong)) if wrong else ():
        file, line = book.place("observations").of(number)
        cell = frame["flags"][number]
        yield fault("flags-unsorted", file, line, "flags", cell=cell, sorted=unsorted[cell])
    for number in _find(frame, pl.col("value").is_null() & pl.col("flags").is_null()):
        file, line = book.place("observations").of(number)
        yield fault("value-missing", file, line, "value")


def _sort(flags: str) -> str:
    return "".join(sorted(set(flags)))


def _find(frame: pl.DataFrame, condition: pl.Expr) -> list[int]:
    return frame.select(condition.fill_null(False).arg_true()).to_series().to_list()
