"""A declared mapping, as one text or as pairs."""

from __future__ import annotations

import pytest

from stocktake.sources.mapping import Mapping, make_mapping, parse_mapping
from stocktake.vocabulary.problems import RefusedError


def test_a_text_says_what_the_columns_are() -> None:
    text = "geo=Country; period=Year;value=Deaths|Injured;dims=Sex|Age;set.unit=persons;fiscal=yes"
    assert parse_mapping(text) == Mapping(
        geo="Country",
        period="Year",
        value=("Deaths", "Injured"),
        dimensions=("Sex", "Age"),
        constant={"unit": "persons"},
        fiscal=True,
    )


def test_pairs_may_hold_any_name() -> None:
    assert make_mapping({"value": "a;b=c", "thousands": " "}).value == ("a;b=c",)


@pytest.mark.parametrize(
    "text", ["geo", "land=Country", "fiscal=maybe", "value=a;without=three", "=x"]
)
def test_what_cannot_be_used_is_told(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_mapping(text)
    assert [problem.code for problem in refused.value.problems] == ["mapping-broken"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2013", "2013"),
        ("2000.0", "2000"),
        ("2010-2012", "2010/2012"),
        ("2001-2021-10", "2001/2021-10"),
        ("2010-11", "2010-11"),
        ("2011/12", "2011/2012"),
        ("2013-01-01", "2013-01-01"),
        ("2013-02-29", ""),
        ("0000", ""),
        ("44927", ""),
    ],
)
def test_periods_as_plain_tables_write_them(text: str, period: str) -> None:
    assert Mapping().read_period(text) == period


def test_fiscal_years_and_translated_texts_must_be_declared() -> None:
    assert Mapping(fiscal=True).read_period("2010-11") == "2010/2011"
    assert Mapping(fiscal=True).read_period("1999-00") == "1999/2000"
    assert Mapping(fiscal=True).read_period("2010-12") == ""
    assert Mapping(periods={"fourth review": "2014-03/2015-12"}).read_period("fourth review")
