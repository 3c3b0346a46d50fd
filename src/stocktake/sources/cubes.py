"""What every reader gives: the observations of one file as the office states them, and problems.

Raw stays raw: no summing, renaming or filling. Codes stay as published; what is missing is null
with its flag and never zero.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.vocabulary.problems import ERROR, Problem

GEO, PERIOD, VALUE, FLAGS = "geo", "period", "value", "flags"
FACTS: Final = (GEO, PERIOD, VALUE, FLAGS)


@dataclass(frozen=True)
class Cube:
    """One dataset of one file.

    `frame` has a text column for each dimension, named as published in lower case, then `geo`,
    `period` (in our notation), `value` (exact decimal text in normal form, null = missing) and
    `flags` (letters, sorted, null = none). A file without territory has `geo` `-`. `labels` names
    the dimensions whose cells are labels and not codes. Nothing of it holds where `is_refused`.
    """

    format: str
    dataset: str = ""
    dimensions: tuple[str, ...] = ()
    frame: pl.DataFrame = field(default_factory=lambda: empty_frame(()))
    problems: tuple[Problem, ...] = ()
    updated: str = ""
    labels: frozenset[str] = frozenset()

    @property
    def is_refused(self) -> bool:
        """All or nothing: one error, and nothing of the file is taken."""
        return any(problem.severity == ERROR for problem in self.problems)

    @property
    def key(self) -> list[str]:
        """Columns that name one observation."""
        return [*self.dimensions, GEO, PERIOD]


def empty_frame(dimensions: Sequence[str]) -> pl.DataFrame:
    """A frame of that shape without rows."""
    return pl.DataFrame(schema=dict.fromkeys([*dimensions, *FACTS], pl.String))


def refuse(format_: str, *problems: Problem) -> Cube:
    """A file of which nothing is taken."""
    return Cube(format_, problems=problems)


def digest(cube: Cube) -> str:
    """SHA-256 over the normal form: the same content in any format has the same digest.

    Dimensions in order of name, rows sorted, value in normal form, flags sorted; a missing value
    without a flag says no more than its absence and is left out (DECISIONS 19).
    """
    names = [*sorted(cube.dimensions), *FACTS]
    known = cube.frame.select(names).filter(
        pl.col(VALUE).is_not_null() | pl.col(FLAGS).is_not_null()
    )
    line = pl.concat_str([pl.col(name).fill_null("") for name in names], separator="\x1f")
    lines = known.select(line.alias("line"))["line"].sort()
    text = "\x1e".join(["\x1f".join(names), *lines])
    return hashlib.sha256(text.encode()).hexdigest()
