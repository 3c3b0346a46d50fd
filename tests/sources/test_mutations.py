"""Files damaged at random: no traceback, no hang, no swelling, whatever the damage.

./go test -m mutations -n 0 -s        ten thousand of each format, with a line for each
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sources.damaged_formats import FORMATS
from sources.mutating import SECONDS, Report, read

ROOT = Path(__file__).parents[2]
PEAK = 256
"""MiB that the process may hold at most, its interpreter and libraries included."""


def read_damaged(name: str, count: int) -> Report:
    """Read so many damaged files in a process that does only this."""
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("src", "tests"))
    done = subprocess.run(
        [sys.executable, "-m", "sources.mutating", name, str(count)],
        env={**os.environ, "PYTHONPATH": paths, "POLARS_MAX_THREADS": "2"},
        capture_output=True,
        text=True,
        timeout=60 + count * SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Report(**json.loads(done.stdout))


def check(report: Report) -> None:
    assert report.found == []
    assert report.slowest < SECONDS
    assert report.peak < PEAK


@pytest.mark.parametrize("name", FORMATS)
def test_the_sound_file_is_taken(name: str) -> None:
    cube = read(FORMATS[name], FORMATS[name].content)
    assert cube.is_refused == FORMATS[name].is_refused, cube.problems


@pytest.mark.parametrize("name", FORMATS)
def test_two_hundred_damaged_files_are_read_or_refused_in_words(name: str) -> None:
    check(read_damaged(name, 200))


@pytest.mark.mutations
@pytest.mark.parametrize("name", FORMATS)
def test_ten_thousand_damaged_files_are_read_or_refused_in_words(name: str) -> None:
    report = read_damaged(name, 10_000)
    print(f"\n{report.line()}", end="")
    check(report)
