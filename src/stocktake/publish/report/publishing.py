"""Print the report of a release in every format, beside its machine-readable twin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.compiling import compile_report
from stocktake.publish.report.docx import render_docx
from stocktake.publish.report.html import render_html
from stocktake.publish.report.pdf import render_pdf
from stocktake.release.freezing import archive_tables
from stocktake.release.manifest import FILE
from stocktake.release.reading import Release

LINKS: Final = {"pdf": "report.pdf", "docx": "report.docx", "json": "report.json"}
Files = dict[str, bytes]


def print_report(release: Release, data: str = "../release/") -> tuple[Document, Files]:
    """The report as report.html, report.pdf, report.docx and report.json.

    `data` is where the release lies, seen from the page. The PDF carries the twin and the tables,
    so that it can be checked when all else is lost.
    """
    document = compile_report(release)
    as_of = date.fromisoformat(release.manifest.as_of)
    twin = document.to_json().encode()
    attached = {
        "report.json": twin,
        "tables.zip": archive_tables(release.folder),
        FILE: (release.folder / FILE).read_bytes(),
    }
    with ThreadPoolExecutor(1) as beside:  # typesetting runs outside Python, so both work at once
        pdf = beside.submit(render_pdf, document, attached, as_of=as_of)
        page, word = print_page(document, data), render_docx(document, as_of)
        files = {
            "report.html": page,
            "report.pdf": pdf.result(),
            "report.docx": word,
            "report.json": twin,
        }
    return document, files


def print_page(document: Document, data: str) -> bytes:
    """The report as one page whose tables link to their files below `data`."""
    return render_html(document, {**LINKS, "files": data}).encode()


def write_files(files: Files, folder: Path) -> list[Path]:
    """Write files by name; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
