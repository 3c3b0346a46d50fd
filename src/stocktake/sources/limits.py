"""What reading one file may take. Defaults; an option raises them, nothing switches them off."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

MIB: Final = 2**20
COLUMNS: Final = 2000
"""Dimensions and attributes of a file; each costs as much as there are observations."""

UNREAD: Final = "-"
"""Format of a file of which nothing can be said."""

SIZE: Final = struct.Struct(">Q")
"""How a length is written between a worker and its guard."""


@dataclass(frozen=True)
class Limits:
    """Limits of one reading."""

    seconds: float = 2.0
    """Of computing for each 10 MB, and at least."""

    patience: float = 5.0
    """Times the computing time that may pass on the wall clock."""

    memory: int = 256 * MIB
    """Bytes that reading may add to those of the worker and the file."""

    unpacked: int = 50 * MIB
    ratio: int = 100
    members: int = 1000

    def computing(self, size: int) -> float:
        """Seconds of computing for a file of that size."""
        return max(self.seconds, self.seconds * size / 10_000_000)

    def waiting(self, size: int) -> float:
        """Seconds on the wall clock for a file of that size, start of a worker included."""
        return 5 + self.patience * self.computing(size)


DEFAULT: Final = Limits()
