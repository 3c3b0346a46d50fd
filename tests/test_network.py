"""No test reaches beyond this machine, not even by mistake."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from network import is_here, is_known
from sources.network.office_server import codes

from stocktake.sources.network.fetch import OFFLINE, Request, fetch

ABROAD = "192.0.2.1"
"""A number set aside for documents (RFC 5737)."""


def test_fetching_is_switched_off(tmp_path: Path) -> None:
    assert os.environ[OFFLINE] == "1"
    assert codes(fetch(Request("ESTAT", "x"), tmp_path)) == ["fetch-offline"]


def connect(kind: int, address: tuple[str, int]) -> None:
    with socket.socket(socket.AF_INET, kind) as raw:
        raw.setblocking(False)
        raw.connect(address)


def send(address: tuple[str, int]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as raw:
        raw.sendto(b"1", address)


@pytest.mark.parametrize(
    "reach",
    [
        lambda: connect(socket.SOCK_STREAM, (ABROAD, 80)),
        lambda: connect(socket.SOCK_DGRAM, (ABROAD, 53)),
        lambda: send((ABROAD, 53)),
        lambda: socket.getaddrinfo("example.org", 80),
    ],
)
def test_whoever_reaches_abroad_fails_with_words(reach: Callable[[], object]) -> None:
    with pytest.raises(pytest.fail.Exception, match="network is off in tests"), suppress(Exception):
        reach()


def test_also_in_a_thread() -> None:
    seen: list[BaseException] = []

    def reach() -> None:
        with pytest.raises(pytest.fail.Exception) as caught:
            connect(socket.SOCK_STREAM, (ABROAD, 80))
        seen.append(caught.value)

    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()
    assert "network is off in tests" in str(seen[0])


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1])).close()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("", True),
        ("0.0.0.0", True),
        ("10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:8.8.8.8", False),
        ("localhost.example.org", False),
    ],
)
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert is_here(host) is here


@pytest.mark.parametrize(
    ("host", "known"),
    [
        (None, True),
        (b"localhost", True),
        ("0x7f.1", True),
        ("2130706433", True),
        ("8.8.8.8", True),
        ("::ffff:7f00:1", True),
        ("example.org", False),
        (b"example.org", False),
    ],
)
def test_a_number_is_looked_up_without_asking(host: str | bytes | None, known: bool) -> None:
    assert is_known(host) is known
