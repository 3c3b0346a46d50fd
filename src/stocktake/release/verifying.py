"""Verify a release: every file against the manifest, and nothing besides."""

from __future__ import annotations

from pathlib import Path

from stocktake.release.manifest import DIGEST_FILE, FILE, read_manifest, sha256
from stocktake.vocabulary.problems import ERROR, Problem


def verify(folder: Path) -> list[Problem]:
    """Problems of a release folder: changed, missing and added files, each by name."""
    manifest = read_manifest(folder)
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_symlink()
    }
    expected = dict(manifest.files) | _own_digests(present)
    problems = []
    for name, digest in expected.items():
        path = present.get(name)
        if path is None or not path.is_file():
            problems.append(_problem(name, "file-missing", "The file is missing."))
        elif sha256(path.read_bytes()) != digest:
            problems.append(_problem(name, "file-changed", "The file is not the one released."))
    for name in sorted(set(present) - set(expected) - {DIGEST_FILE}):
        problems.append(_problem(name, "file-added", "The file does not belong to the release."))
    return problems


def _own_digests(present: dict[str, Path]) -> dict[str, str]:
    """The manifest's own checksum, kept beside it."""
    beside = present.get(DIGEST_FILE)
    return {FILE: beside.read_text("utf-8", "replace").strip() if beside else ""}


def _problem(name: str, code: str, message: str) -> Problem:
    mend = "Take the release from where it was published, or make it anew from its strategy."
    return Problem(name, "", "", code, ERROR, message, mend)
