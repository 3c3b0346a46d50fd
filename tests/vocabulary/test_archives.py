"""The check of archives, for folders and offices' workbooks alike."""

from __future__ import annotations

import io
import zipfile

import pytest

from stocktake.vocabulary.archives import ArchiveError, Trap, check_workbook


def pack(name: str, part: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "trap"),
    [
        (b"no archive", Trap.BROKEN),
        (pack("a.xml", b"<a>"), Trap.BROKEN),
        (pack("a.bin", b"\0" * (51 * 2**20)), Trap.SIZE),
        (pack("a.bin", b"\0" * (2 * 2**20)), Trap.RATIO),
        (pack("../a", b"x"), Trap.PATH),
        (pack("a.xml", b"<!DOCTYPE a><a/>"), Trap.DOCTYPE),
        (pack("xl/externalLinks/a.xml", b"<a/>"), Trap.UNSAFE),
    ],
)
def test_each_trap_has_its_class(content: bytes, trap: Trap) -> None:
    with pytest.raises(ArchiveError) as refused:
        check_workbook(content)
    assert refused.value.trap is trap


def test_unpacked_size_and_ratio_can_be_raised_to_what_is_said_to_be_needed() -> None:
    content = pack("a.bin", b"\0" * (51 * 2**20))
    with pytest.raises(ArchiveError) as refused:
        check_workbook(content)
    unpacked = refused.value.needed
    with pytest.raises(ArchiveError) as refused:
        check_workbook(content, unpacked)
    assert refused.value.trap is Trap.RATIO
    assert check_workbook(content, unpacked, refused.value.needed).sheets == {}
