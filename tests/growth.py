"""Does the work grow as its input does? Told without a clock that a busy machine could outrun."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

TIMES, MOST = 4, 8
"""Four times the input may cost eight times as much; in a quadratic way it would be sixteen."""

FLOOR = 0.005
"""Seconds of computing below which a measure says nothing."""


def assert_straight(work: Callable[[int], object], size: int) -> None:
    """The computing of a work on a size and on four times the size, the best of three each."""
    small, large = measure(work, size), measure(work, TIMES * size)
    assert large < MOST * max(small, FLOOR), f"{small:.3f} s grow to {large:.3f} s"


def measure(work: Callable[[int], object], size: int) -> float:
    """The least computing of three runs, the collector at rest.

    What it costs depends on all that is in memory, and that on the tests that ran before.
    """
    gc.collect()
    gc.disable()
    try:
        return min(_run(work, size) for _ in range(3))
    finally:
        gc.enable()


def _run(work: Callable[[int], object], size: int) -> float:
    begun = process_time()
    work(size)
    return process_time() - begun
