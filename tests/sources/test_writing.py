"""Exports: what they hold, and what cannot be said in a format."""

from __future__ import annotations

import json

import polars as pl
import pytest

from stocktake.sources.cubes import FACTS, Cube
from stocktake.sources.sdmx_csv import read
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml
from stocktake.vocabulary.problems import RefusedError


def cube_of(*rows: tuple[str | None, ...], dimensions: tuple[str, ...] = ("unit",)) -> Cube:
    schema = dict.fromkeys([*dimensions, *FACTS], pl.String)
    return Cube("x", "tps 1", dimensions, pl.DataFrame(rows, schema=schema, orient="row"))


TWO = cube_of(("NR", "FR", "2020", "2.5", None), ("NR", "BE", "2020", None, "c"))


def test_sdmx_csv_names_its_dataflow_and_sorts() -> None:
    assert write_sdmx_csv(TWO).decode().splitlines() == [
        "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,GEO,TIME_PERIOD,OBS_VALUE,OBS_FLAG",
        "dataflow,STOCKTAKE:TPS_1(1.0),I,NR,BE,2020,,c",
        "dataflow,STOCKTAKE:TPS_1(1.0),I,NR,FR,2020,2.5,",
    ]


def test_sdmx_ml_leaves_out_a_missing_value_and_keeps_its_flag() -> None:
    text = write_sdmx_ml(TWO).decode()
    assert '<Series UNIT="NR" GEO="BE"><Obs TIME_PERIOD="2020" OBS_FLAG="c"/>' in text
    assert text.count("<Series") == text.count("</Series>") == 2


def test_json_stat_keeps_the_digits() -> None:
    exact = "1234567890123456789012345.125"
    text = write_json_stat(cube_of(("NR", "BE", "2020", exact, None))).decode()
    assert exact in text and json.loads(text)["size"] == [1, 1, 1]


def test_missing_without_a_flag_says_nothing() -> None:
    cube = cube_of(("NR", "BE", "2020", None, None), ("NR", "BE", "2021", "1", None))
    assert len(write_sdmx_csv(cube).decode().splitlines()) == 2


def test_names_sdmx_cannot_hold_are_refused() -> None:
    cube = cube_of(("a", "BE", "2020", "1", None), dimensions=("county and region",))
    for write in (write_sdmx_csv, write_sdmx_ml):
        with pytest.raises(RefusedError):
            write(cube)
    assert json.loads(write_json_stat(cube))["id"][0] == "county and region"


def test_the_same_cube_gives_the_same_bytes() -> None:
    turned = Cube("x", "tps 1", ("unit",), TWO.frame.reverse())
    for write in (write_sdmx_csv, write_sdmx_ml, write_json_stat):
        assert write(TWO) == write(turned)


def test_a_code_like_a_formula_is_harmless_in_csv_and_comes_back() -> None:
    codes = ["=cmd|' /C calc'!A0", "'=a", "@x", "-y", "plain"]
    cube = cube_of(*((code, "BE", "2020", "-1", None) for code in codes))
    content = write_sdmx_csv(cube)
    assert b",=cmd" not in content and b",'=cmd" in content and b",-1," in content
    assert sorted(read(content).frame["unit"]) == sorted(codes)
