"""Promises: can one tell from this strategy who owes what by when, and whether it was delivered?"""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

SUPERSEDED = "superseded"


def check_promises(book: Book) -> Iterator[Problem]:
    """The strategy, its objectives, actions and milestones."""
    yield from _check_strategy(book)
    yield from _check_objectives(book)
    for row in book.rows("actions"):
        yield from _check_action(row)
    for row in book.rows("milestones"):
        yield from _check_milestone(row)


def _check_strategy(book: Book) -> Iterator[Problem]:
    count = len(book.rows("strategy"))
    if count == 0 and book.is_whole("strategy"):
        yield fault("strategy-rows", "strategy", count=0)
    for row in book.rows("strategy")[1:]:
        yield row.fault("strategy-rows", "ref", count=count)


def _check_objectives(book: Book) -> Iterator[Problem]:
    with_action = _covered(book, "actions", "objective")
    with_indicator = _covered(book, "indicators", "subject")
    for row in book.rows("objectives"):
        if row["ref"] not in with_action and book.is_whole("actions"):
            yield row.fault("objective-no-action", "ref", ref=row["ref"])
        if row["ref"] not in with_indicator and book.is_whole("indicators") and not row["parent"]:
            yield row.fault("objective-no-indicator", "ref", ref=row["ref"])


def _covered(book: Book, table: str, column: str) -> set[str]:
    """Objectives that a row speaks of, by themselves, a line of theirs or an action under them."""
    parents = {row["ref"]: row["parent"] for row in book.rows("objectives")}
    actions = {row["ref"]: row["objective"] for row in book.rows("actions")}
    named = {row[column] for row in book.rows(table)}
    named |= {actions[ref] for ref in named if ref in actions}
    return named | {parents[ref] for ref in named if ref in parents}


def _check_action(row: Row) -> Iterator[Problem]:
    if not row["due"]:
        yield row.fault("action-no-due", "due", ref=row["ref"])
    if row["verification"] in {"", "-"}:
        yield row.fault("action-no-verification", "verification", ref=row["ref"])


def _check_milestone(row: Row) -> Iterator[Problem]:
    if not row["due"] and not row["done"]:
        yield row.fault("milestone-no-day", "done", ref=row["ref"])
    if row["done"] and row["fulfils"] and not row["evidence"]:
        yield row.fault("evidence-owed", "evidence", ref=row["ref"])
    yield from _check_owed(row)


def _check_owed(row: Row) -> Iterator[Problem]:
    if row["fulfils"] == "part" and not row["missing"]:
        yield row.fault("missing-owed", "missing")
    if owing := _find_reason_owed(row):
        yield row.fault("reason-owed", "reason", cell=owing)
    if row["stage"] == SUPERSEDED and not row["replaced_by"]:
        yield row.fault("replaced-by-owed", "replaced_by")


def _find_reason_owed(row: Row) -> str:
    """The word that owes a reason which is not given."""
    if row["reason"]:
        return ""
    if row["stage"] in {"dropped", SUPERSEDED}:
        return row["stage"]
    return row["fulfils"] if row["fulfils"] == "other_form" else ""
