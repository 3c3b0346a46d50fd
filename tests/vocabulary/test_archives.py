"""The check of archives, for folders and offices' workbooks alike."""

from __future__ import annotations

import io
import struct
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
        (pack("a.xml", b'<sst uniqueCount="4000000000"/>'), Trap.BROKEN),
        (pack("a.xml", b'<sst uniqueCount="many"/>'), Trap.BROKEN),
        (pack("a.bin", b"\0" * (51 * 2**20)), Trap.SIZE),
        (pack("a.bin", b"\0" * (2 * 2**20)), Trap.RATIO),
        (pack("../a", b"x"), Trap.PATH),
        (pack("a.xml", b"<!DOCTYPE a><a/>"), Trap.DOCTYPE),
        (pack("xl/externalLinks/a.xml", b"<a/>"), Trap.UNSAFE),
        (pack("xl/macrosheets/a.xml", b"<a/>"), Trap.UNSAFE),
        (pack("a.dat", b"<!DOCTYPE a><a/>"), Trap.DOCTYPE),
        (pack("a.XML", b"<!DOCTYPE a><a/>"), Trap.DOCTYPE),
        (
            pack("a.xml", b'<T><Override ContentType="a/vnd.ms-office.vbaProject"/></T>'),
            Trap.UNSAFE,
        ),
        (pack("a.rels", b'<R><Relationship Type="x/vbaProject"/></R>'), Trap.UNSAFE),
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


def test_a_link_in_an_archive_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveError, match="a link"):
        check_workbook(buffer.getvalue())


def test_files_that_share_their_bytes_are_refused() -> None:
    content = pack("a.xml", b"<a/>")
    at = content.index(b"PK\x01\x02")
    end = content.rindex(b"PK\x05\x06")
    entry = content[at:end]
    twice = entry + entry.replace(b"a.xml", b"b.xml")
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(twice), at, 0)
    with pytest.raises(ArchiveError, match="share their bytes"):
        check_workbook(content[:at] + twice + tail)


@pytest.mark.parametrize(("place", "found"), [(8, b"\0\0"), (22, b"\x09\0\0\0"), (30, b"b")])
def test_a_file_that_says_other_than_the_directory_is_refused(place: int, found: bytes) -> None:
    """Its packing, its size, its name."""
    content = bytearray(pack("a.xml", b"<a/>"))
    content[place : place + len(found)] = found
    with pytest.raises(ArchiveError, match="disagree"):
        check_workbook(bytes(content))
