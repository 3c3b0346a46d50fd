"""The process that reads: no network, no writing, limited computing; one file after the other.

Started by `guard`, spoken to through its standard input and output. It must stay cheap to start:
`stocktake read` on one small file waits for it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import IO, Any, BinaryIO, Final, TypeVar, cast

import polars as pl

from stocktake.sources.cubes import Cube, refuse
from stocktake.sources.evidence.checking import check_evidence
from stocktake.sources.limits import SIZE, UNREAD, Limits, say_memory
from stocktake.sources.recognise import read_any
from stocktake.sources.unpack import measure, unpack
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

T = TypeVar("T")
PIECE: Final = 2**18
MAPPED: Final = 2**31
"""Addresses a worker may hold without using them: threads and allocators reserve ahead."""

FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.truncate",
    "shutil.",
    "ctypes.",
    "urllib.",
)
"""Events of the interpreter that reading a file has no use for."""

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: a reader that is misled can neither reach out nor write."""
    if event == "open":
        _, mode, flags = arguments
        if (flags or 0) & _WRITING or set(mode or "") & set("wax+"):
            raise PermissionError("a reader does not write")
    elif event.startswith(FORBIDDEN):
        raise PermissionError(f"a reader has no use for {event}")


def limit_computing(seconds: float) -> None:
    """From now on so many seconds; then the process ends by a signal."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def limit_memory(size: int) -> None:
    """A fence behind the watch of the guard, for what swells between two of its looks."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    fence = MAPPED + 4 * size
    if hard != resource.RLIM_INFINITY:
        fence = min(fence, hard)
    resource.setrlimit(resource.RLIMIT_AS, (fence, hard))


class PieceWriter:
    """Writes pieces with their length before them; nothing is held back to be counted."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.held: list[bytes] = []
        self.size = 0

    def write(self, content: bytes) -> int:
        """Hand on a piece."""
        self.held.append(bytes(content))
        self.size += len(content)
        if self.size >= PIECE:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Hand on what is held."""
        if self.size:
            self.stream.write(SIZE.pack(self.size))
            self.stream.writelines(self.held)
        self.held, self.size = [], 0

    def close(self) -> None:
        """A piece of no length is the end."""
        self.flush()
        self.stream.write(SIZE.pack(0))
        self.stream.flush()


def open_one(head: dict[str, Any], content: bytes) -> bytes | Cube:
    """The file itself, unpacked where it is packed; a refusal where it cannot be."""
    if head["evidence"]:
        return content
    limits = Limits(**head["limits"])
    return attempt(lambda: unpack(content, limits), limits, len(content))


def read_one(head: dict[str, Any], content: bytes, inner: bytes, size: int) -> Cube:
    """Read or check one file that counts as so many bytes."""
    limits, name = Limits(**head["limits"]), head["name"]
    if head["evidence"]:
        return attempt(
            lambda: Cube("evidence", problems=tuple(check_evidence(content, name, limits))),
            limits,
            size,
        )
    # The name is that of the package, where there was one.
    told = name if inner is content else ""
    return attempt(
        lambda: read_any(inner, told, head["mapping"], limits, head["dimensions"]), limits, size
    )


def attempt(work: Callable[[], T], limits: Limits, size: int) -> T | Cube:
    """What comes of the work; whatever it raises becomes a refusal."""
    limit_computing(limits.computing(size))
    limit_memory(limits.holding(size))
    try:
        return work()
    except RefusedError as error:
        return refuse(UNREAD, *error.problems)
    except MemoryError:
        return refuse(UNREAD, say_memory(limits, size))
    except Exception as error:  # noqa: BLE001 - a traceback is not an answer
        return refuse(UNREAD, fault("reader-failed", why=type(error).__name__))
    finally:
        limit_computing(0)


def _take_columns(frame: pl.DataFrame) -> Iterator[pl.Series]:
    """The columns in one piece each, taken out of a frame that is not needed any more.

    Writing would put together all at once and hold them twice (1 M rows of CSV: 127 MiB).
    """
    for name in frame.columns:
        yield frame.drop_in_place(name).rechunk()


def send(cube: Cube, stream: BinaryIO) -> None:
    """What a cube is, then its frame, which is used up."""
    head = {
        "format": cube.format,
        "dataset": cube.dataset,
        "dimensions": cube.dimensions,
        "updated": cube.updated,
        "labels": sorted(cube.labels),
        "problems": [asdict(problem) for problem in cube.problems],
    }
    text = json.dumps(head).encode()
    stream.write(SIZE.pack(len(text)) + text)
    writer = PieceWriter(stream)
    if not cube.is_refused and len(cube.frame):
        frame = pl.DataFrame(_take_columns(cube.frame))
        frame.write_ipc_stream(cast("IO[bytes]", writer), compression="lz4")
    writer.close()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next request; None at the end."""
    size = stream.read(SIZE.size)
    if len(size) < SIZE.size:
        return None
    head = json.loads(stream.read(SIZE.unpack(size)[0]))
    return head, stream.read(head["size"])


def answer(head: dict[str, Any], content: bytes, stream: BinaryIO) -> None:
    """How many bytes the file counts, then what is in it."""
    inner = open_one(head, content)
    size = len(content) if isinstance(inner, Cube) else measure(inner)
    stream.write(SIZE.pack(size))
    stream.flush()
    send(inner if isinstance(inner, Cube) else read_one(head, content, inner, size), stream)


def main() -> None:
    """Answer requests until there are none."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.addaudithook(forbid)
    answers.write(b"ready\n")
    answers.flush()
    while (request := receive(requests)) is not None:
        answer(*request, answers)


if __name__ == "__main__":
    main()
