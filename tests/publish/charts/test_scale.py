"""Axes a reader can count along."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.charts.scale import Scale, choose_axis, choose_years

VALUES = st.lists(st.decimals(-(10**12), 10**12, places=3), min_size=1, max_size=20)


@given(VALUES, st.booleans())
def test_the_axis_holds_every_value_on_round_numbers(
    values: list[Decimal], from_zero: bool
) -> None:
    axis = choose_axis(values, from_zero=from_zero)
    step = axis.ticks[1] - axis.ticks[0]
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert len(axis.ticks) <= 5
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert not from_zero or 0 in axis.ticks


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0, 13_510_250), "0 5000000 10000000 15000000"),
        ((104_599, 141_051), "0 50000 100000 150000"),
        ((7, 7), "0 2 4 6 8"),
        ((0, 0), "0 0.5 1.0"),
        ((), "0 0.5 1.0"),
        ((-12, 8), "-20 -10 0 10"),
    ],
)
def test_counts_start_at_zero(values: tuple[int, ...], ticks: str) -> None:
    axis = choose_axis([Decimal(value) for value in values], from_zero=True)
    wanted = [Decimal(tick) for tick in ticks.split()]
    assert (axis.low, axis.high) == (wanted[0], wanted[-1])
    assert axis.has_zero


def test_an_axis_away_from_zero_can_be_told() -> None:
    assert not choose_axis([Decimal(71), Decimal(73)], from_zero=False).has_zero


def test_a_lone_value_lies_in_the_middle() -> None:
    assert Scale(Decimal(5), Decimal(5), 0, 10).place(5) == 5
    assert Scale(Decimal(0), Decimal(4), 10, 0).place(1) == 7.5


@given(st.integers(1000, 2100), st.integers(0, 600), st.integers(1, 40))
def test_year_labels_keep_their_distance(first: int, span: int, room: int) -> None:
    years = choose_years(first, first + span, room)
    assert years[0] == first
    assert years == sorted(set(years))
    assert len(years) <= max(room, 1) + 1
