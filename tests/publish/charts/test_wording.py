"""English numbers and lists."""

from __future__ import annotations

from decimal import Decimal

from stocktake.publish.charts.symbols import SYMBOLS
from stocktake.publish.charts.wording import ENGLISH, write_english_number


def test_numbers_are_grouped_and_keep_their_decimals() -> None:
    assert write_english_number(Decimal(13_510_250)) == "13,510,250"
    assert write_english_number(Decimal("-4.50")) == "−4.50"
    assert write_english_number(Decimal("5E+4")) == "50,000"


def test_every_sign_has_a_word() -> None:
    assert SYMBOLS.keys() == ENGLISH.signs.keys()


def test_years_are_listed_as_spans() -> None:
    assert ENGLISH.list_years([(2009, 2010), (2012, 2012)]) == "2009 to 2010, 2012"
