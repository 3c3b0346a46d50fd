"""Weightings of criteria, spread evenly over all there can be, the same on every machine.

A weighting of n criteria is a point of the simplex. Its parts are the gaps between n-1 sorted
numbers drawn uniformly, which is uniform on the simplex (Rubinstein 1982; L. Devroye, Non-Uniform
Random Variate Generation, 1986, V.2). The numbers come from SplitMix64 (Steele, Lea and Flood, Fast
Splittable Pseudorandom Number Generators, OOPSLA 2014) in whole numbers throughout, so no version
of Python and no processor can round them differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Final

SEED: Final = 2010
"""Fixed for good, and no parameter: a seed one may choose can be tried until the order pleases."""

DRAWS: Final = 2_000
WHOLE: Final = 1 << 64
"""What the weights of one weighting add up to."""

Weighting = tuple[int, ...]


def generate_numbers(seed: int) -> Iterator[int]:
    """SplitMix64: an endless run of whole numbers from 0 to 2^64 - 1."""
    mask = WHOLE - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        mixed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        yield mixed ^ (mixed >> 31)


@cache
def draw_weightings(criteria: int, draws: int = DRAWS) -> tuple[Weighting, ...]:
    """So many weightings of so many criteria; the weights of each add up to `WHOLE`."""
    numbers = generate_numbers(SEED)
    return tuple(_cut(sorted(islice(numbers, criteria - 1))) for _ in range(draws))


def _cut(places: list[int]) -> Weighting:
    return tuple(right - left for left, right in pairwise([0, *places, WHOLE]))
