"""Chains: references to rows of the same table must not run in a ring, nor backwards in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.lineage import COLUMNS, Steps, find_rings, list_steps, walk
from stocktake.vocabulary.problems import Problem

CHAINS: Final = (
    ("objectives", "parent"),
    ("actors", "member_of"),
    ("indicators", "per"),
    ("cycles", "previous"),
    ("challenges", "carried_from"),
    ("contributions", "carried_from"),
)
ONE_STEP: Final = (("objectives", "parent"), ("actors", "member_of"))
EARLIER: Final = (
    ("challenges", "carried_from", 1),
    ("contributions", "carried_from", 1),
    ("recommendations", "repeats", 1),
    ("recommendations", "split_from", 0),
)
"""By how many cycles the row pointed to must come before, at least."""


def check_chains(book: Book) -> Iterator[Problem]:
    """Rings, chains that are too deep, and steps that do not go back in time."""
    for table, column in CHAINS:
        yield from _check_rings(book, table, column)
    for table, column in ONE_STEP:
        yield from _check_depth(book, table, column)
    for table, column, cycles in EARLIER:
        yield from _check_order(book, table, column, cycles)
    yield from _check_lineage(book)
    yield from _check_cycles(book)
    yield from _check_lines(book)


def _check_rings(book: Book, table: str, column: str) -> Iterator[Problem]:
    step = {row.address: row[column] for row in book.rows(table) if row[column]}
    for row in book.rows(table):
        if row.address in step and _returns(step, row.address):
            yield row.fault("chain-loop", column, cell=row[column])


def _returns(step: dict[str, str], start: str) -> bool:
    seen = {start}
    at = step[start]
    while at in step and at not in seen:
        seen.add(at)
        at = step[at]
    return at == start


def _check_lineage(book: Book) -> Iterator[Problem]:
    """Rings of recommendations through any of their columns: none of them would ever end."""
    rows = book.rows("recommendations")
    steps = list_steps(rows)
    on_ring = find_rings(steps)
    for row in rows:
        for column in COLUMNS:
            ends = row["ref"], row[column]
            if on_ring.issuperset(ends) and _leads_back(steps, *ends):
                yield row.fault("chain-loop", column, cell=row[column])


def _leads_back(steps: Steps, one: str, other: str) -> bool:
    return other in walk(steps, one) and one in walk(steps, other)


def _check_depth(book: Book, table: str, column: str) -> Iterator[Problem]:
    step = {row.address: row[column] for row in book.rows(table)}
    for row in book.rows(table):
        above = row[column]
        if above and step.get(above) and not _returns(step, row.address):
            yield row.fault("chain-deep", column, cell=above)


def _check_order(book: Book, table: str, column: str, cycles: int) -> Iterator[Problem]:
    known, order = book.found(table), book.cycle_order
    for row in book.rows(table):
        target = known.get(row[column])
        if target is None or target is row:
            continue
        ours, theirs = row["cycle"], target["cycle"]
        if {ours, theirs} <= order.keys() and order[theirs] + cycles > order[ours]:
            yield row.fault("chain-order", column, cell=row[column], theirs=theirs, ours=ours)


def _check_cycles(book: Book) -> Iterator[Problem]:
    known = book.found("cycles")
    for row in book.rows("cycles"):
        before = known.get(row["previous"])
        if before and before is not row and not _lies_before(before, row):
            yield row.fault("cycle-order", "previous", cell=row["previous"])


def _lies_before(before: Row, row: Row) -> bool:
    return before["as_of"] < row["as_of"]


def _check_lines(book: Book) -> Iterator[Problem]:
    lines: dict[str, list[str]] = {}
    for row in book.rows("objectives"):
        if row["parent"]:
            lines.setdefault(row["parent"], []).append(row["ref"])
    for row in book.rows("actions"):
        if under := lines.get(row["objective"]):
            cell = row["objective"]
            yield row.fault("action-above-line", "objective", cell=cell, lines=under)
