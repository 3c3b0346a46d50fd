"""Workbooks: the first sheet with a head, every cell a text."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

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
