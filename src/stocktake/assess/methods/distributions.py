"""The three distributions a verdict needs: Mann-Kendall's S, the normal tail, Student's t.

Only `erfc` and `atan` are taken from the machine's mathematical library; all else are sums,
products, quotients and square roots, which every machine rounds alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LONGEST_EXACT: Final = 10
"""Values up to which the exact distribution of S is used (`methods.md` 4.3)."""

FAR: Final = 1e100
"""Beyond, the distribution of t is 0 or 1 in a float, and the square is still one."""


@cache
def tabulate_exact_p(n: int) -> Floats:
    """P(|S| >= s) of `n` untied values without trend, at index s from 0 to n(n-1)/2.

    The permutations of n values with k inversions are counted by the coefficients of the product
    of (1 + x + ... + x^(m-1)) for m = 1 to n; S is n(n-1)/2 - 2k (Kendall 1975, chapter 5).
    """
    counts = [1]
    for m in range(2, n + 1):
        padded = [*counts, *[0] * (m - 1)]
        sums = list(accumulate(padded))
        counts = [sums[k] - (sums[k - m] if k >= m else 0) for k in range(len(padded))]
    most = len(counts) - 1
    reached = [
        sum(count for k, count in enumerate(counts) if abs(most - 2 * k) >= s)
        for s in range(most + 1)
    ]
    table = np.array([among / math.factorial(n) for among in reached])
    table.flags.writeable = False
    return table


def find_two_sided_p(z: Floats) -> Floats:
    """P(|Z| >= |z|) of a standard normal Z, with relative precision far out too."""
    return _map(math.erfc, np.abs(z) / math.sqrt(2))


def find_student_p(t: Floats, freedom: int) -> Floats:
    """P(T <= t) of Student's t with a whole number of degrees of freedom, within 1e-14.

    The finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4, with theta = atan(|t| / sqrt(v)):
    even v need no function but the square root, odd ones an arc tangent.
    """
    far = np.minimum(np.abs(t), FAR)
    beyond = freedom + far * far
    sin, cos2 = far / np.sqrt(beyond), freedom / beyond
    odd = freedom % 2
    term = np.sqrt(cos2) if odd else np.ones_like(far)
    total = np.zeros_like(far)
    for k in range(odd + 1, freedom, 2):
        total += term
        term = term * cos2 * (k / (k + 1))
    between = sin * total
    if odd:
        theta = _map(math.atan, far / math.sqrt(freedom))
        between = (between + theta) * (2 / math.pi)
    p: Floats = np.clip(0.5 + np.copysign(between, t) / 2, 0.0, 1.0)
    return p


def _map(function: Callable[[float], float], values: Floats) -> Floats:
    """Value for value by the standard library; NumPy's own forms differ from machine to machine."""
    return np.fromiter(map(function, values.tolist()), np.float64, len(values))
