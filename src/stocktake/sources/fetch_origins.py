"""Raw bytes kept with their origin: written aside, then renamed; the origin last of all.

A data file is named after its bytes and never written twice, so that the one small origin file is
the switch: whoever is killed in between leaves what stood there yesterday.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Final

from stocktake.sources.fetch_lines import FetchError
from stocktake.sources.fetch_requests import Request
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

LARGEST: Final = 100_000
"""Bytes of an origin file."""

KEPT_HEADERS: Final = (
    "etag", "last-modified", "date", "content-type", "content-length", "content-encoding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from. `url` was asked, `answered_by` gave them; `file` lies beside it."""

    url: str
    answered_by: str
    office: str
    publisher: str
    licence: str
    dataset: str
    obtained: str
    status: int
    sha256: str
    size: int
    file: str
    headers: dict[str, str] = field(default_factory=dict)


class Shelf:
    """The place of one request in a folder."""

    def __init__(self, folder: Path, request: Request, address: str) -> None:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", request.dataset).strip("-")[:60]
        mark = hashlib.sha256(address.encode()).hexdigest()[:8]
        self.folder, self.stem = folder, f"{request.office}_{slug}_{mark}"

    @property
    def origin_file(self) -> Path:
        """The file that says which bytes are the latest."""
        return self.folder / f"{self.stem}.origin.json"

    def read(self, previous: Origin | None) -> tuple[Origin | None, list[Problem]]:
        """The origin given or standing here, if its bytes are still what it says."""
        broken = fault("origin-broken", self.origin_file.name)
        try:
            origin = previous or read_origin(self.origin_file)
        except (FileNotFoundError, NotADirectoryError):
            return None, []
        except (OSError, ValueError, TypeError, RecursionError):
            return None, [broken]
        return (origin, []) if self._holds(origin) else (None, [broken])

    def _holds(self, origin: Origin) -> bool:
        """Whether the bytes an origin names lie beside it, unchanged."""
        if Path(origin.file).name != origin.file:
            return False
        try:
            return digest_file(self.folder / origin.file) == origin.sha256
        except (OSError, ValueError):
            return False

    def _name_aside(self) -> Path:
        return self.folder / f".{self.stem}.{secrets.token_hex(6)}.part"

    @contextmanager
    def lay_aside(self) -> Iterator[Path]:
        """An empty file beside the others, gone afterwards unless it was put."""
        aside = self._name_aside()
        with writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            aside.touch(exist_ok=False)
        try:
            yield aside
        finally:
            aside.unlink(missing_ok=True)

    def name_file(self, sha256: str, head: bytes) -> str:
        """The name of a data file; its ending is for people, readers look at the content."""
        return f"{self.stem}.{sha256[:16]}.{guess_ending(head)}"

    def put(self, aside: Path, origin: Origin) -> Path:
        """The bytes to their name, and then the origin: from here on they are the latest."""
        target = self.folder / origin.file
        with writing():
            aside.replace(target)
            sync_folder(self.folder)
            self.point(origin)
        return target

    def point(self, origin: Origin) -> None:
        """Write the origin."""
        text = json.dumps(asdict(origin), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        aside = self._name_aside()
        with writing():
            write_synced(aside, [text.encode("utf-8")])
            aside.replace(self.origin_file)
            sync_folder(self.folder)


def read_origin(path: Path) -> Origin:
    """The origin in a file; ValueError, TypeError or OSError if it is none."""
    with path.open("rb") as stream:
        row = json.loads(stream.read(LARGEST))
    kinds = {
        item.name: {"int": int, "str": str}.get(str(item.type), dict) for item in fields(Origin)
    }
    if not isinstance(row, dict) or row.keys() != kinds.keys():
        raise ValueError("not an origin")
    if not all(isinstance(row[name], kind) for name, kind in kinds.items()):
        raise TypeError("not an origin")
    return Origin(**row)


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def guess_ending(head: bytes) -> str:
    """An ending that fits the first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, ending in ((b"PK", "zip"), (b"\x1f\x8b", "gz"), (b"<", "xml"), (b"{", "json")):
        if start.startswith(magic):
            return ending
    if start.startswith(b"["):
        return "json"
    return "tsv" if b"\t" in start.partition(b"\n")[0] else "csv"


def write_synced(path: Path, pieces: Iterable[bytes]) -> None:
    """Write pieces to a file and make sure that they are on the disk."""
    with path.open("wb") as stream:
        for piece in pieces:
            with writing():
                stream.write(piece)
        with writing():
            stream.flush()
            os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the system can."""
    if os.name != "nt":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def writing() -> Iterator[None]:
    """Turns what the disk refuses into a problem."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise FetchError(fault("fetch-unwritten", why=why)) from None
