"""L03 to L06: a number that was typed is the one of the table, or stale, or too new, or homeless.

A number is looked up by what stands near it: the indicator a sentence names by its reference or by
the words of its title. Where nothing is near, a number of four digits and more is known by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.figures import YEAR, Number, find_numbers
from stocktake.publish.prose.percentages import differences_in
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.prose.subjects import Subjects
from stocktake.publish.prose.values import Values
from stocktake.vocabulary.problems import Problem

OWN: Final = Decimal(1000)
"""From here on a number is rare enough to be known without a word beside it."""
SHOWN: Final = 4


@dataclass(frozen=True)
class Figures:
    """The rules on numbers, with what they look them up in."""

    case: Case
    subjects: Subjects
    values: Values

    def check(self, sentence: Sentence) -> Iterator[Problem]:
        """L03 to L06 for every typed number of a sentence."""
        if not sentence.is_written:
            return
        text, words = sentence.text, self.case.words
        differences = [span for found in differences_in(text, words) for span in found.changes]
        for number in find_numbers(text, words):
            if sentence.is_bound(number.start) or number.start in differences:
                continue
            yield from self._check_number(sentence, number)

    def _check_number(self, sentence: Sentence, number: Number) -> Iterator[Problem]:
        year = _year_near(sentence.text, number)
        about = self._about(sentence, number)
        if not about:
            yield from self._check_home(sentence, number)
            return
        if any(self._is_released(row, number, year) for row in about):
            return
        shown = sentence.text[number.start : number.end]
        judged = self._misplaced(sentence, about, number, year, shown)
        yield judged or self._unlike(sentence, about, year, shown)

    def _misplaced(
        self, sentence: Sentence, about: list[Row], number: Number, year: str, shown: str
    ) -> Problem | None:
        """A value that stands in another vintage: not yet out, or no longer right."""
        find = self.case.find
        for indicator in about:
            later = self.values.is_later(indicator, number, year)
            older = self.values.is_older(indicator, number, year)
            if older:
                now = self._told(indicator, year)
                return find("L05", sentence, shown, ref=indicator["ref"], now=now)
            if later:
                day = self.case.words.house.when(later)
                return find("L06", sentence, shown, ref=indicator["ref"], date=day)
        return None

    def _unlike(self, sentence: Sentence, about: list[Row], year: str, shown: str) -> Problem:
        if len(about) > 1:
            refs = [row["ref"] for row in about]
            return self.case.find("L03-which", sentence, shown, refs=refs)
        only = about[0]
        return self.case.find("L03", sentence, shown, ref=only["ref"], now=self._told(only, year))

    def _told(self, indicator: Row, year: str) -> str:
        """The released values of the year and of those around it, as the house prints them."""
        house, series = self.case.words.house, self.values.released.get(indicator["ref"], {})
        near = sorted(series, key=lambda period: (abs(int(period[:4]) - int(year or 9999)), period))
        told = (
            f"{house.number(series[period], indicator['decimals'])} ({house.period(period)})"
            for period in sorted(near[:SHOWN])
        )
        return "; ".join(told) or "-"

    def _is_released(self, indicator: Row, number: Number, year: str) -> bool:
        series = self.values.released.get(indicator["ref"], {})
        if year:
            series = self.values.of_year(indicator["ref"], year)
        return any(number.fits(value) for value in series.values())

    def _about(self, sentence: Sentence, number: Number) -> list[Row]:
        """The indicators a number may be a value of; percentages belong to shares alone."""
        if number.scaled:
            return []
        fits = _fits_unit(number)
        near = [row for row in self.subjects.near(sentence, number) if fits(row)]
        if near or number.spelled or abs(number.value) < OWN:
            return near
        known = self.values.by_value.get(number.value.normalize(), set())
        return [row for row in self.case.rows("indicators") if row["ref"] in known and fits(row)]

    def _check_home(self, sentence: Sentence, number: Number) -> Iterator[Problem]:
        """L04: no row, count or document holds the number."""
        if number.spelled or number.is_percent or self._has_document(sentence):
            return
        shown = sentence.text[number.start : number.end]
        if number.value not in self._counts and not self._is_told(sentence, shown):
            yield self.case.find("L04", sentence, shown)

    def _has_document(self, sentence: Sentence) -> bool:
        """Whether the block is linked to a document or to what somebody said."""
        return any(
            anchor.startswith("http") or self.case.refs.get(anchor) in {"evidence", "contributions"}
            for anchor in (*sentence.anchors, *self.case.refs_in(sentence.text))
        )

    def _is_told(self, sentence: Sentence, shown: str) -> bool:
        """Whether the number stands in the words of a row the block rests on."""
        pattern = re.compile(rf"(?<![\w.,]){re.escape(shown)}(?![\w,.]*\d)")
        spoken = sentence.anchors | set(self.case.refs_in(sentence.text))
        return any(pattern.search(told) for told in self.subjects.texts_on(spoken))

    @property
    def _counts(self) -> frozenset[Decimal]:
        return self.subjects.counts


def _fits_unit(number: Number) -> Callable[[Row], bool]:
    def fits(indicator: Row) -> bool:
        return bool((indicator["nature"] == "share") == number.is_percent)

    return fits


def _year_near(text: str, number: Number) -> str:
    """The year that stands nearest to a number, those behind it first."""
    years = [
        (abs(found.start() - number.end) + (20 if found.start() < number.start else 0), found[0])
        for found in re.finditer(YEAR, text)
    ]
    return min(years)[1] if years else ""
