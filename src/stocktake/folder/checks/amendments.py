"""Amendments: the tables hold the newest value, and each amendment goes on from the one before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.addresses import ALL
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.tables import INPUT


def check_amendments(book: Book) -> Iterator[Problem]:
    """Every field that was amended."""
    lines = [row for row in book.rows("amendments") if row["field"] != ALL]
    lines.sort(key=lambda row: (_address(row), row["decided"]))
    for _, group in groupby(lines, key=_address):
        amended = list(group)
        yield from _check_present(book, amended[-1])
        for before, after in pairwise(amended):
            if before["new"] != after["old"]:
                yield after.fault(
                    "amendment-chain",
                    "old",
                    cell=after["old"],
                    decided=before["decided"],
                    present=before["new"],
                )


def _address(row: Row) -> tuple[str, str, str]:
    return row["table"], row["row"], row["field"]


def _check_present(book: Book, line: Row) -> Iterator[Problem]:
    name, address, field = _address(line)
    if name not in INPUT or field not in INPUT[name].names:
        return
    row = book.found(name).get(address)
    if row is not None and row[field] != line["new"]:
        yield line.fault("amendment-not-present", "new", cell=line["new"], present=row[field])
