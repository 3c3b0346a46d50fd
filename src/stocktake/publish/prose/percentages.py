"""L07, L08 and L09: a percentage has its base, a share changes by points, a difference computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from stocktake.publish.prose.case import Case
from stocktake.publish.prose.figures import Number, find_numbers
from stocktake.publish.prose.languages import Words, words_of
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.prose.subjects import Subjects
from stocktake.vocabulary.problems import Problem

NUMBER: Final = r"[+\u2212-]?\d[\d\u00a0\u202f\u2009 .,]*?\d|\d"
HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Difference:
    """`from a to b, by c (d%)`: the numbers said, and where those of the change begin."""

    text: str
    first: Number
    last: Number
    change: Number
    percent: Number | None

    @property
    def changes(self) -> set[int]:
        """Where the change and its percentage begin."""
        return {self.change.start} | ({self.percent.start} if self.percent else set())


def differences_in(text: str, words: Words) -> Iterator[Difference]:
    """The differences a text states in full."""
    stated = list(_pattern(words.lang).finditer(text))
    numbers = {number.start: number for number in find_numbers(text, words)} if stated else {}
    for found in stated:
        at = [numbers.get(found.start(name)) for name in "abc"]
        if None in at:
            continue
        percent = numbers.get(found.start("d")) if found["d"] else None
        first, last, change = (number for number in at if number)
        yield Difference(found[0], first, last, change, percent)


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    stated = words_of(lang).lists.get("difference")
    if not stated:
        return re.compile(r"(?!)")
    places = {name: rf"(?P<{name}>{NUMBER})\s?%?" for name in "abc"}
    return re.compile(stated.format(**places) + rf"(?:\s*\((?P<d>{NUMBER})\s?%\))?", re.IGNORECASE)


def check_differences(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L09: c is b less a and d is c in per cent of a, within what rounding allows."""
    for told in differences_in(sentence.text, case.words):
        first, last = told.first.value, told.last.value
        slack = _half(told.first) + _half(told.last) + _half(told.change)
        exact = abs(last - first)
        if abs(abs(told.change.value) - exact) > slack:
            yield _wrong(sentence, case, told, exact)
        elif told.percent and first and told.first.is_percent is False:
            share = exact / abs(first) * 100
            loose = _half(told.percent) + slack / abs(first) * 100
            if abs(abs(told.percent.value) - share) > loose:
                yield _wrong(sentence, case, told, exact, share)


def _half(number: Number) -> Decimal:
    """Half of the last digit printed; nothing for a whole number, which is exact."""
    return HALF.scaleb(-number.digits) if number.digits else Decimal(0)


def _wrong(
    sentence: Sentence, case: Case, told: Difference, exact: Decimal, share: Decimal | None = None
) -> Problem:
    house = case.words.house
    right = house.number(exact)
    if told.first.value:
        share = exact / abs(told.first.value) * 100 if share is None else share
        right = f"{right} ({house.percent(share)})"
    return case.find("L09", sentence, told.text, right=right)


def check_base(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L07: a typed percentage says of what, and of how many where it counts what is ours."""
    if not sentence.is_written:
        return
    text, words = sentence.text, case.words
    stated = {at for told in differences_in(text, words) for at in told.changes}
    for number in find_numbers(text, words):
        if not number.is_percent or sentence.is_bound(number.start) or number.start in stated:
            continue
        if not _has_base(text, number, words):
            yield case.find("L07", sentence, text[number.start : number.end] + "%")


def _has_base(text: str, number: Number, words: Words) -> bool:
    """`80% of the 5 due actions`, `4 of 5 due actions (80%)`, or a change, whose base is before."""
    if words.find("change", text) or _is_part_of(text[: number.start], words):
        return True
    behind = re.sub(r"^\s?(?:%|\w+\b)\)?\s?", "", text[number.end :])
    base = words.pattern("share-of").match(behind)
    if base is None:
        return False
    counted = " ".join(behind.split()[:6])
    if not words.find("actions", counted) and not words.find("recommendations", counted):
        return True
    return next(find_numbers(counted, words), None) is not None


def _is_part_of(before: str, words: Words) -> bool:
    """Whether a part and its whole stand before: 4 of 5."""
    numbers = list(find_numbers(before, words))
    between = (before[a.end : b.start].strip() for a, b in pairwise(numbers))
    return any(words.pattern("share-of").fullmatch(joint) for joint in between)


def check_points(sentence: Sentence, case: Case, subjects: Subjects) -> Iterator[Problem]:
    """L08: the change of a share is said in percentage points."""
    text, words = sentence.text, case.words
    change = words.find("change", text)
    if not change or words.find("points", text):
        return
    about = subjects.indicators_in(sentence.before + text)
    if not any(row["nature"] == "share" for row in about):
        return
    for number in find_numbers(text, words):
        by = text[: number.start].rstrip().rpartition(" ")[2].casefold()
        if number.is_percent and by in BY and not sentence.is_bound(number.start):
            yield case.find("L08", sentence, text[number.start : number.end] + "%")


BY: Final = frozenset({"by", "of", "de", "um"})
"""Words before the size of a change."""
