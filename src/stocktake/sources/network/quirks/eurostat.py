"""Eurostat prepares large answers aside and says where they will be.

Until 2018 (seen in answers of 2015-03-17 and 2018-11-23): status 200, a message without data whose
footer 413 names a file; while the file is not ready its address answers 404. It is a ZIP with one
SDMX-ML file, and is named with http:// on a host that gives it by https as well.

As of 2026-11-24 (user guide "Asynchronous API"): status 200 with a SOAP envelope of some 400 bytes
under the content type that was asked for; its id is looked up under `1.0/async/status/ID` until it
is AVAILABLE, and fetched under `1.0/async/data/ID`. A query of more than 5 000 000 cells is refused
by 413 with a reason, which no waiting mends.
"""

from __future__ import annotations

import re
from typing import Final

from stocktake.sources.network.answers import Answer, Later, Quirks

_FOOTER_413: Final = re.compile(r"<(?:[\w.-]{1,40}:)?Message\s[^<>]{0,200}code=\"413\"")
_ANNOUNCED: Final = re.compile(r">\s{0,50}(https?://[!-;=-~]{1,500}?)\s{0,50}<")
_ID: Final = re.compile(r"<(?:id|key|(?:[\w.-]{1,40}:)(?:id|key))>([0-9A-Za-z-]{4,64})<")
_STATUS: Final = re.compile(r"<(?:[\w.-]{1,40}:)?status>\s{0,50}([A-Z]{4,20})\s{0,50}<")
_FILES: Final = "/SDMX/diss-web/file/"
_QUEUE: Final = "/1.0/async/status/"
_WAITING: Final = ("SUBMITTED", "PROCESSING")


def follow(answer: Answer) -> Later | None:
    """Where the data are, or will be; None if this is the last answer."""
    if answer.status == 404 and _FILES in answer.address:
        return Later(answer.address)
    if not (answer.is_good and answer.is_small and answer.text.startswith("<")):
        return None
    return _find_announced(answer) or _find_queued(answer)


def _find_announced(answer: Answer) -> Later | None:
    if not _FOOTER_413.search(answer.text):
        return None
    found = _ANNOUNCED.search(answer.text)
    return Later(found[1]) if found else None


def _find_queued(answer: Answer) -> Later | None:
    state = _STATUS.search(answer.text)
    if state is None or "Envelope" not in answer.text[:500]:
        return None
    if _QUEUE in answer.address:
        if state[1] == "AVAILABLE":
            return Later(answer.address.replace(_QUEUE, "/1.0/async/data/"), is_ready=True)
        return Later(answer.address) if state[1] in _WAITING else None
    found = _ID.search(answer.text)
    service, mark, _ = answer.address.partition("/dissemination/")
    if not found or not mark or state[1] not in (*_WAITING, "AVAILABLE"):
        return None
    return Later(f"{service}/dissemination{_QUEUE}{found[1]}")


QUIRKS: Final = Quirks(follow=follow)
