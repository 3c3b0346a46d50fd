"""Bodies: as long as declared, no larger than allowed, unpacked with care."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sources.network.office_server import (
    CSV,
    EASY,
    HASTY,
    Play,
    Server,
    codes,
    hold,
    play,
    pour,
    say,
    say_in_chunks,
    serve,
    trickle,
)

from stocktake.sources.network.fetch import OFFLINE

PATH = "/rest/data/flow/A.DE"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKS = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(b"1" * 50_000_000, 9)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


def packed(body: bytes, how: str = "gzip") -> Play:
    return say(body, Content_Encoding=how)


def in_turn(*plays: Play) -> Play:
    def run(wire: socket.socket) -> None:
        for part in plays:
            part(wire)

    return run


def chunked(tail: bytes) -> Play:
    return play(200, tail, {"Transfer-Encoding": "chunked"})


BAD: dict[str, tuple[Play, str]] = {
    "shorter than declared": (play(200, CSV, {"Content-Length": "900"}), "answer-length"),
    "longer than declared": (play(200, CSV, {"Content-Length": "9"}), "answer-length"),
    "longer, line kept open": (hold(1, play(200, CSV, {"Content-Length": "9"})), "answer-length"),
    "declared as nothing": (play(200, CSV, {"Content-Length": "0"}), "answer-length"),
    "two lengths": (
        play(200, CSV, {"Content-Length": "9\r\nContent-Length: 10"}),
        "answer-length",
    ),
    "negative length": (play(200, CSV, {"Content-Length": "-1"}), "answer-length"),
    "length in words": (play(200, CSV, {"Content-Length": "ten"}), "answer-length"),
    "length of 1000 digits": (play(200, CSV, {"Content-Length": "9" * 1000}), "answer-length"),
    "declared as 10 GB": (play(200, CSV, {"Content-Length": "10000000000"}), "answer-too-large"),
    "endless": (pour(OK + b"\r\n"), "answer-too-large"),
    "endless chunks": (pour(CHUNKS + b"fffffff\r\n"), "answer-too-large"),
    "chunks cut short": (say_in_chunks(b"12", whole=False), "answer-length"),
    "chunk size of nonsense": (chunked(b"zz\r\n12\r\n0\r\n\r\n"), "answer-length"),
    "negative chunk": (chunked(b"-5\r\n12\r\n0\r\n\r\n"), "answer-length"),
    "chunk of length -1": (pour(CHUNKS + b"-1\r\n"), "answer-length"),
    "endless chunk size": (pour(CHUNKS), "answer-length"),
    "chunk without an end": (chunked(b"2\r\n12345\r\n0\r\n\r\n"), "answer-length"),
    "endless trailers": (chunked(b"0\r\n" + b"X: 1\r\n" * 900), "answer-length"),
    "no last chunk": (chunked(b"2\r\n12\r\n"), "answer-length"),
    "endless header": (pour(OK + b"X: "), "connection-failed"),
    "endless headers": (play(200, b"", {f"X-{n}": "1" for n in range(500)}), "connection-failed"),
    "no HTTP": (lambda wire: wire.sendall(b"SSH-2.0-x\r\n"), "connection-failed"),
    "silence": (trickle(b"", 9), "fetch-timeout"),
    "slow status": (trickle(b"HTTP/1.1 2"), "fetch-timeout"),
    "slow headers": (trickle(OK + b"X: "), "fetch-timeout"),
    "slow body": (trickle(OK + b"Content-Length: 900\r\n\r\n"), "fetch-timeout"),
    "body that stops": (hold(1, play(200, CSV, {"Content-Length": "900"})), "fetch-timeout"),
    "endless continue": (trickle(b"HTTP/1.1 100 Continue\r\n\r\n" * 9, 9), "fetch-timeout"),
    "gzip bomb": (packed(BOMB), "answer-packing"),
    "gzip bomb of small members": (packed(gzip.compress(b"1" * 60_000, 9) * 60), "answer-packing"),
    "gzip cut short": (packed(gzip.compress(CSV)[:-9]), "answer-packing"),
    "gzip broken": (packed(gzip.compress(CSV)[:-8] + b"\0" * 8), "answer-packing"),
    "not gzip": (packed(CSV), "answer-packing"),
    "garbage after gzip": (packed(gzip.compress(CSV) + b"garbage"), "answer-packing"),
    "deflate": (packed(zlib.compress(CSV), "deflate"), "answer-packing"),
    "twice packed": (packed(gzip.compress(gzip.compress(CSV)), "gzip, gzip"), "answer-packing"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_body_that_is_not_what_it_says_is_refused(
    server: Server, tmp_path: Path, name: str
) -> None:
    sent, code = BAD[name]
    timed = code == "fetch-timeout"
    server.on(PATH, sent)
    start = time.monotonic()
    fetched = server.fetch(tmp_path, limits=HASTY if timed else replace(EASY, pauses=()))
    assert codes(fetched) == [code]
    assert list(tmp_path.iterdir()) == []
    assert time.monotonic() - start < 1 or not timed


GOOD: dict[str, Play] = {
    "until the end of the line": play(200, CSV, {}),
    "line kept open": hold(0.3, say()),
    "the same length twice": play(
        200, CSV, {"Content-Length": f"{len(CSV)}\r\nContent-Length: {len(CSV)}"}
    ),
    "chunks": say_in_chunks(CSV[:3], CSV[3:]),
    "chunks with words": chunked(b"%x;a=b\r\n%s\r\n0\r\nX: 1\r\n\r\n" % (len(CSV), CSV)),
    "continue first": in_turn(play(100, b"", {}), say()),
    "gzip": packed(gzip.compress(CSV)),
    "gzip by its old name": packed(gzip.compress(CSV), "X-GZIP"),
    "gzip in two members": packed(gzip.compress(CSV[:9]) + gzip.compress(CSV[9:])),
    "identity": packed(CSV, "identity"),
    "packed well": packed(gzip.compress(CSV)),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_body_is_taken(server: Server, tmp_path: Path, name: str) -> None:
    server.on(PATH, GOOD[name])
    fetched = server.fetch(tmp_path)
    assert fetched.problems == ()
    assert fetched.path is not None
    assert fetched.path.read_bytes() == CSV


def test_statistics_that_pack_well_are_no_bomb(server: Server, tmp_path: Path) -> None:
    body = b"".join(b"A,DE,%d,%d.5\n" % (year, year * 7919 % 1000) for year in range(100_000))
    server.on(PATH, packed(gzip.compress(body)))
    fetched = server.fetch(tmp_path)
    assert fetched.path is not None
    assert fetched.path.read_bytes() == body


def test_what_was_declared_and_what_came_is_said(server: Server, tmp_path: Path) -> None:
    server.on(PATH, BAD["shorter than declared"][0])
    message = server.fetch(tmp_path).problems[0].message
    assert f"900 declared, {len(CSV)} came" in message
