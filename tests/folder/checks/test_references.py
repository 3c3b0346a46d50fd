"""References: to a row that is there, of a table that fits."""

from __future__ import annotations

from stocktake.folder.checks.references import check_references

from .small import look

ACTION = {"ref": "A1", "objective": "O1", "lead": "COM;BE"}


def test_every_reference_of_a_list_is_followed() -> None:
    found = look(check_references, actions=[ACTION], objectives=[{"ref": "O1"}])
    assert found == [("ref-dangling", "actions.csv 2", "lead")] * 2


def test_a_broken_table_may_hold_what_is_not_found() -> None:
    assert look(check_references, "actors", "objectives", actions=[ACTION]) == []


def test_any_of_several_tables_will_do() -> None:
    rows = [{"ref": "M1", "subject": "A1"}, {"ref": "M2", "subject": "O1"}]
    tables = {"objectives": [{"ref": "O1"}], "actions": [{"ref": "A1"}]}
    assert look(check_references, milestones=rows, **tables) == []
