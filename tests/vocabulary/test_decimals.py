"""Numbers stay what they were written as, to the last digit."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.vocabulary.decimals import EXACT, is_number, normal, plain, scale

NUMBERS = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,18})?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.50", "1.5"), ("1.00", "1"), ("-0", "0"), ("-0.00", "0"), ("0.0", "0"), ("100", "100"),
        ("007", "7"), ("-00.10", "-0.1"), ("0", "0"), ("-", "-"), ("", ""), ("10.0", "10"),
    ],
)  # fmt: skip
def test_the_normal_form_has_no_needless_zero(text: str, shown: str) -> None:
    assert normal(text) == shown


@given(NUMBERS)
def test_the_normal_form_is_the_same_number(text: str) -> None:
    assert Decimal(normal(text)) == Decimal(text)
    assert normal(normal(text)) == normal(text)
    assert is_number(normal(text))


@given(NUMBERS, NUMBERS)
def test_equal_numbers_have_one_normal_form(one: str, other: str) -> None:
    assert (normal(one) == normal(other)) == (Decimal(one) == Decimal(other))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_decimal_is_written_without_exponent_and_read_the_same(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)
    assert plain(value) == normal(plain(value))


def test_a_number_of_38_digits_is_one_and_of_39_is_not() -> None:
    assert is_number("9" * 38)
    assert is_number("-" + "9" * 19 + "." + "9" * 19)
    assert not is_number("9" * 39)


@pytest.mark.parametrize("text", ["1e5", "1,5", "1 000", "+1", ".5", "5.", "", "-", "NaN", "٣"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert not is_number(text)


def test_the_scale_counts_the_digits_that_matter() -> None:
    assert [scale(text) for text in ("1", "1.50", "0.001", "-2.0")] == [0, 1, 3, 0]


@given(st.lists(st.from_regex(r"[0-9]{38}", fullmatch=True), max_size=5))
def test_sums_and_products_of_the_longest_numbers_are_exact(texts: list[str]) -> None:
    with localcontext(EXACT):
        assert sum(map(Decimal, texts), Decimal(0)) == sum(map(int, texts))
        for text in texts:
            assert Decimal(text) * Decimal(text) == int(text) ** 2
