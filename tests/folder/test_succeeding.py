"""A successor begins with what was left open, and the old strategy says where it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.folder.checks import check
from stocktake.folder.reading import Source, read_folder
from stocktake.folder.succeeding import start_successor
from stocktake.folder.workbook import read_workbook, write_workbook
from stocktake.vocabulary.problems import RefusedError, errors

from .sound import FLAGSHIP, add, copy_sound, swap


@pytest.fixture
def old(tmp_path: Path) -> Source:
    path = copy_sound(tmp_path / "old")
    add("threats.csv", "T3,Drought,The river may run dry.")(path)
    return read_folder(path)


def test_successor_is_sound_and_holds_what_was_open(old: Source, tmp_path: Path) -> None:
    start_successor(old, tmp_path / "new")
    source = read_folder(tmp_path / "new")
    assert not errors(check(source))
    assert source.texts["threats"]["title"].to_list() == ["Dry summers", "Drought"]
    assert source.texts["recommendations"]["text"].to_list() == ["Publish each result."]
    inherited = source.texts["recommendations"]["inherited_from"].to_list()
    assert inherited == ["river-plan REC-2027-01"]
    assert source.texts["actors"].equals(old.texts["actors"])
    assert source.texts["objectives"].is_empty()
    assert source.texts["strategy"]["predecessors"].to_list() == ["EV-plan;EV-river-plan-2027"]


def test_provenance_leads_back_to_the_old_rows(old: Source, tmp_path: Path) -> None:
    start_successor(old, tmp_path / "new")
    lines = read_folder(tmp_path / "new").texts["provenance"].rows_by_key("row", named=True)
    assert lines["T1"][0]["place"] == "challenges CH-2027-01 of the strategy before"
    assert lines["T1"][0]["source"] == "EV-river-plan-2027"


def test_owner_is_told_what_to_enter(old: Source, tmp_path: Path) -> None:
    handed = start_successor(old, tmp_path / "new").handed
    assert handed.rows() == [
        ("challenges", "CH-2027-01", "river-plan-2029 T1"),
        ("recommendations", "REC-2027-01", "river-plan-2029 REC-2029-01"),
    ]
    assert read_folder(Path(old.name)).texts["challenges"].equals(old.texts["challenges"])


def test_write_back_enters_it(old: Source, tmp_path: Path) -> None:
    start_successor(old, tmp_path / "new", write_back=True)
    again = read_folder(Path(old.name))
    assert again.texts["challenges"]["handed_to"].to_list() == [None, "river-plan-2029 T1"]
    assert not errors(check(again))


def test_write_back_enters_it_in_a_workbook(old: Source, tmp_path: Path) -> None:
    write_workbook(old.texts, tmp_path / "old.xlsx")
    start_successor(read_workbook(tmp_path / "old.xlsx"), tmp_path / "new", write_back=True)
    again = read_workbook(tmp_path / "old.xlsx")
    assert again.texts["challenges"]["handed_to"].to_list() == [None, "river-plan-2029 T1"]
    assert again.texts["actors"].equals(old.texts["actors"])


def test_an_earlier_cycle_hands_over_what_was_open_then(old: Source, tmp_path: Path) -> None:
    handed = start_successor(old, tmp_path / "new", cycle="2026").handed
    assert handed["row"].to_list() == ["CH-2026-01", "REC-2026-01"]


@pytest.mark.parametrize("grade", ["in full", "overtaken by events"])
def test_what_is_settled_is_not_handed_over(grade: str, tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "old")
    add("follow_ups.csv", f"REC-2027-01,2027,{grade},,Ministry")(path)
    handed = start_successor(read_folder(path), tmp_path / "new").handed
    assert "recommendations" not in handed["table"].to_list()


def test_the_newest_grade_decides(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "old")
    add("follow_ups.csv", "REC-2027-01,2027,in some respects,,Ministry")(path)
    add("follow_ups.csv", "REC-2027-01,2026,in full,,Ministry")(path)
    handed = start_successor(read_folder(path), tmp_path / "new").handed
    assert "REC-2027-01" in handed["row"].to_list()


def test_unsound_strategy_unknown_cycle_and_filled_folder_are_refused(
    old: Source, tmp_path: Path
) -> None:
    assert refusal(old, tmp_path / "new", "2030") == "cycle-unknown"
    assert refusal(old, Path(old.name)) == "folder-not-empty"
    swap("actors.csv", "Upton,state", "Upton,stat")(Path(old.name))
    assert refusal(read_folder(Path(old.name)), tmp_path / "new") == "strategy-unsound"
    assert not (tmp_path / "new").exists()


def refusal(old: Source, path: Path, cycle: str | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        start_successor(old, path, cycle)
    return refused.value.problems[0].code


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there yet")
def test_successor_of_the_flagship_is_sound(tmp_path: Path) -> None:
    start_successor(read_folder(FLAGSHIP), tmp_path / "new")
    assert not errors(check(read_folder(tmp_path / "new")))
