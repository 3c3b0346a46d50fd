"""Verify a release: every file against the manifest, and nothing besides."""

from __future__ import annotations

from pathlib import Path

from stocktake.release.manifest import DIGEST_FILE, FILE, read_manifest, sha256
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem


def verify(folder: Path) -> list[Problem]:
    """Problems of a release folder: changed, missing and added files, each by name."""
    manifest = read_manifest(folder)
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }
    digest = sha256((folder / FILE).read_bytes())
    own = {FILE: digest, DIGEST_FILE: sha256(f"{digest}\n".encode())}
    problems = [
        fault(code, name)
        for name, wanted in (manifest.files | own).items()
        if (code := _find_fault(present.pop(name, None), wanted))
    ]
    if any((one.file, one.code) == (DIGEST_FILE, "file-changed") for one in problems):
        # Which of the two was changed cannot be told: the one is the checksum of the other.
        problems.append(fault("file-changed", FILE))
    return problems + [fault("file-added", name) for name in present]


def _find_fault(path: Path | None, wanted: str) -> str | None:
    if path is None:
        return "file-missing"
    linked = path.is_symlink() or not path.is_file()
    return "file-changed" if linked or sha256(path.read_bytes()) != wanted else None
