"""The network is off in tests: who reaches beyond this machine fails, whatever is caught.

Fetching is switched off too; a test that speaks to a server of its own lifts that for itself. What
is not Python's own sockets (the browser, Java) is not seen here; `browser.py` has its own guard.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from contextlib import suppress
from typing import Any, Final

import pytest

from stocktake.sources.network.fetch import OFFLINE

ADDRESSED: Final = {"socket.connect", "socket.sendto", "socket.sendmsg"}
"""What Python tells before it does it, with the socket and the address."""


def switch_off() -> None:
    """For this process, and as to fetching for those it starts."""
    os.environ[OFFLINE] = "1"
    sys.addaudithook(refuse_abroad)


def refuse_abroad(event: str, words: tuple[Any, ...]) -> None:
    """Fail before a connection is made or a name is asked for."""
    if event in ADDRESSED and isinstance(words[1], tuple):
        host, is_allowed = words[1][0], is_here
    elif event == "socket.getaddrinfo":
        host, is_allowed = words[0], is_known
    else:
        return
    if not is_allowed(host):
        pytest.fail(f"The network is off in tests, but {event} was called for {host!r}.")


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    if host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_known(host: str | bytes | None) -> bool:
    """Whether nobody need be asked where a host is: it is this machine, or a number."""
    name = host.decode() if isinstance(host, bytes) else host or ""
    with suppress(OSError):
        # Any spelling the system takes for a number, such as 0x7f.1 or 2130706433.
        return bool(socket.inet_aton(name))
    return is_here(name) or ":" in name
