"""The type `period`: 2013, 2013-S1, 2013-Q2, 2013-04, 2013-W07, 2011/2012, or start/end."""

from __future__ import annotations

import calendar
import re
from datetime import date

SIMPLE = re.compile(r"([0-9]{4})(?:-(S[12]|Q[1-4]|W[0-9]{2}|[0-9]{2})(?:-([0-9]{2}))?)?")


def bounds(period: str) -> tuple[date, date]:
    """First and last day of a period; ValueError says what a period looks like."""
    if "/" in period:
        start, _, end = period.partition("/")
        first, last = _simple_bounds(start)[0], _simple_bounds(end)[1]
        if first > last:
            raise ValueError(f"{period!r} ends before it starts")
        return first, last
    return _simple_bounds(period)


def _simple_bounds(period: str) -> tuple[date, date]:
    found = SIMPLE.fullmatch(period)
    if not found or (found[3] and not (found[2] or "").isdigit()):
        raise ValueError(f"{period!r} is not a period such as 2013, 2013-S1, 2013-Q2, 2013-04")
    year, part, day = int(found[1]), found[2] or "", found[3]
    if day:
        only = date(year, int(part), int(day))
        return only, only
    if part.startswith("W"):
        week = int(part[1:])
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    span = {"": 12, "S": 6, "Q": 3}.get(part[:1], 1)
    number = 1 if not part else int(part.lstrip("SQ"))
    last_month = number * span
    if not 1 <= last_month <= 12:
        raise ValueError(f"{period!r} has no month {last_month}")
    first = date(year, last_month - span + 1, 1)
    return first, date(year, last_month, calendar.monthrange(year, last_month)[1])


def is_period(text: str) -> bool:
    """Whether the text is a period."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def year_of(period: str) -> int:
    """The year in which a period ends: 2011/2012 counts in 2012, 2013-Q2 in 2013.

    A week counts in the year it is named after: 2009-W53 ends on 3 January 2010.
    """
    last = bounds(period)[1]
    end = period.rpartition("/")[2]
    return int(end[:4]) if "W" in end else last.year


def years_apart(first: str, last: str) -> float:
    """Years between the ends of two periods."""
    return (bounds(last)[1] - bounds(first)[1]).days / 365.2425
