"""A program that writes vintages and says when each is safe; tests kill it while it writes.

python writer.py ROOT FIRST COUNT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from vintages.stating import Line, state

from stocktake.vintages.store import Store


def lines_of(number: int, rows: int = 3000) -> list[Line]:
    """The observations of one vintage, told apart by its number."""
    return [("a", "X", str(1000 + at), f"{number}.{at}1") for at in range(rows)]


def write(root: Path, first: int, count: int, told: TextIO) -> None:
    """Add vintage after vintage."""
    store = Store(root)
    for number in range(first, first + count):
        vintage = store.add(state(f"{2000 + number}", lines_of(number))).vintage
        print("ACK", vintage.name, vintage.content, file=told, flush=True)


def serve() -> None:
    """A new writer for each folder read from the input, ready at once; polars is not awake yet."""
    for line in sys.stdin:
        root = Path(line.rstrip("\n"))
        child = os.fork()
        if not child:
            with root.with_suffix(".told").open("w") as told:
                write(root, 1, 400, told)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("GONE", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve()
    else:
        write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.stdout)
