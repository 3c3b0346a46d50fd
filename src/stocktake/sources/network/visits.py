"""A visit to one office: asking, with patience and within limits, and taking the bytes aside."""

from __future__ import annotations

import hashlib
import http.client
import re
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stocktake.sources.keeping import write_synced
from stocktake.sources.network.answers import HEAD, Answer, find_words, refuse_with_words
from stocktake.sources.network.bodies import read_body
from stocktake.sources.network.lines import (
    Deadline,
    Door,
    FetchError,
    Limits,
    Line,
    Wire,
    read_place,
    refuse,
    send,
    split_address,
)
from stocktake.version import VERSION

REDIRECTS: Final = (301, 302, 303, 307, 308)
PASSING: Final = (408, 429, 500, 502, 503, 504)
ALWAYS: Final = {
    "User-Agent": f"Stocktake/{VERSION}",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Visit:
    """All that is asked of one office for one fetch; the last good body lies in `aside`."""

    def __init__(self, address: str, plain: bool, aside: Path, limits: Limits, door: Door) -> None:
        self._line = Line(read_place(address, plain, door), limits, door)
        self._aside, self._limits, self._door = aside, limits, door

    def ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """The answer at the end of all redirects; FetchError if there is none to be had."""
        target, deadline = self.keep_to_host(address, address), Deadline(self._limits.whole)
        for _ in range(self._limits.redirects + 1):
            answer = self._ask_patiently(target, headers, deadline)
            if answer.status not in REDIRECTS:
                return answer
            target = self.keep_to_host(target, answer.headers.get("location", ""))
        raise refuse("redirects-many", address, limit=self._limits.redirects)

    def keep_to_host(self, address: str, location: str, announced: bool = False) -> str:
        """The address a location leads to from another; FetchError if that is another host.

        What an office announces in words may say http for what it also gives by https: then only
        the path is taken. A redirect must keep scheme, host and port.
        """
        place = self._line.place
        parts = split_address(location, address)
        if parts is None or parts.hostname != place.host:
            raise refuse("address-elsewhere", address, cell=location)
        if (
            not announced
            and read_place(parts.geturl(), place.scheme == "http", self._door) != place
        ):
            raise refuse("address-elsewhere", address, cell=location)
        query = f"?{parts.query}" if parts.query else ""
        return f"{place.scheme}://{place.authority}{parts.path or '/'}{query}"

    def _ask_patiently(
        self, address: str, headers: Mapping[str, str], deadline: Deadline
    ) -> Answer:
        for pause in (*self._limits.pauses, None):
            try:
                with _translating(address, deadline, self._limits):
                    return self._ask_once(address, headers, deadline)
            except FetchError as error:
                wait = max(pause or 0, error.after)
                patience = min(self._limits.longest_wait, deadline.left())
                if pause is None or not error.passing or wait > patience:
                    raise
                self._door.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, address: str, headers: Mapping[str, str], deadline: Deadline) -> Answer:
        wire = self._line.open(deadline)
        try:
            parts = urlsplit(address)
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            response = send(self._line.place, wire, target, {**ALWAYS, **headers})
            answer = self._receive(address, response, wire)
        finally:
            wire.hang_up()
        if answer.status in PASSING:
            raise _refuse_for_now(answer)
        return answer

    def _receive(self, address: str, response: http.client.HTTPResponse, wire: Wire) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = response.status
        if status in (204, 304) or status in REDIRECTS:
            return Answer(address, status, headers, b"", 0, "")
        body = read_body(response, wire, self._limits)
        if status >= 400:
            return Answer(address, status, headers, _take_head(body), 0, "")
        taken = _Taken(self._door.hear)
        write_synced(self._aside, taken.pass_on(body))
        return Answer(address, status, headers, bytes(taken.head), taken.size, taken.sha256)


class _Taken:
    """Counts, digests and remembers the head of what passes."""

    def __init__(self, hear: Callable[[int], object]) -> None:
        self.head, self.size, self._digest = bytearray(), 0, hashlib.sha256()
        self._hear = hear

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def pass_on(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            self._digest.update(piece)
            self._hear(self.size)
            if len(self.head) < HEAD:
                self.head += piece[: HEAD - len(self.head)]
            yield piece


def _take_head(body: Iterator[bytes]) -> bytes:
    """What an error answer says; one that breaks off still says what came."""
    head = bytearray()
    try:
        for piece in body:
            head += piece
            if len(head) >= HEAD:
                break
    except (FetchError, OSError, http.client.HTTPException):
        if not head:
            return b""
    return bytes(head[:HEAD])


def _refuse_for_now(answer: Answer) -> FetchError:
    after = read_retry_after(answer.headers)
    advice = f"It asks to wait {after:.0f} seconds." if after else "Try again later."
    words = find_words(answer)
    failure = refuse_with_words(
        "office-failing", answer.address, words, number=answer.status, advice=advice
    )
    failure.passing, failure.after = True, after
    return failure


def read_retry_after(headers: Mapping[str, str]) -> float:
    """Seconds an office asks to wait; a moment is measured against its own clock."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, IndexError):
        return 0.0


@contextmanager
def _translating(address: str, deadline: Deadline, limits: Limits) -> Iterator[None]:
    """Turns what goes wrong on the wire into problems."""
    try:
        yield
    except TimeoutError:
        over = not deadline.left()
        seconds = limits.whole if over else limits.read
        what = "The answer was not whole" if over else "Nothing came"
        raise refuse("fetch-timeout", address, True, what=what, seconds=f"{seconds:g}") from None
    except ssl.SSLCertVerificationError as error:
        raise refuse("tls-untrusted", address, why=error.verify_message) from None
    except (OSError, http.client.HTTPException) as error:
        why = str(getattr(error, "strerror", "") or error or type(error).__name__)
        raise refuse("connection-failed", address, True, why=why) from None
