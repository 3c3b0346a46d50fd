"""What is sound is let pass, whatever it is about; problems come in the order of reading."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.vocabulary.problems import errors

from ..sound import FLAGSHIP, add, copy_sound, put, swap

WITHOUT_FLAGSHIP = pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there yet")


@WITHOUT_FLAGSHIP
def test_flagship_has_no_errors() -> None:
    assert errors(check(read_folder(FLAGSHIP))) == []


@WITHOUT_FLAGSHIP
def test_flagship_is_checked_in_under_four_tenths_of_a_second() -> None:
    source = read_folder(FLAGSHIP)
    start = process_time()
    check(source)
    assert process_time() - start < 0.4


def test_strategy_with_a_row_in_every_table_passes(tmp_path: Path) -> None:
    source = read_folder(copy_sound(tmp_path / "river"))
    assert all(frame.height for frame in source.texts.values())
    codes = [problem.code for problem in check(source)]
    assert codes == ["action-no-due", "objective-no-indicator"]


def test_form_comes_first_then_file_and_line(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    put("zebra.csv", "x\n")(path)
    for number in range(12):
        add("threats.csv", f"T 1{number},Drought,")(path)
    swap("actors.csv", "Upton,state", "Upton,stat")(path)
    problems = check(read_folder(path))
    assert [problem.code for problem in problems[:2]] == ["file-unknown", "action-no-due"]
    lines = [int(problem.row) for problem in problems if problem.file == "threats.csv"]
    assert lines == [*range(4, 16)]
    assert [problem.file for problem in problems[1:]] == sorted(p.file for p in problems[1:])


def test_the_same_problem_is_named_once(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    swap("objectives.yaml", "ref: O1\n", "ref: O1\n  parent: O1\n")(path)
    problems = check(read_folder(path))
    assert len(problems) == len(set(problems))


def test_a_broken_chain_of_references_is_guessed_at(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    swap("objective_threats.csv", "O1,T1", "O1,T11")(path)
    found = [problem for problem in check(read_folder(path)) if problem.code == "ref-dangling"]
    assert found[0].mend.startswith("Did you mean 'T1'?")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("actions.yaml", "kind: building", "kind: '-'"),
        ("indicators.yaml", "high: 100", "high: '-'"),
        ("strategy.yaml", "statement: Water", "statement: |\n    Water"),
        ("actors.csv", "Town of Upton", "Ville d’Upton ‘été’ 𝄞"),
        ("milestones.csv", "2025-12,2025-11-28", "2025-12,2025"),
        ("observations/river-tests/2025-10-01.1.csv", ",70,p", ",,c"),
    ],
)
def test_what_is_allowed_is_no_problem(file: str, old: str, new: str, tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    before = check(read_folder(path))
    swap(file, old, new)(path)
    after = check(read_folder(path))
    assert [problem.code for problem in after] == [problem.code for problem in before]


def test_a_dropped_row_may_be_amended(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    add("amendments.csv", "actions,O1.A9,*,2025-09,A canal,,Ministry")(path)
    assert not errors(check(read_folder(path)))


def test_a_request_and_its_answer_may_share_a_number(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    assert not errors(check(read_folder(path)))
    swap("contributions.csv", "status,2026.Upton.1,2026-02-10", "status,,2026-02-10")(path)
    assert [problem.code for problem in errors(check(read_folder(path)))] == ["ref-twice"]
