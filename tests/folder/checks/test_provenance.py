"""Provenance: which rows are covered."""

from __future__ import annotations

from stocktake.folder.checks.provenance import check_provenance

from .small import look

THREATS = [{"ref": "T1", "title": "a"}, {"ref": "T2", "title": "b", "statement": "c"}]


def line(row: str, field: str = "*") -> dict[str, str | None]:
    return {"table": "threats", "row": row, "field": field, "standing": "unconfirmed"}


def test_a_table_without_any_line_is_one_problem() -> None:
    assert look(check_provenance, threats=THREATS) == [("table-unsourced", "threats.csv ", "")]


def test_each_row_without_a_line_is_one_problem() -> None:
    found = look(check_provenance, threats=THREATS, provenance=[line("T1")])
    assert found == [("row-unsourced", "threats.csv 3", "ref")]


def test_lines_for_all_rows_or_for_every_filled_column_cover() -> None:
    assert look(check_provenance, threats=THREATS, provenance=[line("*")]) == []
    lines = [line("*", "title"), line("T2", "statement")]
    assert look(check_provenance, threats=THREATS, provenance=lines) == []
    found = look(check_provenance, threats=THREATS, provenance=lines[:1])
    assert found == [("row-unsourced", "threats.csv 3", "ref")]
