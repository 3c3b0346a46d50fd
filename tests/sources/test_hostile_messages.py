"""The hostile messages and documents of the probe: verdicts, and the codes that say why."""

from __future__ import annotations

import json
import time

import pytest
from specimens import HOSTILE, needs_hostile

from stocktake.sources.evidence.checking import check_evidence
from stocktake.sources.recognise import read_any
from stocktake.vocabulary.problems import NOTE, Problem

pytestmark = needs_hostile

CODES = {
    "sdmx/010_billion_laughs.xml": "xml-dtd",
    "sdmx/011_xxe_file.xml": "xml-dtd",
    "sdmx/012_xxe_ssrf.xml": "xml-dtd",
    "sdmx/013_unknown_dimension.xml": "unknown-dimension",
    "sdmx/014_non_unique_obs.xml": "duplicate-observation",
    "sdmx/015_truncated.xml": "xml-malformed",
    "sdmx/016_values_nan_inf.xml": "number-nan",
    "sdmx/017_deep_nesting.xml": "xml-depth",
    "sdmx/018_sdmx_csv_unknown_column.csv": "unknown-column",
    "json/010_depth_100k.json": "json-depth",
    "json/011_duplicate_keys.json": "json-duplicate-key",
    "json/012_nan_infinity.json": "json-syntax",
    "json/013_size_mismatch.json": "jsonstat-size",
    "json/014_huge_size.json": "jsonstat-size",
    "json/015_proto.json": "unknown-field",
    "evidence/010_svg_script.svg": "svg-active",
    "evidence/011_markdown_xss.md": "html-removed",
    "evidence/013_yaml_unsafe.yaml": "yaml-tag",
    "evidence/014_polyglot.pdf": "pdf-active",
    "evidence/015_zip_slip.zip": "zip-path",
}


def look_at(name: str) -> tuple[Problem, ...]:
    content = (HOSTILE / name).read_bytes()
    if name.startswith("evidence/"):
        return tuple(check_evidence(content, name))
    return read_any(content, name).problems


def list_probe() -> list[tuple[str, str]]:
    manifest = HOSTILE / "manifest.json"
    rows = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else []
    wanted = ("sdmx/", "json/", "evidence/")
    return [(row["file"], row["verdict"]) for row in rows if row["file"].startswith(wanted)]


@pytest.mark.parametrize(("name", "verdict"), list_probe())
def test_hostile_files_get_their_verdict(name: str, verdict: str) -> None:
    begun = time.process_time()
    told = [problem for problem in look_at(name) if problem.severity != NOTE]
    assert time.process_time() - begun < 1
    refused = any(problem.severity == "error" for problem in told)
    assert (verdict == "accept") is (not told)
    assert verdict != "reject" or refused
    assert name not in CODES or CODES[name] in {problem.code for problem in told}


@pytest.mark.parametrize(("name", "verdict"), list_probe())
def test_nothing_hostile_is_shown_raw_or_long(name: str, verdict: str) -> None:
    for problem in look_at(name):
        assert problem.line().isprintable()
        assert len(problem.line()) < 600


def test_infinite_and_huge_numbers_are_named_with_their_place() -> None:
    told = {problem.code: problem for problem in look_at("sdmx/016_values_nan_inf.xml")}
    assert {"number-nan", "number-infinite", "number-range"} <= set(told)
    assert "TIME_PERIOD=2022" in told["number-range"].row


def test_a_double_names_series_and_period() -> None:
    (problem,) = look_at("sdmx/014_non_unique_obs.xml")
    assert "geo=BE" in problem.row and problem.column == "2022"
    assert "1, 2" in problem.message


def test_what_was_cut_short_names_line_and_column() -> None:
    (problem,) = look_at("sdmx/015_truncated.xml")
    assert problem.row == "1" and int(problem.column) > 600
