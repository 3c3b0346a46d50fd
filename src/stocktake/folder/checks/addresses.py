"""Addresses: do the side tables speak of tables, rows and fields that exist?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.addresses import ALL
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.tables import INPUT

SIDE_TABLES: Final = ("provenance", "marks", "texts", "amendments")


def check_addresses(book: Book) -> Iterator[Problem]:
    """Every line of every side table."""
    for name in SIDE_TABLES:
        for row in book.rows(name):
            problem = _check_address(book, row)
            if problem:
                yield problem


def _check_address(book: Book, line: Row) -> Problem | None:
    name, address, field = line["table"], line["row"], line["field"]
    if not (name and address and field):
        return None
    if name not in INPUT:
        return line.fault("address-table", "table", cell=name, guess=book.guess(name, INPUT))
    if field not in {ALL, *INPUT[name].names}:
        near = book.guess(field, INPUT[name].names)
        return line.fault("address-field", "field", table=name, cell=field, guess=near)
    if address == ALL or not book.is_whole(name) or _is_dropped(line):
        return None
    if address in book.found(name):
        return None
    near = book.guess(address, book.found(name))
    return line.fault("address-row", "row", table=name, cell=address, guess=near)


def _is_dropped(line: Row) -> bool:
    """A row that an amendment dropped is no longer there."""
    return line.table.name == "amendments" and line["field"] == ALL and not line["new"]
