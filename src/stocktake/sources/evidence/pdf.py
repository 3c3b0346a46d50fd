"""PDFs kept as evidence: what in them runs or opens, also where it is packed or spelt otherwise."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

MARKS: Final = (b"%pdf-", b"%fdf-")
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|SubmitForm"
    rb"|ImportData|GoToR|GoToE|XFA|Rendition|Movie|Sound)(?![A-Za-z])"
)
_HASHED_NAME: Final = re.compile(rb"#([0-9a-fA-F]{2})")
_OBJECTS: Final = re.compile(rb"/ObjStm")
_BEGIN: Final = re.compile(rb"stream\r?\n")
_CLOSED: Final = re.compile(rb"/Encrypt(?![A-Za-z])")
DICTIONARY: Final = 500
"""Bytes in which the stream begins after its kind was named."""

STREAMS: Final = 500
UNPACKED: Final = 2**16
"""Streams of objects that are looked into, and bytes of each."""


def is_pdf(content: bytes) -> bool:
    """Readers look for the mark in the first kilobyte."""
    start = content[:1024].lower()
    return any(mark in start for mark in MARKS)


def check_pdf(content: bytes, name: str) -> Iterator[Problem]:
    """A name may be spelt with codes: /J#53 is /JS."""
    texts = [_read_names(content), *map(_read_names, _unpack_objects(content))]
    seen = dict.fromkeys(
        found[0].decode("latin-1") for text in texts for found in _ACTIVE.finditer(text)
    )
    if seen:
        yield fault("pdf-active", file=name, cell=", ".join(seen))
    yield from _check_ends(content, name)
    if _CLOSED.search(content):
        yield fault("pdf-closed", file=name, why="it is encrypted")


def _check_ends(content: bytes, name: str) -> Iterator[Problem]:
    start = content[:1024].lower()
    before = content[: min(at for mark in MARKS if (at := start.find(mark)) >= 0)]
    if before.strip(b"\xef\xbb\xbf \t\r\n\0"):
        yield fault("pdf-active", file=name, cell=before[:80].decode("latin-1"))
    end = content.rfind(b"%%EOF")
    if end < 0:
        yield fault("pdf-closed", file=name, why="it has no end")
    elif after := content[end + 5 :].strip(b" \t\r\n\0"):
        yield fault("pdf-active", file=name, cell=after[:80].decode("latin-1"))


def _read_names(content: bytes) -> bytes:
    return _HASHED_NAME.sub(lambda found: bytes([int(found[1], 16)]), content)


def _unpack_objects(content: bytes) -> Iterator[bytes]:
    """The beginning of each packed stream of objects."""
    for named in islice(_OBJECTS.finditer(content), STREAMS):
        begin = _BEGIN.search(content, named.end(), named.end() + DICTIONARY)
        if not begin:
            continue
        packed = memoryview(content)[begin.end() : begin.end() + UNPACKED]
        try:
            yield zlib.decompressobj().decompress(packed, UNPACKED)
        except zlib.error:
            continue
