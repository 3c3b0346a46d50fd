"""PDFs: what runs or opens is told, also where it is packed."""

from __future__ import annotations

import time
import zlib

import pytest

from stocktake.sources.evidence.checking import check_evidence

PLAIN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PACKED = zlib.compress(b"2 0 <</S/JavaScript/JS(app.alert(1))>>")
OBJECTS = b"<</Type/ObjStm/Filter/FlateDecode/N 1>>stream\n" + PACKED + b"\nendstream\n%%EOF"


def codes(content: bytes) -> list[str]:
    return [problem.code for problem in check_evidence(content, "a.pdf")]


def test_a_plain_pdf_is_kept_with_blanks_and_zeros_at_its_end() -> None:
    assert codes(PLAIN) == []
    assert codes(b"\xef\xbb\xbf" + PLAIN + b"\r\n\0\0") == []


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.5\n" + OBJECTS,
        b"<script>alert(1)</script>\n" + PLAIN,
        PLAIN + b"PK\3\4",
        PLAIN.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Rendition>>"),
        PLAIN.replace(b"%PDF-1.4", b"%FDF-1.2<</JavaScript 1>>"),
    ],
)
def test_what_runs_is_told_wherever_it_stands(content: bytes) -> None:
    assert codes(content) == ["pdf-active"]


@pytest.mark.parametrize("content", [PLAIN[:-6], PLAIN.replace(b"/Root", b"/Encrypt 5 0 R/Root")])
def test_a_pdf_one_cannot_look_into_is_told(content: bytes) -> None:
    assert codes(content) == ["pdf-closed"]


def test_a_pdf_made_to_be_slow_is_fast() -> None:
    begun = time.process_time()
    codes(b"%PDF-1.5\n" + b"/ObjStm " * 500_000 + b"\n%%EOF")
    assert time.process_time() - begun < 2
