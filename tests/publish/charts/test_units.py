"""One square is one action."""

from __future__ import annotations

import pytest

from stocktake.publish.charts import UnitStrip, describe_units, draw_units

from .geometry import SVG, parse
from .samples import UNITS


def test_there_are_as_many_squares_as_actions() -> None:
    for strip in UNITS.values():
        root = parse(draw_units(strip, prefix="x"))
        assert len(list(root.iter(f"{SVG}g"))) == len(strip.states)


def test_squares_are_sorted_so_that_lengths_compare() -> None:
    one = UnitStrip("Any", ("a-none", "a-done", "a-none", "a-done"))
    other = UnitStrip("Any", ("a-done", "a-done", "a-none", "a-none"))
    assert draw_units(one, prefix="x") == draw_units(other, prefix="x")


def test_a_long_strip_goes_on_in_a_second_row() -> None:
    root = parse(draw_units(UNITS["sixty"], prefix="x"))
    assert (root.get("width"), root.get("height")) == ("596.0px", "56.0px")
    assert root.get("class") == "units rows"


def test_the_strip_is_said_as_counts() -> None:
    strip = UnitStrip("O1", ("a-none", "a-done", "a-done"))
    assert describe_units(strip) == (
        "One square for each action: O1, 3 actions: 2 delivered, 1 no record."
    )
    assert "1 action:" in describe_units(UNITS["one"])


def test_a_state_without_a_square_is_refused() -> None:
    with pytest.raises(ValueError, match="v-met"):
        UnitStrip("Any", ("v-met",))
