"""From a file's path to its cube: the whole way of `stocktake read`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from stocktake.sources.codelists import map_labels
from stocktake.sources.cubes import Cube
from stocktake.sources.guard.pool import check_guarded, read_guarded
from stocktake.sources.limits import DEFAULT, Limits
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.problems import Problem

LARGEST: Final = 2**30
"""Bytes of a file that are read at most; a pipe without end stops there."""


def load_file(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file, pipe or standard input (`-`); RefusedError where that cannot be."""
    try:
        with open(0 if str(path) == "-" else path, "rb", closefd=str(path) != "-") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise refusal("file-unreadable", str(path), why=error.strerror or error) from None
    if len(content) > largest:
        raise refusal("file-over-limit", str(path), limit=largest)
    return content


def read_content(
    content: bytes,
    name: str,
    *,
    mapping: str | None = None,
    limits: Limits = DEFAULT,
    dimensions: Collection[str] = (),
) -> Cube:
    """What is in a statistical file, read in a process of its own; refused in its problems.

    Labels of the code lists we ship become codes; other labels stay, with a warning.
    """
    return map_labels(
        read_guarded(content, name, mapping=mapping, limits=limits, dimensions=dimensions)
    )


def check_evidence(path: Path, limits: Limits = DEFAULT) -> list[Problem]:
    """What is wrong with a document that is to be kept as evidence."""
    return check_guarded(load_file(path), path.name, limits=limits)
