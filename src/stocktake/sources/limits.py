"""What reading one file may take. Defaults; an option raises them, nothing switches them off."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from stocktake.vocabulary.archives import MEMBERS, RATIO, UNPACKED
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

MIB: Final = 2**20
COLUMNS: Final = 2000
"""Dimensions and attributes of a file; each costs as much as there are observations."""

DEPTH: Final = 64
"""Levels of XML and JSON."""

FIELD: Final = 131_072
"""Characters of a cell; the limit of Python's csv module."""

FREE: Final = 1_000_000
"""Bytes of a file that are read within `memory` alone."""

GROWTH: Final = 40
"""Bytes of memory for each byte beyond; sound files of 5 to 50 MB took up to 31 (TSV, 20 MB)."""

ASKER: Final = 64 * MIB
"""Of `memory`, what is left to the command that asks; it holds 49 to 66 MiB."""

UNREAD: Final = "-"
"""Format of a file of which nothing can be said."""

SIZE: Final = struct.Struct(">Q")
"""How a length is written between a worker and its guard."""


def mebibytes(size: int) -> int:
    """Bytes as an option takes them, rounded up."""
    return -(-size // MIB)


@dataclass(frozen=True)
class Limits:
    """Limits of one reading; the size of a packed file is that of what it unpacks to."""

    seconds: float = 2.0
    """Of computing for each 10 MB, and at least."""

    patience: float = 5.0
    """Times the computing time that may pass on the wall clock."""

    memory: int = 256 * MIB
    """Bytes that a small file may take, of its worker and of the command that asks."""

    unpacked: int = UNPACKED
    ratio: int = RATIO
    members: int = MEMBERS

    def computing(self, size: int) -> float:
        """Seconds of computing for a file of that size."""
        return max(self.seconds, self.seconds * size / 10_000_000)

    def waiting(self, size: int) -> float:
        """Seconds on the wall clock for a file of that size, start of a worker included."""
        return 5 + self.patience * self.computing(size)

    def holding(self, size: int) -> int:
        """Bytes a worker may hold in all for a file of that size."""
        return max(self.memory - ASKER, 0) + GROWTH * max(size - FREE, 0)


DEFAULT: Final = Limits()


def say_memory(limits: Limits, size: int) -> Problem:
    """That a reading took too much memory, and the limit that gives it twice as much."""
    held = limits.holding(size)
    return fault("limit-memory", limit=mebibytes(held), more=mebibytes(limits.memory + held))


def say_time(limits: Limits, size: int) -> Problem:
    """That a reading took too long, and the limit that gives it twice as long."""
    seconds = limits.computing(size)
    return fault("limit-time", limit=f"{seconds:g}", more=f"{2 * limits.seconds:g}")
