"""L01 and L20: a stated fact has a source, and what is unconfirmed keeps its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from stocktake.publish.prose.case import Case
from stocktake.publish.prose.figures import find_numbers
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.report.waiving import UNCONFIRMED
from stocktake.vocabulary.addresses import Index
from stocktake.vocabulary.problems import Problem

NEAR: Final = 16
"""Characters behind a fact within which its mark must stand."""
DAYS: Final = (("milestones", "done"), ("evidence", "published"), ("contributions", "given"))


def check_source(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L01: a written fact has an anchor in its sentence, or its paragraph has one."""
    if not sentence.is_written or sentence.anchors or any(case.refs_in(sentence.text)):
        return
    fact = _stated(sentence, case)
    if fact:
        yield case.find("L01", sentence, sentence.text, cell=fact)


def _stated(sentence: Sentence, case: Case) -> str:
    """What makes a sentence a statement of fact: a number, a year, an actor or a word of status."""
    number = next(find_numbers(sentence.text, case.words), None)
    if number:
        return sentence.text[number.start : number.end]
    found = re.search(r"\b(?:19|20)\d\d\b", sentence.text) or case.words.find("fact", sentence.text)
    if found:
        return found[0]
    names = (name for actor in case.rows("actors") for name in (actor["name"], actor["ref"]))
    return next((name for name in names if re.search(rf"\b{re.escape(name)}\b", sentence.text)), "")


def check_marks(case: Case) -> Iterator[Problem]:
    """L20: a day that is unconfirmed is printed with its mark.

    A day that a confirmed fact about the same subject has as well is let pass.
    """
    doubtful, sure = _days_by_standing(case)
    for sentence in case.sentences:
        spoken = sentence.anchors | set(case.refs_in(sentence.text))
        for shown, names in doubtful:
            if shown not in sentence.text or not spoken & names:
                continue
            if not any(shown == other and spoken & known for other, known in sure):
                yield from _unmarked(sentence, case, shown)


Days = list[tuple[str, frozenset[str]]]


def _days_by_standing(case: Case) -> tuple[Days, Days]:
    """Each day as printed, with the references it belongs to: unconfirmed ones, and others."""
    provenance = Index(case.tables["provenance"])
    doubtful: Days = []
    sure: Days = []
    for table, column in DAYS:
        for row in case.rows(table):
            when = row[column]
            if when is None or len(str(when)) < len("2013-04"):
                continue
            line = provenance.find(table, row["ref"], column)
            unconfirmed = line is not None and line["standing"] == "unconfirmed"
            names = {row["ref"], row.get("subject"), row.get("code"), *(row.get("evidence") or ())}
            shown = case.words.house.when(str(when))
            (doubtful if unconfirmed else sure).append((shown, frozenset(filter(None, names))))
    return doubtful, sure


def _unmarked(sentence: Sentence, case: Case, shown: str) -> Iterator[Problem]:
    for found in _as_word(shown).finditer(sentence.text):
        if UNCONFIRMED not in sentence.text[found.end() : found.end() + NEAR]:
            yield case.find("L20", sentence, shown)


@cache
def _as_word(shown: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(shown)}(?!\w)")
