"""Small statements of an office for tests: name only what matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from stocktake.vintages.parts import Statement

Line = Sequence[str | None]
TODAY = date(2026, 11, 24)


def frame_of(lines: Sequence[Line], dimensions: Sequence[str] = ("INDIC",)) -> pl.DataFrame:
    """Rows of dimensions, geo, period, value and, where there are any, flags."""
    names = [*dimensions, "geo", "period", "value", "flags"]
    whole = [[*line, *[None] * (len(names) - len(line))] for line in lines]
    return pl.DataFrame(whole, dict.fromkeys(names, pl.String), orient="row")


def state(
    published: str = "2013-04",
    lines: Sequence[Line] = (("a", "X", "2011", "1"),),
    dimensions: Sequence[str] = ("INDIC",),
    **more: Any,
) -> Statement:
    """A statement of the dataset `floods`."""
    told = {"dataset": "floods", "sha256": "0" * 64, "obtained": TODAY, "reader": "by hand 1"}
    return Statement(published=published, frame=frame_of(lines, dimensions), **{**told, **more})


def years(values: Sequence[str | None], code: str = "a", first: int = 2008) -> list[Line]:
    """A yearly series of place X."""
    return [(code, "X", str(first + at), value) for at, value in enumerate(values)]
