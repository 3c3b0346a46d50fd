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

from stocktake.vocabulary.problems import ERROR, Problem, RefusedError
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
        raise _refusal(
            folder,
            "no-release",
            "There is no release with a readable manifest here.",
            "Give the folder that holds manifest.json, or make it anew.",
        ) from None
    if manifest.schema > SCHEMA_VERSION:
        known = f"this program knows only {SCHEMA_VERSION}."
        message = f"The release follows schema {manifest.schema}, {known}"
        raise _refusal(folder, "schema-new", message, "Use a newer version of Stocktake.")
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


def _refusal(folder: Path, code: str, message: str, mend: str) -> RefusedError:
    problem = Problem(str(folder), "", "", code, ERROR, message, mend)
    return RefusedError(problem.line(), [problem])
