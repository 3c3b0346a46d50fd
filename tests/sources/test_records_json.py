"""Lists of records, such as the facts of the Digital Decade."""

from __future__ import annotations

import json
from typing import Any

from sources import damaged_formats

from stocktake.sources.records_json import read

FACT: dict[str, Any] = {"model": "core.fact", "fields": damaged_formats.FACT}


def test_the_period_measured_wins_over_the_edition() -> None:
    target = {"fields": {**FACT["fields"], "period": ["2030"], "reference_period": None}}
    cube = read(json.dumps([FACT, target]).encode())
    assert cube.dimensions == ("indicator", "unit")
    assert cube.frame.rows() == [
        ("desi", "pc", "AT", "2025", "69.77", "be"),
        ("desi", "pc", "AT", "2030", "69.77", "be"),
    ]


def test_flat_records_are_read_too() -> None:
    cube = read(json.dumps([{"geo": "BE", "year": 2020, "value": 5}]).encode())
    assert cube.frame.rows() == [("BE", "2020", "5", None)]


def test_records_without_value_are_refused_with_their_names() -> None:
    cube = read(json.dumps([{"fields": {"code": "AT", "label": "Austria"}}]).encode())
    (problem,) = cube.problems
    assert problem.code == "json-unknown" and "code, label" in problem.message


def test_a_new_name_in_each_record_does_not_make_a_column_of_each() -> None:
    records = [{f"n{number}": 1, "value": 1} for number in range(30_000)]
    assert [one.code for one in read(json.dumps(records).encode()).problems] == ["too-many-columns"]
