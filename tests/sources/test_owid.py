"""Tables of Our World in Data."""

from __future__ import annotations

from stocktake.sources.owid import looks_like, read


def test_each_measure_is_an_indicator() -> None:
    cube = read(b"Entity,Code,Year,Deaths,Injured\nBelgium,BEL,2010,1,\nWorld,,2010,,0.50\n")
    assert cube.dimensions == ("indicator",)
    assert cube.frame.rows() == [
        ("Deaths", "BEL", "2010", "1", None),
        ("Deaths", "World", "2010", None, None),
        ("Injured", "BEL", "2010", None, None),
        ("Injured", "World", "2010", "0.5", None),
    ]


def test_entities_that_are_no_places_are_a_dimension() -> None:
    cube = read(b"Entity,Year,Deaths\nAll natural disasters,2010,1\nFlood,2010,2\n")
    assert cube.dimensions == ("entity", "indicator")
    assert cube.frame["geo"].to_list() == ["-", "-"]


def test_regions_among_places_are_told() -> None:
    cube = read(b"Entity,Year,Deaths\nBelgium,2010,1\nWestern Europe,2010,2\n")
    assert cube.labels == {"geo"}
    assert [problem.code for problem in cube.problems] == ["unknown-code"]


def test_infinite_rates_are_missing_with_a_warning() -> None:
    cube = read(b"Entity,Year,Rate\nBelgium,2010,inf\nFrance,2010,2\n")
    assert cube.frame["value"].to_list() == [None, "2"]
    assert [problem.code for problem in cube.problems] == ["infinite-missing"]


def test_days_and_wrong_heads() -> None:
    cube = read(b"Entity,Code,Day,Cases\nBelgium,BEL,2020-03-01,4\n")
    assert cube.frame["period"].to_list() == ["2020-03-01"]
    assert read(b"Entity,Year\nBelgium,2010\n").problems[0].code == "head-unknown"
    assert looks_like("Entity,Code,Year,Deaths")
    assert not looks_like("geo,Year,Deaths")
