"""SDMX-CSV 1.0 and 2.0 in all the ways offices write them."""

from __future__ import annotations

import pytest

from stocktake.sources.cubes import Cube, digest
from stocktake.sources.sdmx_csv import looks_like, read


def read_text(text: str, **told: list[str]) -> Cube:
    return read(text.encode(), **told)


def codes_of(cube: Cube) -> list[str]:
    return [problem.code for problem in cube.problems]


FIRST = "DATAFLOW,FREQ,GEO,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
ROWS = "X:D(1.0),A,BE,2013,12.50,p,\nX:D(1.0),A,FR,2013,,e,C\n"
CONTENT = [("A", "BE", "2013", "12.5", "p"), ("A", "FR", "2013", None, "ce")]


def test_version_one_with_codes() -> None:
    cube = read_text(FIRST + ROWS)
    assert (cube.dataset, cube.dimensions, cube.problems) == ("X:D(1.0)", ("freq",), ())
    assert cube.frame.rows() == CONTENT


SAME = [
    # Codes in version 2.0, columns in any order, with keys.
    "STRUCTURE,STRUCTURE_ID,ACTION,SERIES_KEY,OBS_VALUE,OBS_FLAG,CONF_STATUS,GEO,FREQ,TIME_PERIOD\n"
    "dataflow,X:D(1.0),I,A.BE,12.5,p,,BE,A,2013\n"
    "dataflow,X:D(1.0),A,A.FR,NaN,e,C,FR,A,2013\n",
    # Codes and labels in one cell, semicolons, decimal commas.
    "STRUCTURE[|];STRUCTURE_ID;ACTION;FREQ: Frequency;GEO: Place;TIME_PERIOD: Time;"
    "OBS_VALUE: Value;OBS_FLAG: Flag;CONF_STATUS: Secrecy\n"
    "dataflow;X:D(1.0): Data;I;A: Annual;BE: Belgium;2013: 2013;12,5;p: provisional;F: Free\n"
    "dataflow;X:D(1.0): Data;I;A: Annual;FR: France: all;2013;-;e: estimated;C: Secret\n",
    # Labels in columns of their own.
    "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,geo,Geo,TIME_PERIOD,Time,"
    "OBS_VALUE,Value,OBS_FLAG,Flag,CONF_STATUS,Secrecy\n"
    "dataflow,X:D(1.0),Data,A,Annual,BE,Belgium,2013,,12.5,,p,provisional,,\n"
    "dataflow,X:D(1.0),Data,A,Annual,FR,France,2013,,:,,e,estimated,C,Secret\n",
    # Tabs, and an exponent.
    "DATAFLOW\tFREQ\tGEO\tTIME_PERIOD\tOBS_VALUE\tOBS_FLAG\tCONF_STATUS\n"
    "X:D(1.0)\tA\tBE\t2013\t1.25E1\tp\t\nX:D(1.0)\tA\tFR\t2013\t\te\tC\n",
    # As the ECB writes it.
    "KEY,FREQ,GEO,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,TITLE,DECIMALS,UNIT_MULT\n"
    "D.A.BE,A,BE,2013,12.5,P,F,Some title,1,0\nD.A.FR,A,FR,2013,,E,C,Some title,1,0\n",
]


@pytest.mark.parametrize("text", SAME)
def test_other_ways_to_write_the_same_have_the_same_digest(text: str) -> None:
    cube = read_text(text)
    assert not cube.is_refused, cube.problems
    assert digest(cube) == digest(read_text(FIRST + ROWS))


def test_several_measures_are_a_dimension_and_arrays_are_attributes() -> None:
    text = (
        "STRUCTURE[;],STRUCTURE_ID,ACTION,OBS_VALUE1,OBS_VALUE2,NOTE_X[en;fr],ATTR_1[],GEO,TIME_PERIOD\n"
        'dataflow,X:D(1.0),M,1,2,"en:a;fr:b",X;Y,BE,2013-Q1\n'
    )
    cube = read_text(text)
    assert cube.dimensions == ("measure",)
    assert cube.frame.rows() == [
        ("OBS_VALUE1", "BE", "2013-Q1", "1", None),
        ("OBS_VALUE2", "BE", "2013-Q1", "2", None),
    ]


def test_the_codes_of_sdmx_for_total_and_not_applicable_are_no_labels() -> None:
    text = (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,SEX,AGE,TIME_PERIOD,OBS_VALUE,AGG_METHOD,OBS_CONF\n"
        "datastructure,WB.DATA360:DS_DATA360(1.2),I,ABW,_T,_Z,1994,1,SUM,PU\n"
    )
    cube = read_text(text)
    assert (cube.labels, codes_of(cube)) == (frozenset(), [])
    assert cube.frame.rows() == [("_T", "_Z", "ABW", "1994", "1", None)]


