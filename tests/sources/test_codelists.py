"""The code lists that ship with us."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from stocktake.sources import codelists
from stocktake.sources.codelists import find_known_labels, is_place, list_of, map_labels, read_list
from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube, digest
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


PAIRS = {
    "asylum decisions": (
        "DATAFLOW,freq,unit,citizen,sex,age,decision,geo,TIME_PERIOD,OBS_VALUE\n"
        "ESTAT:MIGR_ASYDCFSTA(1.0),Annual,Person,Extra-EU27 (from 2020),Total,From 14 to 17 years,"
        "Geneva Convention status,Germany,2022,5\n"
        "ESTAT:MIGR_ASYDCFSTA(1.0),Annual,Person,Stateless,Females,Less than 14 years,"
        "Total positive decisions,Montenegro,2022,0\n",
        "freq,unit,citizen,sex,age,decision,geo\\TIME_PERIOD\t2022 \n"
        "A,PER,EXT_EU27_2020,T,Y14-17,GENCONV,DE\t5 \n"
        "A,PER,STLS,F,Y_LT14,TOTAL_POS,ME\t0 \n",
    ),
    "population by single year": (
        "DATAFLOW,freq,unit,age,sex,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        "ESTAT:DEMO_PJAN(1.0),Annual,Number,1 year,Males,North Macedonia,2012,11000,b\n"
        "ESTAT:DEMO_PJAN(1.0),Annual,Number,Open-ended age class,Total,"
        "Euro area - 17 countries (2011-2013),2012,7,\n",
        "freq,unit,age,sex,geo\\TIME_PERIOD\t2012 \n"
        "A,NR,Y1,M,MK\t11000 b\nA,NR,Y_OPEN,T,EA17\t7 \n",
    ),
    "persons in justice": (
        "DATAFLOW,freq,leg_stat,citizen,unit,geo,TIME_PERIOD,OBS_VALUE\n"
        "ESTAT:CRIM_JUST_CTZ(1.0),Annual,Convicted person,Foreign country,Number,Austria,2008,1\n",
        "freq,leg_stat,citizen,unit,geo\\TIME_PERIOD\t2008 \nA,PER_CNV,FOR,NR,AT\t1 \n",
    ),
    "security of enterprises": (
        "DATAFLOW,freq,size_emp,indic_is,unit,geo,TIME_PERIOD,OBS_VALUE\n"
        "ESTAT:ISOC_CISCE_RA(1.0),Annual,10 persons employed or more,"
        "ICT security measure used: strong password authentication,Percentage of enterprises,"
        "European Union - 27 countries (from 2020),2022,82.0\n",
        "freq,size_emp,indic_is,unit,geo\\TIME_PERIOD\t2022 \n"
        "A,GE10,E_SECMSPSW,PC_ENT,EU27_2020\t82.0 \n",
    ),
}


@pytest.mark.parametrize("subject", PAIRS)
def test_labels_and_codes_of_one_dataset_have_the_same_digest(subject: str) -> None:
    labelled, coded = (read_content(text.encode(), "x") for text in PAIRS[subject])
    assert not labelled.problems and not coded.problems
    assert digest(labelled) == digest(coded)
