"""The template starts sound, and says itself which problems it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.folder.starting import start_strategy
from stocktake.vocabulary.problems import RefusedError


def test_template_has_only_the_problems_its_readme_names(tmp_path: Path) -> None:
    path = start_strategy(tmp_path / "new")
    named = re.findall(r"^\| `([a-z-]+)` \| ([a-z.]+)", (path / "README.md").read_text(), re.M)
    found = [(problem.code, problem.file) for problem in check(read_folder(path))]
    assert sorted(found) == sorted(named)


@pytest.mark.parametrize(
    "title", ["The Sea Plan", 'A "quoted": title # here', "Œuvre\nin two lines", "=1+1", "- x", "'"]
)
def test_title_is_kept_whatever_it_holds(title: str, tmp_path: Path) -> None:
    source = read_folder(start_strategy(tmp_path / "new", title=title))
    assert source.texts["strategy"]["title"].to_list() == [" ".join(title.split())]
    assert len(check(source)) == 3


def test_reference_comes_from_the_title(tmp_path: Path) -> None:
    source = read_folder(start_strategy(tmp_path / "new", title="The Sea Plan"))
    assert source.texts["strategy"]["ref"].to_list() == ["sea-plan"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert (start_strategy(tmp_path / "new") / "strategy.yaml").is_file()


def test_a_filled_folder_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    for path in (tmp_path, tmp_path / "note.txt"):
        with pytest.raises(RefusedError) as refused:
            start_strategy(path)
        assert [problem.code for problem in refused.value.problems] == ["folder-not-empty"]
    assert [file.name for file in tmp_path.iterdir()] == ["note.txt"]
