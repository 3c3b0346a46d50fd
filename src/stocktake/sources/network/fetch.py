"""The only door to the network: one request to one office, its bytes kept with their origin.

    fetch(Request("ESTAT", "nama_10_gdp", "A.CP_MEUR..DE", start="2013"), Path("raw"))

Nothing raises but a slip in the program: what goes wrong is in `problems`, in words, and the file
of the last time stays. STOCKTAKE_OFFLINE=1 shuts the door. Nothing is read here beyond what tells
an error answer from data.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from stocktake.sources.keeping import Origin, lay_aside, name_file, today
from stocktake.sources.network.answers import Answer, check_answer
from stocktake.sources.network.lines import Door, Limits, refuse
from stocktake.sources.network.offices import (
    Office,
    find_format,
    find_office,
    read_offices,
)
from stocktake.sources.network.origins import KEPT_HEADERS, Shelf
from stocktake.sources.network.quirks import find_quirks
from stocktake.sources.network.requests import Request, build_address
from stocktake.sources.network.visits import Visit
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError, errors

__all__ = ["Door", "Fetched", "Limits", "Office", "Origin", "Request", "fetch", "read_offices"]

OFFLINE: Final = "STOCKTAKE_OFFLINE"
VALUE: Final = re.compile(r"[ -~]{1,300}")
NEW, UNCHANGED, FAILED = "new", "unchanged", "failed"

_LIMITS: Final = Limits()
_DOOR: Final = Door()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it. `path` and `origin` are the latest bytes we hold: after a failure, the old.

    `outcome` is new, unchanged (304, or the same bytes again) or failed.
    """

    outcome: str
    path: Path | None = None
    origin: Origin | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing was to be had this time."""
        return bool(errors(self.problems))


def fetch(
    request: Request,
    folder: Path,
    limits: Limits = _LIMITS,
    previous: Origin | None = None,
    *,
    offices: Mapping[str, Office] | None = None,
    day: date | None = None,
    offline: bool = False,
    door: Door = _DOOR,
) -> Fetched:
    """Ask an office once and keep what it gives in the folder.

    `previous` is the origin to compare with; without it, the one standing in the folder. `offices`
    are the rows to choose from (`read_offices(own_file)`), `day` the day to note as obtained.
    """
    try:
        office = find_office(request.office, read_offices() if offices is None else offices)
        request = replace(request, office=office.name)
        address = build_address(request, office)
    except RefusedError as error:
        return Fetched(FAILED, problems=error.problems)
    shelf = Shelf(folder, request, address)
    earlier, notes = shelf.read(previous)
    try:
        _refuse_offline(offline, address)
        return _Errand(request, office, address, shelf, earlier).run(limits, door, day, notes)
    except RefusedError as error:
        return _keep_earlier(shelf, earlier, [*error.problems, *notes])


@dataclass(frozen=True, slots=True)
class _Errand:
    """One request on its way."""

    request: Request
    office: Office
    address: str
    shelf: Shelf
    earlier: Origin | None

    def run(self, limits: Limits, door: Door, day: date | None, notes: list[Problem]) -> Fetched:
        with lay_aside(self.shelf.folder) as aside:
            visit = Visit(self.address, self.office.http, aside, limits, door)
            headers = self._write_headers()
            answer = visit.ask(self.address, headers)
            if answer.status == 304 and self.earlier and len(headers) > 1:
                return self._say_unchanged(self.earlier, notes)
            final = self._follow(answer, visit, limits, door)
            check_answer(final)
            return self._take(final, final is answer, aside, day or today(), notes)

    def _write_headers(self) -> dict[str, str]:
        headers = {"Accept": find_format(self.office, self.request.format).accept}
        if self.earlier and self.earlier.url == self.address:
            known = self.earlier.headers
            asked = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
            headers |= {name: known[kept] for name, kept in asked if is_plain(known.get(kept))}
        return headers

    def _follow(self, answer: Answer, visit: Visit, limits: Limits, door: Door) -> Answer:
        """Where the office says that the answer comes later, wait for it there."""
        waits = iter(limits.looks)
        headers = {"Accept": find_format(self.office, self.request.format).accept}
        while later := find_quirks(self.office.quirks).follow(answer):
            target = visit.keep_to_host(answer.address, later.address, announced=True)
            if not later.is_ready:
                wait = next(waits, None)
                if wait is None:
                    raise refuse("answer-later", target, count=len(limits.looks))
                door.sleep(wait)
            answer = visit.ask(target, headers)
        return answer

    def _take(
        self, answer: Answer, direct: bool, aside: Path, day: date, notes: list[Problem]
    ) -> Fetched:
        kept = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        if not direct:
            # The validators belong to the file announced, not to the address asked.
            kept = {name: kept[name] for name in kept if name not in ("etag", "last-modified")}
        if self.earlier and self.earlier.sha256 == answer.sha256:
            origin = replace(self.earlier, headers=kept) if direct else self.earlier
            if self.earlier.url == self.address:
                self.shelf.point(origin)
                return self._say_unchanged(origin, notes)
        origin = self._write_origin(answer, kept, day)
        path = self.shelf.put(aside, origin)
        return Fetched(NEW, path, origin, tuple(notes))

    def _write_origin(self, answer: Answer, kept: dict[str, str], day: date) -> Origin:
        return Origin(
            url=self.address,
            answered_by=answer.address,
            office=self.office.name,
            publisher=self.office.title,
            licence=self.office.licence,
            dataset=self.request.dataset,
            obtained=day.isoformat(),
            status=answer.status,
            sha256=answer.sha256,
            size=answer.size,
            file=name_file(answer.sha256, answer.head),
            headers=kept,
        )

    def _say_unchanged(self, origin: Origin, notes: list[Problem]) -> Fetched:
        return Fetched(UNCHANGED, self.shelf.folder / origin.file, origin, tuple(notes))


def is_plain(text: str | None) -> bool:
    """Whether a text an office once gave can be sent back in a header."""
    return text is not None and VALUE.fullmatch(text) is not None


def _refuse_offline(offline: bool, address: str) -> None:
    if offline or os.environ.get(OFFLINE, "") not in ("", "0"):
        raise refuse("fetch-offline", address, name=OFFLINE)


def _keep_earlier(shelf: Shelf, earlier: Origin | None, problems: list[Problem]) -> Fetched:
    if earlier is None:
        return Fetched(FAILED, problems=tuple(problems))
    kept = fault("file-kept", earlier.file, day=earlier.obtained)
    return Fetched(FAILED, shelf.folder / earlier.file, earlier, (*problems, kept))
