"""The body of an answer, unpacked and counted: no more than the limits, no less than declared."""

from __future__ import annotations

import http.client
import re
import zlib
from collections.abc import Iterator
from typing import Final

from stocktake.sources.network.lines import FetchError, Limits, Wire, refuse
from stocktake.vocabulary.archives import SMALL

STEP: Final = 65_536
GRACE: Final = 0.05
"""Seconds to see whether more comes than was declared, from a server that keeps the line open."""

CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
TRAILERS: Final = 100
"""Lines of headers after the last chunk; none of them is looked at."""

GZIP: Final = 31
"""The window bits by which zlib reads gzip with its checksum."""


def read_body(response: http.client.HTTPResponse, wire: Wire, limits: Limits) -> Iterator[bytes]:
    """The body in pieces; FetchError if it is too large, not whole, or wrongly packed."""
    declared = read_declared(response)
    if declared is not None and declared > limits.size:
        raise refuse("answer-too-large", size=declared, limit=limits.size)
    pieces = _count(_read_raw(response, wire, declared), limits)
    packing = ",".join(response.headers.get_all("Content-Encoding", [])).strip().lower()
    if packing in ("", "identity"):
        yield from pieces
    elif packing in ("gzip", "x-gzip"):
        yield from _unpack(pieces, limits)
    else:
        raise refuse("answer-packing", why=f"it is packed as {packing}")


def read_declared(response: http.client.HTTPResponse) -> int | None:
    """The length the headers declare; None if they do not, or the answer comes in chunks."""
    said = {value.strip() for value in response.headers.get_all("Content-Length", [])}
    if not said or response.chunked:
        return None
    if len(said) > 1 or not (text := said.pop()).isascii() or not text.isdigit() or len(text) > 18:
        raise refuse("answer-length", said=sorted(said) or text, got="no one number")
    return int(text)


def _read_raw(
    response: http.client.HTTPResponse, wire: Wire, declared: int | None
) -> Iterator[bytes]:
    if response.chunked:
        yield from _read_chunks(wire)
        return
    got = 0
    while declared is None or got < declared:
        piece = wire.reader.read1(STEP)
        got += len(piece)
        if not piece or (declared is not None and got > declared):
            break
        yield piece
    if declared is not None and (got != declared or _has_more(wire)):
        over = "more" if got >= declared else got
        raise refuse("answer-length", passing=True, said=declared, got=over)


def _read_chunks(wire: Wire) -> Iterator[bytes]:
    """The chunks one after the other; http.client reads one of length -1 without any limit."""
    while left := _read_chunk_size(wire):
        while left:
            piece = wire.reader.read1(min(left, STEP))
            if not piece:
                raise _cut(f"{left} bytes more")
            left -= len(piece)
            yield piece
        if wire.reader.read(2) != b"\r\n":
            raise _cut("an end of the chunk")
    lines = 0
    while wire.reader.readline(STEP).strip():
        lines += 1
        if lines > TRAILERS:
            raise _cut(f"at most {TRAILERS} lines at the end")


def _read_chunk_size(wire: Wire) -> int:
    found = CHUNK.fullmatch(wire.reader.readline(1000))
    if found is None:
        raise _cut("the length of a chunk")
    return int(found[1], 16)


def _cut(said: str) -> FetchError:
    return refuse("answer-length", passing=True, said=said, got="none")


def _has_more(wire: Wire) -> bool:
    wire.patience = GRACE
    try:
        return bool(wire.reader.read1(1))
    except TimeoutError:
        return False


def _count(pieces: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.size:
            raise refuse("answer-too-large", size=f"more than {size}", limit=limits.size)
        yield piece


def _unpack(pieces: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Members of a gzip stream one after the other, each step bounded."""
    unpacker, came, gave = zlib.decompressobj(GZIP), 0, 0
    for piece in pieces:
        came += len(piece)
        rest = piece
        while rest:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            out, rest = _unpack_step(unpacker, rest)
            gave += len(out)
            _check_ratio(came, gave, limits)
            yield out
    if came and not unpacker.eof:
        raise refuse("answer-packing", passing=True, why="its gzip stream is cut short")


def _unpack_step(unpacker: zlib._Decompress, data: bytes) -> tuple[bytes, bytes]:
    try:
        out = unpacker.decompress(data, STEP)
    except zlib.error as error:
        raise refuse("answer-packing", why=f"its gzip stream is broken: {error}") from None
    return out, unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail


def _check_ratio(came: int, gave: int, limits: Limits) -> None:
    if gave > limits.size:
        raise refuse("answer-too-large", size=f"more than {gave}", limit=limits.size)
    if gave > SMALL and gave > came * limits.ratio:
        raise refuse("answer-packing", why=f"it unpacks to more than {limits.ratio} times its size")
