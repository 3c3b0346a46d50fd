"""The flagship's three reports pass the checkers the README names, in a real browser too."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import page
import pdfua
import pytest
from browser import axe_violations, open_page, scrolls_sideways

from stocktake.publish.report.publishing import Files, print_report
from stocktake.release.reading import Release

CYCLES = ("2011", "2013", "2014")


@pytest.fixture(scope="module", params=CYCLES)
def printed(
    request: pytest.FixtureRequest, flagship_releases: dict[str, Release]
) -> Iterator[Files]:
    _, files = print_report(flagship_releases[request.param])
    yield files


@pytest.mark.xdist_group("documents")
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_the_pdf_passes_page_validation(printed: Files, profile: str) -> None:
    limits = page.SafetyLimits(max_table_grid_rows=5000)
    report = page.validate_pdf_bytes(
        printed["report.pdf"], profile=page.ValidationProfile[profile], limits=limits
    )
    assert report.is_compliant, [(fail.rule_id, fail.message) for fail in report.failures]


@pytest.mark.xdist_group("documents")
def test_the_pdf_passes_pdfua(printed: Files, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(printed["report.pdf"])
    assert not pdfua.validate(str(path)).findings


@pytest.mark.xdist_group("documents")
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_has_no_axe_violation_and_fits(printed: Files, width: int, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(printed["report.html"])
    with open_page(width=width) as view:
        view.goto(path.as_uri())
        assert axe_violations(view) == []
        assert not scrolls_sideways(view)


@pytest.mark.xdist_group("documents")
def test_word_opens_with_headings_tables_and_described_pictures(printed: Files) -> None:
    opened = docx.Document(BytesIO(printed["report.docx"]))
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= styles
    assert len(opened.tables) > 20
    pictures = opened.element.body.xpath(".//wp:docPr")
    assert pictures and all(picture.get("descr") for picture in pictures)
