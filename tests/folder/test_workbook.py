"""A workbook holds what the folder holds, and forgives what Excel does to a cell one edits."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.folder.sheets import LONGEST_CELL, READ_ME
from stocktake.folder.workbook import read_strategy, read_workbook, write_workbook
from stocktake.folder.writing import write_folder
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.problems import RefusedError, errors
from stocktake.vocabulary.tables import INPUT

from .made import strategies
from .sound import FLAGSHIP, copy_sound

Cells = list[list[Any]]


@settings(max_examples=25, deadline=None)
@given(strategies())
def test_any_strategy_comes_back_from_a_workbook(texts: dict[str, pl.DataFrame]) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_workbook(texts, Path(name) / "book.xlsx")
        source = read_workbook(Path(name) / "book.xlsx")
    assert source.problems == ()
    for table, frame in texts.items():
        assert source.texts[table].rows() == frame.rows(), table


@pytest.mark.parametrize("origin", ["sound", "flagship"])
def test_folder_to_workbook_to_folder_is_the_same(origin: str, tmp_path: Path) -> None:
    if origin == "flagship" and not FLAGSHIP.exists():
        pytest.skip("the flagship is not there yet")
    folder = FLAGSHIP if origin == "flagship" else copy_sound(tmp_path / "river")
    first = read_folder(folder)
    write_workbook(first.texts, tmp_path / "book.xlsx")
    write_folder(read_strategy(tmp_path / "book.xlsx").texts, tmp_path / "again")
    again = read_strategy(tmp_path / "again")
    assert all(again.texts[name].equals(frame) for name, frame in first.texts.items())


def test_workbook_and_folder_have_the_same_problems(tmp_path: Path) -> None:
    source = read_folder(copy_sound(tmp_path / "river"))
    write_workbook(source.texts, tmp_path / "book.xlsx")
    problems = check(read_workbook(tmp_path / "book.xlsx"))
    assert sorted(p.message for p in problems) == sorted(p.message for p in check(source))
    assert {problem.file for problem in problems} == {"book.xlsx:actions", "book.xlsx:objectives"}
    assert {problem.row for problem in problems} == {"3"}


def test_the_same_strategy_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = read_folder(copy_sound(tmp_path / "river")).texts
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(texts, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_workbook_has_a_sheet_a_table_with_words_to_choose_and_no_name(tmp_path: Path) -> None:
    write_workbook(read_folder(copy_sound(tmp_path / "river")).texts, tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"])
    assert sheets == [READ_ME, *INPUT]
    actors = parts[f"xl/worksheets/sheet{sheets.index('actors') + 1}.xml"]
    assert "institution,agency,state" in actors
    assert 'topLeftCell="B2"' in actors
    assert any("the group it belongs to" in part for part in parts.values())
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"]


def test_a_cell_like_a_formula_is_a_text(tmp_path: Path) -> None:
    frame = empty_text(INPUT["principles"]).clear()
    row = {"ref": "P1", "kind": "principle", "text": '=HYPERLINK("http://127.0.0.1:9")'}
    frame = pl.DataFrame([row], frame.schema)
    write_workbook({"principles": frame}, tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert read_workbook(tmp_path / "book.xlsx").texts["principles"].equals(frame)


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    row = {"ref": "P1", "kind": "principle", "text": "x" * (LONGEST_CELL + 1)}
    frame = pl.DataFrame([row], empty_text(INPUT["principles"]).schema)
    with pytest.raises(RefusedError) as refused:
        write_workbook({"principles": frame}, tmp_path / "book.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["cell-too-long"]
    assert not (tmp_path / "book.xlsx").exists()


def make_book(path: Path, sheets: dict[str, Cells], schema: object = 1) -> Path:
    """A workbook as a person would make it: numbers are numbers, days are days."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, cells in ({READ_ME: [["schema", schema]]} | sheets).items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                look = day if isinstance(cell, datetime) else None
                sheet.write(row, column, cell, look)
    book.close()
    return path


def test_numbers_days_and_truth_values_are_read_as_meant(tmp_path: Path) -> None:
    head = ["ref", "final", "from", "to", "cut_off", "as_of", "reconstructed"]
    day = datetime(2014, 2, 28)
    row = [2013, False, 2013.0, datetime(2013, 12, 31), day, "2014-03-01", True]
    source = read_workbook(make_book(tmp_path / "book.xlsx", {"cycles": [head, row]}))
    cells = source.texts["cycles"].select(head).row(0)
    assert source.problems == ()
    assert cells == ("2013", "no", "2013", "2013-12-31", "2014-02-28", "2014-03-01", "yes")


def test_exact_decimals_stay_exact(tmp_path: Path) -> None:
    head = ["name", "from", "value", "by", "reason"]
    rows = [["a", "2013-01-01", cell, "COM", "x"] for cell in (0.1, 1234567.125, "12.50", -3)]
    source = read_workbook(make_book(tmp_path / "book.xlsx", {"parameters": [head, *rows]}))
    assert source.texts["parameters"]["value"].to_list() == ["0.1", "1234567.125", "12.50", "-3"]


HEAD = ["ref", "kind", "text"]
GOOD = ["P1", "principle", "x"]
SHEETS: list[tuple[str, str, dict[str, Cells]]] = [
    ("file-unknown", "book.xlsx:Sheet1", {"Sheet1": [["a"]]}),
    ("column-unknown", "book.xlsx:principles 1 txt", {"principles": [[*HEAD[:2], "txt"], GOOD]}),
    ("column-missing", "book.xlsx:principles 1 text", {"principles": [["ref", "kind"], GOOD[:2]]}),
    ("row-blank", "book.xlsx:principles 3", {"principles": [HEAD, GOOD, [], GOOD]}),
    ("cell-formula", "book.xlsx:principles 2 C", {"principles": [HEAD, [*GOOD[:2], "=1+1"]]}),
    ("cell-empty", "book.xlsx:principles 2 text", {"principles": [HEAD, GOOD[:2]]}),
    ("day-invalid", "book.xlsx:waivers 2 on", {"waivers": [
        ["rule", "block", "text_sha", "by", "on", "reason"], ["a", "b", "c", "d", "soon", "f"]]}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "sheets"), SHEETS)
def test_fault_of_a_sheet_is_named_at_its_place(
    code: str, place: str, sheets: dict[str, Cells], tmp_path: Path
) -> None:
    problems = check(read_workbook(make_book(tmp_path / "book.xlsx", sheets)))
    places = {(p.code, " ".join(filter(None, (p.file, p.row, p.column)))) for p in problems}
    assert (code, place) in places


@pytest.mark.parametrize(
    ("schema", "code"), [(0, "schema-old"), (99, "schema-new"), ("one", "schema-unreadable")]
)
def test_another_schema_is_named(schema: object, code: str, tmp_path: Path) -> None:
    source = read_workbook(make_book(tmp_path / "book.xlsx", {}, schema))
    assert [problem.code for problem in source.problems] == [code]
    with pytest.raises(RefusedError):
        _ = source.tables


def test_empty_rows_above_the_head_do_not_shift_the_lines(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {"principles": [[], HEAD, GOOD]}
    source = read_workbook(make_book(tmp_path / "book.xlsx", sheets))
    assert errors(source.problems)
    assert {problem.row for problem in source.problems if problem.code == "row-ragged"} <= {
        "2",
        "3",
    }


@pytest.mark.parametrize("opener", [read_workbook, read_strategy])
def test_a_workbook_that_is_not_there_is_refused(
    opener: Callable[[Path], object], tmp_path: Path
) -> None:
    with pytest.raises(RefusedError):
        opener(tmp_path / "none.xlsx")
