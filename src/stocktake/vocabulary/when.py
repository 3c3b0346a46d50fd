"""The type `when`: 2013, 2013-04 or 2013-04-10, and what it means on a day.

A `when` carries its own precision, its length. Compared with a day it counts as its **last** day:
a document of "2013-04" is not known on 10 April 2013.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

import polars as pl

WHEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def last_day(when: str) -> date:
    """The day a `when` counts as; ValueError says what a `when` looks like."""
    found = WHEN.fullmatch(when)
    if not found:
        raise ValueError(f"{when!r} is not a year, month or day such as 2013, 2013-04, 2013-04-10")
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    if not 1 <= month <= 12 or year == 0:
        raise ValueError(f"{when!r} names no month of a year from 0001 to 9999")
    if day is None:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, int(day))


def first_day(when: str) -> date:
    """The first day a `when` covers."""
    last = last_day(when)
    return last if len(when) == 10 else last.replace(day=1, month=last.month if when[4:] else 1)


def is_when(text: str) -> bool:
    """Whether the text is a `when` that names an existing day, month or year."""
    try:
        last_day(text)
    except ValueError:
        return False
    return True


def last_days(column: str) -> pl.Expr:
    """The last days of a column of `when` texts; null where empty or not a `when`."""
    cell = pl.col(column)
    is_shaped = cell.str.contains(f"^{WHEN.pattern}$") & ~cell.str.starts_with("0000")
    text = pl.when(is_shaped).then(cell)
    year_end = pl.when(text.str.len_chars() == 4).then(text + "-12-31")
    month_end = year_end.when(text.str.len_chars() == 7).then(None).otherwise(text)
    whole = month_end.str.to_date("%Y-%m-%d", strict=False)
    of_month = (text + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    return pl.when(text.str.len_chars() == 7).then(of_month).otherwise(whole)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another: 25 November 2011 to 10 April 2013 is 16.

    From the end of a month to the end of a shorter one the month is whole.
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    length = calendar.monthrange(later.year, later.month)[1]
    return months - (later.day < min(earlier.day, length))
