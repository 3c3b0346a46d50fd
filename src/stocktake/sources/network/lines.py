"""A line to one host: its name is resolved once and checked, and only what was checked is dialled.

No proxy, cookie or password of the surroundings is used. Every wait on the wire ends with the
deadline, however slowly the other side trickles.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import SplitResult, urljoin, urlsplit

from stocktake.vocabulary.archives import RATIO
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

PORTS: Final = {"https": (443, 8443), "http": (80, 8080)}
NAME: Final = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.ASCII,
)
"""A full name; its last label is no number, so that 127.1 or 0x7f.0.0.1 is none."""

PRINTABLE: Final = re.compile(r"[!-~]+")
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
TUNNELS: Final = tuple(
    map(ipaddress.ip_network, ("2001::/32", "2002::/16", "192.88.99.0/24", "192.0.0.0/24"))
)
PUBLIC6: Final = ipaddress.ip_network("2000::/3")
DOCUMENTATION: Final = ipaddress.ip_network("3fff::/20")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(RefusedError):
    """Nothing was taken; `passing` if another try may help, `after` seconds at the earliest."""

    def __init__(self, problem: Problem, passing: bool = False, after: float = 0) -> None:
        super().__init__(problem.line(), [problem])
        self.problem, self.passing, self.after = problem, passing, after


def refuse(code: str, address: str = "", passing: bool = False, **values: Any) -> FetchError:
    """The error to raise for a fault of that code at that address."""
    return FetchError(fault(code, address, **values), passing)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often; seconds and bytes."""

    connect: float = 10
    read: float = 60
    whole: float = 900
    size: int = 500_000_000
    ratio: int = RATIO
    redirects: int = 3
    pauses: Sequence[float] = (2, 8, 30)
    longest_wait: float = 120
    looks: Sequence[float] = (30, 30, 60, 120, 300, 300)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _ignore(size: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Door:
    """What the door stands on: tests replace it to reach a server of their own.

    `sleep` and `hear` tell who listens how long is waited and how many bytes have come so far.
    """

    resolve: Callable[[str, int], list[str]] = _resolve
    sleep: Callable[[float], object] = time.sleep
    hear: Callable[[int], object] = _ignore
    allow_private: bool = False
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; never below zero."""
        return max(0.0, self._end - time.monotonic())

    def allow(self, most: float) -> float:
        """What a single wait may take; TimeoutError when the time is over."""
        left = self.left()
        if not left:
            raise TimeoutError
        return min(left, most)


@dataclass(frozen=True, slots=True)
class Place:
    """Scheme, host and port: what must stay the same for a whole fetch."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the usual one."""
        usual = self.port == PORTS[self.scheme][0]
        return self.host if usual else f"{self.host}:{self.port}"


def split_address(address: str, base: str = "") -> SplitResult | None:
    """The parts of an address; None if it is none, or holds what programs read differently."""
    if not PRINTABLE.fullmatch(address) or "\\" in address:
        return None
    with suppress(ValueError):
        parts = urlsplit(urljoin(base, address))
        _ = parts.port
        if parts.hostname and "@" not in parts.netloc:
            return parts
    return None


def read_place(address: str, plain: bool, door: Door) -> Place:
    """Where the address leads; FetchError unless it is a full name by https (or plain http)."""
    parts = split_address(address)
    if parts is None or parts.scheme not in (("https", "http") if plain else ("https",)):
        raise refuse("address-unsafe", address)
    place = Place(parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme][0])
    if not door.allow_private and (
        not NAME.fullmatch(place.host) or place.port not in PORTS[place.scheme]
    ):
        raise refuse("address-unsafe", address)
    return place


def is_public(text: str) -> bool:
    """Whether an IP address lies on the public internet, also when wrapped into another."""
    try:
        address: IpAddress = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    address = _unwrap(address)
    if any(address in network for network in TUNNELS):
        return False
    if isinstance(address, ipaddress.IPv6Address) and (
        address not in PUBLIC6 or address in DOCUMENTATION
    ):
        return False
    return address.is_global and not address.is_multicast


def _unwrap(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 one stands for: mapped, or by NAT64 on IPv6-only networks."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class _Bytes(io.RawIOBase):
    """The bytes that come in, each wait cut to the deadline."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        return self._wire.receive(cast(memoryview, buffer))


class Wire:
    """A socket as http.client wants it, with a deadline."""

    def __init__(self, raw: socket.socket, read: float, deadline: Deadline) -> None:
        self._raw, self.patience, self._deadline = raw, read, deadline
        self.reader = io.BufferedReader(_Bytes(self))

    def receive(self, buffer: memoryview) -> int:
        """Bytes into the buffer; TimeoutError after the patience or the deadline."""
        self._raw.settimeout(self._deadline.allow(self.patience))
        return self._raw.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        """Send it all before the deadline."""
        self._raw.settimeout(self._deadline.allow(self.patience))
        self._raw.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader[_Bytes]:
        """The reader http.client asks for."""
        return self.reader

    def close(self) -> None:
        """Nothing yet: the answer is still to be read; `hang_up` ends the line."""

    def hang_up(self) -> None:
        """End the line."""
        self._raw.close()


class Line:
    """One host for one fetch."""

    def __init__(self, place: Place, limits: Limits, door: Door) -> None:
        self.place, self._limits, self._door = place, limits, door
        self._addresses: list[str] = []

    def open(self, deadline: Deadline) -> Wire:
        """A new connection to the address that was checked."""
        try:
            self._addresses = self._addresses or self._look_up(deadline)
            raw = self._dial(deadline)
            if self.place.scheme == "https":
                raw = self._encrypt(raw, deadline)
        except TimeoutError:
            what, seconds = "No connection came about", f"{self._limits.connect:g}"
            raise refuse("fetch-timeout", passing=True, what=what, seconds=seconds) from None
        return Wire(raw, self._limits.read, deadline)

    def _look_up(self, deadline: Deadline) -> list[str]:
        seconds = deadline.allow(self._limits.connect)
        try:
            found = _within(seconds, lambda: self._door.resolve(self.place.host, self.place.port))
        except TimeoutError:
            raise
        except (OSError, UnicodeError):
            raise refuse("host-unknown", cell=self.place.host, passing=True) from None
        if not found:
            raise refuse("host-unknown", cell=self.place.host, passing=True)
        hidden = [address for address in found if not is_public(address)]
        if hidden and not self._door.allow_private:
            raise refuse("address-private", cell=self.place.host, found=hidden[0])
        return found

    def _dial(self, deadline: Deadline) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self._addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            raw = socket.socket(family, socket.SOCK_STREAM)
            try:
                raw.settimeout(deadline.allow(self._limits.connect))
                raw.connect((address, self.place.port))
                return raw
            except OSError as error:
                raw.close()
                failure = error
        raise failure

    def _encrypt(self, raw: socket.socket, deadline: Deadline) -> socket.socket:
        raw.settimeout(deadline.allow(self._limits.connect))
        try:
            return self._door.trust().wrap_socket(raw, server_hostname=self.place.host)
        except (OSError, ValueError):
            raw.close()
            raise


def _within(seconds: float, look_up: Callable[[], list[str]]) -> list[str]:
    """The answer of a call that cannot be told to hurry; TimeoutError if it is late."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(look_up())
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def send(
    place: Place, wire: Wire, target: str, headers: Mapping[str, str]
) -> http.client.HTTPResponse:
    """Ask for a path on the wire; the status and the headers have come when this returns."""
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = cast(socket.socket, wire)
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": place.authority, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()
