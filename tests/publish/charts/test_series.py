"""Gaps stay gaps and breaks stay breaks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stocktake.publish.charts.series import (
    Observation,
    arrange,
    find_last_break,
    find_missing_years,
    list_spans,
    split_runs,
    summarise,
)

from .samples import MARKED, year_by_year


def list_years(runs: list[tuple[Observation, ...]]) -> list[list[int]]:
    return [[one.year for one in run] for run in runs]


def test_a_missing_year_ends_the_line() -> None:
    assert list_years(split_runs(year_by_year(2009, 5, None, 9, 4))) == [[2009], [2011, 2012]]


def test_a_year_nobody_listed_ends_the_line_too() -> None:
    pair = Observation(2009, Decimal(1)), Observation(2011, Decimal(2))
    assert list_years(split_runs(pair)) == [[2009], [2011]]
    assert find_missing_years(pair) == [2010]


def test_a_break_ends_the_line() -> None:
    assert list_years(split_runs(MARKED)) == [[2008, 2009, 2010], [2012, 2013, 2014]]
    assert find_last_break(MARKED) == 2012


def test_two_values_for_one_year_are_refused_by_year() -> None:
    with pytest.raises(ValueError, match="2009"):
        arrange([*year_by_year(2009, 1), *year_by_year(2009, 2)])


def test_not_a_number_counts_as_missing() -> None:
    assert find_missing_years([Observation(2009, Decimal("NaN"))]) == [2009]


def test_of_equal_values_the_earlier_is_named() -> None:
    facts = summarise(year_by_year(2009, 3, 3, 3))
    assert facts is not None
    assert (facts.highest.year, facts.lowest.year, facts.last.year) == (2009, 2009, 2011)
    assert summarise(()) is None


def test_years_in_a_row_are_said_as_one_span() -> None:
    assert list_spans([2009, 2010, 2012]) == [(2009, 2010), (2012, 2012)]
