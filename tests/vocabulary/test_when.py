"""A `when` is known on its last day, and names only days that exist."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stocktake.vocabulary.when import first_day, is_when, last_day, last_days, months_between

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-04", date(2013, 4, 1), date(2013, 4, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-02", date(2013, 2, 1), date(2013, 2, 28)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("2013-04-10", date(2013, 4, 10), date(2013, 4, 10)),
    ],
)
def test_a_month_or_year_counts_as_its_last_day(when: str, first: date, last: date) -> None:
    assert last_day(when) == last
    assert first_day(when) == first


@pytest.mark.parametrize(
    "text",
    [
        "2013-02-30", "2013-02-29", "2013-13", "2013-00", "2013-04-00", "2013-04-31", "13",
        "2013-4", "2013-4-1", "2013-04-1", "0000", "0000-01", "2013 ", " 2013", "2013\n", "-", "",
        "2013-Q2", "٢٠١٣", "+013", "20130", "2013/04", "10.04.2013",
    ],
)  # fmt: skip
def test_what_is_no_when_is_refused_and_never_a_day(text: str) -> None:
    assert not is_when(text)
    with pytest.raises(ValueError, match=r"\w"):
        last_day(text)
    assert pl.DataFrame({"w": [text]}).select(last_days("w")).item() is None


@given(DAYS)
def test_a_column_of_days_reads_like_a_single_day(day: date) -> None:
    whens = [day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]
    column = pl.DataFrame({"w": [*whens, None]}).select(last_days("w"))["w"].to_list()
    assert column == [*map(last_day, whens), None]


@given(st.text("0123456789-", max_size=10))
@example("9999-12-31")
def test_column_and_single_day_refuse_the_same(text: str) -> None:
    told = pl.DataFrame({"w": [text]}).select(last_days("w")).item()
    assert told == (last_day(text) if is_when(text) else None)


@given(DAYS)
def test_a_when_covers_its_day(day: date) -> None:
    for length in (4, 7, 10):
        when = day.isoformat()[:length]
        assert first_day(when) <= day <= last_day(when)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2011, 11, 25), date(2013, 4, 10), 16),
        (date(2011, 11, 25), date(2013, 4, 25), 17),
        (date(2013, 4, 10), date(2013, 4, 10), 0),
        (date(2013, 1, 31), date(2013, 2, 28), 1),
        (date(2013, 1, 31), date(2013, 2, 27), 0),
        (date(2012, 1, 30), date(2012, 2, 28), 0),
        (date(2012, 12, 31), date(2013, 1, 1), 0),
    ],
)
def test_only_whole_months_are_counted(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_months_never_go_back(earlier: date, days: int) -> None:
    later = earlier + timedelta(days)
    assert 0 <= months_between(earlier, later) <= months_between(earlier, later + timedelta(1))
