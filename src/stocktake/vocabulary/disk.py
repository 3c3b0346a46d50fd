"""Names and bytes that have reached the disk before we go on."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Return only when a file, or the names in a folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """The folder and its parents, each name on the disk before we go on."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync(path.parent)
