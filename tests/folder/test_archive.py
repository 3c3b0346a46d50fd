"""A workbook that is a trap is refused before any reader opens it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from time import process_time

import pytest

from stocktake.folder.reading import read_folder
from stocktake.folder.workbook import read_workbook, write_workbook

from .sound import TEMPLATE

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
DOCTYPE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Type="http://x/{}" Target="http://127.0.0.1:9/" TargetMode="External"/>'
    "</Relationships>"
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("book") / "good.xlsx"
    write_workbook(read_folder(TEMPLATE).texts, path)
    return path.read_bytes()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """The archive with one more part, or another one of that name; a text is not packed."""
    packing = zipfile.ZIP_STORED if isinstance(part, str) else zipfile.ZIP_DEFLATED
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part, packing)
    return buffer.getvalue()


def cell(ref: str) -> str:
    return SHEET.format(f'<sheetData><row><c r="{ref}"><v>1</v></c></row></sheetData>')


TRAPS: list[tuple[str, str, str, str | bytes]] = [
    ("a document type", "workbook-unsafe", "xl/worksheets/sheet1.xml", DOCTYPE),
    ("a document type in UTF-16", "workbook-unsafe", "docProps/a.xml", DOCTYPE.encode("utf-16")),
    ("a bomb", "workbook-too-large", "xl/bomb.xml", b"\0" * (60 * 2**20)),
    ("a ratio", "workbook-unsafe", "xl/bomb.xml", b"\0" * (5 * 2**20)),
    ("a way out", "workbook-unsafe", "../../tmp/x", "x"),
    ("a way to the root", "workbook-unsafe", "/tmp/x", "x"),
    ("a drive", "workbook-unsafe", "C:\\x", "x"),
    ("a macro", "workbook-unsafe", "xl/vbaProject.bin", "x"),
    ("another workbook", "workbook-unsafe", "xl/externalLinks/externalLink1.xml", "<a/>"),
    ("a linked template", "workbook-unsafe", "xl/_rels/x.rels", LINK.format("attachedTemplate")),
    ("a far cell", "workbook-too-large", "xl/worksheets/sheet2.xml", cell("XFD1048576")),
    ("many elements", "workbook-too-large", "xl/a.xml", f"<a>{'<b/>' * 3_100_000}</a>"),
    ("no XML", "workbook-broken", "xl/workbook.xml", "<a"),
]


@pytest.mark.parametrize(("name", "code", "part", "content"), TRAPS, ids=[t[0] for t in TRAPS])
def test_trap_is_refused(
    good: bytes, name: str, code: str, part: str, content: str | bytes, tmp_path: Path
) -> None:
    path = tmp_path / "trap.xlsx"
    path.write_bytes(with_part(good, part, content))
    start = process_time()
    source = read_workbook(path)
    assert [problem.code for problem in source.problems] == [code], name
    assert source.texts == {}
    assert process_time() - start < 2


def test_a_link_on_a_cell_is_no_trap(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "linked.xlsx"
    part = "xl/worksheets/_rels/sheet9.xml.rels"
    path.write_bytes(with_part(good, part, LINK.format("hyperlink")))
    assert read_workbook(path).texts


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"<html></html>", b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_workbook_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert [problem.code for problem in read_workbook(path).problems] == ["workbook-broken"]


def test_two_parts_of_one_name_are_refused(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_part(good, "XL/workbook.xml", "<a/>"))
    assert [problem.code for problem in read_workbook(path).problems] == ["workbook-unsafe"]
