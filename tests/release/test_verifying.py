"""A release that is not as it was released is found out, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import deed, promise, release_of, strategy_of, values

from stocktake.release.manifest import DIGEST_FILE, FILE
from stocktake.release.reading import read_release
from stocktake.release.verifying import verify
from stocktake.vocabulary.problems import RefusedError


@pytest.fixture
def release(tmp_path: Path) -> Path:
    tables = strategy_of(
        actions=[promise("2012")],
        milestones=[deed("2012-06-01", "whole")],
        indicators=[{"ref": "I1"}],
        vintages=[{"published": "2012"}],
        observations=values("2012", {"2009": "1"}),
    )
    release_of(tables, tmp_path / "release")
    return tmp_path / "release"


def files_of(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }


def named(folder: Path) -> dict[str, str]:
    """The files a look at the release names, with the code, refused or not."""
    try:
        problems = verify(folder)
    except RefusedError as refused:
        problems = list(refused.problems)
    return {Path(problem.file).name: problem.code for problem in problems}


def test_what_was_released_is_as_released(release: Path) -> None:
    assert verify(release) == []
    assert read_release(release).tables["actions"]["ref"].to_list() == ["O1.A1"]


def test_one_bit_flipped_in_any_file_names_that_file(release: Path) -> None:
    for name, path in files_of(release).items():
        content = path.read_bytes()
        for place in (0, len(content) // 2, len(content) - 1):
            for bit in (1, 4, 128):
                changed = bytearray(content)
                changed[place] ^= bit
                path.write_bytes(changed)
                found = named(release)
                pair = {FILE, DIGEST_FILE}
                assert found.keys() & (pair if name in pair else {path.name}), (name, place, bit)
                with pytest.raises(RefusedError):
                    read_release(release)
        path.write_bytes(content)
    assert verify(release) == []


def test_every_byte_of_the_manifests_own_checksum_counts(release: Path) -> None:
    path = release / DIGEST_FILE
    content = path.read_bytes()
    for other in (content[:-1], content + b"\n", content.upper(), b" " + content, b"", b"\xff"):
        path.write_bytes(other)
        assert named(release)[FILE] == "file-changed"


def test_a_missing_file_is_named(release: Path) -> None:
    for path in files_of(release).values():
        content = path.read_bytes()
        path.unlink()
        wanted = "no-release" if path.name == FILE else "file-missing"
        assert named(release) == {path.name: wanted}
        path.write_bytes(content)


@pytest.mark.parametrize("name", ["notes.txt", "csv/extra.csv", ".hidden", "new/deep/file"])
def test_an_added_file_is_named(release: Path, name: str) -> None:
    (release / name).parent.mkdir(parents=True, exist_ok=True)
    (release / name).write_text("")
    assert named(release) == {Path(name).name: "file-added"}


def test_a_link_is_no_file_of_a_release_whatever_it_points_to(release: Path) -> None:
    for path in files_of(release).values():
        aside = release.parent / path.name
        path.rename(aside)
        path.symlink_to(aside)
        assert named(release)[path.name] == "file-changed"
        path.unlink()
        aside.rename(path)
    (release / "elsewhere").symlink_to(release.parent, target_is_directory=True)
    (release / "nowhere").symlink_to(release / "gone")
    assert named(release) == {"elsewhere": "file-added", "nowhere": "file-added"}


def test_a_refused_release_says_every_file_and_how_to_mend_it(release: Path) -> None:
    (release / "later.csv").unlink()
    (release / "csv" / "actions.csv").write_text("ref\n")
    with pytest.raises(RefusedError) as refused:
        read_release(release)
    assert {problem.file for problem in refused.value.problems} == {"later.csv", "csv/actions.csv"}
    assert all("make it anew" in problem.mend for problem in refused.value.problems)
