"""A period names its days; series are put in order and into years by them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stocktake.vocabulary.periods import bounds, is_period, year_of, years_apart


@pytest.mark.parametrize(
    ("period", "first", "last", "year"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31), 2013),
        ("2013-S1", date(2013, 1, 1), date(2013, 6, 30), 2013),
        ("2013-S2", date(2013, 7, 1), date(2013, 12, 31), 2013),
        ("2013-Q1", date(2013, 1, 1), date(2013, 3, 31), 2013),
        ("2013-Q4", date(2013, 10, 1), date(2013, 12, 31), 2013),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), 2012),
        ("2013-04-10", date(2013, 4, 10), date(2013, 4, 10), 2013),
        ("2013-W07", date(2013, 2, 11), date(2013, 2, 17), 2013),
        ("2013-W01", date(2012, 12, 31), date(2013, 1, 6), 2013),
        ("2009-W53", date(2009, 12, 28), date(2010, 1, 3), 2009),
        ("2011-W52", date(2011, 12, 26), date(2012, 1, 1), 2011),
        ("2011/2012", date(2011, 1, 1), date(2012, 12, 31), 2012),
        ("2011-10/2012-03", date(2011, 10, 1), date(2012, 3, 31), 2012),
        ("2013-04-10/2013-04-10", date(2013, 4, 10), date(2013, 4, 10), 2013),
    ],
)
def test_a_period_has_its_days_and_its_year(
    period: str, first: date, last: date, year: int
) -> None:
    assert bounds(period) == (first, last)
    assert year_of(period) == year
    assert is_period(period)


@pytest.mark.parametrize(
    "text",
    [
        "2013-S3", "2013-Q5", "2013-Q0", "2013-13", "2013-00", "2013-W54", "2013-W53", "2013-W00",
        "2013-02-30", "2013-S1-03", "2013-W07-1", "2012/2011", "2013-04/2013-02", "2011/2012/2013",
        "2011/", "/2012", "-", "", "0000", "13", "2013-4", "2013 Q1", "٢٠١٣",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match=r"\w"):
        bounds(text)


@given(st.text("0123456789-/SQW", max_size=12))
@example("9999-W52")
@example("9999-12-31")
@example("0001-W01")
def test_no_text_makes_reading_a_period_fail_otherwise(text: str) -> None:
    if is_period(text):
        first, last = bounds(text)
        assert first <= last


def test_periods_of_one_kind_sort_by_their_days() -> None:
    parts = ["Q4", "Q1", "Q3", "Q2"]
    assert sorted((f"2013-{part}" for part in parts), key=bounds)[0] == "2013-Q1"
    assert sorted(["2013-W10", "2013-W09"], key=bounds) == ["2013-W09", "2013-W10"]


def test_years_lie_between_the_ends_of_periods() -> None:
    assert round(years_apart("2009", "2013"), 2) == 4
    assert years_apart("2013", "2013-Q4") == 0
