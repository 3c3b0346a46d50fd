"""The files of a report: all of them, the same each time, and one page at a glance."""

from __future__ import annotations

import io
import json
from datetime import date

import pikepdf
import pytest

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.pdf import render_pdf
from stocktake.publish.report.publishing import Files, print_page, print_report
from stocktake.release.reading import Release


@pytest.fixture(scope="module")
def printed(flagship_releases: dict[str, Release]) -> tuple[Document, Files]:
    return print_report(flagship_releases["2013"])


def test_four_files_and_no_more(printed: tuple[Document, Files]) -> None:
    assert sorted(printed[1]) == ["report.docx", "report.html", "report.json", "report.pdf"]


def test_the_twin_holds_every_block(printed: tuple[Document, Files]) -> None:
    document, files = printed
    twin = json.loads(files["report.json"])
    assert [block["key"] for block in twin["blocks"]] == [block.key for block in document.blocks]
    assert twin["release"] == document.release


def test_the_pdf_carries_the_twin_and_the_tables(printed: tuple[Document, Files]) -> None:
    with pikepdf.open(io.BytesIO(printed[1]["report.pdf"])) as pdf:
        attached = dict(pdf.attachments)
        assert {"report.json", "tables.zip", "manifest.json"} <= set(attached)
        twin = attached["report.json"].get_file().read_bytes()
    assert twin == printed[1]["report.json"]


def test_the_page_links_its_tables_to_where_the_release_lies(
    printed: tuple[Document, Files],
) -> None:
    page = print_page(printed[0], "elsewhere/").decode()
    assert 'href="elsewhere/csv/action_states.csv"' in page


@pytest.mark.parametrize("cycle", ["2011", "2013", "2014"])
def test_at_a_glance_is_one_page(flagship_reports: dict[str, Document], cycle: str) -> None:
    printed = render_pdf(flagship_reports[cycle], {}, as_of=date(2014, 6, 20))
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        places = {page.objgen: number for number, page in enumerate(p.obj for p in pdf.pages)}
        with pdf.open_outline() as outline:
            begins = {str(item.title): places[_page_of(pdf, item).objgen] for item in outline.root}
    assert begins["1 Introduction"] == begins["At a glance"] + 1


def _page_of(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> pikepdf.Object:
    where = item.destination if item.action is None else item.action.D
    assert isinstance(where, pikepdf.Array)
    return where[0]
