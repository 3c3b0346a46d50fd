"""The manifest of a release: what it is, what it was made with, and the checksum of every file.

It names no clock, host, path or person of the building machine, so that the same input gives the
same bytes. Its own checksum is the release's digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.tables import SCHEMA_VERSION

FILE: Final = "manifest.json"
DIGEST_FILE: Final = "manifest.sha256"
SHOWN: Final = 12
"""Digits of a digest that are printed."""


@dataclass(frozen=True)
class Manifest:
    """Everything about a release but its tables."""

    strategy: str
    cycle: str
    edition: int
    as_of: str
    cut_off: str
    schema: int
    method: str
    software: dict[str, str]
    parameters: str
    previous: str
    rows: dict[str, int]
    withheld: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How the release is called: strategy / cycle-edition."""
        return f"{self.strategy} / {self.cycle}-{self.edition}"

    def to_bytes(self) -> bytes:
        """The file as written: sorted keys, two spaces, final newline."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        return (text + "\n").encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest file; it covers every file by its checksum."""
        return sha256(self.to_bytes())


def sha256(content: bytes) -> str:
    """The checksum of bytes, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release folder; RefusedError where there is none that can be read."""
    try:
        manifest = Manifest(**_checked(json.loads((folder / FILE).read_bytes())))
    except (OSError, ValueError, TypeError, RecursionError):
        raise refusal("no-release", str(folder / FILE)) from None
    if manifest.schema != SCHEMA_VERSION:
        file, theirs = str(folder / FILE), manifest.schema
        raise refusal("release-schema", file, schema=theirs, ours=SCHEMA_VERSION)
    return manifest


def _checked(loaded: Any) -> dict[str, Any]:
    kinds = {
        "edition": int,
        "schema": int,
        "software": dict,
        "rows": dict,
        "withheld": dict,
        "files": dict,
    }
    if not isinstance(loaded, dict):
        raise TypeError("the manifest is no mapping")
    for name, value in loaded.items():
        if not isinstance(value, kinds.get(name, str)):
            raise TypeError(f"{name} has the wrong type")
    return loaded
