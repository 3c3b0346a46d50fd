"""Numbers as a language writes them. Dates, references, numbers of acts and labels are no numbers.

A figure is normalised to its value, the digits it was printed with, and whether it is a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Final

from babel.dates import get_month_names

from stocktake.publish.locales import DECIMAL_POINT
from stocktake.publish.prose.languages import Words, words_of

SPACE: Final = "[ \u00a0\u202f\u2009]"
REF: Final = r"\b[A-Z][\w/]*(?:[-.][\w/]+)*\d[\w/]*(?:\.[A-Z]\w*)*\b"
ACT: Final = (
    r"\b(?:COM|SWD|SEC|JOIN|C)\s?\(\d{4}\)\s?\d+(?:/\d+)?|\(E[UC]\)\s(?:No\s)?\d+/\d+"
    r"|\b(?:No|Nr\.?|n°)\s?\d+/\d+(?:/[A-Z]+)?|\b\d{2,4}/\d+(?:/[A-Z]{2,})?\b|\bP\d_TA\S+"
)
YEAR: Final = r"(?<![\d.,])(?:19|20)\d\d(?![\d%])(?!\s?%)"
ORDINAL: Final = r"\b\d+(?:st|nd|rd|th|er|re|e|ème)\b"
CODE: Final = r"\b[A-Z]{2,}[- ]?\d+\b|\b\d+/7\b|\[[^\]]*\]"
PERCENT: Final = re.compile(rf"{SPACE}?%|{SPACE}(?:per cent|percent|pour cent|Prozent)\b")
SCALE: Final = re.compile(
    rf"{SPACE}(?:million|billion|trillion|Mio|Mrd|milliard)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, from `start` to `end`; `spelled` where it is written as a word."""

    start: int
    end: int
    value: Decimal
    is_percent: bool = False
    spelled: bool = False
    scaled: bool = False

    @property
    def digits(self) -> int:
        """Digits after the point."""
        return max(0, -int(self.value.as_tuple().exponent))

    def fits(self, exact: Decimal) -> bool:
        """Whether an exact value, rounded to the digits printed, is this one."""
        return exact.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP) == self.value


def cut_out(text: str, words: Words) -> str:
    """The text with spaces in place of what holds digits and is no number."""
    return _cuts(words.lang).sub(lambda found: " " * len(found[0]), text)


@cache
def _cuts(lang: str) -> re.Pattern[str]:
    parts = (ACT, _dates(lang), REF, _labels(lang), CODE, ORDINAL, YEAR)
    return re.compile("|".join(part for part in parts if part))


def _dates(lang: str) -> str:
    locale = words_of(lang).house.locale
    names = [get_month_names(width, locale=locale) for width in ("wide", "abbreviated")]
    months = {name.rstrip(".") for width in names for name in width.values()}
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    return (
        rf"\b\d{{1,2}}(?:\.|er)?{SPACE}(?:{month})\b\.?(?:{SPACE}\d{{4}})?"
        rf"|\b(?:{month})\b\.?(?:{SPACE}\d{{1,2}},)?{SPACE}\d{{4}}"
        r"|\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bQ[1-4]\b"
    )


def _labels(lang: str) -> str:
    listed = words_of(lang).lists.get("labels", ())
    either = "|".join(re.escape(word) for word in listed)
    return rf"(?i:\b(?:{either})\.?{SPACE}?\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+)?)" if listed else ""


def find_numbers(text: str, words: Words) -> Iterator[Number]:
    """Every number of a text in its order, with digits or as a word."""
    yield from _numbers(text, words.lang)


@lru_cache(4096)
def _numbers(text: str, lang: str) -> tuple[Number, ...]:
    """Several rules ask for the numbers of one sentence."""
    words = words_of(lang)
    left = cut_out(text, words)
    found = [*_in_digits(left, lang), *_in_words(left, words)]
    return tuple(sorted(found, key=lambda number: number.start))


def _in_digits(text: str, lang: str) -> Iterator[Number]:
    point, comma = (".", ",") if lang[:2] in DECIMAL_POINT else (",", ".")
    group = rf"(?:{SPACE}|{re.escape(comma)})"
    sign, rest = r"(?<![\w.,])[+\u2212-]?", rf"(?:{re.escape(point)}\d+)?"
    pattern = rf"{sign}\d{{1,3}}(?:{group}\d{{3}})+(?!\d){rest}|{sign}\d+{rest}"
    for found in re.finditer(pattern, text):
        plain = re.sub(rf"{SPACE}|{re.escape(comma)}|\+", "", found[0])
        value = Decimal(plain.replace(point, ".").replace("\u2212", "-"))
        percent = PERCENT.match(text, found.end())
        scaled = SCALE.match(text, found.end())
        yield Number(found.start(), found.end(), value, bool(percent), scaled=bool(scaled))


def _in_words(text: str, words: Words) -> Iterator[Number]:
    for found in words.find_all("numbers", text):
        yield Number(*found.span(), words.numbers[found[0].lower()], spelled=True)
