"""Eurostat's workbooks, in the layouts the databrowser gives: a page, several, across and down."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from stocktake.sources.cubes import Cube, digest
from stocktake.sources.files import read_content
from stocktake.sources.xlsx import read

Rows = Sequence[Sequence[object]]

SUMMARY: Rows = [
    ["Asylum applicants by type"],
    [],
    ["Contents", "Citizenship"],
    ["Sheet 1", "Total"],
]
TITLES: Rows = [
    ["Data extracted on 12/03/2024 10:11:12 from [ESTAT]"],
    ["Dataset: ", "Asylum applicants, annual [migr_asyappctza__custom_10368741]"],
    ["Last updated: ", "", "08/03/2024 23:00"],
    [],
    ["Time frequency", "", "Annual"],
    ["Unit of measure", "", "Person"],
]
END: Rows = [
    [],
    ["Special value"],
    [":", "not available"],
    [],
    ["Observation flags:"],
    ["b", "break in time series"],
]
TABLE: Rows = [
    ["TIME", "2012", "", "2013", ""],
    ["GEO (Labels)", "", "", "", ""],
    ["European Union - 27 countries (from 2020)", 278280.0, "", 372855, "b"],
    ["Kosovo*", ":", "", 5, ""],
]


def make_book(**sheets: Rows) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(number, column, cell)
    return buffer.getvalue()


def page(citizen: str, table: Rows = TABLE) -> Rows:
    return [*TITLES, ["Country of citizenship", "", citizen], [], *table, *END]


def codes_of(cube: Cube) -> list[str]:
    return [problem.code for problem in cube.problems]


def test_a_page_says_what_the_bulk_file_says() -> None:
    book = read_content(make_book(Summary=SUMMARY, Sheet_1=page("Total")), "x.xlsx")
    bulk = read_content(
        b"freq,unit,citizen,geo\\TIME_PERIOD\t2012 \t2013 \n"
        b"A,PER,TOTAL,EU27_2020\t278280 \t372855 b\nA,PER,TOTAL,XK\t: \t5 \n",
        "x.tsv",
    )
    assert codes_of(book) == []
    assert (book.format, book.dataset) == ("eurostat-xlsx", "migr_asyappctza")
    assert book.updated == "2024-03-08T23:00"
    assert digest(book) == digest(bulk)
    assert book.frame["value"].null_count() == 1


def test_every_page_is_read() -> None:
    cube = read(make_book(Summary=SUMMARY, Sheet_1=page("Total"), Sheet_2=page("Stateless")))
    assert cube.frame["citizen"].unique().sort().to_list() == ["Stateless", "Total"]
    assert len(cube.frame) == 8


def test_places_may_stand_across_with_their_codes() -> None:
    table: Rows = [
        ["GEO (Codes)", "BE", "", "BG", ""],
        ["GEO (Labels)", "Belgium", "", "Bulgaria", ""],
        ["TIME", "", "", "", ""],
        ["2012", 1, "", 2, "p"],
    ]
    cube = read(make_book(Sheet_1=page("Total", table)))
    assert cube.frame.select("geo", "period", "value", "flags").rows() == [
        ("BE", "2012", "1", None),
        ("BG", "2012", "2", "p"),
    ]


def test_two_dimensions_across_and_two_down() -> None:
    """An outer head stands once and holds for the columns, or the rows, that follow."""
    table: Rows = [
        ["TIME", "TIME", "2012", "", "", "", "2013", "", "", ""],
        ["SEX (Labels)", "SEX (Labels)", "Males", "", "Females", "", "Males", "", "Females", ""],
        ["GEO (Labels)", "AGE (Labels)", "", "", "", "", "", "", "", ""],
        ["Austria", "Total", 1, "", 2, "", 3, "", 4, "e"],
        ["", "Less than 14 years", 5, "", 6, "", 7, "", 8, ""],
    ]
    cube = read_content(make_book(Sheet_1=page("Total", table)), "x.xlsx")
    rows = cube.frame.select("geo", "age", "sex", "period", "value", "flags").rows()
    assert rows[3] == ("AT", "TOTAL", "F", "2013", "4", "e")
    assert rows[4] == ("AT", "Y_LT14", "M", "2012", "5", None)
    assert len(rows) == 8


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([["TIME", "2012"], ["no head", 1]], "head-unknown"),
        (
            [["TIME", "2012", ""], ["GEO (Labels)", "", ""], ["Austria", "n/a", ""]],
            "number-invalid",
        ),
        ([["TIME", "2012", ""], ["GEO (Labels)", "", ""]], "no-observations"),
        ([["TIME", "2012", ""], ["TIME", "", ""], ["2013", 1, ""]], "duplicate-column"),
        ([["*", "2012", ""], ["GEO (Labels)", "", ""], ["Austria", 1, ""]], "head-unknown"),
    ],
)
def test_a_page_without_a_clean_table_is_refused_by_name(table: Rows, code: str) -> None:
    cube = read(make_book(Sheet_1=page("Total", table)))
    assert cube.is_refused and code in codes_of(cube)


def test_pages_of_different_dimensions_are_not_mixed() -> None:
    other: Rows = [*TITLES, [], *TABLE, *END]
    assert codes_of(read(make_book(Sheet_1=page("Total"), Sheet_2=other))) == ["head-unknown"]
