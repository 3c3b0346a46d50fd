"""Provenance: is every row covered by a line that says where it was read, or that it was not?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.addresses import ALL, Index
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import addresses
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.tables import INPUT

SPEAK_OF_OTHERS: Final = {"provenance", "marks", "texts"}
"""Tables that say something about facts and are none themselves."""


def check_provenance(book: Book) -> Iterator[Problem]:
    """Every row of every table that holds facts."""
    for row in book.rows("provenance"):
        if row["standing"] == "published" and not row["source"]:
            yield row.fault("source-owed", "source")
    if not book.is_whole("provenance"):
        return
    lines = Index(book.frame("provenance"))
    for name in INPUT:
        if name not in SPEAK_OF_OTHERS and book.frame(name).height:
            yield from _check_table(book, name, lines)


def _check_table(book: Book, name: str, lines: Index) -> Iterator[Problem]:
    if (ALL in lines.fields_of(name)) or not book.is_whole(name):
        return
    found = addresses(INPUT[name], book.frame(name))
    if not any(lines.fields_of(name, address) for address in (ALL, *found)):
        file, _ = book.place(name).of(0)
        yield fault("table-unsourced", file, table=name, count=len(found))
        return
    for row in book.rows(name):
        yield from _check_row(row, lines)


def _check_row(row: Row, lines: Index) -> Iterator[Problem]:
    name, address = row.table.name, row.address
    if lines.find(name, address):
        return
    there = {*lines.fields_of(name, address), *lines.fields_of(name)}
    missing = [field for field in _list_facts(row) if field not in there]
    if missing:
        what = f"the columns {', '.join(missing)}" if there else f"{name} {address!r}"
        field = missing[0] if there else ALL
        yield row.fault(
            "row-unsourced", row.table.key[0], what=what, table=name, address=address, field=field
        )


def _list_facts(row: Row) -> list[str]:
    return [column.name for column in row.table.columns if not column.key and row[column.name]]
