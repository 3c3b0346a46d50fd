"""Spans of time: no end before its beginning, no due day outside the strategy's period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from stocktake.folder.checks.book import Book
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.when import first_day, is_when, last_day

SPANS: Final = (
    ("strategy", "start", "end"),
    ("actors", "from", "to"),
    ("actions", "due_from", "due"),
    ("cycles", "from", "to"),
    ("requests", "asked", "due"),
    ("requests", "due", "extended_to"),
)
DUE: Final = (("actions", "due_from"), ("actions", "due"), ("milestones", "due"))


def check_spans(book: Book) -> Iterator[Problem]:
    """Beginnings and ends, and due days against the strategy's period."""
    for table, first, last in SPANS:
        for row in book.rows(table):
            start, end = read_first(row[first]), read_last(row[last])
            if start and end and start > end:
                values = {"first": row[first], "last": row[last], "other": first}
                yield row.fault("days-reversed", last, **values)
    yield from _check_due(book)


def _check_due(book: Book) -> Iterator[Problem]:
    if len(book.rows("strategy")) != 1:
        return
    strategy = book.rows("strategy")[0]
    start, end = read_first(strategy["start"]), read_last(strategy["end"])
    if not start or not end:
        return
    period = {"start": strategy["start"], "end": strategy["end"]}
    for table, column in DUE:
        for row in book.rows(table):
            due = read_last(row[column])
            if due and not start <= due <= end:
                yield row.fault("due-outside", column, cell=row[column], **period)


def read_last(text: str) -> date | None:
    """The day a `when` counts as; nothing if it is none."""
    return last_day(text) if is_when(text) else None


def read_first(text: str) -> date | None:
    """The first day of a `when`; nothing if it is none."""
    return first_day(text) if is_when(text) else None
