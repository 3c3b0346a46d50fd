"""Every real file of the offices that we hold: data with its counts, or refused by name.

The table is `real_files.csv`; each file is read the way of `stocktake read`. What a person must say
besides the file stands in its column `mapping`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from specimens import RAW, needs_raw

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube, digest
from stocktake.sources.files import read_content

pytestmark = needs_raw

TABLE = list(
    csv.DictReader(Path(__file__).with_name("real_files.csv").read_text("utf-8").splitlines())
)
DATA = {row["file"]: row for row in TABLE if row["kind"] == "data"}
OTHERS = {row["file"]: row for row in TABLE if row["kind"] != "data"}

CRIME, CYBER = "objective1_crime", "objective3_cyber"
BORDERS, CRISES = "objective4_borders", "objective5_crises"
ML, JSTAT = "parser_fixtures/sdmx_ml", "parser_fixtures/jsonstat"


@cache
def read_file(name: str, mapping: str = "") -> Cube:
    return read_content((RAW / name).read_bytes(), Path(name).name, mapping=mapping or None)


@pytest.mark.parametrize("file", DATA)
def test_a_file_that_holds_data_is_read_whole(file: str) -> None:
    row = DATA[file]
    cube = read_file(file, row["mapping"])
    assert not cube.is_refused, [problem.line() for problem in cube.problems]
    found = cube.frame[VALUE]
    counts = (found.count(), found.null_count())
    assert (cube.format, *counts) == (row["format"], int(row["observations"]), int(row["missing"]))
    assert cube.frame.columns == [*cube.dimensions, GEO, PERIOD, VALUE, FLAGS]
    assert cube.frame.select(cube.key).is_duplicated().sum() == 0


@pytest.mark.parametrize("file", OTHERS)
def test_a_file_without_data_is_refused_by_name(file: str) -> None:
    row = OTHERS[file]
    cube = read_file(file)
    assert cube.format == row["format"]
    assert cube.is_refused and cube.frame.is_empty()
    assert row["code"] in {problem.code for problem in cube.problems}


def test_every_file_is_classed() -> None:
    held = {str(path.relative_to(RAW)) for path in RAW.rglob("*") if path.is_file()}
    assert held == {*DATA, *OTHERS}


def read_stated() -> dict[str, tuple[int, int]]:
    """Rows and columns of each file, as those who collected them counted with another program."""
    form = re.compile(r"^\| `raw/([^`]+)`.*\[([0-9]+) rows x ([0-9]+) cols\]", re.MULTILINE)
    text = (RAW.parent / "SOURCES.md").read_text("utf-8")
    return {name: (int(rows), int(columns)) for name, rows, columns in form.findall(text)}


LEFT = {
    f"{CRIME}/opensdg_uk_16-1-1_homicide.csv": 1,
    f"{CRIME}/opensdg_de_16-2.csv": 4,
    "parser_fixtures/sdmx_csv/example-13.csv": 1,
    f"{CYBER}/eurepoc_dashboard_evolution.csv": 160,
    f"{CYBER}/eurepoc_dashboard_incident_types.csv": 160,
    f"{CYBER}/eurepoc_dashboard_inclusion.csv": 308,
    "objective2_terrorism/fivethirtyeight_gtd_country_stats_1993_appendix2.csv": 2,
}
"""Rows left out: one by a person, repeated ones, attributes of a group, records
without a year, two that are empty."""

EVENTS = "count=ID;geo=receiver_country;period=year"


STATED = read_stated() if RAW.is_dir() else {}


@pytest.mark.parametrize("file", [file for file in DATA if file in STATED])
def test_counts_are_those_that_another_program_counted(file: str) -> None:
    rows, columns = STATED[file]
    cube = read_file(file, DATA[file]["mapping"])
    whole = rows - LEFT.get(file, 0)
    if cube.format == "eurostat-tsv":
        assert len(cube.frame) == whole * (columns - 1)
    else:
        assert len(cube.frame) % whole == 0 and len(cube.frame) // whole < columns


def test_codes_in_tsv_and_labels_in_sdmx_csv_are_one_dataset() -> None:
    codes = read_file(f"{CRIME}/estat_crim_off_cat.tsv")
    labels = read_file(f"{CRIME}/crim_off_cat_sdmxcsv_natix.csv")
    assert labels.labels == frozenset()
    assert digest(codes) == digest(labels)
    assert labels.updated == "2024-04-23T23:00:00"


def value_of(cube: Cube, geo: str, period: str, **codes: str) -> tuple[str | None, str | None]:
    wanted = {GEO: geo, PERIOD: period, **codes}
    found = cube.frame.filter(**wanted)
    assert len(found) == 1
    return found[VALUE][0], found[FLAGS][0]


def test_the_census_of_2011_revised_germany() -> None:
    old = read_file("common/tps00001_old_tsv_vintage2016.tsv")
    new = read_file("common/tps00001_old_tsv_vintage2020.tsv")
    last = read_file("common/tps00001_sdmxcsv_natix.csv")
    assert value_of(old, "DE", "2011") == ("81751602", None)
    assert value_of(new, "DE", "2011") == ("80222065", "b")
    assert value_of(last, "DE", "2011") == ("80222065", "b")


def test_the_three_compositions_of_the_union_stay_three_places() -> None:
    new = read_file("common/tps00001_old_tsv_vintage2020.tsv")
    places = set(new.frame[GEO])
    assert {"EU27_2007", "EU28", "EU27_2020", "EL", "UK", "XK", "FX"} <= places
    old = read_file(f"{BORDERS}/migr_eirfs_1_Data_mit2012.csv")
    late = read_file(f"{BORDERS}/migr_eirfs_sdmxcsv_natix.csv")
    assert value_of(late, "EU27_2020", "2016") == ("318990", None)
    assert {"EU28"} <= set(old.frame[GEO])
    assert value_of(late, "EU27_2020", "2023")[1] == "e"


def test_every_label_of_place_and_citizenship_has_a_code() -> None:
    for name in ("migr_eirfs_1_Data_mit2012", "migr_eirfs_Data_allcitizenships"):
        cube = read_file(f"{BORDERS}/{name}.csv")
        assert cube.labels == {"indic_mg"}
        assert {"CI", "XK", "STLS"} & set(cube.frame["citizen"])


def test_refusals_of_2011_by_vintage_of_the_report() -> None:
    cube = read_file("tables/frontex_fran_summary_by_vintage.csv")
    found = cube.frame.filter(period="2011").filter(
        cube.frame.filter(period="2011")["indicator"].str.contains("Refusals of entry")
    )
    assert {"118087", "118111", "118277"} <= set(found[VALUE])


def test_disaster_types_are_no_places() -> None:
    cube = read_file(f"{CRISES}/owid_natural_disasters_1900_2019_emdat_2020.csv")
    assert cube.dimensions == ("entity", "indicator")
    assert set(cube.frame[GEO]) == {"-"}


def test_cyber_incidents_are_counted_once_however_many_rows_they_have() -> None:
    cube = read_file(f"{CYBER}/eurepoc_dashboard_evolution.csv", EVENTS)
    assert value_of(cube, "DE", "2023") == ("41", None)
    assert value_of(cube, "DE", "2022") == ("14", None)


def test_fires_of_a_country_that_only_the_file_name_says() -> None:
    told = "period=Year;value=Burned Area (ha)|Number of Fires;set.geo=EL"
    name = f"{CRISES}/effis/estimates-by-country_GRC_2006_2024.csv"
    cube = read_file(name, told)
    assert value_of(cube, "EL", "2007", indicator="Burned Area (ha)") == ("271715", None)


@pytest.mark.parametrize("file", [file for file in DATA if file.endswith(".xml")])
def test_counts_agree_with_a_count_of_elements(file: str) -> None:
    tree = etree.parse(str(RAW / file))
    count = tree.xpath(
        "count(//*[local-name()='Obs'][@OBS_VALUE or *[local-name()='ObsValue'][@value!='NaN']])"
    )
    assert count == int(DATA[file]["observations"])


def test_the_same_rates_in_four_shapes_are_one_content() -> None:
    names = ("ng-flat", "ng-ts", "ng-ts-ss", "ng-xs")
    cubes = [read_file(f"{ML}/ECB_EXR_{name}.xml") for name in names]
    assert len({digest(cube) for cube in cubes}) == 1


def test_the_footer_says_what_to_do() -> None:
    cube = read_file(f"{ML}/ESTAT_footer.xml")
    (problem,) = cube.problems
    assert "413" in problem.message and "Due to the large query" in problem.message
    assert problem.mend.endswith("http://ec.europa.eu/eurostat/SDMX/diss-web/file/wHsvjs7hQCy7Dqf4")


def test_the_error_answer_gives_the_words_of_the_office() -> None:
    cube = read_file(f"{JSTAT}/eurostat_api_error400_invalid_geo.json")
    assert "400: INVALID_QUERY_DIMENSION_VALUE" in cube.problems[0].message
