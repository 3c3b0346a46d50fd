"""Documents kept as evidence."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
from typing import Any

import pytest
from sources.packing import zip_of

from stocktake.sources.evidence.checking import check_evidence

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def codes(content: bytes, name: str) -> list[str]:
    return [problem.code for problem in check_evidence(content, name)]


@pytest.mark.parametrize(
    "inner",
    [
        "<script/>",
        '<g onclick="a()"/>',
        '<image href="http://127.0.0.1:9/a.png"/>',
        '<use xlink:href="other.svg#a"/>',
        "<foreignObject/>",
        "<style>@import url(http://127.0.0.1:9/)</style>",
        '<rect style="fill:url( //host/a)"/>',
        '<a href=" javascript:alert(1)"/>',
        '<set attributeName="href" to="javascript:a"/>',
    ],
)
def test_drawings_that_run_or_fetch_are_refused(inner: str) -> None:
    assert "svg-active" in codes(SVG.format(inner).encode(), "a.svg")


def test_plain_drawings_are_kept() -> None:
    inner = '<defs><path id="p"/></defs><use href="#p"/><rect style="fill: url( #p)"/>'
    inner += '<image href="data:image/png;base64,AA"/><style>a{fill:red}</style>'
    assert codes(SVG.format(inner).encode(), "a.svg") == []


def test_a_drawing_with_a_document_type_is_refused() -> None:
    assert codes(b"<!DOCTYPE svg>" + SVG.format("").encode(), "a.svg") == ["xml-dtd"]


@pytest.mark.parametrize("name", ["/JS", "/J#53", "/OpenAction", "/Launch", "/EmbeddedFile"])
def test_pdfs_that_run_are_told(name: str) -> None:
    content = f"%PDF-1.4\n1 0 obj<<{name} (x)>>endobj\n%%EOF\n".encode()
    assert codes(content, "a.pdf") == ["pdf-active"]


def test_a_plain_pdf_is_kept() -> None:
    assert codes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/JSON 1>>endobj\n%%EOF\n", "a.pdf") == []


@pytest.mark.parametrize("text", ["a: !!python/object:x", "!<tag:x> a", "- !!binary a"])
def test_tags_in_yaml_are_refused(text: str) -> None:
    assert codes(text.encode(), "a.yml") == ["yaml-tag"]


def test_plain_yaml_is_kept() -> None:
    assert codes(b"a: really!!\nb: !!str 5\n", "a.yaml") == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "<a " * 300_000,
        "on" * 400_000,
        "url( " * 200_000,
        "javascript" + " " * 10**6,
        "&#x" * 300_000,
        "\n".join(f"BE,{year},1.5" for year in range(60_000)),
    ],
)
def test_texts_made_to_be_slow_are_fast(text: str) -> None:
    begun = time.process_time()
    check_evidence(text.encode(), "a.md")
    assert time.process_time() - begun < 1


def test_plain_text_and_templates_are_kept() -> None:
    assert codes(b"{{ 7*7 }} on Monday = good, 1 < 2", "a.txt") == []
    assert codes(b"a\0b", "a.txt") == ["control-char"]


@pytest.mark.parametrize("text", ["/* " * 300_000, "\\69 " * 100_000, "url( " * 100_000])
def test_styles_made_to_be_slow_are_fast(text: str) -> None:
    begun = time.process_time()
    check_evidence(SVG.format(f"<style>{text}</style>").encode(), "a.svg")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("style", ["@\\69mport 'a'", "fill:u/**/rl(//host/a)", "x:u\\72l(//a)"])
def test_styles_are_read_as_a_browser_reads_them(style: str) -> None:
    assert codes(SVG.format(f"<style>{style}</style>").encode(), "a.svg") == ["svg-active"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("<script>".encode("utf-16"), "a.txt", "html-removed"),
        (b"[x](javascript&#58;alert(1))", "a.md", "html-removed"),
        (b"![x](data:image/svg+xml;base64,AA)", "a.md", "html-removed"),
        ("level = 'user\u202e'".encode(), "a.txt", "text-hidden"),
        (b"\x1b[31mred", "a.txt", "text-hidden"),
        (b"a,b\n=cmd|x!A0,1\n", "a.csv", "csv-formula"),
        (b"Content-Disposition: attachment; filename=a.exe\n", "a.eml", "mail-parts"),
        (rb"{\rtf1{\object\objdata 01}}", "a.rtf", "office-active"),
        (b"MZ\x90\0", "a.txt", "evidence-program"),
        (b"\x80\x04cposix\nsystem\n.", "a.pkl", "evidence-program"),
    ],
)
def test_texts_that_are_more_than_texts_are_told(content: bytes, name: str, code: str) -> None:
    assert set(codes(content, name)) == {code}


def test_numbers_with_signs_in_a_table_are_no_formulas() -> None:
    assert codes(b"geo,value\nBE,-1\nFR,+2\n", "a.csv") == []


def tar_of(name: str, **details: Any) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo(name)
        for key, value in details.items():
            setattr(member, key, value)
        archive.addfile(member)
    return made.getvalue()


DRAWING = SVG.format("<script/>").encode()
TYPES = ("[Content_Types].xml", b"<Types/>")
LINKED = b'<R><Relationship Type="x/attachedTemplate" TargetMode="External" Target="a"/></R>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zip_of(("a.svg", DRAWING)), "svg-active"),
        (gzip.compress(DRAWING, mtime=0), "svg-active"),
        (zip_of(("a.zip", zip_of(("a.svg", DRAWING)))), "svg-active"),
        (zip_of(("a", zip_of(("a", zip_of(("a", b"x")))))), "zip-unsafe"),
        (zip_of(("a", zip_of(("a", bytes(9_000_000))))), "zip-ratio"),
        (zip_of(("a.exe", b"MZ\x90")), "evidence-program"),
        (zip_of(("a\u202ecod.exe", b"x")), "text-hidden"),
        (zip_of(TYPES, ("word/vbaProject.bin", b"x")), "office-active"),
        (zip_of(TYPES, ("word/_rels/a.rels", LINKED)), "office-active"),
        (
            zip_of(TYPES, ("word/a.xml", b"<a><instrText>DDEAUTO c</instrText></a>")),
            "office-active",
        ),
        (zip_of(TYPES, ("word/a.xml", b"<!DOCTYPE a><a/>")), "xml-dtd"),
        (tar_of("../a"), "zip-path"),
        (gzip.compress(tar_of("/etc/a"), mtime=0), "zip-path"),
        (tar_of("a", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "zip-unsafe"),
        (tar_of("a", type=tarfile.CHRTYPE), "zip-unsafe"),
        (tar_of("a", type=tarfile.LNKTYPE, linkname="b"), "zip-unsafe"),
    ],
)
def test_what_lies_within_archives_is_looked_at(content: bytes, code: str) -> None:
    assert codes(content, "a") == [code]


@pytest.mark.parametrize(
    "content",
    [
        zip_of(("a.txt", b"hi"), ("b/c.csv", b"a,b\n1,2\n"), ("b/empty.txt", b"")),
        zip_of(TYPES, ("word/document.xml", b"<a>DDE is a word</a>")),
        gzip.compress(b"hello", mtime=0),
        gzip.compress(tar_of("a.txt"), mtime=0),
    ],
)
def test_plain_archives_and_documents_are_kept(content: bytes) -> None:
    assert codes(content, "a") == []


def test_a_damaged_file_in_an_archive_is_refused() -> None:
    made = bytearray(zip_of(("a.txt", bytes(range(256)))))
    made[50] ^= 0xFF
    assert codes(bytes(made), "a.zip") == ["zip-broken"]
