"""Numbers, percentages, days and periods as the house prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.locales import House

EN, DE, FR, FI, GA = (House(lang) for lang in ("en", "de", "fr", "fi", "ga"))


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        ("999", None, "999"),
        ("1000", None, "1\u202f000"),
        ("104051", None, "104\u202f051"),
        ("1234567.5", None, "1\u202f234\u202f567.5"),
        ("-75", None, "\u221275"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "\u22123"),
        ("0.4", 0, "0"),
        ("-0.4", 0, "0"),
        ("4.70", None, "4.7"),
        ("4.7", 2, "4.70"),
        ("1E+3", None, "1\u202f000"),
        ("999.95", 1, "1\u202f000.0"),
    ],
)
def test_a_number(value: str, digits: int | None, shown: str) -> None:
    assert EN.number(Decimal(value), digits) == shown


def test_a_decimal_comma_where_the_language_has_one() -> None:
    assert [house.number(Decimal("1234.5")) for house in (DE, FR, FI, GA)] == [
        "1\u202f234,5", "1\u202f234,5", "1\u202f234,5", "1\u202f234.5",
    ]  # fmt: skip


def test_a_per_cent_sign_stands_off_where_the_language_wants_it() -> None:
    value = Decimal("30.12")
    assert EN.percent(value) == "30.1%"
    assert DE.percent(value) == FR.percent(value) == FI.percent(value) == "30,1\u00a0%"
    assert House("hu").percent(value) == "30,1\u00a0%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("9", "+9"), ("-9", "\u22129"), ("0", "0"), ("0.04", "0.0"), ("-0.04", "0.0")],
)
def test_a_change_has_its_sign_and_zero_none(value: str, shown: str) -> None:
    digits = 1 if "." in value else None
    assert EN.signed(Decimal(value), digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("0.04", "0.0%"), ("0.05", "+0.1%"), ("-2", "\u22122.0%")]
)
def test_a_change_in_per_cent_that_rounds_to_zero_has_no_sign(value: str, shown: str) -> None:
    assert EN.signed_percent(Decimal(value)) == shown


def test_a_share_is_whole_per_cent() -> None:
    assert [EN.share(Decimal(value)) for value in ("0", "0.005", "0.555", "1")] == [
        "0%",
        "1%",
        "56%",
        "100%",
    ]


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("2013", "2013"),
        ("2013-04", "April 2013"),
        ("2013-04-10", "10 April 2013"),
        ("0999-01-01", "1 January 999"),
    ],
)
def test_a_day_month_or_year(when: str, shown: str) -> None:
    assert EN.when(when) == shown


def test_a_day_in_another_language() -> None:
    assert FR.when("2013-04-10") == "10 avril 2013"
    assert FI.when("2013-04") == "huhtikuu 2013"


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2013", "2013"),
        ("2013-04", "April 2013"),
        ("2013-Q2", "Q2 2013"),
        ("2013-S1", "S1 2013"),
        ("2013-W07", "W07 2013"),
        ("2011/2012", "2011 to 2012"),
        ("2013-05/2014-05", "May 2013 to May 2014"),
        ("2013-05-03/2013-05-09", "3 May 2013 to 9 May 2013"),
        ("2013-Q1/2013-Q2", "Q1 2013 to Q2 2013"),
    ],
)
def test_a_period(period: str, shown: str) -> None:
    assert EN.period(period) == shown


def test_a_range_in_a_language_without_its_word_takes_a_dash() -> None:
    assert FR.period("2011/2012") == "2011 \u2013 2012"


def test_a_span_says_one_end_once() -> None:
    assert EN.span("2012", "2012") == "2012"
    assert EN.span("2010", "2014") == "2010 \u2013 2014"


def test_a_list_in_words() -> None:
    assert [EN.joined(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b, and c",
    ]  # fmt: skip


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    )
)
def test_any_number_can_be_read_back(value: Decimal) -> None:
    shown = EN.number(value).replace("\u202f", "").replace("\u2212", "-")
    assert Decimal(shown) == value
    groups = EN.number(abs(value)).partition(".")[0].split("\u202f")
    assert all(len(group) == 3 for group in groups[1:])


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1000, max_value=1000),
    st.integers(0, 3),
)
def test_rounding_is_half_up_and_never_shows_minus_zero(value: Decimal, digits: int) -> None:
    shown = EN.number(value, digits)
    assert shown.strip("0.") != "\u2212"
    assert abs(Decimal(shown.replace("\u2212", "-").replace("\u202f", "")) - value) * 2 <= Decimal(
        1
    ).scaleb(-digits)
