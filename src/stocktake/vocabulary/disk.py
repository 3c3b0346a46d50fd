"""Names and bytes that have reached the disk before we go on."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Return only when a file, or the names in a folder, have reached the disk.

    Where a folder cannot be opened (Windows) the system sees to its names.
    """
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
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
