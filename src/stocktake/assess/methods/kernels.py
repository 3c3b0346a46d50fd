"""Trend, slope and outlook of many series of one length at once, as plain arrays.

A block holds N series of n values, a row each; results are arrays of N. Inside, a series is a
column, and every sum runs over the years in their order, element by element: what a series is
assessed to does not depend on the series beside it, on the size of the block, or on how wide the
machine's vectors are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
import numpy.typing as npt

from stocktake.assess.methods.distributions import (
    LONGEST_EXACT,
    Floats,
    find_student_p,
    find_two_sided_p,
    tabulate_exact_p,
)

FEWEST: Final = 5
"""Values below which there is neither test nor probability (`speed.md`, correctness probes)."""
FURTHEST: Final = 10
"""Years after the last value beyond which there is no probability."""
SHRINKAGE: Final = 4
"""Years without movement that the drift is shrunk by (`methods.md` 4.4: least median error)."""
STRONGEST: Final = 0.8
"""The largest autocorrelation the test is corrected for."""
NORMAL_95: Final = 1.6448536269514722
"""The standard normal's 95 % point: a two-sided 90 % interval."""
ROUNDING: Final = 2.0**-49
"""Eight units in the last place, as a share of the largest number involved.

What is left of a straight line after its slope is taken off is rounding, not movement.
"""
SAME_TIME: Final = 1e-6
"""Years apart (half a minute) below which two values are of one time."""
LARGEST: Final = 1e60
SMALLEST: Final = 1e-60
"""Magnitudes between which the square of every slope and movement is a number in a float."""


@dataclass(frozen=True)
class Trends:
    """One number a series. `p_exact` is NaN where there are ties or more than ten values."""

    s: Floats
    p_normal: Floats
    p_exact: Floats
    r1: Floats
    p: Floats
    slope: Floats
    lo: Floats
    hi: Floats


@dataclass(frozen=True)
class Projections:
    """Where each series is expected at its deadline; `sd` is the scale of the error, inflated.

    NaN where there is no deadline, or one not after the last value, or more than ten years on.
    `rounding` is the size of movements that mean nothing, `freedom` what t is asked with.
    """

    centre: Floats
    sd: Floats
    inflation: Floats
    rounding: Floats
    freedom: int


def test_trend(years: npt.ArrayLike, values: npt.ArrayLike) -> Trends:
    """Mann-Kendall's test and Sen's slope of a block of series.

    `values` is N x n, n at least 5; `years` is n for all or N x n, ascending, gaps are gaps.
    `s` is Mann-Kendall's S, `p_normal` its two-sided p with continuity correction and ties
    (Kendall 1975), `p_exact` that of the exact distribution. `p` is the larger of `p_exact` and
    the normal p with the variance times (1 + r1) / (1 - r1). `slope` is the median of the slopes
    of all pairs, in units of the value a year, `lo` and `hi` its 90 % interval by ranks (Sen 1968,
    doi 10.1080/01621459.1968.10480934). Formulas: `methods.md` 4.3. ValueError for another shape,
    years that do not ascend, values not finite or beyond 1e60.
    """
    t, y = _stand_upright(years, values)
    n = len(y)
    rises = subtract_pairs(y)
    s = np.sign(rises).sum(axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - count_ties(y)) / 18
    slopes = np.sort(rises / subtract_pairs(t), axis=0)
    slope = _find_median(slopes)
    lo, hi = _find_interval(slopes, variance)
    r1 = find_autocorrelation(t, y, slope)
    p_exact = _find_exact_p(n, s, variance)
    z = _standardise(s, variance)
    inflated = find_two_sided_p(z / np.sqrt((1 + r1) / (1 - r1)))
    p = np.fmax(p_exact, inflated)
    return Trends(s, find_two_sided_p(z), p_exact, r1, p, slope, lo, hi)


