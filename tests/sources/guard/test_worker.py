"""A worker that hangs or falls is a problem and nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from stocktake.sources.guard import pool as guard
from stocktake.sources.guard import worker as guard_worker
from stocktake.sources.guard.worker import resident
from stocktake.sources.limits import Limits

CSV = b"geo,period,value\nBE,2020,1.50\n"


@pytest.fixture
def pool() -> Iterator[guard.Pool]:
    made = guard.Pool()
    yield made
    made.end()


def test_memory_is_seen_where_the_system_tells() -> None:
    assert resident(os.getpid()) > 2**20
    assert resident(2**22 + 5) == 0


def test_the_clock_on_the_wall_counts_too(
    pool: guard.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_worker, "COMMAND", "import time; time.sleep(60)")
    monkeypatch.setattr(Limits, "waiting", lambda *_: 0.3)
    begun = time.monotonic()
    assert [problem.code for problem in pool.read(CSV + b" " * 500_000).problems] == ["limit-time"]
    assert time.monotonic() - begun < 5


def test_a_worker_that_falls_is_a_problem(
    pool: guard.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard_worker, "COMMAND", "raise SystemExit(3)")
    (problem,) = pool.read(CSV).problems
    assert problem.code == "reader-failed"
