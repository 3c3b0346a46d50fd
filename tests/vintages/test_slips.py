"""The same part of another year, in every form a period has."""

from __future__ import annotations

import pytest

from stocktake.vintages.slips import move_years


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("2013", "2014"), ("2013-Q2", "2014-Q2"), ("2013-04", "2014-04"), ("2013-W07", "2014-W07"),
        ("2011/2012", "2012/2013"), ("2013-05/2014-05", "2014-05/2015-05"), ("-", "-"),
        ("2013-04-10", "2014-04-10"),
    ],
)  # fmt: skip
def test_a_period_moves_by_a_year(period: str, wanted: str) -> None:
    assert move_years(period, 1) == wanted
    assert move_years(wanted, -1) == period
