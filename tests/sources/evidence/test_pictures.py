"""Pictures: whole, of a size one can show, and nothing but a picture."""

from __future__ import annotations

import struct
import time
import zlib

import pytest

from stocktake.sources.evidence.checking import check_evidence


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    packed = struct.pack(">I", len(data)) + kind + data
    return packed + struct.pack(">I", zlib.crc32(kind + data))


def make_png(width: int = 1, height: int = 1, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + data + chunk(b"IEND")


GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
EXIF = b"\xff\xe1\0\x0aExif\xff\xd9aa"
SCAN = b"\xff\xda\0\x08\1\1\0\0?\0\xd2\xff\0\xcf\xff\xd0 \xff\xd9"
JPEG = b"\xff\xd8" + EXIF + b"\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0" + SCAN
WEBP = b"RIFF\x0c\0\0\0WEBPVP8L\0\0\0\0"
WHOLE = {"a.png": make_png(), "a.gif": GIF, "a.jpg": JPEG, "a.webp": WEBP}


def codes(content: bytes, name: str) -> list[str]:
    return [problem.code for problem in check_evidence(content, name)]


@pytest.mark.parametrize("name", WHOLE)
def test_whole_pictures_are_kept(name: str) -> None:
    assert codes(WHOLE[name], name) == []
    assert codes(WHOLE[name] + bytes(16), name) == []


@pytest.mark.parametrize("name", WHOLE)
def test_what_follows_a_picture_is_told(name: str) -> None:
    assert codes(WHOLE[name] + b"<?php ?>", name) == ["picture-active"]
    assert codes(WHOLE[name] + b"PK\3\4", name) == ["picture-active"]


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_cut_anywhere_is_refused(name: str) -> None:
    magic = {"a.png": 8, "a.gif": 6, "a.jpg": 3, "a.webp": 4}[name]
    for length in range(magic, len(WHOLE[name])):
        assert codes(WHOLE[name][:length], name) == ["picture-damaged"]


def test_markup_within_a_picture_is_told() -> None:
    said = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")
    assert codes(make_png(1, 1, said), "a.png") == ["picture-active"]


def test_a_picture_that_unpacks_to_too_many_points_is_told() -> None:
    assert codes(make_png(60_000, 60_000), "a.png") == ["picture-large"]
    assert codes(GIF[:6] + b"\xff" * 4 + GIF[10:], "a.gif") == ["picture-large"]
    assert codes(JPEG.replace(b"\0\1\0\1\1\1", b"\xff" * 4 + b"\1\1"), "a.jpg") == ["picture-large"]


def test_a_script_with_the_mark_of_a_picture_is_refused() -> None:
    assert codes(b"GIF89a/*\0\0\0*/=1;alert(1);//", "a.gif") == ["picture-damaged"]


def test_a_picture_is_what_its_name_says() -> None:
    assert codes(GIF, "a.png") == ["picture-broken"]


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\0", b"\xff\xd0"])
def test_a_picture_made_to_be_slow_is_fast(filling: bytes) -> None:
    begun = time.process_time()
    codes(b"\xff\xd8\xff\xe0\0\2" + filling * 1_000_000, "a.jpg")
    assert time.process_time() - begun < 2
