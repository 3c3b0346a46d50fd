"""Keys: a row's address stands once in its table, a printed reference once in the strategy."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import addresses
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.shapes import Table
from stocktake.vocabulary.tables import INPUT


def check_keys(book: Book) -> Iterator[Problem]:
    """Addresses and references that stand twice."""
    for table in INPUT.values():
        yield from _check_table(book, table)
    yield from _check_refs(book)


def _check_table(book: Book, table: Table) -> Iterator[Problem]:
    rows = addresses(table, book.frame(table.name))
    if rows.n_unique() == len(rows):
        return
    first: dict[str, int] = {}
    place = book.place(table.name)
    for number in rows.is_duplicated().arg_true():
        address = rows[number]
        if address.strip("|") and first.setdefault(address, number) != number:
            where = "{}, line {}".format(*place.of(first[address]))
            yield _name_double(table, address, place.of(number), where)


def _name_double(table: Table, address: str, place: tuple[str, str], where: str) -> Problem:
    code = "grade-twice" if table.name == "follow_ups" else "key-twice"
    values = {"table": table.name, "address": address, "where": where}
    # An observation's first key column is the name of its file, not a column of it.
    column = "" if table.name == "observations" else table.key[0]
    return fault(code, *place, column, **values)


def _check_refs(book: Book) -> Iterator[Problem]:
    """References are compared without capitals: they name pages, whose addresses have none."""
    seen: dict[str, Row] = {}
    for table in INPUT.values():
        if table.key != ("ref",):
            continue
        for row in book.rows(table.name):
            first = seen.setdefault(row["ref"].lower(), row) if row["ref"] else row
            same = first.table is table and first["ref"] == row["ref"]
            if first is not row and not same and not _answers(row, first):
                yield row.fault(
                    "ref-twice",
                    "ref",
                    address=row["ref"],
                    other=first.table.name,
                    where=first.where(),
                )


def _answers(row: Row, first: Row) -> bool:
    """A contribution may bear the number of the request it answers."""
    if row.table.name != "contributions" or first.table.name != "requests":
        return False
    return row["answers"] == first["ref"]
