"""Vintages only grow: the same said twice is one, nothing is changed, a broken one is named."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from vintages.stating import Line, state, years

from stocktake.vintages.durable import locked
from stocktake.vintages.manifests import FILE, PART
from stocktake.vintages.parts import Statement
from stocktake.vintages.store import Store
from stocktake.vocabulary.problems import RefusedError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def codes(action: Callable[[], object]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        action()
    return [problem.code for problem in caught.value.problems]


def list_files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_vintage_is_two_files_in_its_own_folder(store: Store) -> None:
    added = store.add(state(origin={"url": "https://office.example/floods"}, data_day="2013-02-12"))
    assert added.is_new
    assert added.vintage.name == "2013-04.1"
    assert list_files(store.root) == [
        ".lock",
        "floods/2013-04.1/manifest.json",
        "floods/2013-04.1/part.parquet",
    ]
    told = json.loads((store.root / "floods/2013-04.1" / FILE).read_bytes())
    assert told["origin"] == {"url": "https://office.example/floods"}
    assert (told["rows"], told["complete"], told["data_day"]) == (1, True, "2013-02-12")
    assert (told["obtained"], told["decimals"]) == ("2026-11-24", 0)
    assert store.vintages("floods") == [added.vintage]


def test_the_same_said_twice_is_one_vintage(store: Store) -> None:
    lines: list[Line] = [("a", "X", "2011", "1"), ("b", "X", "2011", "2")]
    first = store.add(state(lines=lines))
    again = store.add(state(lines=lines[::-1]))
    assert (again.is_new, again.vintage) == (False, first.vintage)
    later = store.add(state("2014", lines=lines))
    assert (later.is_new, later.vintage) == (False, first.vintage)


def test_an_office_that_goes_back_to_its_first_figures_revises_them(store: Store) -> None:
    for published, value in (("2011", "1"), ("2012", "2"), ("2013", "1")):
        assert store.add(state(published, [("a", "X", "2010", value)])).is_new
    assert [one.name for one in store.vintages("floods")] == ["2011.1", "2012.1", "2013.1"]


def test_a_second_one_on_the_same_day_gets_the_next_number(store: Store) -> None:
    names = [
        store.add(state(published, [("a", "X", "2010", value)])).vintage.name
        for published, value in (("2013-04", "1"), ("2013-04-30", "2"), ("2013-04", "3"))
    ]
    assert names == ["2013-04.1", "2013-04-30.2", "2013-04.3"]
    assert store.observations("floods")["value_text"].to_list() == ["3"]
    assert not store.add(state("2013-04", [("a", "X", "2010", "1")])).is_new


def test_an_older_vintage_found_later_answers_for_its_own_day(store: Store) -> None:
    store.add(state("2014", years(["1"])))
    store.add(state("2012", years(["5"])))
    assert store.observations("floods", date(2013, 1, 1))["value_text"].to_list() == ["5"]
    assert store.observations("floods")["value_text"].to_list() == ["1"]


def test_a_named_vintage_is_never_changed(store: Store) -> None:
    store.add(state(number=1))
    assert not store.add(state(number=1)).is_new
    assert codes(lambda: store.add(state(lines=years(["7"]), number=1))) == ["vintage-differs"]
    assert store.add(state(lines=years(["7"]), number=2)).vintage.name == "2013-04.2"


@pytest.mark.parametrize(
    "name", ["", "..", ".", ".hidden", "a/b", "/etc", "a\\b", "a\0b", "a" * 101, "a.", "ä", "a b"]
)
def test_a_dataset_that_would_leave_the_folder_is_refused(store: Store, name: str) -> None:
    assert codes(lambda: store.add(state(dataset=name))) == ["dataset-name"]
    assert codes(lambda: store.vintages(name)) == ["dataset-name"]
    assert not store.root.exists()


@pytest.mark.parametrize("when", ["", "2013-13", "../2013", "2013-04-31", "April 2013"])
def test_a_vintage_has_a_day(store: Store, when: str) -> None:
    assert codes(lambda: store.add(state(when))) == ["vintage-day"]


def test_a_vintage_that_lost_rows_is_shown_before_it_is_believed(store: Store) -> None:
    store.add(state("2012", years(["1"] * 20)))
    fewer = state("2013", years(["1"] * 17))
    assert codes(lambda: store.add(fewer)) == ["vintage-shrunk"]
    assert [one.name for one in store.vintages("floods")] == ["2012.1"]
    added = store.add(fewer, accept={"vintage-shrunk"})
    (problem,) = added.problems
    assert (problem.code, problem.severity) == ("vintage-shrunk", "warning")
    assert problem.message == (
        "The vintage has 17 observations, 15 per cent fewer than 2012.1 with its 20."
    )
    assert store.add(state("2014", years(["2"] * 16))).is_new
    assert store.add(state("2015", years(["2"]), complete=False)).is_new


def test_other_dimensions_are_shown_before_they_are_believed(store: Store) -> None:
    store.add(state("2012"))
    other = state("2013", [("a", "T", "X", "2011", "1")], ("INDIC", "SEX"))
    assert codes(lambda: store.add(other)) == ["vintage-dimensions"]
    assert store.add(other, accept={"vintage-dimensions"}).is_new


def corrupt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda folder: corrupt(folder / PART), "its checksum differs"),
        (lambda folder: (folder / PART).unlink(), "cannot be read"),
        (lambda folder: (folder / FILE).write_text("{}"), "the entries of a vintage"),
        (lambda folder: (folder / FILE).write_text("[" * 100_000), "cannot be read"),
        (lambda folder: (folder / FILE).unlink(), "has no manifest.json"),
        (lambda folder: folder.rename(folder.with_name("2014.1")), "calls it bad/2013-04.1"),
        (lambda folder: change(folder, rows="9"), "no usable entry rows"),
        (lambda folder: change(folder, format=2), "does not know"),
        (lambda folder: change(folder, files={"../x": "0"}), "does not describe its files"),
    ],
)
def test_one_bad_vintage_refuses_its_own_dataset_by_name(
    store: Store, harm: Callable[[Path], object], why: str
) -> None:
    store.add(state())
    store.add(state(dataset="bad"))
    harm(store.root / "bad/2013-04.1")
    fresh = Store(store.root)
    with pytest.raises(RefusedError) as caught:
        fresh.observations("bad")
    (problem,) = caught.value.problems
    assert problem.code == "vintage-broken"
    assert problem.file.startswith("bad/201")
    assert why in problem.message
    assert list(fresh.verify()) == [problem]
    assert len(fresh.observations("floods")) == 1
    assert fresh.datasets() == ["bad", "floods"]


def change(folder: Path, **entries: object) -> None:
    told = json.loads((folder / FILE).read_bytes())
    (folder / FILE).write_text(json.dumps(told | entries))


def test_a_file_changed_after_it_was_verified_is_noticed(store: Store) -> None:
    vintage = store.add(state()).vintage
    store.observations("floods")
    path = store.root / "floods" / vintage.name / PART
    corrupt(path)
    assert codes(lambda: store.observations("floods")) == ["vintage-broken"]


def test_stray_files_are_no_vintages(store: Store) -> None:
    store.add(state())
    (store.root / "floods/.DS_Store").write_text("x")
    (store.root / "floods/notes.txt").write_text("x")
    (store.root / ".aside/left").mkdir(parents=True)
    (store.root / "empty").mkdir()
    assert store.datasets() == ["floods"]
    assert len(store.vintages("floods")) == 1


def test_an_absent_store_is_an_empty_one(store: Store) -> None:
    assert store.datasets() == []
    assert store.vintages("floods") == []
    assert store.observations("floods").is_empty()
    assert list(store.verify()) == []


def test_partial_vintages_of_another_scale_and_shape_are_laid_over_exactly(store: Store) -> None:
    store.add(state("2011", [("a", "X", "2009", "1.25"), ("a", "X", "2010", "2", "p")]))
    more: list[Line] = [("a", "", "X", "2010", None, "c"), ("b", "T", "X", "2010", "0.5")]
    store.add(state("2012", more, ("INDIC", "SEX"), complete=False), {"vintage-dimensions"})
    told = store.observations("floods").drop("value_dec").rows()
    assert told == [
        ("a", "", "X", "2009", "1.25", None, 0),
        ("a", "", "X", "2010", None, "c", 1),
        ("b", "T", "X", "2010", "0.5", None, 1),
    ]


def test_numbers_that_have_no_common_exact_form_are_refused(store: Store) -> None:
    store.add(state("2011", years(["1" * 30])))
    store.add(state("2012", years(["0." + "1" * 30], first=2009), complete=False))
    assert codes(lambda: store.observations("floods")) == ["number-range"]


def test_a_second_writer_waits_and_then_is_told(store: Store) -> None:
    store.add(state())
    hasty = Store(store.root, patience=0.1)
    with locked(store.root, 1):
        assert codes(lambda: hasty.add(state("2014", years(["9"])))) == ["store-busy"]
    assert hasty.add(state("2014", years(["9"]))).is_new


def test_the_same_statement_by_many_writers_at_once_is_one_vintage(store: Store) -> None:
    found: list[bool] = []
    statement: Statement = state()

    def add() -> None:
        found.append(store.add(statement).is_new)

    writers = [threading.Thread(target=add) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(found) == [False] * 7 + [True]
    assert len(store.vintages("floods")) == 1


@pytest.mark.parametrize("owner", [(os, "fsync"), (pl.DataFrame, "write_parquet")])
def test_a_disk_that_fails_is_told_and_nothing_is_acknowledged(
    store: Store, monkeypatch: pytest.MonkeyPatch, owner: tuple[Any, str]
) -> None:
    store.add(state())

    def fail(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*owner, fail)
        assert codes(lambda: store.add(state("2014", years(["9"])))) == ["store-unwritable"]
    assert [one.name for one in store.vintages("floods")] == ["2013-04.1"]
    assert store.add(state("2014", years(["9"]))).is_new


def test_a_store_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert codes(lambda: Store(tmp_path / "file").add(state())) == ["store-unwritable"]
