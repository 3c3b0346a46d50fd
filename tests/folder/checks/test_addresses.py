"""Addresses of the side tables."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.addresses import check_addresses

from .small import look

TARGET = {"indicator": "I1", "branch": "official", "deadline": "2014"}


@pytest.mark.parametrize("row", ["*", "I1|official|2014"])
@pytest.mark.parametrize("field", ["*", "value"])
def test_stars_and_joined_keys_are_addresses(row: str, field: str) -> None:
    line = {"table": "targets", "row": row, "field": field}
    assert look(check_addresses, marks=[line], targets=[TARGET]) == []


@pytest.mark.parametrize("name", ["provenance", "marks", "texts", "amendments"])
def test_every_side_table_is_followed(name: str) -> None:
    line = {"table": "targets", "row": "I1", "field": "value", "new": "3"}
    found = look(check_addresses, **{name: [line]}, targets=[TARGET])
    assert found == [("address-row", f"{name}.csv 2", "row")]


def test_computed_tables_are_not_spoken_of() -> None:
    found = look(check_addresses, marks=[{"table": "verdicts", "row": "*", "field": "*"}])
    assert found == [("address-table", "marks.csv 2", "table")]
