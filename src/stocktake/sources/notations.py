"""How offices write periods, numbers and flags, and how we write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from stocktake.vocabulary.decimals import DIGITS, plain
from stocktake.vocabulary.periods import is_period

_SUBYEAR: Final = re.compile(
    r"(?P<year>[0-9]{4})-?(?P<kind>[AQMSBHKWUT])(?P<number>[0-9]{1,2})", re.IGNORECASE
)
_DAY_OF_YEAR: Final = re.compile(r"([0-9]{4})-?D([0-9]{1,3})")
_FISCAL: Final = re.compile(r"([0-9]{4})[/–]([0-9]{2}|[0-9]{4})")
_MIDNIGHT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00(:00(\.0+)?)?(Z|[+-][0-9:]{5})?")
_LASTING: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00Z?)?/P([0-9]{1,2})([YMD])")

_QUARTER: Final = re.compile(r"([0-9]{4}) Q([1-4])|Q([1-4])[ -]([0-9]{4})")
_MONTHS: Final = re.compile(r"([A-Za-z]+)\.?(?: ?[-–] ?([A-Za-z]+)\.?)? {0,2}([0-9]{4})")
_MONTH_LAST: Final = re.compile(r"([0-9]{4}) ([A-Za-z]+)")
_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

_Write = Callable[[str, int], str]
_KINDS: Final[dict[str, _Write]] = {
    "A": lambda year, number: year if number == 1 else "",
    "Q": lambda year, number: f"{year}-Q{number}",
    "K": lambda year, number: f"{year}-Q{number}",
    "M": lambda year, number: f"{year}-{number:02}",
    "S": lambda year, number: f"{year}-S{number}",
    "B": lambda year, number: f"{year}-S{number}",
    "H": lambda year, number: f"{year}-S{number}",
    "W": lambda year, number: f"{year}-W{number:02}",
    "U": lambda year, number: f"{year}-W{number:02}",
    "T": lambda year, number: f"{year}-{number * 4 - 3:02}/{year}-{number * 4:02}",
}
"""K and U: the quarters and weeks of the Nordic offices; B and H: half-years; T: thirds."""


def read_period(text: str) -> str:
    """The period in our notation; empty if the text is none."""
    text = text.strip()
    for found in (text, *_rewrite(text)):
        if is_period(found):
            return found
    return ""


def _rewrite(text: str) -> list[str]:
    found: list[str] = []
    if match := _SUBYEAR.fullmatch(text):
        found.append(_KINDS[match["kind"].upper()](match["year"], int(match["number"])))
    if match := _FISCAL.fullmatch(text):
        found.append(_write_fiscal(match[1], match[2]))
    if match := _MIDNIGHT.fullmatch(text):
        found.append(match[1])
    if match := _LASTING.fullmatch(text):
        found.append(_write_lasting(match[1], f"{int(match[2])}{match[3]}"))
    if match := _QUARTER.fullmatch(text):
        found.append(f"{match[1] or match[4]}-Q{match[2] or match[3]}")
    if match := _MONTHS.fullmatch(text):
        found.append(_write_months(match[1], match[2] or match[1], int(match[3])))
    if match := _MONTH_LAST.fullmatch(text):
        found.append(_write_months(match[2], match[2], int(match[1])))
    if match := _DAY_OF_YEAR.fullmatch(text):
        found.append(_write_day(int(match[1]), int(match[2])))
    return found


def _write_fiscal(first: str, last: str) -> str:
    year = f"{first[:2]}{last}" if len(last) == 2 else last
    if last == "00":
        year = str(int(first) + 1)
    return f"{first}/{year}" if int(year) == int(first) + 1 else ""


def _write_lasting(start: str, lasting: str) -> str:
    """2010-01-01/P1Y and the like, where they are a calendar period."""
    year, month = start[:4], int(start[5:7])
    if not start.endswith("-01"):
        return start if lasting == "1D" else ""
    whole: dict[tuple[str, bool], str] = {
        ("1Y", month == 1): year,
        ("12M", month == 1): year,
        ("6M", month in {1, 7}): f"{year}-S{1 + month // 7}",
        ("3M", month % 3 == 1): f"{year}-Q{1 + month // 3}",
        ("1M", True): f"{year}-{month:02}",
        ("1D", True): start,
    }
    return whole.get((lasting, True), "")


def _write_months(first: str, last: str, year: int) -> str:
    """Apr 1996 and Apr-Jun 1992; Nov-Jan 1993 began in 1992, as Britain's office writes it."""
    start, end = _find_month(first), _find_month(last)
    if not start or not end:
        return ""
    if start == end:
        return f"{year}-{start:02}"
    if start % 3 == 1 and end == start + 2:
        return f"{year}-Q{end // 3}"
    return f"{year - (end < start)}-{start:02}/{year}-{end:02}"


def _find_month(name: str) -> int:
    names = [full for full in _NAMES if name.lower() in {full, full[:3]}]
    return _NAMES.index(names[0]) + 1 if names else 0


def _write_day(year: int, number: int) -> str:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= number <= 365 + leap:
        return ""
    for month, days in enumerate((31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
        if number <= days:
            return f"{year}-{month:02}-{number:02}"
        number -= days
    return ""


_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_INFINITE: Final = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})
NOT_A_NUMBER: Final = frozenset({"nan", "-nan", "+nan"})


def read_number(text: str) -> tuple[str, str]:
    """A number as programs write it: its exact normal form, or the code of what is wrong."""
    text = text.strip()
    if text.lower() in _INFINITE:
        return "", "number-infinite"
    if len(text) > 4 * DIGITS or not _DOUBLE.fullmatch(text):
        long = len(text) > 4 * DIGITS and text[:DIGITS].strip("+-.0123456789eE") == ""
        return "", "number-range" if long else "number-invalid"
    number = Decimal(text)
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    if number and max(len(digits) + places, len(digits), 1 - places, -places) > 2 * DIGITS:
        return "", "number-range"
    exact = plain(number) if number else "0"
    return (exact, "") if len(exact.strip("-").replace(".", "")) <= DIGITS else ("", "number-range")


FREE: Final = frozenset({"F", "A", "PU"})
"""Confidentiality that says: free to publish; PU is the World Bank's."""

_LETTERS: Final = re.compile(r"[A-Za-z]{1,3}|[bcdefinprsuz]{1,8}")
_SIGNS: Final = re.compile(r"[\W_]*")


def read_flags(text: str) -> str | None:
    """Letters of a status, small and sorted; empty for a normal value; None if it is no flag.

    `A` is SDMX's normal value. Signs such as `:` and `..` say that a value is missing, no more.
    """
    parts = re.split(r"[\s,;|]+", text.strip())
    letters: set[str] = set()
    for part in parts:
        if part == "A" or _SIGNS.fullmatch(part):
            continue
        if not _LETTERS.fullmatch(part) or len(set(part)) < len(part):
            return None
        letters.update(part.lower())
    return "".join(sorted(letters))


def read_confidentiality(text: str) -> str:
    """`c` unless the office says that the value is free."""
    return "" if text.strip().upper() in {"", *FREE} else "c"
