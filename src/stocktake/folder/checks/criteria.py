"""Criteria of challenges: is each on its scale, and on the same scale as its neighbours?"""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.vocabulary.criteria import QUALITY, SCALES, is_word, place_on_scale
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.words import WORDS


def check_criteria(book: Book) -> Iterator[Problem]:
    """Every criterion of every challenge."""
    kinds: dict[tuple[str, str], Row] = {}
    challenges = book.found("challenges")
    for row in book.rows("challenge_criteria"):
        name, value = row["criterion"], row["value"]
        if name not in WORDS["criterion"] or not value:
            continue
        if place_on_scale(name, value) is None:
            yield _name_unfit(book, row)
        elif challenge := challenges.get(row["challenge"]):
            first = kinds.setdefault((challenge["cycle"], name), row)
            if is_word(name, value) != is_word(name, first["value"]):
                told = {"cell": value, "criterion": name, "other": first["value"]}
                yield row.fault("criterion-mixed", "value", **told, challenge=first["challenge"])


def _name_unfit(book: Book, row: Row) -> Problem:
    name, value = row["criterion"], row["value"]
    code = "criterion-no-word" if name == QUALITY else "criterion-no-place"
    near, words = book.guess(value, SCALES[name]), list(SCALES[name])
    return row.fault(code, "value", cell=value, criterion=name, guess=near, words=words)
