"""Rounds: cycles, editions, recommendations and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.checks.spans import read_last
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.words import WORDS

AXES = {
    "delivery": [*WORDS["delivery_class"], *WORDS["action_state"]],
    "outcome": [*WORDS["verdict"]],
    "outlook": [*WORDS["outlook"]],
}
ANSWERS = ["accepted", "partly accepted", "rejected"]


def check_rounds(book: Book) -> Iterator[Problem]:
    """Every round and what was decided in it."""
    yield from _check_cycles(book)
    yield from _check_editions(book)
    yield from _check_recommendations(book)
    yield from _check_decisions(book)


def _check_cycles(book: Book) -> Iterator[Problem]:
    final = ""
    for row in book.rows("cycles"):
        as_of, cut_off = read_last(row["as_of"]), read_last(row["cut_off"])
        if as_of and cut_off and as_of < cut_off:
            yield row.fault("as-of-early", "as_of", cell=row["as_of"], cut_off=row["cut_off"])
        if row["final"] == "yes" and final:
            yield row.fault("final-twice", "final", other=final)
        final = final or (row["ref"] if row["final"] == "yes" else "")


def _check_editions(book: Book) -> Iterator[Problem]:
    for row in book.rows("editions"):
        if row["number"].isdecimal() and int(row["number"]) > 1 and not row["corrects"]:
            yield row.fault("correction-owed", "corrects", number=row["number"])


def _check_recommendations(book: Book) -> Iterator[Problem]:
    """What is asked, and the grades it got; what lives on in another row is asked there."""
    split = {row["split_from"] for row in book.rows("recommendations")}
    for row in book.rows("recommendations"):
        if row["ref"] not in split and not row["merged_into"]:
            yield from _check_recommendation(row)
    for row in book.rows("follow_ups"):
        if row["grade"] in {"not graded", "not implemented"} and not row["reason"]:
            yield row.fault("reason-owed", "reason", cell=row["grade"])


def _check_recommendation(row: Row) -> Iterator[Problem]:
    if not row["due"]:
        yield row.fault("recommendation-no-due", "due", ref=row["ref"])
    if row["shown_by"] in {"", "-"}:
        yield row.fault("recommendation-not-shown", "shown_by", ref=row["ref"])


def _check_decisions(book: Book) -> Iterator[Problem]:
    for row in book.rows("assessments"):
        words = AXES.get(row["axis"])
        if words and row["assessed"] and row["assessed"] not in words:
            near = book.guess(row["assessed"], words)
            yield row.fault(
                "assessed-unknown",
                "assessed",
                cell=row["assessed"],
                axis=row["axis"],
                guess=near,
                words=words,
            )
    for row in book.rows("responses"):
        if row["stance"] and row["stance"] not in ANSWERS:
            near = book.guess(row["stance"], ANSWERS)
            yield row.fault("word-unknown", "stance", cell=row["stance"], guess=near, words=ANSWERS)
