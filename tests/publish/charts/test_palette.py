"""Colours people must be able to tell from their ground."""

from __future__ import annotations

import pytest

from stocktake.publish.charts.palette import HEX, MARK_PAIRS, STYLE, TEXT_PAIRS, Token, paint


def find_luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def find_contrast(one: Token, other: Token) -> float:
    dark, light = sorted(find_luminance(HEX[token]) for token in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("letters", "ground"), TEXT_PAIRS)
def test_letters_can_be_read_on_their_ground(letters: Token, ground: Token) -> None:
    assert find_contrast(letters, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_can_be_seen_on_their_ground(mark: Token, ground: Token) -> None:
    assert find_contrast(mark, ground) >= 3


def test_black_on_white_measures_what_the_standard_says() -> None:
    assert find_luminance("#ffffff") == pytest.approx(1)
    assert find_luminance("#000000") == 0


def test_print_gets_a_literal_colour_and_html_a_class() -> None:
    assert paint("c1") == {"class": "f-c1", "fill": "#0b5170"}
    assert paint(None, "ink") == {"class": "l-ink", "fill": "none", "stroke": "#17202a"}


def test_forced_colours_keep_hollow_marks_hollow() -> None:
    assert ".f-paper" in STYLE.split("forced-colors")[1]