def test_a_dimension_of_others_after_the_measure_is_an_attribute() -> None:
    """UNICEF's AGE says of whom an indicator tells, and names no series."""
    text = (
        "DATAFLOW,REF_AREA:Geographic area,SEX:Sex,TIME_PERIOD:Time period,"
        "OBS_VALUE:Observation Value,CUSTODIAN:Custodian,AGE:Current age\n"
        "UNICEF:CME(1.0): Child Mortality,AFG: Afghanistan,_T: Total,1957,378.6,,Y0T4: Under 5\n"
    )
    cube = read_text(text)
    assert (cube.dataset, cube.dimensions) == ("UNICEF:CME(1.0)", ("sex",))
    assert [problem.column for problem in cube.problems] == ["AGE"]


def test_a_multiplier_is_told_and_the_values_stay() -> None:
    text = (
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,UNIT_MEASURE\n"
        "dataflow,OECD:DF(1.0),I,AUT,2019,397575.3,{},XDC\n"
    )
    cube = read_text(text.format("6"))
    assert (codes_of(cube), cube.frame["value"].to_list()) == (["multiplied"], ["397575.3"])
    assert codes_of(read_text(text.format("0"))) == []


def test_an_unknown_column_is_refused_unless_it_is_declared() -> None:
    text = "DATAFLOW,GEO,TIME_PERIOD,OBS_VALUE,SURPRISE\nX:D(1.0),BE,2013,1,x\n"
    cube = read_text(text)
    assert (codes_of(cube), cube.problems[0].column) == (["unknown-column"], "SURPRISE")
    assert read_text(text, dimensions=["surprise"]).dimensions == ("surprise",)


def test_in_version_two_it_is_an_attribute_with_a_warning() -> None:
    text = "STRUCTURE,STRUCTURE_ID,GEO,TIME_PERIOD,OBS_VALUE,SURPRISE\ndataflow,X,BE,2013,1,x\n"
    cube = read_text(text)
    assert (codes_of(cube), cube.dimensions) == (["attribute-unknown"], ())


def test_deletions_beside_observations_are_passed_over() -> None:
    head = "STRUCTURE,STRUCTURE_ID,ACTION,GEO,TIME_PERIOD,OBS_VALUE\n"
    both = read_text(head + "dataflow,X,I,BE,2013,1\ndataflow,X,D,BE,2014,\n")
    assert (codes_of(both), len(both.frame)) == (["rows-deleting"], 1)
    assert codes_of(read_text(head + "dataflow,X,D,BE,2014,\n")) == ["delete-message"]


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ("X,A,BE,2013,1e400,,\n", "number-range", "2"),
        ("X,A,BE,2013,INF,,\n", "number-infinite", "2"),
        ("X,A,BE,2013,1 000,,\n", "number-invalid", "2"),
        ("X,A,BE,2013-13,1,,\n", "period-invalid", "2"),
        ("X,A,BE,2013,1,,\nX,A,BE,2013,2,,\n", "duplicate-observation", "2, 3"),
        ("X,A,,2013,1,,\n", "dimension-missing", "2"),
        ("X,A,BE,2013,1\n", "row-width", "2"),
        ("", "no-observations", ""),
    ],
)
def test_what_is_wrong_is_refused_with_its_row(rows: str, code: str, row: str) -> None:
    cube = read_text(FIRST + rows)
    assert cube.is_refused
    assert (cube.problems[-1].code, cube.problems[-1].row) == (code, row)


def test_the_same_row_twice_is_one_with_a_warning() -> None:
    cube = read_text(f"{FIRST}X,A,BE,2013,1,,\nX,A,BE,2013,1.0,,\nX,A,BE,2014,2,,\n")
    assert (codes_of(cube), len(cube.frame)) == (["duplicate-row"], 2)


def test_nan_is_missing_and_strange_flags_are_told() -> None:
    cube = read_text(f"{FIRST}X,A,BE,2013,NaN,,\nX,A,BE,2014,1,what is this,\n")
    assert codes_of(cube) == ["flag-unknown", "number-nan"] or codes_of(cube) == [
        "number-nan",
        "flag-unknown",
    ]
    assert cube.frame["value"].to_list() == [None, "1"]


def test_labels_instead_of_codes_are_named() -> None:
    text = "DATAFLOW,freq,geo,TIME_PERIOD,OBS_VALUE\nX:D(1.0),Annual,Türkiye,2013,1\n"
    assert read_text(text).labels == {"freq", "geo"}
    assert read_text(FIRST + ROWS).labels == frozenset()


def test_it_is_known_by_its_first_column() -> None:
    for head in ("DATAFLOW,GEO", "STRUCTURE[;],STRUCTURE_ID", '"DATAFLOW";x', "KEY,FREQ"):
        assert looks_like(head)
    assert not looks_like("DATAFLOWS,GEO")
    assert codes_of(read_text("geo,time,value\nBE,2013,1\n")) == ["head-unknown"]
