"""Documents kept as evidence."""

from __future__ import annotations

import time

import pytest

from stocktake.sources.evidence import check_evidence

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


def test_a_picture_is_what_its_name_says() -> None:
    assert codes(b"\x89PNG\r\n\x1a\n...", "a.png") == []
    assert codes(b"GIF89a", "a.png") == ["picture-broken"]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "<a " * 300_000,
        "on" * 400_000,
        "url( " * 200_000,
        "javascript" + " " * 10**6,
    ],
)
def test_texts_made_to_be_slow_are_fast(text: str) -> None:
    begun = time.process_time()
    check_evidence(text.encode(), "a.md")
    assert time.process_time() - begun < 1


def test_plain_text_and_templates_are_kept() -> None:
    assert codes(b"{{ 7*7 }} on Monday = good, 1 < 2", "a.txt") == []
    assert codes(b"a\0b", "a.txt") == ["control-char"]
