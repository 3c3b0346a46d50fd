"""The code lists that ship with us."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from stocktake.sources import codelists
from stocktake.sources.codelists import find_known_labels, is_place, list_of, map_labels, read_list
from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube
from stocktake.sources.files import read_content

FOLDER = Path(codelists.__file__).with_suffix("")
FILES = sorted(FOLDER.glob("*.csv"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_label_has_one_code_and_a_source(file: Path) -> None:
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        assert row["code"] and row["label"] and row["source"]
        assert None not in row
        codes[row["label"]].add(row["code"])
    assert [label for label, found in codes.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("European Union (28 countries)", "EU28"),
        ("European Union - 27 countries (from 2020)", "EU27_2020"),
        ("European Union (27 countries)", "EU27_2007"),
        ("Kosovo*", "XK"),
        ("Türkiye", "TR"),
        ("Greece", "EL"),
        ("United Kingdom", "UK"),
        ("Germany (until 1990 former territory of the FRG)", "DE"),
        ("Scotland (NUTS 2021)", "UKM"),
        ("England and Wales", "UKC-L"),
        ("Northern Ireland (UK) (NUTS 2021)", "UKN"),
        ("Euro area – 20 countries (from 2023)", "EA20"),
    ],
)
def test_places_have_the_codes_of_eurostat(label: str, code: str) -> None:
    assert read_list(GEO)[label] == code


def make_cube(places: list[str]) -> Cube:
    rows = len(places)
    columns = {GEO: places, PERIOD: ["2013"] * rows, VALUE: ["1"] * rows, FLAGS: [None] * rows}
    return Cube("csv", frame=pl.DataFrame(columns), labels=frozenset({GEO}))


def test_unknown_labels_stay_with_a_warning() -> None:
    mapped = map_labels(make_cube(["Belgium", "Atlantis"]))
    assert mapped.frame[GEO].to_list() == ["BE", "Atlantis"]
    assert mapped.labels == frozenset({GEO})
    assert [problem.code for problem in mapped.problems] == ["label-unknown"]


def test_a_place_without_a_code_is_told_once() -> None:
    content = b"Entity,Year,Deaths\nBelgium,2013,1\nMiddle-earth,2013,2\n"
    told = [problem.code for problem in read_content(content, "x.csv").problems]
    assert told == ["label-unknown"]


def test_two_labels_of_one_code_are_never_made_one() -> None:
    mapped = map_labels(make_cube(["Turkey", "Türkiye", "France"]))
    assert mapped.frame[GEO].to_list() == ["Turkey", "Türkiye", "FR"]


def test_codes_are_never_changed() -> None:
    mapped = map_labels(make_cube(["GR", "EL", "Belgium"]))
    assert mapped.frame[GEO].to_list() == ["GR", "EL", "BE"]


def test_a_list_is_never_looked_for_on_the_disk() -> None:
    assert list_of("../../vocabulary/words") == {}
    assert list_of("c" * 5000) == {}
    assert not is_place("<script>")
    frame = pl.DataFrame({GEO: ["FRAN MS"], "unit": ["Number"]})
    assert find_known_labels(frame, [GEO, "unit"]) == {"unit"}
