"""Bytes as received, kept under their own checksum beside a note of where they come from.

    0cf2....tsv                        the bytes, read-only
    0cf2....9c3f21aa.origin.json       one place they came from, read-only

Written aside, synced, then renamed, the bytes first. Nothing is written over: who is killed in
between leaves what stood there, and doing it again completes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from stocktake.vocabulary.disk import make_folder, sync
from stocktake.vocabulary.faults import refusal

LARGEST: Final = 100_000
"""Bytes of an origin file."""

ORIGIN: Final = ".origin.json"
READ_ONLY: Final = 0o444
START: Final = re.compile(r"[0-9a-f]{6,64}")
"""As much of a checksum as tells which one is meant."""

LONGEST: Final = 86_400
"""Seconds; no writing lasts a day: what lies aside longer was left by one who was killed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: the address asked, or the name of a file that was handed in.

    `answered_by` is the address that gave them, `file` the name under which they are kept.
    """

    url: str
    dataset: str
    obtained: str
    sha256: str
    size: int
    file: str
    answered_by: str = ""
    office: str = ""
    publisher: str = ""
    licence: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)


def keep_content(folder: Path, content: bytes, url: str, dataset: str) -> Origin:
    """Keep bytes that are at hand, as obtained today."""
    digest = hashlib.sha256(content).hexdigest()
    file = name_file(digest, content)
    origin = Origin(url, dataset, today().isoformat(), digest, len(content), file)
    with lay_aside(folder) as aside:
        write_synced(aside, [content])
        keep(folder, aside, origin)
    return origin


def keep(folder: Path, aside: Path, origin: Origin) -> Path:
    """Give bytes laid aside their name, and then write down where they come from."""
    target = folder / origin.file
    with writing(folder):
        if not is_kept(folder, origin):
            aside.chmod(READ_ONLY)
            aside.replace(target)
        # Whoever put it there may have been killed before its name was on the disk.
        sync(folder)
    note = folder / f"{origin.sha256}.{mark(origin.url)}{ORIGIN}"
    if not note.exists():
        write_origin(note, origin, READ_ONLY)
    return target


def is_kept(folder: Path, origin: Origin) -> bool:
    """Whether the bytes an origin names lie in the folder, unchanged."""
    if Path(origin.file).name != origin.file:
        return False
    try:
        return digest_file(folder / origin.file) == origin.sha256
    except (OSError, ValueError):
        return False


def find_origins(folder: Path, start: str) -> list[Origin]:
    """Where the bytes come from whose checksum begins so, oldest first.

    RefusedError if there are none, or they are not as they were received.
    """
    notes = folder.glob(f"{start}*{ORIGIN}") if START.fullmatch(start) else []
    try:
        found = [read_origin(note) for note in notes]
    except (OSError, ValueError, TypeError, RecursionError):
        raise refusal("bytes-changed", str(folder), cell=start) from None
    if not found:
        raise refusal("bytes-unknown", str(folder), cell=start)
    for origin in found:
        if not is_kept(folder, origin):
            raise refusal("bytes-changed", str(folder / origin.file), cell=origin.sha256[:12])
    return sorted(found, key=lambda one: (one.obtained, one.url))


@contextmanager
def lay_aside(folder: Path) -> Iterator[Path]:
    """An empty file in the folder, gone afterwards unless it was given its name."""
    aside = folder / f".{secrets.token_hex(8)}.part"
    with writing(folder):
        make_folder(folder)
        _sweep(folder)
        aside.touch(exist_ok=False)
    try:
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what writers that were killed left aside."""
    for part in folder.glob(".*.part"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < time.time() - LONGEST:
                part.unlink()


def write_origin(target: Path, origin: Origin, mode: int = 0o644) -> None:
    """Write an origin aside and put it in its place."""
    text = json.dumps(asdict(origin), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with lay_aside(target.parent) as aside, writing(target.parent):
        write_synced(aside, [text.encode("utf-8")])
        aside.chmod(mode)
        aside.replace(target)
        sync(target.parent)


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


def name_file(sha256: str, head: bytes) -> str:
    """The name bytes are kept under; its ending is for people, readers look at the content."""
    return f"{sha256}.{guess_ending(head)}"


def guess_ending(head: bytes) -> str:
    """An ending that fits the first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, ending in ((b"PK", "zip"), (b"\x1f\x8b", "gz"), (b"<", "xml"), (b"{", "json")):
        if start.startswith(magic):
            return ending
    if start.startswith(b"["):
        return "json"
    return "tsv" if b"\t" in start.partition(b"\n")[0] else "csv"


def mark(url: str) -> str:
    """Eight letters that stand for an address in the name of a file."""
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_synced(path: Path, pieces: Iterable[bytes]) -> None:
    """Write pieces to a file and make sure that they are on the disk."""
    with path.open("wb") as stream:
        for piece in pieces:
            with writing(path.parent):
                stream.write(piece)
        with writing(path.parent):
            stream.flush()
            os.fsync(stream.fileno())


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what the disk refuses into a problem."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refusal("store-unwritable", str(folder), why=why) from None


def today() -> date:
    """The day by Greenwich: the one place of the program's core where the clock is read."""
    return datetime.now(UTC).date()  # noqa: TID251
