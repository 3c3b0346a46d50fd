"""Our assessment of trends beside pymannkendall's test alone, in one run.

    ./go python benchmarks/trends.py [--series 10000] [--values 15] [--runs 7]

Ours is all of it, from the frame of observations to the frame of findings: test, slope, interval,
autocorrelation, projection and probability. Theirs is `original_test` of each series, a list of
values each, once. Values are rounded to one decimal, so that ties occur. S and slope must be the
same numbers, the normal p the same within 1e-12. Goal: at most a two hundredth of their time. One
thread each (our frames may use the threads Polars is given).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import polars as pl
import pymannkendall

from stocktake.assess.methods.trends import assess_trends

GOAL: Final = 200
CLOSE: Final = 1e-12
FIRST: Final = 2009


def make_tables(series: int, values: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Observations without gaps, since pymannkendall knows none, and a target for each series."""
    random = np.random.default_rng(2010)
    level = np.round(random.normal(size=(series, values)).cumsum(axis=1), 1)
    keys = [f"I-{at:05}" for at in range(series)]
    observations = pl.DataFrame(
        {
            "key": np.repeat(keys, values),
            "year": np.tile(np.arange(FIRST, FIRST + values), series),
            "value": level.ravel(),
        }
    )
    targets = pl.DataFrame(
        {
            "key": keys,
            "direction": random.choice([-1, 1], series),
            "target": level[:, -1] + random.normal(size=series),
            "deadline": np.full(series, FIRST + values + 4),
        }
    )
    return observations, targets


def measure(task: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = task()
    return time.perf_counter() - begun, result


def compare(found: pl.DataFrame, theirs: list[Any]) -> dict[str, float]:
    """How many series differ in S or slope, and the largest difference of p."""
    s, slope, p = (np.array([getattr(one, name) for one in theirs]) for name in ("s", "slope", "p"))
    return {
        "s": int((found["s"].to_numpy() != s).sum()),
        "slope": int((found["slope"].to_numpy() != slope).sum()),
        "p": float(np.abs(found["p_normal"].to_numpy() - p).max()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=10_000)
    parser.add_argument("--values", type=int, default=15)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    observations, targets = make_tables(options.series, options.values)
    lines = observations["value"].to_numpy().reshape(options.series, options.values).tolist()
    assess_trends(observations, targets)
    runs = [measure(lambda: assess_trends(observations, targets)) for _ in range(options.runs)]
    ours, found = statistics.median(taken for taken, _ in runs), runs[0][1]
    alone, theirs = measure(lambda: [pymannkendall.original_test(line) for line in lines])
    differ = compare(found, theirs)
    print(f"{options.series} series of {options.values}: ours, everything {1000 * ours:.1f} ms "
          f"(fastest {1000 * min(taken for taken, _ in runs):.1f}); "
          f"pymannkendall's test alone {alone:.2f} s")  # fmt: skip
    print(f"  1/{alone / ours:.0f} of its time, goal 1/{GOAL}: "
          f"{'met' if alone / ours >= GOAL else 'NOT MET'}")  # fmt: skip
    print(f"  S differs in {differ['s']}, slope in {differ['slope']} series; "
          f"p by {differ['p']:.1e} at most")  # fmt: skip
    sys.exit(differ["s"] + differ["slope"] > 0 or differ["p"] > CLOSE)


if __name__ == "__main__":
    main()
