"""A release is written whole or not at all, the same bytes everywhere, exact in all three forms."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from people import deed, promise, release_of, strategy_of, values

from stocktake.release.freezing import archive_tables, freeze, json_rows, table_files
from stocktake.release.manifest import FILE
from stocktake.release.reading import read_release
from stocktake.release.verifying import verify
from stocktake.vocabulary.frames import Tables, frame_of, to_text
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import TABLES

ROOT = Path(__file__).parents[2]


def tables_of(title: str = "An action") -> Tables:
    return strategy_of(
        actions=[promise("2012", title=title, weight="0.10")],
        milestones=[deed("2012-06-01", "whole")],
        indicators=[{"ref": "I1"}],
        vintages=[{"published": "2011"}, {"published": "2013-06"}],
        observations=values("2011", {"2009": "12345678901234567890.5", "2010": ":"})
        + values("2013-06", {"2010": "1"}),
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_table_is_the_same_in_parquet_csv_and_json(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    frames = read_release(tmp_path / "r").tables
    for name, frame in frames.items():
        csv, rows = tmp_path / "r/csv" / f"{name}.csv", tmp_path / "r/json" / f"{name}.json"
        assert csv.exists() == rows.exists() == bool(len(frame)), name
        if len(frame):
            text = to_text(TABLES[name], frame)
            assert pl.read_csv(csv, infer_schema=False).equals(text)
            assert json.loads(rows.read_text()) == json_rows(frame)


def test_numbers_are_exact_in_every_form(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    exact = "12345678901234567890.5"
    told = json.loads((tmp_path / "r/json/series.json").read_text())
    assert [row["value"] for row in told] == [exact, None]
    assert exact in (tmp_path / "r/csv/observations.csv").read_text()
    assert read_release(tmp_path / "r").tables["series"]["value"][0] == Decimal(exact)
    assert json.loads((tmp_path / "r/json/actions.json").read_text())[0]["weight"] == "0.1"


def test_json_holds_days_as_text_and_lists_and_truths_as_they_are(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    cycle = json.loads((tmp_path / "r/json/cycles.json").read_text())[0]
    assert (cycle["as_of"], cycle["final"]) == ("2011-11-25", False)
    action = json.loads((tmp_path / "r/json/actions.json").read_text())[0]
    assert (action["lead"], action["supporting"]) == (["COM"], None)


def test_what_came_after_the_day_is_named_and_not_used(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    release = read_release(tmp_path / "r")
    assert release.later.rows() == [("floods", "2013-06", "Floods counted")]
    assert release.tables["vintages"]["published"].to_list() == ["2011"]
    assert release.name.startswith("river / 2013-1 / ")
    assert release.short_digest == release.manifest.digest[:12]


def test_columns_outside_the_dictionary_never_leave() -> None:
    frame = strategy_of(actions=[promise()])["actions"].with_columns(note=pl.lit("CANARY"))
    for name, content in table_files({"actions": frame}):
        assert b"CANARY" not in content, name
        assert b"note" not in content, name


def test_a_release_may_be_written_where_nothing_is_or_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "r"
    first = release_of(tables_of(), folder)
    second = release_of(tables_of("Another title"), folder)
    assert first.digest != second.digest
    assert verify(folder) == []
    assert read_release(folder).manifest == second
    assert [path.name for path in folder.parent.iterdir()] == ["r"]
    (tmp_path / "empty").mkdir()
    assert release_of(tables_of(), tmp_path / "empty").digest == first.digest


@pytest.mark.parametrize(
    "foreign",
    [
        {"thesis.txt": "years of work"},
        {FILE: '{"name": "a web app", "icons": []}', "app.js": "x"},
        {FILE: "not json"},
        {".git/config": "x"},
    ],
)
def test_a_folder_that_holds_something_else_is_refused_and_left_alone(
    tmp_path: Path, foreign: dict[str, str]
) -> None:
    folder = tmp_path / "mine"
    for name, text in foreign.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    before = bytes_of(tmp_path)
    with pytest.raises(RefusedError, match="not-a-release"):
        release_of(tables_of(), folder)
    assert bytes_of(tmp_path) == before


def test_a_release_to_which_something_was_added_is_not_overwritten(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    (tmp_path / "r" / "my-notes.txt").write_text("years of work")
    with pytest.raises(RefusedError, match="not-a-release"):
        release_of(tables_of(), tmp_path / "r")
    assert (tmp_path / "r" / "my-notes.txt").read_text() == "years of work"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("years of work")
    with pytest.raises(RefusedError, match="not-a-release"):
        release_of(tables_of(), tmp_path / "r")
    assert (tmp_path / "r").read_text() == "years of work"


def test_a_damaged_release_may_be_made_anew(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    (tmp_path / "r" / "later.csv").unlink()
    (tmp_path / "r" / "csv" / "actions.csv").write_text("")
    release_of(tables_of(), tmp_path / "r")
    assert verify(tmp_path / "r") == []


class CrashError(Exception):
    """The program dies here."""


def crashing(calls: Iterator[bool], error: type[BaseException]) -> object:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if next(calls, False):
            raise error
        return real(self, target)

    return rename


@pytest.mark.parametrize("error", [OSError, CrashError])
@pytest.mark.parametrize("at", [0, 1])
def test_a_crash_between_steps_leaves_the_old_release_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: type[BaseException]
) -> None:
    folder = tmp_path / "r"
    old = release_of(tables_of(), folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crashing(iter([False] * at + [True]), error))
        with pytest.raises(error):
            release_of(tables_of("Another title"), folder)
    assert read_release(folder).manifest == old
    new = release_of(tables_of("Another title"), folder)
    assert read_release(folder).manifest == new
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_a_power_cut_between_steps_loses_neither_release(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    old = release_of(tables_of(), folder)
    folder.rename(tmp_path / ".r.old")
    with pytest.raises(RefusedError):
        freeze({}, pl.DataFrame(), old, _foreign(tmp_path))
    assert verify(tmp_path / ".r.old") == []
    new = release_of(tables_of("Another title"), folder)
    assert read_release(folder).manifest == new
    assert not (tmp_path / ".r.old").exists()


def _foreign(tmp_path: Path) -> Path:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("")
    return tmp_path / "other"


def test_a_crash_while_writing_leaves_the_old_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = release_of(tables_of(), tmp_path / "r")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            release_of(tables_of("Another title"), tmp_path / "r")
    assert read_release(tmp_path / "r").manifest == old


CODE = """
import sys, pathlib
from test_freezing import tables_of
from people import release_of
release_of(tables_of(), pathlib.Path(sys.argv[1]))
"""


def test_the_same_strategy_gives_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    told = []
    for number, (zone, language) in enumerate(
        (("UTC", "C"), ("Pacific/Kiritimati", "tr_TR.UTF-8"))
    ):
        here = tmp_path / f"cwd{number}"
        here.mkdir()
        folder = here / ("r" if number else "a longer name é")
        path = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests", Path(__file__).parent)))
        subprocess.run(
            [sys.executable, "-c", CODE, folder.name],
            env={"PYTHONHASHSEED": str(number), "TZ": zone, "LANG": language, "LC_ALL": language,
                 "PYTHONPATH": path, "PYTHONUTF8": "1", "POLARS_MAX_THREADS": str(number + 1)},
            cwd=here,
            check=True,
        )  # fmt: skip
        told.append(bytes_of(folder))
    assert told[0] == told[1]
    assert told[0] == bytes_of_here(tmp_path)


def bytes_of_here(tmp_path: Path) -> dict[str, bytes]:
    release_of(tables_of(), tmp_path / "here")
    return bytes_of(tmp_path / "here")


def test_the_archive_of_a_release_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    one = archive_tables(tmp_path / "r")
    os.utime(tmp_path / "r" / "csv" / "actions.csv", (0, 0))
    assert archive_tables(tmp_path / "r") == one
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        names = archive.namelist()
        assert names == sorted(path.name for path in (tmp_path / "r" / "csv").iterdir())
        assert archive.read("actions.csv") == (tmp_path / "r/csv/actions.csv").read_bytes()


def test_tables_without_rows_have_no_file_and_come_back_empty(tmp_path: Path) -> None:
    release_of(tables_of(), tmp_path / "r")
    frames = read_release(tmp_path / "r").tables
    assert frames["threats"].equals(frame_of("threats", []))
    assert list(frames) == list(TABLES)
