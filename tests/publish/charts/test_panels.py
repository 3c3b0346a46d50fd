"""States side by side, never ranked."""

from __future__ import annotations

from stocktake.publish.charts import State, StatePanels, describe_states, draw_states

from .geometry import find_circles, parse, read_texts
from .samples import NAMES, PANELS, year_by_year


def test_states_keep_the_order_they_were_given_in() -> None:
    words = [text.words for text in read_texts(parse(draw_states(PANELS["states"], prefix="x")))]
    shown = [word for word in words if word in NAMES]
    assert shown == [name for name in NAMES if name in shown]
    assert len(shown) >= len(NAMES) - 1


def test_a_missing_state_keeps_its_frame_with_a_colon() -> None:
    words = [text.words for text in read_texts(parse(draw_states(PANELS["states"], prefix="x")))]
    assert words.count(":") == 1
    assert "Denmark" in words


def test_equal_values_stand_equally_high_in_all_panels() -> None:
    pair = State("A", year_by_year(2009, 4, 90)), State("B", year_by_year(2010, 4))
    circles = find_circles(parse(draw_states(StatePanels("Any", pair), prefix="x")))
    assert circles[0][1] == circles[2][1]


def test_the_common_axis_is_stated() -> None:
    assert "all on one axis, 0 to 800 (hours)" in draw_states(PANELS["states"], prefix="x")


def test_the_text_names_the_states_without_values() -> None:
    assert "Denmark: No values on record." in describe_states(PANELS["states"])
