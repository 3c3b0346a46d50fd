"""Reading in a process of its own, under limits, all or nothing; processes used again.

A reader that hangs, swells or falls takes its process with it and nothing else. What comes back is
a cube or a problem, never a traceback.
"""

from __future__ import annotations

import atexit
import io
import threading
from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

import polars as pl

from stocktake.sources.cubes import Cube, empty_frame, refuse
from stocktake.sources.guard.worker import Worker, WorkerEndedError
from stocktake.sources.limits import DEFAULT, MIB, UNREAD, Limits
from stocktake.vocabulary.problems import Problem

USES: Final = 200
IDLE: Final = 48 * MIB
"""Files after which a worker is replaced, and bytes that those before may have left in it: what one
file left must not count against the next. Beside its own, which differ by Python: 70 to 95 MiB."""


def _unfold(said: dict[str, Any], frames: bytes) -> Cube:
    dimensions = tuple(said["dimensions"])
    return Cube(
        said["format"],
        said["dataset"],
        dimensions,
        pl.read_ipc_stream(io.BytesIO(frames)) if frames else empty_frame(dimensions),
        tuple(Problem(**problem) for problem in said["problems"]),
        said["updated"],
        frozenset(said["labels"]),
    )


class Pool:
    """Workers that wait for files; one that failed is replaced."""

    def __init__(self, *ready: Worker) -> None:
        self.idle = list(ready)
        self.lock = threading.Lock()

    def read(
        self,
        content: bytes,
        name: str = "",
        *,
        mapping: str | None = None,
        limits: Limits = DEFAULT,
        dimensions: Collection[str] = (),
        evidence: bool = False,
    ) -> Cube:
        """The cube of a file, read in a worker, or a refusal."""
        head = {
            "name": name,
            "mapping": mapping,
            "dimensions": list(dimensions),
            "limits": asdict(limits),
            "evidence": evidence,
            "size": len(content),
        }
        worker, is_sound = self._take(), False
        try:
            cube = _unfold(*worker.read(head, content, limits))
            is_sound = True
        except WorkerEndedError as ended:
            cube = refuse(UNREAD, ended.problem)
        finally:
            self._give_back(worker) if is_sound else worker.end()
        return cube

    def _take(self) -> Worker:
        with self.lock:
            while self.idle:
                worker = self.idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
        return Worker()

    def _give_back(self, worker: Worker) -> None:
        if worker.uses >= USES or worker.left > IDLE:
            worker.end()
            return
        with self.lock:
            self.idle.append(worker)

    def add(self, worker: Worker) -> None:
        """Take in a worker that was started before there was a pool: both load side by side."""
        self._give_back(worker)

    def end(self) -> None:
        """End all workers."""
        with self.lock:
            while self.idle:
                self.idle.pop().end()


POOL: Final = Pool()
atexit.register(POOL.end)


def read_guarded(
    content: bytes,
    name: str = "",
    *,
    mapping: str | None = None,
    limits: Limits = DEFAULT,
    dimensions: Collection[str] = (),
) -> Cube:
    """The cube of a file of any kind, read in a process of its own under limits."""
    return POOL.read(content, name, mapping=mapping, limits=limits, dimensions=dimensions)


def check_guarded(content: bytes, name: str = "", *, limits: Limits = DEFAULT) -> list[Problem]:
    """What is wrong with a document kept as evidence, looked at in a process of its own."""
    return list(POOL.read(content, name, limits=limits, evidence=True).problems)
