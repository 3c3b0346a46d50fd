"""How offices write periods, numbers and flags."""

from __future__ import annotations

import time

import pytest

from stocktake.sources.notations import (
    read_confidentiality,
    read_flags,
    read_number,
    read_period,
)
from stocktake.vocabulary.decimals import DIGITS


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2013", "2013"),
        ("2013-Q1", "2013-Q1"),
        ("2013Q1", "2013-Q1"),
        ("2013M04", "2013-04"),
        ("2013-M04", "2013-04"),
        ("2013-B2", "2013-S2"),
        ("2013H1", "2013-S1"),
        ("1990K4", "1990-Q4"),
        ("2015U07", "2015-W07"),
        ("2011/12", "2011/2012"),
        ("1999/00", "1999/2000"),
        ("2010-A1", "2010"),
        ("2010-T2", "2010-05/2010-08"),
        ("2010-D060", "2010-03-01"),
        ("2012-D060", "2012-02-29"),
        ("2010-01-01/P1Y", "2010"),
        ("2010-10-01/P3M", "2010-Q4"),
        ("2010-07-01T00:00:00/P6M", "2010-S2"),
        ("2010-01-01T00:00:00Z", "2010-01-01"),
        ("2009-W53", "2009-W53"),
        ("2013 Q2", "2013-Q2"),
        ("Q2 2013", "2013-Q2"),
        ("Apr 1996", "1996-04"),
        ("Aug  2014", "2014-08"),
        ("JAN2009", "2009-01"),
        ("September 1996", "1996-09"),
        ("1996 APR", "1996-04"),
        ("Apr-Jun 1992", "1992-Q2"),
        ("May-Jul 1992", "1992-05/1992-07"),
        ("Nov-Jan 1993", "1992-11/1993-01"),
    ],
)
def test_periods_are_written_in_one_notation(text: str, period: str) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2013-13",
        "2013-Q5",
        "2010-W53",
        "2010-D366",
        "2013-02-29",
        "Total 2013",
        "Apr-Total 2013",
        "2013 Ma",
        "Q5 2013",
        "2011/13",
        "20131",
        "2010-01-01T11:00:00",
        "2010-02-15/P1M",
        "٢٠١٣",
    ],
)
def test_what_is_no_period_stays_none(text: str) -> None:
    assert read_period(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.50", "1.5"),
        ("-0", "0"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1E3", "1000"),
        ("1.2e-3", "0.0012"),
        (" 7 ", "7"),
        ("0e99", "0"),
        ("9e37", "9" + "0" * 37),
    ],
)
def test_numbers_are_exact(text: str, number: str) -> None:
    assert read_number(text) == (number, "")


@pytest.mark.parametrize(
    "text", ["1e400", "1e-400", "9" * (DIGITS + 1), "9" * 5000, "1e38", "1e-38"]
)
def test_numbers_that_cannot_be_held_are_named(text: str) -> None:
    assert read_number(text) == ("", "number-range")


@pytest.mark.parametrize("text", ["x", "1,5", "1 000", "0x10", "1_000", "--1", "1e", "١"])
def test_what_is_no_number_is_named(text: str) -> None:
    assert read_number(text) == ("", "number-invalid")


@pytest.mark.parametrize("text", ["INF", "-INF", "Infinity", "inf"])
def test_infinity_is_no_value(text: str) -> None:
    assert read_number(text) == ("", "number-infinite")


def test_exponents_are_never_spelt_out_first() -> None:
    begun = time.process_time()
    assert read_number("1e999999")[1] == "number-range"
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("A", ""),
        ("bep", "bep"),
        ("E", "e"),
        ("A,F", "f"),
        ("J U N", "jnu"),
        (":", ""),
        ("..", ""),
        ("Normal value", None),
        ("12", None),
        ("pp", None),
    ],
)
def test_flags_are_sorted_letters(text: str, flags: str | None) -> None:
    assert read_flags(text) == flags


def test_only_what_is_not_free_is_confidential() -> None:
    assert [read_confidentiality(text) for text in ("F", "A", "PU", "", "C", "N")] == [
        "",
        "",
        "",
        "",
        "c",
        "c",
    ]
