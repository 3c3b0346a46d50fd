"""The hostile tables and workbooks of the probe: each has its verdict, and the code for it."""

from __future__ import annotations

import json

import pytest
from specimens import HOSTILE, needs_hostile

from stocktake.sources import mapped_csv, sdmx_csv, xlsx
from stocktake.sources.cubes import FACTS, GEO, Cube
from stocktake.vocabulary.problems import NOTE

pytestmark = needs_hostile

CODES = {
    "csv/010_formula_cells.csv": "csv-formula",
    "csv/011_nul_bytes.csv": "control-char",
    "csv/012_ragged_rows.csv": "row-width",
    "csv/013_duplicate_header.csv": "duplicate-column",
    "csv/014_non_unique_obs.csv": "duplicate-observation",
    "csv/015_huge_numbers.csv": "number-range",
    "csv/016_utf16le_bom.csv": "encoding-detected",
    "csv/017_mixed_encodings.csv": "encoding-mixed",
    "csv/018_impossible_dates.csv": "period-invalid",
    "csv/019_empty.csv": "empty-file",
    "csv/020_long_line.csv": "field-too-long",
    "csv/021_unclosed_quote.csv": "quote-unclosed",
    "csv/022_html_script_cells.csv": "unknown-code",
    "sdmx/018_sdmx_csv_unknown_column.csv": "unknown-column",
    "xlsx/010_zip_bomb_sheet.xlsx": "archive-size",
    "xlsx/011_xxe_file.xlsx": "xml-dtd",
    "xlsx/012_formula_cells.xlsx": "formula-cell",
    "xlsx/013_zip_slip.xlsx": "archive-path",
    "xlsx/014_not_a_zip.xlsx": "not-xlsx",
    "xlsx/015_html_named_xlsx.xlsx": "type-mismatch",
    "xlsx/017_date_serials.xlsx": "period-invalid",
}
"""Where a file has several faults, the one the probe asks for."""


def read_probe(name: str) -> Cube:
    content = (HOSTILE / name).read_bytes()
    if name.startswith("xlsx/"):
        return xlsx.read(content)
    return sdmx_csv.read(content) if name.startswith("sdmx/") else mapped_csv.read(content)


def list_probe() -> list[tuple[str, str]]:
    manifest = HOSTILE / "manifest.json"
    rows = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else []
    wanted = ("csv/", "xlsx/", "sdmx/018")
    return [(row["file"], row["verdict"]) for row in rows if row["file"].startswith(wanted)]


@pytest.mark.parametrize(("name", "verdict"), list_probe())
def test_hostile_files_get_their_verdict(name: str, verdict: str) -> None:
    cube = read_probe(name)
    told = [problem for problem in cube.problems if problem.severity != NOTE]
    found = "reject" if cube.is_refused else "accept-warn" if told else "accept"
    assert found == verdict
    assert CODES.get(name) in {None, *(problem.code for problem in told)}
    assert all(problem.line().isprintable() and len(problem.line()) < 700 for problem in told)
    assert cube.frame.is_empty() == cube.is_refused


def test_controls_have_their_exact_content() -> None:
    rows = read_probe("csv/000_control_ok.csv").frame.select(FACTS).rows()
    assert rows == [("BE", "2022", "10", None), ("FR", "2022", "12.5", None)]
    for name in ("000_control_ok", "016_dimension_lie"):
        rows = read_probe(f"xlsx/{name}.xlsx").frame.select(FACTS).rows()
        assert rows == [("BE", "2023", "12.5", None)]


def test_formulas_are_kept_to_the_letter() -> None:
    places = read_probe("csv/010_formula_cells.csv").frame[GEO].to_list()
    assert places[0] == "=cmd|'/C calc'!A0"
    assert places[4] == '=HYPERLINK("http://127.0.0.1:9/x","click")'


@pytest.mark.parametrize(
    ("name", "code", "places"),
    [
        ("csv/012_ragged_rows.csv", "row-width", ["2", "3"]),
        ("csv/018_impossible_dates.csv", "period-invalid", ["2", "3", "4", "5", "6"]),
        ("csv/014_non_unique_obs.csv", "duplicate-observation", ["2, 3"]),
        ("csv/011_nul_bytes.csv", "control-char", ["2"]),
        ("csv/017_mixed_encodings.csv", "encoding-mixed", ["3"]),
        ("csv/021_unclosed_quote.csv", "quote-unclosed", ["2"]),
        ("xlsx/017_date_serials.xlsx", "period-invalid", ["2", "3", "4"]),
    ],
)
def test_every_fault_is_named_with_its_row(name: str, code: str, places: list[str]) -> None:
    problems = read_probe(name).problems
    assert [problem.row for problem in problems if problem.code == code] == places
