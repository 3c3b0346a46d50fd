"""Zip, gzip, tar: looked at before they are opened, counted while they are."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from stocktake.sources.limits import DEFAULT, Limits, mebibytes
from stocktake.vocabulary.archives import SMALL, ArchiveError, check_layout, count_times, is_link
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
GZIP: Final = b"\x1f\x8b"
PIECE: Final = 2**16
_PLAIN: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LEADS_OUT: Final = re.compile(r"^[/\\]|^.:|\0|(?:^|[/\\])\.\.(?:[/\\]|$)")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)


def refusal(problem: Problem) -> RefusedError:
    """The exception for a file of which nothing is taken."""
    return RefusedError(problem.line(), [problem])


def is_packed(content: bytes) -> bool:
    """Whether the bytes are a zip or gzip; a workbook is a zip too."""
    return content.startswith((*ZIP, GZIP))


def is_workbook(content: bytes) -> bool:
    """Whether a zip is an Excel workbook, by the names of its parts."""
    return content.startswith(ZIP) and b"[Content_Types].xml" in content and b"xl/" in content


def unpack(content: bytes, limits: Limits = DEFAULT) -> bytes:
    """The one file within, unpacked once and, if it is packed again, once more."""
    for _ in range(2):
        if not is_packed(content) or is_workbook(content):
            return content
        inner = _unzip(content, limits) if content.startswith(ZIP) else gunzip(content, limits)
        content = inner
    if is_packed(content) and not is_workbook(content):
        raise refusal(fault("zip-unsafe", what="an archive within an archive within an archive"))
    return content


def measure(content: bytes) -> int:
    """Bytes that are read in the end: of a workbook its parts, as its directory states them."""
    if not is_workbook(content):
        return len(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (*_BROKEN, NotImplementedError):
        return len(content)


def check_members(content: bytes, limits: Limits = DEFAULT) -> list[zipfile.ZipInfo]:
    """The files of a zip, none of which was opened; RefusedError if one should not be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
        check_layout(content, members)
    except (*_BROKEN, NotImplementedError) as error:
        raise refusal(fault("zip-broken", why=error)) from None
    except ArchiveError as error:
        raise refusal(fault("zip-broken", why=error.what)) from None
    if len(members) > limits.members:
        raise refusal(fault("zip-members", count=len(members)))
    for member in members:
        if problem := _find_fault(member, limits):
            raise refusal(problem)
    size = sum(member.file_size for member in members)
    if size > limits.unpacked:
        raise refusal(fault("zip-size", limit=limits.unpacked, more=mebibytes(size)))
    if len({member.filename.lower() for member in members}) < len(members):
        raise refusal(fault("zip-unsafe", what="two files of the same name"))
    return members


def _find_fault(member: zipfile.ZipInfo, limits: Limits) -> Problem | None:
    name = member.orig_filename
    if not name:
        return fault("zip-unsafe", what="a file without a name")
    if _LEADS_OUT.search(name):
        return fault("zip-path", cell=name)
    if is_link(member):
        return fault("zip-unsafe", what=f"a link ({name})")
    if member.flag_bits & 1 or member.compress_type not in _PLAIN:
        return fault("zip-unsafe", what=f"an encrypted or unknown packing ({name})")
    if member.file_size > SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
        return fault("zip-ratio", cell=name, limit=limits.ratio, more=count_times(member))
    return None


def read_members(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each file of a zip; what it unpacks to is counted and its sum checked."""
    members = check_members(content, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in members:
                with archive.open(member) as stream:
                    yield member.filename, _count(stream, limits, len(content))
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        raise refusal(fault("zip-broken", why=error)) from None


def is_tar(content: bytes) -> bool:
    """Whether the bytes are an archive as tar writes it."""
    return content[257:262] == b"ustar"


def read_tar(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each file of a tar; nothing but plain files may be in it."""
    size = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for number, member in enumerate(archive):
                size += member.size
                _check_tarred(member, number, size, limits)
                stream = archive.extractfile(member)
                yield member.name, stream.read() if stream else b""
    except (*_BROKEN, tarfile.TarError, OverflowError) as error:
        raise refusal(fault("zip-broken", why=error)) from None


def _check_tarred(member: tarfile.TarInfo, number: int, size: int, limits: Limits) -> None:
    if number >= limits.members:
        raise refusal(fault("zip-members", count=number + 1))
    if _LEADS_OUT.search(member.name):
        raise refusal(fault("zip-path", cell=member.name))
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise refusal(fault("zip-unsafe", what=f"a link or device ({member.name})"))
    if size > limits.unpacked:
        raise refusal(fault("zip-size", limit=limits.unpacked))


def _unzip(content: bytes, limits: Limits) -> bytes:
    members = [one for one in check_members(content, limits) if not one.is_dir()]
    if len(members) != 1:
        raise refusal(fault("zip-members", count=len(members)))
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            archive.open(members[0]) as stream,
        ):
            return _count(stream, limits, len(content))
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        raise refusal(fault("zip-broken", why=error)) from None


def _count(stream: IO[bytes], limits: Limits, packed: int) -> bytes:
    """What a header says of its size may be a lie."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        _check_size(size, packed, limits)
        pieces.append(piece)
    return b"".join(pieces)


def _check_size(size: int, packed: int, limits: Limits) -> None:
    if size > limits.unpacked:
        more = mebibytes(2 * limits.unpacked)
        raise refusal(fault("zip-size", limit=limits.unpacked, more=more))
    if size > SMALL and size > limits.ratio * packed:
        more = 2 * limits.ratio
        raise refusal(fault("zip-ratio", cell="the whole", limit=limits.ratio, more=more))


def gunzip(content: bytes, limits: Limits) -> bytes:
    """All members of a gzip file, one after the other."""
    pieces: list[bytes] = []
    size, rest = 0, content
    try:
        while rest.startswith(GZIP):
            parser = zlib.decompressobj(wbits=31)
            while not parser.eof:
                piece = parser.decompress(rest, PIECE)
                rest = parser.unconsumed_tail
                size += len(piece)
                _check_size(size, len(content), limits)
                pieces.append(piece)
                if not piece and not rest and not parser.eof:
                    raise refusal(fault("zip-broken", why="it ends too early"))
            rest = parser.unused_data
        if rest.strip(b"\0"):
            raise refusal(fault("zip-broken", why="something follows its end"))
    except zlib.error as error:
        raise refusal(fault("zip-broken", why=error)) from None
    return b"".join(pieces)
