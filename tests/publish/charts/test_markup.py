"""Text that cannot break the drawing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.charts.markup import (
    Size,
    check_prefix,
    clean,
    draw_path,
    escape,
    format_value,
    write,
)

from .geometry import parse


@given(st.text())
def test_what_was_typed_is_what_is_read(text: str) -> None:
    root = parse(f"<a>{escape(text)}</a>")
    assert (root.text or "") == clean(text)


def test_hard_spaces_in_numbers_survive() -> None:
    assert clean(" 13\u202f510\u202f250\u00a0% \n") == "13\u202f510\u202f250\u00a0%"


def test_coordinates_have_one_decimal_and_no_minus_zero() -> None:
    assert format_value(-0.04) == "0.0"
    assert format_value(1 / 3) == "0.3"
    assert format_value(7) == "7"


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"', "a#b", "-a"])
def test_a_prefix_that_would_break_links_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="id"):
        check_prefix(prefix)


def test_references_of_the_strategy_are_good_prefixes() -> None:
    assert check_prefix("i-O4.L1.A1_x") == "i-O4.L1.A1_x"


def test_empty_words_leave_no_empty_element() -> None:
    assert write("\x00", 1, 1) == ""
    assert draw_path("M0 0") == '<path d="M0 0" fill="none"/>'


def test_millimetres_become_points() -> None:
    assert Size.of_mm(25.4, 50.8) == Size(72, 144)
