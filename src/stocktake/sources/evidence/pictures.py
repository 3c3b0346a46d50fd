"""Pictures kept as evidence: whole, of a size one can show, and nothing but a picture.

They are walked block by block and never unpacked.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

POINTS: Final = 100_000_000
"""Width times height from which a picture takes hundreds of megabytes to show."""

ACTIVE: Final = re.compile(rb"<(?:script|svg|html|iframe|\?php|!doctype)\b|<\?php", re.IGNORECASE)
_JPEG_MARK: Final = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_JPEG_SIZES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xDA)})
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9


class DamagedError(Exception):
    """The picture does not go on as its kind does."""


Walk = Callable[[bytes], tuple[int, tuple[int, int]]]
"""Where the picture ends, and its width and height."""


def check_picture(content: bytes, name: str, walk: Walk) -> Iterator[Problem]:
    """What is wrong with a picture of the kind that is walked."""
    try:
        end, (width, height) = walk(content)
    except (DamagedError, struct.error, IndexError) as error:
        why = str(error) if isinstance(error, DamagedError) else "it ends too early"
        yield fault("picture-damaged", file=name, why=why)
        return
    if width * height > POINTS:
        yield fault("picture-large", file=name, width=width, height=height)
    if after := content[end:].strip(b"\0"):
        cell = after[:80].decode("latin-1")
        yield fault("picture-active", file=name, cell=cell)
    elif found := ACTIVE.search(content):
        cell = content[found.start() : found.start() + 80].decode("latin-1")
        yield fault("picture-active", file=name, cell=cell)


def walk_png(content: bytes) -> tuple[int, tuple[int, int]]:
    """Chunk by chunk to the one called IEND."""
    size = struct.unpack_from(">2I", content, 16)
    at = 8
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        (said,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(memoryview(content)[at + 4 : end - 4]) != said:
            raise DamagedError(f"the sum of {kind.decode('latin-1')} does not come out")
        if kind == b"IEND":
            return end, size
        at = end


def walk_gif(content: bytes) -> tuple[int, tuple[int, int]]:
    """Block by block to the trailer."""
    width, height, packed = struct.unpack_from("<2HB", content, 6)
    at = 13 + _length_of_colours(packed)
    while (mark := content[at]) != 0x3B:
        if mark == 0x21:
            at = _pass_blocks(content, at + 2)
        elif mark == 0x2C:
            at = _pass_blocks(content, at + 11 + _length_of_colours(content[at + 9]))
        else:
            raise DamagedError(f"no block begins with {mark:#04x}")
    return at + 1, (width, height)


def _length_of_colours(packed: int) -> int:
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _pass_blocks(content: bytes, at: int) -> int:
    while length := content[at]:
        at += length + 1
    return at + 1


def walk_jpeg(content: bytes) -> tuple[int, tuple[int, int]]:
    """Segment by segment to the end of the image; thumbnails lie within segments."""
    at, size = 2, (0, 0)
    while found := _JPEG_MARK.search(content, at):
        kind = found[1][0]
        at = found.end()
        if kind == _END_OF_IMAGE:
            return at, size
        if kind in _JPEG_BARE:
            continue
        if kind in _JPEG_SIZES:
            height, width = struct.unpack_from(">2H", content, at + 3)
            size = (width, height)
        at += int(struct.unpack_from(">H", content, at)[0])
    raise DamagedError("it ends too early")


def walk_webp(content: bytes) -> tuple[int, tuple[int, int]]:
    """The container says how long it is."""
    (length,) = struct.unpack_from("<I", content, 4)
    if content[8:12] != b"WEBP" or length + 8 > len(content):
        raise DamagedError("it is cut short, or no WebP")
    return length + 8 + length % 2, (0, 0)


KINDS: Final[dict[bytes, Walk]] = {
    b"\x89PNG\r\n\x1a\n": walk_png,
    b"\xff\xd8\xff": walk_jpeg,
    b"GIF87a": walk_gif,
    b"GIF89a": walk_gif,
    b"RIFF": walk_webp,
}
"""Kinds of pictures by their first bytes."""

NAMES: Final = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
"""What a name promises."""