def _stand_upright(years: npt.ArrayLike, values: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Years and values with a series a column: n x 1 or n x N, and n x N."""
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 2 or y.shape[1] < FEWEST:
        raise ValueError(f"values must be N x n with n at least {FEWEST}, not {y.shape}")
    t = np.asarray(years, dtype=np.float64)
    if t.shape not in {y.shape, y.shape[1:]}:
        raise ValueError(f"years must be {y.shape[1:]} or {y.shape}, not {t.shape}")
    if not (np.abs(t) <= LARGEST).all() or not (np.diff(t) >= SAME_TIME).all():
        raise ValueError("years must be numbers and ascend; no year may come twice")
    if not ((np.abs(y) <= LARGEST) & ((np.abs(y) >= SMALLEST) | (y == 0))).all():
        raise ValueError(
            f"values must be 0 or numbers of {SMALLEST:g} to {LARGEST:g}, none missing"
        )
    # Adding 0 makes -0.0 one with 0.0: which of the two a sort puts first is the machine's choice.
    return np.atleast_2d(t).T, np.add(y.T, 0.0, order="C")


def _add_up(rows: Floats) -> Floats:
    """The sum of rows, first to last; NumPy's own adds a lone column in another order."""
    total: Floats = reduce(np.add, rows)
    return total


def subtract_pairs(rows: Floats) -> Floats:
    """Later less earlier row of every pair: n x N to n(n-1)/2 x N."""
    n, width = rows.shape
    differences, start = np.empty((n * (n - 1) // 2, width)), 0
    for earlier in range(n - 1):
        end = start + n - 1 - earlier
        np.subtract(rows[earlier + 1 :], rows[earlier], out=differences[start:end])
        start = end
    return differences


def count_ties(y: Floats) -> Floats:
    """Sum of u(u-1)(2u+5) over the groups of u equal values in each column.

    A group is summed up value by value: its k-th adds 6(k^2 - 1).
    """
    ordered = np.sort(y, axis=0)
    same = ordered[1:] == ordered[:-1]
    total, k = np.zeros(y.shape[1]), np.ones(y.shape[1])
    for equal in same if same.any() else ():
        k = np.where(equal, k + 1, 1)
        total += 6 * (k * k - 1)
    return total


def _standardise(s: Floats, variance: Floats) -> Floats:
    """z with continuity correction; 0 where all values are equal."""
    nearer = s - np.sign(s)
    return nearer / np.sqrt(np.where(variance > 0, variance, 1))


def _find_exact_p(n: int, s: Floats, variance: Floats) -> Floats:
    if n > LONGEST_EXACT:
        return np.full_like(s, np.nan)
    untied = variance == n * (n - 1) * (2 * n + 5) / 18
    p: Floats = np.where(untied, tabulate_exact_p(n)[np.abs(s).astype(np.intp)], np.nan)
    return p


def _find_median(ordered: Floats) -> Floats:
    half = len(ordered) // 2
    middle: Floats = ordered[half]
    if len(ordered) % 2 == 0:
        middle = (ordered[half - 1] + middle) / 2
    return middle


def _find_interval(ordered: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """The slopes at the ranks (N' -+ z sqrt(var S)) / 2, the upper one plus one."""
    pairs = len(ordered)
    reach = NORMAL_95 * np.sqrt(variance)
    low = np.maximum(np.round((pairs - reach) / 2) - 1, 0).astype(np.intp)
    high = np.minimum(np.round((pairs + reach) / 2), pairs - 1).astype(np.intp)
    lo, hi = (np.take_along_axis(ordered, rank[None], 0)[0] for rank in (low, high))
    return lo, hi


def find_autocorrelation(t: Floats, y: Floats, slope: Floats) -> Floats:
    """Lag-1 autocorrelation of what the slope leaves, corrected for its length, in [0, 0.8].

    Of neighbours in the series, whatever the gap between them; t and y with a series a column.
    r = (n r1 + 1) / (n - 4) (`methods.md` 4.3); 0 where nothing but rounding is left.
    """
    n = len(y)
    rest = y - slope * (t - t[0])
    rest = rest - _add_up(rest) / n
    squares = _add_up(rest * rest)
    largest = np.abs(y).max(axis=0) + np.abs(slope) * (t[-1] - t[0])
    moved = squares > n * (ROUNDING * largest) ** 2
    r1 = _add_up(rest[1:] * rest[:-1]) / np.where(moved, squares, 1)
    corrected = np.clip((n * r1 + 1) / (n - 4), 0, STRONGEST)
    return np.where(moved, corrected, 0.0)


def project(years: npt.ArrayLike, values: npt.ArrayLike, deadlines: npt.ArrayLike) -> Projections:
    """Where each series of a block is expected at its deadline: a random walk with shrunk drift.

    Blocks as in `test_trend`; `deadlines` are N years, NaN where there is none. The drift is the
    mean movement a year times L / (L + 4), L the years from first to last value; the standard
    error s sqrt(h + h^2 / (L + 4)), h years after the last value, is widened by `inflation`
    min(2, 1.15 + 0.1 (h - 1)) so that 80 % intervals hold (`methods.md` 4.4).
    """
    t, y = _stand_upright(years, values)
    n, length = len(y), t[-1] - t[0]
    ahead = np.asarray(deadlines, dtype=np.float64) - t[-1]
    ahead = np.where((ahead > 0) & (ahead <= FURTHEST), ahead, np.nan)
    gaps, rise = t[1:] - t[:-1], y[-1] - y[0]
    off = (y[1:] - y[:-1]) - rise / length * gaps
    squares = _add_up(off * off / gaps)
    largest = np.abs(y).max(axis=0)
    squares = np.where(squares > n * (ROUNDING * largest) ** 2 / gaps.min(axis=0), squares, 0)
    variance = squares / (n - 2)
    inflation = np.minimum(2, 1.15 + 0.1 * (ahead - 1))
    return Projections(
        centre=y[-1] + ahead * (rise / (length + SHRINKAGE)),
        sd=inflation * np.sqrt(variance * (ahead + ahead * ahead / (length + SHRINKAGE))),
        inflation=inflation,
        rounding=ROUNDING * largest,
        freedom=n - 2,
    )


def find_probability(
    projections: Projections, directions: npt.ArrayLike, targets: npt.ArrayLike
) -> Floats:
    """P that each value is at the deadline not on the wrong side of its target.

    `directions` are 1 where up is good and -1 where down is, `targets` in units of the value;
    Student's t of the slack over the standard error, n - 2 degrees of freedom. Without any
    movement but a straight line it is 0 or 1, and 1 on the target. NaN where the projection,
    direction or target is.
    """
    target = np.asarray(targets, dtype=np.float64)
    slack = np.asarray(directions, dtype=np.float64) * (projections.centre - target)
    sure = projections.sd == 0
    t = slack / np.where(sure, 1, projections.sd)
    near = projections.rounding + ROUNDING * (np.abs(projections.centre) + np.abs(target))
    reached = np.where(slack >= -near, 1.0, 0.0)
    reached = np.where(np.isnan(slack), np.nan, reached)
    return np.where(sure, reached, find_student_p(t, projections.freedom))
