"""What columns are by their usual names."""

from __future__ import annotations

import pytest

from stocktake.sources.cubes import GEO, PERIOD
from stocktake.sources.mapping import Mapping
from stocktake.sources.plain_head import is_period_text, recognise
from stocktake.sources.text import load_table


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        (
            "Country,iso3,Year,Sex,Value,Flag,url\nBelgium,BEL,2013,M,1,p,x\n",
            Mapping(geo="iso3", period="Year", value=("Value",), dimensions=("Sex",), flags="Flag"),
        ),
        ("geo,2013,2013Q1\nBE,1,2\n", Mapping(geo="geo", value=("2013", "2013Q1"), across=PERIOD)),
        ("Year,BE,FR\n2013,1,2\n", Mapping(period="Year", value=("BE", "FR"), across=GEO)),
        (
            '"LOCATION","SUBJECT","TIME","Value","Flag Codes"\n"AUS","TOT","2018",1,"E"\n',
            Mapping("LOCATION", "TIME", ("Value",), ("SUBJECT",), "Flag Codes"),
        ),
        (
            "ref_area,sex,classif1,time,obs_value,obs_status,note_source\nFRA,SEX_T,X,2019,1,B,R1\n",
            Mapping("ref_area", "time", ("obs_value",), ("sex", "classif1"), "obs_status"),
        ),
        ("Year,Month,a,b\n2013,,1,2\n", Mapping(period="Year", value=("a", "b"))),
    ],
)
def test_usual_names_make_a_mapping(text: str, mapping: Mapping) -> None:
    assert recognise(load_table(text.encode()), Mapping())[0] == mapping


def test_a_period_is_described_by_words_without_a_year() -> None:
    assert is_period_text("previous reporting period (4th joint review)")
    assert not any(map(is_period_text, ("2013", "never", "", "in 2013", "2013-13-01")))


def test_an_empty_column_of_places_is_told() -> None:
    _, problems = recognise(load_table(b"geo,time,value\n,2022,1\n"), Mapping())
    assert [(problem.code, problem.column) for problem in problems] == [("geo-empty", "geo")]
    assert recognise(load_table(b"time,value\n2022,1\n"), Mapping())[1] == []
    assert (
        recognise(load_table(b"Entity,Code,Year,v\nWorld,,2022,1\nEU,,2022,2\n"), Mapping())[1]
        == []
    )
