"""Extracts of Eurostat's databrowser as it was before 2020."""

from __future__ import annotations

from stocktake.sources.codelists import map_labels
from stocktake.sources.databrowser import looks_like, read

HEAD = '"TIME","GEO","CITIZEN","UNIT","Value","Flag and Footnotes"\n'


def row(value: str, notes: str = "", geo: str = "Belgium", time: str = "2012") -> str:
    return f'"{time}","{geo}","Total","Person","{value}","{notes}"\n'


def test_thousands_colons_flags_and_footnotes() -> None:
    rows = [
        row("3,675", "d"),
        row(":", "c", time="2013"),
        row("498 300 775", "bep", time="2014"),
        row("12", "b Break in series", time="2015"),
        row("0", "See the footnote", time="2016"),
        row("1.5", time="2017M04"),
    ]
    cube = read((HEAD + "".join(rows)).encode())
    assert cube.frame.select("period", "value", "flags").rows() == [
        ("2012", "3675", "d"),
        ("2013", None, "c"),
        ("2014", "498300775", "bep"),
        ("2015", "12", "b"),
        ("2016", "0", None),
        ("2017-04", "1.5", None),
    ]


def test_labels_are_named_and_mapped() -> None:
    geo = "Germany (until 1990 former territory of the FRG)"
    cube = read((HEAD + row("1", geo=geo) + row("2", geo="Côte d'Ivoire")).encode("cp1252"))
    assert cube.labels == {"geo", "citizen", "unit"}
    assert [problem.code for problem in cube.problems] == ["encoding-detected"]
    mapped = map_labels(cube)
    assert mapped.labels == frozenset()
    assert mapped.frame.drop("period", "flags").rows() == [
        ("TOTAL", "PER", "DE", "1"),
        ("TOTAL", "PER", "CI", "2"),
    ]


def test_a_number_with_commas_elsewhere_is_none() -> None:
    cube = read((HEAD + row("3,67")).encode())
    assert [problem.code for problem in cube.problems] == ["number-invalid"]


def test_label_columns_beside_codes_are_left_out() -> None:
    cube = read(b'"TIME","GEO","GEO_LABEL","Value"\n"2012","BE","Belgium","5"\n')
    assert (cube.dimensions, cube.labels) == ((), frozenset())
    assert cube.frame.rows() == [("BE", "2012", "5", None)]


def test_it_is_known_by_its_head() -> None:
    assert looks_like(HEAD)
    assert not looks_like("geo,time,value")
    assert read(b"geo,time,value\nBE,2012,1\n").problems[0].code == "head-unknown"
