"""Our own assessment of every series: is there a trend, and will the target be met?

`kernels.py` computes on blocks of series of one length; here rows become blocks and findings rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from stocktake.assess.methods.distributions import Floats
from stocktake.assess.methods.kernels import (
    FEWEST,
    FURTHEST,
    LARGEST,
    SAME_TIME,
    SMALLEST,
    find_probability,
    project,
    test_trend,
)
from stocktake.vocabulary.faults import refusal

CELLS: Final = 2**18
"""Pairs of values in a block: some 2 500 series of 15, so that a block stays in the cache."""
FIGURES: Final = ("p_normal", "p_exact", "r1", "p", "slope", "lo", "hi", "probability", "centre",
                  "sd", "inflation")  # fmt: skip
REASONS: Final = ("too_few_points", "no_target", "deadline_past", "deadline_far", None)
"""Why there is no probability, the first that holds; the last is none."""
WANTED: Final = {
    "key": pl.String,
    "direction": pl.Float64,
    "target": pl.Float64,
    "deadline": pl.Float64,
}

Indices = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Lines:
    """Series one after the other, each in order of time: where it starts and how many it has."""

    keys: pl.Series
    years: Floats
    values: Floats
    starts: Indices
    counts: Indices


def assess_trends(observations: pl.DataFrame, targets: pl.DataFrame | None = None) -> pl.DataFrame:
    """Trend and probability of every series: a row a key, in the order of first appearance.

    `observations` has key, year (a number; gaps are gaps) and value; a null value is a missing
    year. `targets` has key, direction (1 up, -1 down is good), target and deadline (a year); a
    key may be absent there, of several branches each is a key of its own. Keys without any
    observation are passed over.

    The result: n values; s (Mann-Kendall's S), p_normal, p_exact, r1, p, and slope, lo, hi in units
    of the value a year, as in `kernels.test_trend`; probability that the target is met by the
    deadline, and centre, sd and inflation of the projection, as in `kernels.project`; reason, why
    there is no probability: too_few_points (n < 5: nothing but n is told), no_target (or no
    direction or deadline), deadline_past (not after the last value: what was observed decides),
    deadline_far (more than ten years after it). Nothing is rounded. RefusedError where a key,
    year or direction is missing, a number is not finite or beyond 1e60, or a year comes twice.
    """
    lines = _line_up(observations)
    wanted = _look_up(lines.keys, targets)
    figures: dict[str, Any] = {name: np.full(len(lines.keys), np.nan) for name in ("s", *FIGURES)}
    for rows, years, values in _cut_blocks(lines):
        for name, found in _assess_block(years, values, *(each[rows] for each in wanted)):
            figures[name][rows] = found
    reasons = _find_reasons(lines, *wanted)
    s = pl.Series("s", figures.pop("s"), nan_to_null=True).cast(pl.Int64)
    told = [pl.Series(name, figures[name], nan_to_null=True) for name in FIGURES]
    return pl.DataFrame([lines.keys, pl.Series("n", lines.counts), s, *told, reasons])


def _line_up(observations: pl.DataFrame) -> Lines:
    """Observations with a value, by key and year; keys without any value are kept."""
    rows = observations.select(
        pl.col("key").cast(pl.String), pl.col("year", "value").cast(pl.Float64)
    )
    missing = {name: pl.col(name).is_null() for name in ("key", "year")}
    _refuse_cells(rows, "observations", missing)
    size, zero = pl.col("value").abs(), pl.col("value") == 0
    sound = {
        "year": pl.col("year").abs() <= LARGEST,
        "value": zero | size.is_between(SMALLEST, LARGEST),
    }
    _refuse_cells(rows, "observations", {name: ~of for name, of in sound.items()})
    keys, number = _number_keys(rows["key"])
    told = rows["value"].is_not_null()
    number = number[told.to_numpy()]
    years, values = (rows[name].filter(told).to_numpy() for name in ("year", "value"))
    if not _follows(number, years).all():
        order = np.lexsort((years, number))
        number, years, values = number[order], years[order], values[order]
    again = np.flatnonzero(~_follows(number, years))
    if len(again):
        key, year = keys[int(number[again[0]])], years[again[0] + 1]
        raise refusal("trend-twice", "observations", key, "year", cell=f"{year:.10g}")
    counts = np.bincount(number, minlength=len(keys))
    return Lines(keys, years, values, np.cumsum(counts) - counts, counts)


def _number_keys(keys: pl.Series) -> tuple[pl.Series, Indices]:
    """The different keys in order of first appearance, and of each row which of them it has.

    Rows of one key mostly lie together, so only the first of each run is looked up.
    """
    run = keys.rle_id().to_numpy()
    heads = keys.filter(pl.Series(np.diff(run, prepend=-1).astype(bool)))
    different = heads.unique(maintain_order=True)
    numbers = heads.cast(pl.Enum(different)).to_physical().to_numpy()
    return different, numbers.astype(np.intp)[run]


def _refuse_cells(rows: pl.DataFrame, table: str, conditions: dict[str, pl.Expr]) -> None:
    """Refuse the first row that meets the condition under the name of one of its columns."""
    for name, condition in conditions.items():
        for row in rows.filter(condition).head(1).iter_rows(named=True):
            key, cell = row["key"] or "", "" if row[name] is None else row[name]
            raise refusal("trend-cell", table, key, name, cell=cell)


def _follows(number: Indices, years: Floats) -> Booleans:
    """Whether each row but the first belongs behind the one before it."""
    same = number[1:] == number[:-1]
    follows: Booleans = np.where(same, np.diff(years) >= SAME_TIME, number[1:] > number[:-1])
    return follows


def _look_up(keys: pl.Series, targets: pl.DataFrame | None) -> tuple[Floats, Floats, Floats]:
    """Direction, target and deadline of each key, NaN where there is none."""
    if targets is None:
        targets = pl.DataFrame(schema=WANTED)
    rows = targets.select(pl.col(name).cast(type) for name, type in WANTED.items())
    _refuse_cells(
        rows,
        "targets",
        {
            "key": pl.col("key").is_null(),
            "direction": pl.col("direction").abs() != 1,
            "target": ~(pl.col("target").abs() <= LARGEST),
            "deadline": ~(pl.col("deadline").abs() <= LARGEST),
        },
    )
    for key in rows.filter(pl.col("key").is_duplicated())["key"].head(1):
        raise refusal("trend-twice", "targets", key, "key", cell=key)
    joined = pl.DataFrame([keys]).join(rows, on="key", how="left", maintain_order="left")
    numbers = joined.select("direction", "target", "deadline").fill_null(np.nan).to_numpy()
    direction, target, deadline = numbers.T
    return direction, target, deadline


def _cut_blocks(lines: Lines) -> Iterator[tuple[Indices, Floats, Floats]]:
    """Series of one length, a block at a time: their rows, and years and values, a series a row."""
    for n in np.unique(lines.counts[lines.counts >= FEWEST]).tolist():
        rows = np.flatnonzero(lines.counts == n)
        size = max(1, 2 * CELLS // (n * (n - 1)))
        for start in range(0, len(rows), size):
            block = rows[start : start + size]
            cells = lines.starts[block][:, None] + np.arange(n)
            years = lines.years[cells]
            # Most series of a strategy share their years, and need them only once.
            years = years[0] if (years == years[0]).all() else years
            yield block, years, lines.values[cells]


def _assess_block(
    years: Floats, values: Floats, direction: Floats, target: Floats, deadline: Floats
) -> Iterator[tuple[str, Floats]]:
    yield from vars(test_trend(years, values)).items()
    projections = project(years, values, deadline)
    yield from ((name, getattr(projections, name)) for name in ("centre", "sd", "inflation"))
    yield "probability", find_probability(projections, direction, target)


def _find_reasons(lines: Lines, direction: Floats, target: Floats, deadline: Floats) -> pl.Series:
    last = np.full(len(lines.keys), np.nan)
    told = lines.counts > 0
    last[told] = lines.years[lines.starts[told] + lines.counts[told] - 1]
    ahead = deadline - last
    conditions = [
        lines.counts < FEWEST,
        np.isnan(direction) | np.isnan(target) | np.isnan(deadline),
        ahead <= 0,
        ahead > FURTHEST,
    ]
    which = np.select(conditions, range(len(REASONS) - 1), len(REASONS) - 1)
    return pl.Series("reason", REASONS, dtype=pl.String)[which]


def adjust_false_discoveries(p: pl.Series) -> pl.Series:
    """Adjusted p-values: of the trends at or below 0.10, one in ten is expected to be false.

    Benjamini and Hochberg 1995 (doi 10.1111/j.2517-6161.1995.tb02031.x): the smallest p_(j) m / j
    over j from the rank of each p on, of m; null stays null and does not count. For any count of
    significant trends (`methods.md` 4.3).
    """
    known = p.drop_nulls().to_numpy()
    order = np.argsort(known, kind="stable")
    ratios = known[order] * (len(known) / np.arange(1, len(known) + 1))
    adjusted = np.empty_like(known)
    adjusted[order] = np.minimum(np.minimum.accumulate(ratios[::-1])[::-1], 1)
    filled = np.full(len(p), np.nan)
    filled[p.is_not_null().to_numpy()] = adjusted
    return pl.Series(p.name, filled, nan_to_null=True)
