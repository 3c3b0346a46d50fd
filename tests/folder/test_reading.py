"""A folder is read whole or named broken; nothing is half-read, nothing raises but a refusal."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from growth import TIMES, assert_straight

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.folder.text_files import LARGEST
from stocktake.vocabulary.problems import RefusedError, errors

from .sound import Edit, add, copy_sound, put, swap


def test_sound_strategy_has_typed_tables(tmp_path: Path) -> None:
    source = read_folder(copy_sound(tmp_path / "river"))
    assert source.problems == ()
    assert source.tables["actions"]["lead"].to_list() == [["Upton"], ["Ministry"], ["Ministry"]]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        read_folder(tmp_path / "nowhere")
    assert [problem.code for problem in refused.value.problems] == ["no-folder"]


BROKEN: list[Edit] = [
    add("actors.csv", "X,Y"),
    put("actors.csv", "ref,name\nX,Y\n"),
    put("evidence.csv", b"\xff\xfe"),
    put("objectives.yaml", "{"),
]


@pytest.mark.parametrize("edit", BROKEN)
def test_nothing_is_half_read(edit: Edit, tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    edit(path)
    source = read_folder(path)
    with pytest.raises(RefusedError) as refused:
        _ = source.tables
    assert refused.value.problems == tuple(errors(source.problems))


def test_one_broken_table_does_not_hide_the_faults_of_others(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    put("actors.csv", "{")(path)
    swap("milestones.csv", ",whole,", ",part,")(path)
    codes = {problem.code for problem in check(read_folder(path))}
    assert "missing-owed" in codes
    assert "ref-dangling" not in codes, "what a broken table may hold is not missing"


def test_an_empty_optional_table_is_as_good_as_none(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    put("waivers.csv", "rule,block,text_sha,by,on,reason\n")(path)
    assert check(read_folder(path)) == check(read_folder(copy_sound(tmp_path / "again")))


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    with (path / "actors.csv").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert [problem.code for problem in read_folder(path).problems] == ["file-too-large"]


def write_bomb(levels: int) -> str:
    """Each level stands nine times in the next."""
    names = "abcdefgh"[:levels]
    return "- &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"- &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise(names)
    )


HOSTILE: dict[str, Callable[[int], str]] = {
    "laughs.yaml": lambda n: write_bomb(n // 3125),
    "laughs in a row": lambda _: "- ref: &a O1\n  title: [*a, *a]\n",
    "itself": lambda _: "- &a {ref: *a}\n",
    "deep flow": lambda n: "- ref: " + "[" * (4 * n),
    "deep block": lambda n: "- " * (4 * n),
    "many columns": lambda n: "".join(f"- {{c{number}: x}}\n" for number in range(n)),
    "long cell": lambda n: f"- ref: {'x' * (200 * n)}\n",
    "python tag": lambda _: "- !!python/object/apply:os.system [touch /tmp/stocktake-was-here]\n",
    "two documents": lambda _: "- ref: a\n---\n- ref: b\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_costs_no_more_than_its_length(name: str, tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")

    def read(size: int) -> None:
        put("objectives.yaml", HOSTILE[name](size))(path)
        assert errors(check(read_folder(path)))

    assert_straight(read, 25_000 // TIMES)
    assert not Path("/tmp/stocktake-was-here").exists()


def test_a_yaml_block_does_not_end_in_a_line_break(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    swap("objectives.yaml", "statement: Every", "statement: |\n    Every")(path)
    assert not errors(check(read_folder(path)))


def test_hostile_text_is_shown_escaped_and_short(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    swap("actors.csv", "Upton,state", f"Upton,\x1b[2J\u202e{'x' * 500}")(path)
    lines = [problem.line() for problem in check(read_folder(path))]
    assert all(line.isprintable() and len(line) < 600 for line in lines)
