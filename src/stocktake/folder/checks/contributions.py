"""Requests and contributions: does the kind fit what it speaks of?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.words import WORDS

SUBJECTS: Final = {
    "status": ("actions",),
    "state": ("objectives", "strategy"),
    "figure": ("indicators",),
    "response": ("recommendations",),
    "follow_up": ("recommendations",),
}
"""What a kind speaks of; the kinds not named here may speak of anything."""

OF_ACTIONS: Final = [
    "planned",
    "in progress",
    "delivered",
    "delivered in part",
    "dropped",
    "nothing to report",
]
OF_OBJECTIVES: Final = [word for word in WORDS["reported"] if word not in OF_ACTIONS[:-1]]
REPORTED: Final = {"status": OF_ACTIONS, "state": OF_OBJECTIVES, "follow_up": OF_ACTIONS}


def check_contributions(book: Book) -> Iterator[Problem]:
    """Every request and contribution."""
    for table in ("requests", "contributions"):
        for row in book.rows(table):
            yield from _check_subject(book, row)
    for row in book.rows("contributions"):
        yield from _check_reported(book, row)
        if row["state"] == "returned" and not row["question"]:
            yield row.fault("question-owed", "question")


def _check_subject(book: Book, row: Row) -> Iterator[Problem]:
    wanted = SUBJECTS.get(row["kind"])
    found = book.owners.get(row["subject"])
    if wanted and found and found not in wanted:
        yield row.fault(
            "kind-unfit",
            "subject",
            kind=row["kind"],
            wanted=" or ".join(wanted),
            cell=row["subject"],
            found=found,
        )


def _check_reported(book: Book, row: Row) -> Iterator[Problem]:
    words = REPORTED.get(row["kind"], ["-"])
    if row["reported"] in {"", *words} or row["reported"] not in WORDS["reported"]:
        return
    near = book.guess(row["reported"], words)
    yield row.fault(
        "reported-unfit",
        "reported",
        cell=row["reported"],
        kind=row["kind"],
        guess=near,
        words=words,
    )
