"""What is in a cube, in figures: what `stocktake read` tells people and machines."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

import polars as pl

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube, digest
from stocktake.sources.observations import NO_PLACE
from stocktake.vocabulary.periods import bounds
from stocktake.vocabulary.problems import Problem

FREQUENCIES: Final = {
    "A": re.compile(r"[0-9]{4}|([0-9]{4})/([0-9]{4})"),
    "S": re.compile(r"[0-9]{4}-S[12]"),
    "Q": re.compile(r"[0-9]{4}-Q[1-4]"),
    "M": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "W": re.compile(r"[0-9]{4}-W[0-9]{2}"),
    "D": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
"""Codes of the SDMX list CL_FREQ; a fiscal year such as 2011/2012 is annual."""


def describe_cube(cube: Cube) -> dict[str, Any]:
    """Format, dataset, counts, periods, codes, flags, digest and problems of one file.

    `observations` have a value, `missing` have none; `flags` counts each letter. Of a refused
    file only format and problems are told.
    """
    frame = cube.frame
    names = [*cube.dimensions, *([GEO] if _has_places(cube) else [])]
    return {
        "format": cube.format,
        "dataset": cube.dataset,
        "observations": frame[VALUE].count(),
        "missing": frame[VALUE].null_count(),
        "series": frame.select(*cube.dimensions, GEO).n_unique() if len(frame) else 0,
        "periods": describe_periods(frame[PERIOD]),
        "dimensions": {name: frame[name].n_unique() for name in names},
        "flags": count_flags(frame[FLAGS]),
        "digest": "" if cube.is_refused else digest(cube),
        "problems": [describe_problem(problem) for problem in cube.problems],
    }


def describe_periods(periods: pl.Series) -> dict[str, str]:
    """The first and the last period and how often: `A`, or `A;M` where there are several."""
    different = [text for text in periods.unique().to_list() if text != NO_PLACE]
    if not different:
        return {"first": "", "last": "", "frequency": ""}
    ordered = sorted(different, key=bounds)
    found = {find_frequency(text) for text in ordered}
    every = ";".join(code for code in FREQUENCIES if code in found)
    return {"first": ordered[0], "last": ordered[-1], "frequency": every}


def find_frequency(period: str) -> str:
    """The code of a period's length; empty for a span that is no year."""
    for code, form in FREQUENCIES.items():
        if match := form.fullmatch(period):
            years = match.groups()
            return code if not any(years) or int(years[1]) == int(years[0]) + 1 else ""
    return ""


def count_flags(flags: pl.Series) -> dict[str, int]:
    """How many observations carry each letter."""
    counts: Counter[str] = Counter()
    for letters, count in flags.drop_nulls().value_counts().iter_rows():
        for letter in letters:
            counts[letter] += count
    return dict(sorted(counts.items()))


def count_by_period(cube: Cube) -> list[tuple[str, int]]:
    """Observations with a value in each period, in order of time."""
    counts = cube.frame.filter(pl.col(PERIOD) != NO_PLACE).group_by(PERIOD)
    rows = counts.agg(pl.col(VALUE).count()).iter_rows()
    return sorted(rows, key=lambda row: bounds(row[0]))


def describe_problem(problem: Problem) -> dict[str, str]:
    """A problem with its place as one text."""
    place = " ".join(filter(None, (problem.file, problem.row, problem.column)))
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": place,
        "message": problem.message,
        "mend": problem.mend,
    }


def _has_places(cube: Cube) -> bool:
    return bool((cube.frame[GEO] != NO_PLACE).any())
