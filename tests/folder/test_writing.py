"""What is written is read back the same: any text, any table, in either form."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

from stocktake.folder.reading import read_folder
from stocktake.folder.writing import csv_text, write_folder
from stocktake.vocabulary.frames import empty_text, to_text, type_all
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import INPUT

from .made import strategies
from .sound import FLAGSHIP, copy_sound


@settings(max_examples=60, deadline=None)
@given(strategies())
def test_any_strategy_comes_back_from_a_folder(texts: dict[str, pl.DataFrame]) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_folder(texts, Path(name))
        source = read_folder(Path(name))
    assert source.problems == ()
    for table, frame in texts.items():
        assert source.texts[table].rows() == frame.rows(), table


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there yet")
def test_flagship_comes_back_from_a_folder(tmp_path: Path) -> None:
    source = read_folder(FLAGSHIP)
    write_folder(source.texts, tmp_path / "again")
    again = read_folder(tmp_path / "again")
    assert all(again.texts[name].equals(frame) for name, frame in source.texts.items())


def test_typed_tables_come_back_as_the_same_text(tmp_path: Path) -> None:
    source = read_folder(copy_sound(tmp_path / "river"))
    typed = type_all(source.texts)
    for name, table in INPUT.items():
        assert to_text(table, typed[name]).equals(source.texts[name]), name


def test_writing_twice_changes_no_byte(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    write_folder(read_folder(path).texts, path)
    first = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    write_folder(read_folder(path).texts, path)
    assert first == {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_a_table_keeps_the_form_of_the_file_it_has(tmp_path: Path) -> None:
    path = copy_sound(tmp_path / "river")
    names = {file.name for file in path.iterdir()}
    write_folder(read_folder(path).texts, path)
    assert {file.name for file in path.iterdir()} == names


@pytest.mark.parametrize("dataset", ["../up", "/etc", "a/b", "..", ""])
def test_a_dataset_cannot_lead_out_of_the_folder(dataset: str, tmp_path: Path) -> None:
    row = {"dataset": dataset, "published": "2013", "number": "1", "series": "-", "geo": "X"}
    frame = pl.DataFrame([row | {"period": "2013"}], empty_text(INPUT["observations"]).schema)
    with pytest.raises(RefusedError):
        write_folder({"observations": frame}, tmp_path / "out")
    assert [file.name for file in tmp_path.rglob("*.csv")] == []


def test_a_lone_carriage_return_stays_in_its_cell() -> None:
    assert csv_text(pl.DataFrame({"a": ["x\ry", None]})) == 'a\n"x\ry"\n\n'
