"""What a strategy leaves to its successor: open recommendations, challenges, unanswered threats."""

from __future__ import annotations

from dataclasses import dataclass

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.lineage import list_steps
from stocktake.vocabulary.words import CLOSING

NOT_YET = {"watch"}


@dataclass(frozen=True, slots=True)
class Legacy:
    """Rows of the old strategy that go on, as of its last cycle."""

    cycle: Row
    recommendations: list[Row]
    challenges: list[Row]
    threats: list[Row]


def find_legacy(book: Book, cycle: Row) -> Legacy:
    """What is open after that cycle."""
    answered = {row["threat"] for row in book.rows("objective_threats")}
    return Legacy(
        cycle=cycle,
        recommendations=_find_open(book, cycle),
        challenges=[
            row
            for row in book.rows("challenges")
            if row["cycle"] == cycle["ref"] and row["level"] not in NOT_YET
        ],
        threats=[row for row in book.rows("threats") if row["ref"] not in answered],
    )


def _find_open(book: Book, cycle: Row) -> list[Row]:
    """Recommendations not settled by their newest grade, nor living on in another one."""
    order = book.cycle_order
    until = {ref for ref, place in order.items() if place <= order[cycle["ref"]]}
    known = [row for row in book.rows("recommendations") if row["cycle"] in until]
    lives_on, grades = list_steps(known), _find_grades(book, until)
    return [
        row for row in known if grades.get(row["ref"]) not in CLOSING and not lives_on[row["ref"]]
    ]


def _find_grades(book: Book, until: set[str]) -> dict[str, str]:
    """The newest grade of each recommendation."""
    graded = [row for row in book.rows("follow_ups") if row["cycle"] in until]
    graded.sort(key=lambda row: book.cycle_order[row["cycle"]])
    return {row["recommendation"]: row["grade"] for row in graded}
