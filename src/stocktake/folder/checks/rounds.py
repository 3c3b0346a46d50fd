"""Rounds: cycles, editions, recommendations and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.checks.spans import read_last
from stocktake.vocabulary.lineage import list_steps
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
    parts = list_steps(book.rows("recommendations"), ("split_from",))
    for row in book.rows("recommendations"):
        if not parts[row["ref"]] and not row["merged_into"]:
            yield from _check_recommendation(row)
    for row in book.rows("follow_ups"):
        yield from _check_grade(book, row, parts.get(row["recommendation"], []))
    for row in book.rows("responses"):
        yield from _check_response(book, row)


def _check_recommendation(row: Row) -> Iterator[Problem]:
    if not row["due"]:
        yield row.fault("recommendation-no-due", "due", ref=row["ref"])
    if row["shown_by"] in {"", "-"}:
        yield row.fault("recommendation-not-shown", "shown_by", ref=row["ref"])


def _check_grade(book: Book, row: Row, parts: list[str]) -> Iterator[Problem]:
    """A grade given when its recommendation was made, and was not yet in parts."""
    if row["grade"] in {"not graded", "not implemented"} and not row["reason"]:
        yield row.fault("reason-owed", "reason", cell=row["grade"])
    known, order = book.found("recommendations"), book.cycle_order
    made = known.get(row["recommendation"])
    round_ = order.get(row["cycle"])
    if made is None or round_ is None:
        return
    if order.get(made["cycle"], round_) > round_:
        yield row.fault("grade-early", "cycle", cell=row["cycle"], made=made["cycle"])
    there = [part for part in parts if order.get(known[part]["cycle"], round_ + 1) <= round_]
    if there:
        yield row.fault("grade-whole", "recommendation", cell=row["recommendation"], parts=there)


def _check_response(book: Book, row: Row) -> Iterator[Problem]:
    """The stance is a word of the list, and who answers was asked or belongs to who was."""
    if row["stance"] and row["stance"] not in ANSWERS:
        near = book.guess(row["stance"], ANSWERS)
        yield row.fault("word-unknown", "stance", cell=row["stance"], guess=near, words=ANSWERS)
    asked = book.found("recommendations").get(row["recommendation"])
    actor = book.found("actors").get(row["actor"])
    if asked and actor and not {actor["ref"], actor["member_of"]} & set(asked.list("addressees")):
        yield row.fault(
            "response-unasked", "actor", cell=row["actor"], asked=asked.list("addressees")
        )


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
