"""The vintages that answer on a day: the last whole one known by then, partial ones over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from vintages.stating import state

from stocktake.vintages.asof import find_standing
from stocktake.vintages.store import Store

SAID = [
    ("2010", True, "1"),
    ("2011-06-01", False, "2"),
    ("2012-04", True, "3"),
    ("2013-04", False, "4"),
    ("2013-04-30", False, "5"),
    ("2014-05", True, "6"),
]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2010, 12, 30), []),
        (date(2010, 12, 31), ["2010.1"]),
        (date(2012, 4, 29), ["2010.1", "2011-06-01.1"]),
        (date(2012, 4, 30), ["2012-04.1"]),
        (date(2013, 4, 10), ["2012-04.1"]),
        (date(2013, 4, 30), ["2012-04.1", "2013-04.1", "2013-04-30.2"]),
        (None, ["2014-05.1"]),
    ],
)
def test_a_month_answers_from_its_last_day_on(
    tmp_path: Path, day: date | None, wanted: list[str]
) -> None:
    store = Store(tmp_path)
    for published, complete, value in SAID:
        lines = [("a", "X", "2009", value)]
        store.add(state(published, lines, complete=complete))
    assert [one.name for one in find_standing(store.vintages("floods"), day)] == wanted


def test_only_partial_vintages_all_stand(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for published in ("2012", "2011"):
        store.add(state(published, complete=False))
    assert [one.name for one in store.standing("floods")] == ["2011.1", "2012.1"]
