"""Plain tables, by the usual names of their columns or by a declared mapping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.sources.cubes import Cube
from stocktake.sources.mapped_csv import read

PLAIN = "geo=geo;period=time;value=value"


def read_text(text: str, mapping: str | None = None) -> Cube:
    return read(text.encode(), mapping)


def codes_of(cube: Cube) -> list[str]:
    return [problem.code for problem in cube.problems]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("geo,time,value\nBE,2013,1\n", [("BE", "2013", "1", None)]),
        ("Country;Year;Value\nBE;2013;1,5\n", [("BE", "2013", "1.5", None)]),
        ("land\tjahr\twert\nBE\t2013\t1\n", [("BE", "2013", "1", None)]),
        ("geo,time,value,flag\nBE,2013,:,c\n", [("BE", "2013", None, "c")]),
        (
            "geo,sex,time,n\nBE,,2013,1\nBE,F,2013,1\n",
            [("_X", "BE", "2013", "1", None), ("F", "BE", "2013", "1", None)],
        ),
        ("iso3,country,year,value\nBEL,Belgium,2013,1\nBEL,Belgium,2014,2\n", None),
        ("country,2013,2014\nBE,1,2\n", [("BE", "2013", "1", None), ("BE", "2014", "2", None)]),
        ("year,Belgium,France\n2013,1,2\n", None),
        ("year,deaths,injured\n2013,1,2\n", None),
        ("year,deaths\n2013,1\n", [("deaths", "-", "2013", "1", None)]),
    ],
)
def test_usual_names_need_no_mapping(text: str, rows: list[tuple[str | None, ...]] | None) -> None:
    cube = read_text(text)
    assert not cube.is_refused, cube.problems
    assert rows is None or cube.frame.rows() == rows


def test_cross_tables_are_turned() -> None:
    cube = read_text("year,Belgium,France\n2013,1,2\n")
    assert cube.frame["geo"].to_list() == ["Belgium", "France"]
    assert cube.labels == {"geo"}
    measures = read_text("year,deaths,injured\n2013,1,2\n")
    assert measures.frame["indicator"].to_list() == ["deaths", "injured"]


def test_a_file_of_the_world_bank_needs_no_mapping() -> None:
    cube = read_text(
        '"Data Source","World Development Indicators",\n\n"Last Updated Date","2017-12-19",\n\n'
        '"Country Name","Country Code","Indicator Name","Indicator Code","1994","1995",\n'
        '"Aruba","ABW","GDP (current US$)","NY.GDP.MKTP.CD","1330167597.76536","",\n'
        '"Angola","AGO","GDP (current US$)","NY.GDP.MKTP.CD","4059352153.05368","5039552482.4",\n'
    )
    assert codes_of(cube) == ["titles-left-out", "columns-left-out"]
    rows = cube.frame.filter(geo="ABW").select("indicator code", "geo", "period", "value").rows()
    assert rows == [
        ("NY.GDP.MKTP.CD", "ABW", "1994", "1330167597.76536"),
        ("NY.GDP.MKTP.CD", "ABW", "1995", None),
    ]


def test_months_across_as_frontex_writes_them() -> None:
    cube = read_text(
        "Border Type,Route,Nationality,JAN2009,FEB2009\n"
        "Land,Western Balkan Route,Afghanistan,10,20\n"
    )
    assert cube.dimensions == ("border type", "route", "nationality")
    assert cube.frame.select("period", "value").rows() == [("2009-01", "10"), ("2009-02", "20")]


@pytest.mark.parametrize("first", ["DisNo.", "Dis No", "event_id_cnty", "eventid", "ID"])
def test_a_list_of_events_is_named_as_such(first: str) -> None:
    cube = read_text(f"{first},ISO,Start Year,Total Deaths\n2010-0023-GRC,GRC,2010,1\n")
    assert codes_of(cube) == ["event-list", "columns-left-out"]
    assert cube.frame.rows() == [("2010-0023-GRC", "GRC", "2010", "1", None)]
    assert cube.problems[0].mend.endswith(f"count={first};geo=ISO;period=Start Year")


def test_names_of_places_and_remarks_are_left_out_and_told() -> None:
    text = "iso3,country,year,value,note\nBEL,Belgium,2013,1,x\nBEL,Belgium,2014,2,y\n"
    cube = read_text(text)
    assert cube.frame["geo"].to_list() == ["BEL", "BEL"]
    assert codes_of(cube) == ["columns-left-out"]


def test_a_vintage_is_kept_only_where_it_tells_rows_apart() -> None:
    one = read_text("geo,time,value,vintage\nBE,2013,1,v1\nBE,2014,1,v1\n")
    assert one.dimensions == ()
    two = read_text("geo,time,value,vintage\nBE,2013,1,v1\nBE,2013,2,v2\n")
    assert two.dimensions == ("vintage",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("code,name\nBE,Belgium\n", "code-list"),
        ("id,geo,colour\n1,BE,red\n", "mapping-owed"),
        ("geo,time,value,colour\nBE,2013,1,red\n", "unknown-column"),
        ("geo,time,value,amount\nBE,2013,1,2\n", "unknown-column"),
        ("geo,value,sex\nBE,1,M\n", "mapping-owed"),
        ("geo,time,sex\nBE,2013,M\n", "mapping-owed"),
        ("geo,time,value\nBE,,1\n", "rows-missing-period"),
        ("geo,time,value\nBE,2013,NaN\n", "number-invalid"),
        ("geo,time,value\nBE,2013,12%\n", "number-invalid"),
        ("geo;time;value\nBE;2013;1,500\n", "number-grouped"),
        ("geo,time,value,GEO\nBE,2013,1,FR\n", "duplicate-column"),
        ("geo,time,value\nBE,2013,\n", "no-observations"),
    ],
)
def test_what_cannot_be_told_is_asked_for(text: str, code: str) -> None:
    cube = read_text(text)
    assert cube.is_refused
    assert code in codes_of(cube)


@pytest.mark.parametrize(
    ("number", "told", "value"),
    [
        ("1,500", "thousands=,", "1500"),
        ("1,500", "decimal=,", "1.5"),
        ("1.500,25", "thousands=.;decimal=,", "1500.25"),
        ("1 500", "thousands= ", "1500"),
        ("007.50", "decimal=.", "7.5"),
    ],
)
def test_separators_within_numbers_are_declared(number: str, told: str, value: str) -> None:
    cube = read_text(f"geo;time;value\nBE;2013;{number}\n", f"{PLAIN};{told}")
    assert cube.frame["value"].to_list() == [value]


def test_groups_of_thousands_must_be_whole() -> None:
    cube = read_text("geo;time;value\nBE;2013;15,00\n", f"{PLAIN};thousands=,")
    assert codes_of(cube) == ["number-invalid"]


def test_records_are_counted_once() -> None:
    text = "id,land,year\n7,BE,2000.0\n7,BE,2000\n8,BE,2000\n9,BE,\n"
    cube = read_text(text, "count=id;geo=land;period=year")
    assert cube.frame.rows() == [("BE", "2000", "2", None)]
    assert codes_of(cube) == ["rows-without-period"]
    every = read_text(text, "count=*;geo=land;period=year")
    assert every.frame["value"].to_list() == ["3"]


def test_a_list_of_records_is_told_with_the_way_to_count_them() -> None:
    text = (
        "id,land,year,kind,killed\n7,BE,2000.0,fire,1\n7,BE,2000,flood,\n8,BE,2001,fire,2\n9,,,,\n"
    )
    cube = read_text(text)
    assert cube.dimensions == ("id", "kind")
    assert cube.frame.rows() == [
        ("7", "fire", "BE", "2000", "1", None),
        ("7", "flood", "BE", "2000", "1", None),
        ("8", "fire", "BE", "2001", "1", None),
    ]
    told, *others = cube.problems
    assert told.mend.endswith("count=id;geo=land;period=year")
    assert [problem.code for problem in others] == ["columns-left-out", "rows-without-period"]


def test_a_mapping_may_only_add_to_what_the_names_say() -> None:
    twice = "geo,time,value\nBE,2013,1\nBE,2013,2\n"
    assert read_text(twice, "parts=part").frame["part"].to_list() == ["1", "2"]
    assert read_text(twice, "without=3").frame.rows() == [("BE", "2013", "1", None)]
    assert read_text("geo;time;value\nBE;2013;1,500\n", "decimal=,").frame.rows() == [
        ("BE", "2013", "1.5", None)
    ]
    given = read_text("geo,value\nBE,1\n", "set.period=1993")
    assert given.frame.rows() == [("BE", "1993", "1", None)]


def test_a_table_of_measures_may_have_no_period_and_per_cent_in_cells() -> None:
    cube = read_text("Country,Killed,Percent\nBE,1,0.40%\nFR,,1 %\n")
    assert codes_of(cube) == ["period-absent"]
    assert cube.frame.rows() == [
        ("Killed", "BE", "-", "1", None),
        ("Killed", "FR", "-", None, None),
        ("Percent (%)", "BE", "-", "0.4", None),
        ("Percent (%)", "FR", "-", "1", None),
    ]


def test_what_no_column_says_is_given() -> None:
    cube = read_text("y,a,b\n2010-11,1,2\n", "value=a|b;period=y;fiscal=yes;set.geo=EL;set.unit=ha")
    assert cube.frame.rows() == [
        ("ha", "a", "EL", "2010/2011", "1", None),
        ("ha", "b", "EL", "2010/2011", "2", None),
    ]


def test_parts_of_one_observation_are_numbered_when_a_person_says_so() -> None:
    text = "geo,time,value\nBE,2013,1\nBE,2013,2\n"
    assert codes_of(read_text(text, PLAIN)) == ["duplicate-observation"]
    cube = read_text(text, f"{PLAIN};parts=part")
    assert cube.frame["part"].to_list() == ["1", "2"]
    assert len(read_text(text, f"{PLAIN};without=3").frame) == 1


def test_a_described_period_is_kept_without_one_or_translated() -> None:
    text = "geo,time,value\nBE,2013,1\nBE,the period before that,2\n"
    cube = read_text(text)
    assert cube.frame["period"].to_list() == ["2013", "-"]
    assert codes_of(cube) == ["period-described"]
    told = read_text(text, f"{PLAIN};period.the period before that=2011/2012")
    assert told.frame["period"].to_list() == ["2013", "2011/2012"]


@pytest.mark.parametrize(
    "mapping",
    [
        "geo=place;period=time;value=value",
        "geo=geo;period=time",
        f"{PLAIN};set.geo=BE",
        "across=geo",
    ],
)
def test_a_mapping_that_does_not_fit_is_told(mapping: str) -> None:
    cube = read_text("geo,time,value\nBE,2013,1\n", mapping)
    assert cube.is_refused


KEYS = (
    *("geo", "period", "value", "dims", "flags", "across", "count", "fiscal", "decimal"),
    *("thousands", "missing", "without", "parts", "set.geo", "set.value", "set.line", "period.1"),
)
TEXTS = ("geo", "time", "value", "sex", "GEO", "*", "a|b", "sex|sex", "", "2013", ",", "@status")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(TEXTS), max_size=6))
def test_no_mapping_ends_in_a_traceback(mapping: dict[str, str]) -> None:
    cube = read(b"geo,time,value,sex\nBE,2013,1,M\nFR,2014,2.5,F\n", mapping)
    assert cube.is_refused == cube.frame.is_empty()
