"""Writing so that a kill or a power cut at any moment leaves the old state or the new."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stocktake.vintages.refusals import refusal
from stocktake.vocabulary.disk import make_folder, sync
from stocktake.vocabulary.faults import fault

PAUSE = 0.05
ASIDE, LOCK = ".aside", ".lock"


def start_aside(root: Path) -> Path:
    """A new folder to write in; what a killed writer left is removed. Hold the lock."""
    aside = root / ASIDE
    if aside.exists():
        shutil.rmtree(aside)
    folder = aside / "vintage"
    make_folder(folder)
    return folder


def put_in_place(folder: Path, target: Path) -> None:
    """Everything in the folder to the disk, then its one rename, then the name of that."""
    for file in sorted(folder.iterdir()):
        sync(file)
    sync(folder)
    make_folder(target.parent)
    folder.rename(target)
    sync(target.parent)


@contextmanager
def locked(root: Path, patience: float) -> Iterator[None]:
    """One writer at a time; the system lets go of the lock when a process dies."""
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        _take(handle, root, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _take(handle: int, root: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise refusal(fault("store-busy", str(root))) from None
            time.sleep(PAUSE)
        else:
            return
