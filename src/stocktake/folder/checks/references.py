"""References: does every one lead to a row of a table it may lead to?"""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.references import is_ref
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.shapes import Column, Type
from stocktake.vocabulary.tables import INPUT


def check_references(book: Book) -> Iterator[Problem]:
    """Every cell of a column that refers."""
    for table in INPUT.values():
        if table.name == "observations":
            continue
        for column in table.columns:
            if column.to and book.is_whole(*column.to):
                yield from _check_column(book, table.name, column)
    yield from _check_contested(book)


def _check_column(book: Book, name: str, column: Column) -> Iterator[Problem]:
    known = set().union(*(book.found(target) for target in column.to))
    listed = column.type is Type.REFS
    for row in book.rows(name):
        cells = row.list(column.name) if listed else filter(None, [row[column.name]])
        for cell in cells:
            if cell not in known and is_ref(cell):
                yield _name_dangling(book, row, column, cell, known)


def _name_dangling(book: Book, row: Row, column: Column, cell: str, known: set[str]) -> Problem:
    values = {"cell": cell, "targets": " or ".join(column.to)}
    if cell in book.owners:
        return row.fault("ref-wrong-table", column.name, found=book.owners[cell], **values)
    return row.fault("ref-dangling", column.name, guess=book.guess(cell, known), **values)


def _check_contested(book: Book) -> Iterator[Problem]:
    if not book.is_whole("vintages"):
        return
    known = book.found("vintages")
    for row in book.rows("contributions"):
        cell = row["contests"]
        if cell not in {"", "-", *known}:
            near = book.guess(cell, known)
            yield row.fault("ref-dangling", "contests", cell=cell, targets="vintages", guess=near)
