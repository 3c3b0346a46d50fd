"""One process that reads, started, spoken to and watched; light, so that it can start first."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from stocktake.sources.limits import SIZE, Limits, say_memory, say_time
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

LOOK: Final = 0.02
"""Seconds between two looks at the memory of a worker."""

COMMAND: Final = "from stocktake.sources.guard.child import main; main()"
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class WorkerEndedError(Exception):
    """The worker is gone; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def resident(process: int) -> int:
    """Bytes of memory a process holds; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


@dataclass
class Worker:
    """One process that reads, and what is watched of it."""

    process: subprocess.Popen[bytes] = field(default_factory=lambda: _start())
    uses: int = 0
    bare: int = 0
    """Bytes it held before the first file."""

    @property
    def left(self) -> int:
        """Bytes that the files it has read left in it."""
        return resident(self.process.pid) - self.bare if self.bare else 0

    def read(
        self, head: dict[str, Any], content: bytes, limits: Limits
    ) -> tuple[dict[str, Any], bytes]:
        """What a cube is and its frame; WorkerEndedError if the worker did not survive it."""
        self.uses += 1
        watch = _Watch(self.process, limits, len(content))
        # In a thread: a worker that takes nothing must not keep us from looking at the clock.
        threading.Thread(target=self._send, args=(head, content), daemon=True).start()
        if self.uses == 1:
            watch.skip_line(b"ready\n")
            self.bare = resident(self.process.pid)
        watch.measure()
        said = json.loads(watch.take_piece())
        return said, b"".join(watch.take_pieces())

    def _send(self, head: dict[str, Any], content: bytes) -> None:
        text = json.dumps(head).encode()
        stream = self.process.stdin
        with contextlib.suppress(OSError, ValueError):  # it ended; the watch will say why
            if stream is not None:
                stream.write(SIZE.pack(len(text)) + text)
                stream.write(content)
                stream.flush()

    def end(self) -> None:
        """End this one process; then what still writes to it comes to an end too."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _start() -> subprocess.Popen[bytes]:
    """A fresh interpreter: a fork of one that runs polars would wait for threads it has not."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = kept | {
        "PYTHONPATH": paths,
        "POLARS_MAX_THREADS": "2",
        # Memory that polars frees is given back at once: 1 M rows of CSV take 277 MiB, not 391.
        "_RJEM_MALLOC_CONF": "dirty_decay_ms:0",
        "PYTHONUTF8": "1",
        "HOME": "/",  # without one Python asks /etc/passwd for it
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-c", COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


class _Watch:
    """Takes bytes from a worker and looks at its memory and the clock meanwhile."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, size: int) -> None:
        self.process = process
        self.limits = limits
        self.size = size
        self.until = time.monotonic() + limits.waiting(size)
        self.held = bytearray()
        assert process.stdout is not None
        self.pipe = process.stdout.fileno()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.pipe, selectors.EVENT_READ)

    def _take(self, count: int) -> bytes:
        while len(self.held) < count:
            self._look()
            if self.selector.select(LOOK):
                piece = os.read(self.pipe, 2**20)
                if not piece:
                    raise WorkerEndedError(self._explain_end())
                self.held += piece
        taken = bytes(self.held[:count])
        del self.held[:count]
        return taken

    def _look(self) -> None:
        if resident(self.process.pid) > self.limits.holding(self.size):
            raise WorkerEndedError(say_memory(self.limits, self.size))
        if time.monotonic() > self.until:
            raise WorkerEndedError(say_time(self.limits, self.size))

    def _explain_end(self) -> Problem:
        code = self.process.wait()
        if code in {-24, -27}:
            return say_time(self.limits, self.size)
        if code in {-9, -6}:
            return say_memory(self.limits, self.size)
        return fault("reader-failed", why=f"exit {code}" if code >= 0 else f"signal {-code}")

    def skip_line(self, line: bytes) -> None:
        """A word the worker says before it goes on."""
        if self._take(len(line)) != line:
            raise WorkerEndedError(fault("reader-failed", why="its answer"))

    def measure(self) -> None:
        """How many bytes the worker says the file counts; a packed one grows."""
        (self.size,) = SIZE.unpack(self._take(SIZE.size))
        self.until = time.monotonic() + self.limits.waiting(self.size)

    def take_piece(self) -> bytes:
        """A piece with its length before it."""
        return self._take(SIZE.unpack(self._take(SIZE.size))[0])

    def take_pieces(self) -> Iterator[bytes]:
        """All pieces up to one of no length."""
        while piece := self.take_piece():
            yield piece
        self.selector.close()
