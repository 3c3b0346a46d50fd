"""The latest bytes of an address: one small file that says which of those kept they are.

It is written last of all and is the switch: whoever is killed before leaves what stood there
yesterday.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from stocktake.sources.keeping import Origin, is_kept, keep, mark, read_origin, write_origin
from stocktake.sources.network.requests import Request
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

KEPT_HEADERS: Final = (
    "etag", "last-modified", "date", "content-type", "content-length", "content-encoding",
)  # fmt: skip


class Shelf:
    """The place of one request in a folder of kept bytes."""

    def __init__(self, folder: Path, request: Request, address: str) -> None:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", request.dataset).strip("-")[:60]
        self.folder, self.stem = folder, f"{request.office}_{slug}_{mark(address)}"

    @property
    def latest(self) -> Path:
        """The file that says which bytes are the latest."""
        return self.folder / f"{self.stem}.latest.json"

    def read(self, previous: Origin | None) -> tuple[Origin | None, list[Problem]]:
        """The origin given or standing here, if its bytes are still what it says."""
        broken = fault("origin-broken", self.latest.name)
        try:
            origin = previous or read_origin(self.latest)
        except (FileNotFoundError, NotADirectoryError):
            return None, []
        except (OSError, ValueError, TypeError, RecursionError):
            return None, [broken]
        return (origin, []) if is_kept(self.folder, origin) else (None, [broken])

    def put(self, aside: Path, origin: Origin) -> Path:
        """The bytes to their name, and then the switch: from here on they are the latest."""
        target = keep(self.folder, aside, origin)
        self.point(origin)
        return target

    def point(self, origin: Origin) -> None:
        """Write which bytes are the latest."""
        write_origin(self.latest, origin)
