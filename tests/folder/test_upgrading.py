"""An older folder is brought to our schema, a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.folder import upgrading
from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.folder.upgrading import STEPS, upgrade_folder
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import SCHEMA_VERSION

from .sound import copy_sound, drop, put


def test_folder_without_a_schema_is_upgraded(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    sound = check(read_folder(path))
    drop("stocktake.yaml")(path)
    assert upgrade_folder(path) == [1]
    assert check(read_folder(path)) == sound


def test_folder_of_our_schema_is_left_alone(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    assert upgrade_folder(path) == []


def test_every_older_version_has_a_step() -> None:
    assert [*STEPS] == [*range(SCHEMA_VERSION)]


def test_steps_are_taken_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy_sound(tmp_path / "river")
    drop("stocktake.yaml")(path)
    monkeypatch.setattr(upgrading, "SCHEMA_VERSION", 2)
    monkeypatch.setitem(STEPS, 1, put("waivers.csv", "rule\n"))
    assert upgrade_folder(path) == [1, 2]
    assert (path / "waivers.csv").read_text() == "rule\n"
    assert (path / "stocktake.yaml").read_text() == "schema: 2\n"


@pytest.mark.parametrize("text", ["schema: 99\n", "schema: one\n", ""])
def test_newer_and_unreadable_schemas_are_refused(text: str, tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    put("stocktake.yaml", text)(path)
    with pytest.raises(RefusedError):
        upgrade_folder(path)
    assert (path / "stocktake.yaml").read_text() == text


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RefusedError) as refused:
            upgrade_folder(path)
        assert refused.value.problems[0].code in {"no-folder", "folder-no-strategy"}
    assert not (tmp_path / "stocktake.yaml").exists()
