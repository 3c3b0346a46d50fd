"""Signs that are never told apart by colour alone."""

from __future__ import annotations

import pytest

from stocktake.publish.charts.symbols import (
    ACTIONS,
    GRADES,
    OUTLOOKS,
    SYMBOLS,
    TONES,
    VERDICTS,
    symbol,
    symbol_sheet,
)
from stocktake.publish.charts.wording import ENGLISH

from .geometry import SVG, parse

IN_THE_MOCK = {
    "v": ("met", "part", "not", "none"),
    "a": ("done", "late", "form", "part", "going", "over", "none", "plan", "drop"),
    "o": ("on", "open", "risk", "off"),
    "f": ("3", "2", "1", "0", "over", "wait"),
    "t": ("main", "em"),
}


def test_no_sign_of_the_design_is_missing() -> None:
    wanted = {f"{kind}-{state}" for kind, states in IN_THE_MOCK.items() for state in states}
    assert wanted <= SYMBOLS.keys()


@pytest.mark.parametrize("name", SYMBOLS)
def test_each_sign_has_a_tone_a_word_and_opens_alone(name: str) -> None:
    root = parse(symbol(name, 12))
    assert (root.get("width"), root.get("aria-hidden")) == ("12", "true")
    assert root.get("class") == f"k-{TONES[name]}"
    assert ENGLISH.name_sign(name)


def test_no_two_signs_look_alike_in_black_and_white() -> None:
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_the_sheet_of_a_page_offers_every_sign() -> None:
    symbols = parse(symbol_sheet()).iter(f"{SVG}symbol")
    assert [one.get("id") for one in symbols] == list(SYMBOLS)


def test_every_printed_word_has_a_sign() -> None:
    for words in (ACTIONS, GRADES, OUTLOOKS, VERDICTS):
        assert set(words.values()) <= SYMBOLS.keys()


def test_the_inner_mark_of_a_full_sign_follows_the_theme() -> None:
    assert 'class="l-on-fill" stroke="#ffffff"' in SYMBOLS["a-late"]
