"""A stream that seems to end in a line break is given an end beyond doubt."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest

from stocktake.publish.report.pdf_streams import mend_streams


def make_text(last: int) -> bytes:
    """Drawing commands whose compressed form ends in this byte: the checksum's last."""
    for number in range(256):
        text = b"BT ET %" + b"a" * number
        if zlib.compress(text)[-1] == last:
            return text
    raise AssertionError("no such text")


def make_pdf(text: bytes) -> bytes:
    """One page by hand, with a table of positions as our typesetter writes it."""
    data = zlib.compress(text)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(data), data),
        b"<</Kept true>>",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    trailer = b"trailer\n<</Size 6/Root 1 0 R/Last 5 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + head + table + trailer


@pytest.mark.parametrize("last", [0x0D, 0x0A])
def test_a_stream_that_ends_like_a_line_reads_as_before(last: int) -> None:
    text = make_text(last)
    mended = mend_streams(make_pdf(text))
    assert len(mended) == len(make_pdf(text)) + 1
    with pikepdf.open(io.BytesIO(mended), attempt_recovery=False) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == text
        assert pdf.trailer.Last.Kept


def test_a_file_without_doubt_is_left_as_it_is() -> None:
    pdf = make_pdf(make_text(0x41))
    assert mend_streams(pdf) == pdf
    assert mend_streams(b"") == b""
