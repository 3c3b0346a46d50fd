"""An office on this machine: answers by script, also as no honest server would.

The tests reach it through `door`, which resolves every name to 127.0.0.1; nothing else in the
program can.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pytest
from specimens import RAW

from stocktake.sources.network.fetch import Door, Fetched, Limits, Office, Request, fetch
from stocktake.sources.network.offices import Format

DAY: Final = date(2026, 11, 24)

CSV: Final = b"freq,geo,TIME_PERIOD,OBS_VALUE\nA,DE,2013,12.5\n"
EASY: Final = Limits(
    connect=10, read=10, whole=30, size=2_000_000, pauses=(0,), looks=(0, 0, 0), longest_wait=5
)
HASTY: Final = replace(EASY, connect=0.2, read=0.2, whole=0.3, pauses=())
"""For what must end by the clock; elsewhere a busy machine has time."""

Play = Callable[[socket.socket], None]


def real(name: str) -> bytes:
    """A real answer; the test is skipped where the shared folder is absent."""
    path = RAW / "parser_fixtures" / name
    if not path.is_file():
        pytest.skip(f"the real answer {name} is not beside the project")
    return path.read_bytes()


def say(body: bytes = CSV, status: int = 200, **headers: str) -> Play:
    """An honest answer; a header is named with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Length": str(len(body)), **named}
    return play(status, body, lines)


def play(status: int, body: bytes, headers: dict[str, str]) -> Play:
    """Status, headers and body as given, true or not."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lambda wire: wire.sendall(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)


def say_packed(body: bytes) -> Play:
    packed = gzip.compress(body)
    return say(packed, Content_Encoding="gzip")


def say_in_chunks(*chunks: bytes, whole: bool = True) -> Play:
    parts = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    end = b"0\r\n\r\n" if whole else b"ff\r\nnot all of it"
    return play(200, parts + end, {"Transfer-Encoding": "chunked"})


def trickle(start: bytes, pause: float = 0.05) -> Play:
    """A start, and then a byte now and then, for ever."""

    def run(wire: socket.socket) -> None:
        wire.sendall(start)
        while True:
            time.sleep(pause)
            wire.sendall(b"1")

    return run


def pour(start: bytes) -> Play:
    """A start, and then as much as is taken, for ever."""

    def run(wire: socket.socket) -> None:
        wire.sendall(start)
        while True:
            wire.sendall(b"1" * 65_536)

    return run


def reset(wire: socket.socket) -> None:
    """End the connection by RST."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hold(seconds: float, first: Play) -> Play:
    """Answer, and keep the line open for a while."""

    def run(wire: socket.socket) -> None:
        first(wire)
        time.sleep(seconds)

    return run


@dataclass
class Asked:
    """One request that came."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """Plays to each path what stands there, one after the other, the last for ever."""

    plays: dict[str, list[Play]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    port: int = 0

    def on(self, path: str, *plays: Play) -> None:
        self.plays[path] = list(plays)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, wire: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (piece := wire.recv(65_536)):
            head += piece
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1] if " " in lines[0] else ""
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        self.asked.append(Asked(path, headers))
        plays = self.plays.get(path.partition("?")[0]) or [say(b"not here", 404)]
        (plays.pop(0) if len(plays) > 1 else plays[0])(wire)

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return ["127.0.0.1"]

    def door(self, **changes: Any) -> Door:
        given: dict[str, Any] = {"resolve": self.resolve, "sleep": self.slept.append}
        given["allow_private"] = True
        return Door(**(given | changes))

    def office(self, base: str = "http://office.test:{port}/rest", **changes: Any) -> Office:
        given: dict[str, Any] = {
            "name": "TEST",
            "title": "Office of Tests",
            "base": base.format(port=self.port),
            "standard": "sdmx-2.1",
            "formats": {"csv": Format("text/csv")},
            "licence": "CC0",
            "note": "on this machine",
            "checked": DAY,
            "http": True,
        }
        return Office(**(given | changes))

    def fetch(self, folder: Path, office: Office | None = None, **changes: Any) -> Fetched:
        row = office or self.office()
        request = changes.pop("request", Request("TEST", "flow", "A.DE"))
        given: dict[str, Any] = {"limits": EASY, "day": DAY, "offices": {"TEST": row}}
        given["door"] = self.door()
        return fetch(request, folder, **(given | changes))


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server of its own for one test."""
    server = Server(tls=tls)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                if server.tls is None:
                    server.answer(self.request)
                else:
                    with server.tls.wrap_socket(self.request, server_side=True) as wire:
                        server.answer(wire)

    with _Tcp(("127.0.0.1", 0), Handler) as tcp, _Running(tcp):
        server.port = tcp.server_address[1]
        yield server


class _Running:
    def __init__(self, tcp: socketserver.BaseServer) -> None:
        self._tcp = tcp
        self._thread = threading.Thread(target=tcp.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tcp.shutdown()
        self._thread.join()


def codes(fetched: Fetched) -> list[str]:
    """The codes of the problems."""
    return [problem.code for problem in fetched.problems]
