"""Open SDG: data and metadata pages."""

from __future__ import annotations

from stocktake.sources.opensdg import is_metadata, looks_like, read

HEAD = "Year,Sex,Units,Unit multiplier,Observation status,COMMENT_OBS_0,Value\n"


def test_a_blank_is_the_total_and_a_status_is_a_flag() -> None:
    rows = [
        "2011/12,,Number,Units,Normal Value,,5.0\n",
        "2011/12,Female,Number,Units,Definition differs,,2.0\n",
        "2012/13,,Number,Units,Missing data; suppressed,,\n",
        "2013/14,,,Units,Undefined,…,\n",
    ]
    cube = read((HEAD + "".join(rows)).encode())
    assert cube.dimensions == ("sex", "units")
    assert cube.frame.rows() == [
        ("_T", "Number", "-", "2011/2012", "5", None),
        ("Female", "Number", "-", "2011/2012", "2", "d"),
        ("_T", "Number", "-", "2012/2013", None, "c"),
        ("_T", "_Z", "-", "2013/2014", None, None),
    ]


def test_rows_that_repeat_one_another_are_one() -> None:
    cube = read(b"Year,Value\n2010,1\n2010,1.0\n")
    assert cube.frame["value"].to_list() == ["1"]
    assert [problem.code for problem in cube.problems] == ["duplicate-row"]


def test_rows_that_contradict_one_another_are_refused_until_a_person_decides() -> None:
    content = b"Year,Value\n2010,1\n2010,2\n"
    assert read(content).problems[0].code == "duplicate-observation"
    cube = read(content, without=[3])
    assert cube.frame["value"].to_list() == ["1"]
    assert [problem.code for problem in cube.problems] == ["rows-left-out"]


def test_markup_in_names_is_text_and_codes_of_places_are_geo() -> None:
    cube = read(b"Year,Series,GeoCode,Value\n2010,<u>a</u> b,K04000001,1\n2010,<u>a</u> b,,1\n")
    assert cube.frame.rows() == [
        ("<u>a</u> b", "K04000001", "2010", "1", None),
        ("<u>a</u> b", "-", "2010", "1", None),
    ]


def test_a_status_nobody_knows_is_told() -> None:
    cube = read(b"Year,Observation status,Value\n2010,quite fine really,1\n")
    assert [problem.code for problem in cube.problems] == ["flag-unknown"]


def test_pages_of_metadata_and_empty_indicators_are_refused_by_name() -> None:
    page = b"---\r\nindicator_name: x\r\n---\r\n"
    assert is_metadata(page.decode())
    assert read(page).problems[0].code == "metadata-file"
    nothing = read(b"Year,Value\nThere is no data for this indicator yet,\n")
    assert nothing.problems[0].code == "no-data"
    assert read(b"a,b\n1,2\n").problems[0].code == "head-unknown"


def test_it_is_known_by_its_first_and_last_column() -> None:
    assert looks_like(HEAD)
    assert not looks_like("Year,Value,Note")
