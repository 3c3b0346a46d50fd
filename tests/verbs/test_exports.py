"""What series --export writes is valid for the libraries others read it with, value by value."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonstat_validator import validate_jsonstat
from pyjstat import pyjstat
from pysdmx.io import read_sdmx

from stocktake.cli import run
from stocktake.sources.cubes import FACTS, Cube
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml
from stocktake.verbs.showing import FINE

# pyjstat 2.4.0 warns of a function of its own that it calls itself.
pytestmark = pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")

FLAGSHIP = Path(__file__).parents[2] / "strategies" / "iss-2010"
REFUSALS = {
    ("2008", "121294"),
    ("2009", "113029"),
    ("2010", "108651"),
    ("2011", "118111"),
    ("2012", "115305"),
}
"""Indicator I-O4-02 as known on 2013-06-10: the figures of the README."""

ODD = {
    ("A&B", 'say "no"', "2020", "1234567890123456789.125", ""),
    ("A&B", "<none>", "2021-Q1", "-0.5", "ep"),
    ("Ö", "1;2,3", "2022-03", "", "c"),
}


def export(path: Path, format_: str) -> bytes:
    asked = ["--as-of", "2013-06-10", "--strategy", str(FLAGSHIP), "--store", str(path / "store")]
    out = path / "out"
    assert run(["series", "I-O4-02", "--export", format_, "--out", str(out), *asked]) == FINE
    return out.read_bytes()


def ask_pysdmx(content: bytes) -> list[dict[str, str]]:
    """Rows as pysdmx reads them, checked against the schemas of SDMX; empty for missing."""
    message: Any = read_sdmx(io.BytesIO(content), validate=True)
    (dataset,) = message.data
    rows: list[dict[str, str]] = dataset.data.fillna("").to_dict("records")
    return rows


def ask_pyjstat(content: bytes) -> list[dict[str, Any]]:
    """Rows as pyjstat reads them, of a file that jsonstat-validator has let pass."""
    assert validate_jsonstat(json.loads(content))
    frame = pyjstat.Dataset.read(content.decode()).write("dataframe", naming="id")
    return list(frame.dropna().to_dict("records"))


def cube_of_odd_codes() -> Cube:
    schema = dict.fromkeys(["unit", *FACTS], pl.String)
    rows = [tuple(cell or None for cell in row) for row in sorted(ODD)]
    return Cube("test", "odd", ("unit",), pl.DataFrame(rows, schema=schema, orient="row"))


@pytest.mark.parametrize("format_", ["sdmx-csv", "sdmx-ml"])
def test_pysdmx_reads_an_exported_series(tmp_path: Path, format_: str) -> None:
    rows = ask_pysdmx(export(tmp_path, format_))
    assert {(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows} == REFUSALS


def test_an_exported_series_is_json_stat(tmp_path: Path) -> None:
    rows = ask_pyjstat(export(tmp_path, "json-stat"))
    assert {(row["time"], f"{row['value']:.0f}") for row in rows} == REFUSALS


@pytest.mark.parametrize("write", [write_sdmx_csv, write_sdmx_ml])
def test_pysdmx_gets_odd_codes_every_digit_and_flags(write: Any) -> None:
    names = ("UNIT", "GEO", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG")
    rows = ask_pysdmx(write(cube_of_odd_codes()))
    assert {tuple(row[name] for name in names) for row in rows} == ODD


def test_pyjstat_gets_odd_codes_and_only_the_values_there_are() -> None:
    content = write_json_stat(cube_of_odd_codes())
    found = {(row["unit"], row["geo"], row["time"], row["value"]) for row in ask_pyjstat(content)}
    assert found == {(*row[:3], float(Decimal(row[3]))) for row in ODD if row[3]}
