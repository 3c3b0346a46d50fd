"""Codes that are not what they seem are told, in every format, and kept."""

from __future__ import annotations

import json

import polars as pl
import pytest

from stocktake.sources.distinct import list_distinct
from stocktake.sources.odd_codes import find_odd_codes
from stocktake.sources.recognise import read_any
from stocktake.sources.text import LINE
from stocktake.vocabulary.problems import Problem


def look_at(*texts: str) -> list[Problem]:
    frame = pl.DataFrame({"sex": texts, LINE: range(2, 2 + len(texts))})
    return find_odd_codes(frame, list_distinct(frame, ["sex"]), {"sex": "SEX"})


def codes_of(*texts: str) -> list[str]:
    return [problem.code for problem in look_at(*texts)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-2+3", "@SUM", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0b1"]
)
def test_what_a_spreadsheet_would_compute_is_told(text: str) -> None:
    assert "csv-formula" in codes_of(text, "M")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:x"]
)
def test_what_would_run_in_a_browser_is_told(text: str) -> None:
    assert codes_of(text) == ["code-active"]


@pytest.mark.parametrize("text", ["M\u200b", "\u202eM", "M\xad", " M", "M\xa0", "M\U000e0041"])
def test_what_one_cannot_see_is_told_with_its_row(text: str) -> None:
    (problem,) = look_at("F", text)
    assert (problem.code, problem.row, problem.column) == ("code-hidden", "3", "SEX")


@pytest.mark.parametrize("text", ["\u0412E", "\u0410\u0422", "\uff22\uff25"])
def test_letters_of_another_alphabet_are_told(text: str) -> None:
    (problem,) = look_at(text)
    assert problem.code == "code-disguised"
    assert "U+" in problem.message


@pytest.mark.parametrize(
    ("first", "second"),
    [("T", "\u0422"), ("T", "T\u200b"), ("be", "BE"), ("T", "T "), ("caf\xe9", "cafe\u0301")],
)
def test_codes_that_look_the_same_are_told_together(first: str, second: str) -> None:
    assert "codes-alike" in codes_of(first, second, "other")


@pytest.mark.parametrize(
    "text", ["-", "_T", "Y_LT15", "<1 year", "km\xb2", "\u0412\u0441\u0435", "\u041c", "T\xfcrkiye"]
)
def test_codes_and_labels_of_offices_are_nothing_odd(text: str) -> None:
    assert codes_of(text) == []


def test_labels_with_spaces_that_do_not_break_are_nothing_odd() -> None:
    assert codes_of("Euro\xa0area") == []


XML = (
    '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">'
    '<m:DataSet><Series FREQ="A" GEO="{}"><Obs TIME_PERIOD="2022" OBS_VALUE="1"/></Series>'
    "</m:DataSet></m:StructureSpecificData>"
)
STAT = {"class": "dataset", "id": ["geo", "time"], "size": [1, 1], "value": [1]}


@pytest.mark.parametrize(("text", "code"), [("=1+1", "csv-formula"), ("B\u200bE", "code-hidden")])
def test_every_format_tells_them(text: str, code: str) -> None:
    index = {"geo": [text], "time": ["2022"]}
    dimension = {name: {"category": {"index": codes}} for name, codes in index.items()}
    files = [XML.format(text), json.dumps({**STAT, "dimension": dimension})]
    files += [f"geo,time,value\n{text},2022,1\n"]
    for file in files:
        cube = read_any(file.encode())
        assert code in {problem.code for problem in cube.problems}
        assert cube.frame["geo"].to_list() == [text]
