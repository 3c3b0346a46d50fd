"""Workbooks: the first sheet with a head, every cell a text."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import pytest
import xlsxwriter

from stocktake.sources.cubes import Cube
from stocktake.sources.xlsx import looks_like, read

Rows = Sequence[Sequence[object]]


def make_book(*sheets: Rows) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, column, cell, day)
                    else:
                        sheet.write(number, column, cell)
    return buffer.getvalue()


def codes_of(cube: Cube) -> list[str]:
    return [problem.code for problem in cube.problems]


HEAD = ("geo", "time", "value")


def test_titles_above_the_head_and_empty_sheets_are_passed_over() -> None:
    rows = [["Table 1. Deaths"], [], HEAD, ["BE", 2013, 12.5], ["FR", 2013, 0.1]]
    cube = read(make_book([], [["read me"]], rows))
    assert cube.frame.rows() == [("BE", "2013", "12.5", None), ("FR", "2013", "0.1", None)]


def test_days_are_days_and_serials_are_no_periods() -> None:
    cube = read(make_book([HEAD, ["BE", datetime.date(2013, 4, 10), 1]]))
    assert cube.frame["period"].to_list() == ["2013-04-10"]
    serial = read(make_book([HEAD, ["BE", 41374, 1]]))
    assert codes_of(serial) == ["period-invalid"]
    early = read(make_book([HEAD, ["BE", datetime.date(1900, 2, 28), 1]]))
    assert codes_of(early) == ["period-invalid"]


def test_formulas_are_named_and_not_computed() -> None:
    cube = read(make_book([HEAD, ["BE", 2013, "=1+1"], ["FR", 2013, 3]]))
    assert "formula-cell" in codes_of(cube)
    assert "C2" in cube.problems[-1].message or "C2" in cube.problems[0].message


def test_rows_are_named_as_the_workbook_counts_them() -> None:
    cube = read(make_book([["Title"], HEAD, ["BE", 2013, 1], ["BE", 2013, 2]]))
    assert (codes_of(cube), cube.problems[0].row) == (["duplicate-observation"], "3, 4")


def test_a_mapping_works_as_for_text() -> None:
    content = make_book([["Land", "Burnt (ha)"], ["EL", 12]])
    cube = read(content, "geo=Land;value=Burnt (ha);set.period=2013")
    assert cube.frame.rows() == [("Burnt (ha)", "EL", "2013", "12", None)]


def pack(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"geo,time,value\n", "not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not-xlsx"),
        (b"<html><body>413</body></html>", "type-mismatch"),
        (b"<?xml version='1.0'?><a/>", "type-mismatch"),
        (b"PK\x03\x04 and no more", "not-xlsx"),
        (pack(a=b"x"), "not-xlsx"),
        (pack(**{"xl/a.bin": b"\0" * 3_000_000}), "archive-ratio"),
        (pack(**{"../a": b"x"}), "archive-path"),
        (pack(**{"xl/vbaProject.bin": b"x"}), "archive-unsafe"),
        (pack(**{"xl/a.xml": b"<!DOCTYPE a><a/>"}), "xml-dtd"),
        (make_book([["one"]]), "sheet-absent"),
        (make_book([["geo", "geo"], [1, 2]]), "duplicate-column"),
        (make_book([HEAD, ["BE", 2013, "x\ufffdy"]]), "cell-control"),
    ],
)
def test_what_is_no_plain_workbook_is_refused(content: bytes, code: str) -> None:
    cube = read(content)
    assert cube.is_refused
    assert codes_of(cube) == [code]


def test_it_is_known_by_its_first_bytes() -> None:
    assert looks_like(make_book([HEAD]))
    assert not looks_like(b"PK")


def change(content: bytes, old: str, new: str, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return buffer.getvalue()


BOOK = make_book([HEAD, ["BE", 2013, 12.5], ["FR", 2013, 3]])


@pytest.mark.parametrize(
    "value",
    ["0.1234567890123", "1e-12", "3.3333333333333335", "123456789.1", "1234567890.1234567", "0.1"],
)
def test_numbers_keep_every_place_the_sheet_states(value: str) -> None:
    cube = read(change(BOOK, "<v>12.5<", f"<v>{value}<"))
    assert [Decimal(one) for one in cube.frame["value"]] == [Decimal(value), 3]
    assert codes_of(cube) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v>12.5</v>", "<v>12<!-- x -->.5</v>"),
        ("<v>12.5</v>", "<v>12.5</v><v>99</v>"),
        ("<v>12.5</v>", "<v>&#49;2.5</v>"),
        ('<c r="C2"><v>12.5</v></c>', '<c r="C2"><v>12.5</v></c><c r="C2"><v>99</v></c>'),
        ('<row r="3"', '<row r="2"'),
        ('<c r="A2" t="s"><v>3</v>', '<c r="A2" t="s"><v>-1</v>'),
        ('<c r="A2" t="s"><v>3</v>', '<c r="A2" t="s"><v>x</v>'),
    ],
)
def test_a_cell_that_readers_take_in_different_ways_is_refused(old: str, new: str) -> None:
    assert codes_of(read(change(BOOK, old, new))) == ["not-xlsx"]


@pytest.mark.parametrize("value", ["9007199254740993", "123456789.123456789012"])
def test_digits_that_no_spreadsheet_keeps_are_told(value: str) -> None:
    assert codes_of(read(change(BOOK, "<v>12.5<", f"<v>{value}<"))) == ["number-rounded"]


def test_numbers_in_the_long_form_of_excel_are_nothing_odd() -> None:
    cube = read(change(BOOK, "<v>12.5<", "<v>0.10000000000000001<"))
    assert (codes_of(cube), cube.frame["value"][0]) == ([], "0.1")


def test_cells_with_errors_are_told_and_empty() -> None:
    cube = read(change(BOOK, '<c r="C2"><v>12.5<', '<c r="C2" t="e"><v>#N/A<'))
    assert codes_of(cube) == ["cell-error"]
    assert cube.frame["value"].to_list() == [None, "3"]


def test_a_hidden_sheet_is_not_taken_for_the_one_that_is_shown() -> None:
    rows = [[HEAD, ["BE", 2013, value]] for value in (99, 1)]
    hidden = change(
        make_book(*rows), 'sheetId="1"', 'sheetId="1" state="hidden"', "xl/workbook.xml"
    )
    cube = read(hidden)
    assert cube.frame["value"].to_list() == ["1"]
    assert codes_of(cube) == ["sheets-besides"]


def test_a_second_sheet_of_the_same_head_is_told() -> None:
    cube = read(make_book([HEAD, ["BE", 2013, 1]], [["Source", "x"]], [HEAD, ["BE", 2014, 2]]))
    (problem,) = cube.problems
    assert problem.code == "sheets-besides"
    assert "Sheet3" in problem.message
    assert "Sheet2" not in problem.message
