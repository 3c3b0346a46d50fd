"""A round is opened on its day, with the thresholds that hold on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from people import strategy_of

from stocktake.assess.rounds import open_round
from stocktake.vocabulary.problems import RefusedError


def test_a_round_knows_its_day_and_the_one_before() -> None:
    now = open_round(strategy_of(), "2013")
    assert (now.today, now.before, now.previous) == (date(2013, 4, 10), date(2011, 11, 25), "2011")
    assert not now.final
    assert open_round(strategy_of(), "2011").before is None


def test_another_day_may_be_asked_for() -> None:
    assert open_round(strategy_of(), "2013", date(2012, 1, 1)).today == date(2012, 1, 1)


def test_a_round_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusedError, match="2011, 2013, 2014"):
        open_round(strategy_of(), "2012")
    with pytest.raises(RefusedError):
        open_round(strategy_of(strategy=[]), "2013")


def test_every_series_starts_in_the_last_full_year_before_adoption() -> None:
    assert open_round(strategy_of(), "2013").base_year == 2009


def test_a_report_is_provisional_until_the_last_day_of_the_strategy() -> None:
    tables = strategy_of()
    assert open_round(tables, "2014", date(2014, 12, 30)).provisional
    assert not open_round(tables, "2014", date(2014, 12, 31)).provisional


@pytest.mark.parametrize("turn", [1, -1])
def test_the_newest_threshold_that_holds_on_the_day_holds(turn: int) -> None:
    told = [("2010-11-22", "2"), ("2012-01-01", "4"), ("2014-01-01", "6")]
    parameters = [{"name": "stale_years", "from": day, "value": value} for day, value in told]
    tables = strategy_of(parameters=parameters[::turn])
    held = [
        open_round(tables, cycle).threshold("stale_years") for cycle in ("2011", "2013", "2014")
    ]
    assert held == [2, 4, 6]
    assert open_round(tables, "2013").threshold("delivery.partly") == Decimal("0.3")
