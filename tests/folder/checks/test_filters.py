"""Filters and the series they pick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.folder.checks.filters import fits, read_filter


def test_a_filter_picks_by_every_dimension_it_names() -> None:
    wanted = read_filter("A=1,2;B=x")
    assert wanted == {"A": {"1", "2"}, "B": {"x"}}
    assert [fits(series, wanted) for series in ("A=1;B=x;C=9", "A=2;B=y", "A=3;B=x")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["A", "A=", "=1", "A=1;", ";", "A=1;;B=2"])
def test_what_is_no_filter_is_none(text: str) -> None:
    assert read_filter(text) is None


@given(st.text())
def test_no_filter_picks_every_series(series: str) -> None:
    assert fits(series, read_filter("") or {})
