"""Reads damaged files of one format, in a process that does only this; prints what came of them.

PYTHONPATH=src:tests python -m sources.mutating sdmx-ml-2.1 10000
PYTHONPATH=src:tests python -m sources.mutating sdmx-ml-2.1 1 --from 4711    one of them again
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sources.damaged_formats import FORMATS, Format

from stocktake.sources.codelists import map_labels
from stocktake.sources.cubes import FLAGS, PERIOD, VALUE, Cube
from stocktake.sources.describing import count_by_period, describe_cube
from stocktake.sources.evidence.checking import check_evidence
from stocktake.sources.guard.pool import Pool
from stocktake.sources.observations import NO_PLACE
from stocktake.sources.recognise import read_any
from stocktake.vocabulary.decimals import is_number, normal
from stocktake.vocabulary.periods import is_period

SECONDS = 2.0
GUARDED = 20
"""Of so many files one is read by a worker too, which must say the same."""

FOUND = 10
"""Findings after which the run of a format ends."""


class TooSlowError(BaseException):
    """Raised into a reading that computes too long; no reader can take it for its own."""


@dataclass
class Report:
    """What came of the files of one format."""

    format: str
    count: int = 0
    refused: int = 0
    warned: int = 0
    accepted: int = 0
    guarded: int = 0
    slowest: float = 0.0
    slowest_at: int = 0
    peak: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line of the log."""
        return (
            f"{self.format:20} {self.count:6} files: {self.refused:6} refused, {self.accepted:6} "
            f"accepted, {self.warned:6} with warnings; {len(self.codes):3} codes; slowest "
            f"{self.slowest:5.2f} s (file {self.slowest_at}); peak {self.peak:4.0f} MiB; "
            f"{self.guarded} by a worker too; findings: {len(self.found)}"
        )


def damage(format_: Format, name: str, number: int) -> bytes:
    """The damaged file of that number, the same in every run."""
    dice = random.Random(f"{name} {number}")
    return dice.choice(format_.damages)(format_.content, dice)


def read(format_: Format, content: bytes) -> Cube:
    """What `stocktake read` computes of a file, in this process."""
    if format_.evidence:
        return Cube("evidence", problems=tuple(check_evidence(content, format_.name)))
    cube = map_labels(read_any(content, format_.name, format_.mapping))
    describe_cube(cube)
    count_by_period(cube)
    return cube


def find_slips(cube: Cube) -> list[str]:
    """What may never be in a cube, whatever the file."""
    said = [f"unprintable: {one!r}" for one in cube.problems if not one.line().isprintable()]
    if cube.format == "evidence" or cube.is_refused:
        return said if not len(cube.frame) else [*said, "refused with rows"]
    frame = cube.frame
    if frame.is_empty():
        said.append("accepted without rows")
    if frame.select(pl.any_horizontal(pl.col(cube.key).is_null().any())).item():
        said.append("a key with a gap")
    if frame.select(cube.key).is_duplicated().any():
        said.append("a key twice")
    values = frame[VALUE].drop_nulls().to_list()
    said += [f"no number: {one!r}" for one in values if not is_number(one) or normal(one) != one]
    periods = frame[PERIOD].unique().to_list()
    said += [f"no period: {one!r}" for one in periods if one != NO_PLACE and not is_period(one)]
    flags = frame[FLAGS].drop_nulls().unique().to_list()
    said += [f"no flags: {one!r}" for one in flags if not re.fullmatch("[a-z]+", one)]
    return said


def compare(cube: Cube, format_: Format, content: bytes, pool: Pool) -> list[str]:
    """Where a worker says something else."""
    there = map_labels(
        pool.read(content, format_.name, mapping=format_.mapping, evidence=format_.evidence)
    )
    if there.problems != cube.problems:
        return [f"a worker says {there.problems}, here {cube.problems}"]
    same = cube.is_refused or there.frame.equals(cube.frame)
    return [] if same else ["a worker gives other rows"]


def read_damaged(format_: Format, content: bytes, report: Report, number: int, pool: Pool) -> None:
    """Read one damaged file and note what came of it."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        cube = read(format_, content)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    taken = time.process_time() - begun
    if taken > report.slowest:
        report.slowest, report.slowest_at = taken, number
    report.codes.update({problem.code for problem in cube.problems})
    report.refused += cube.is_refused
    report.accepted += not cube.is_refused
    report.warned += not cube.is_refused and bool(cube.problems)
    slips = find_slips(cube)
    if number % GUARDED == 0:
        report.guarded += 1
        slips += compare(cube, format_, content, pool)
    report.found += [f"{number}: {slip}" for slip in slips]


def run(name: str, count: int, first: int = 0) -> Report:
    """Read so many damaged files of a format."""
    report, format_, pool = Report(name), FORMATS[name], Pool()
    for number in range(first, first + count):
        content = damage(format_, name, number)
        report.count += 1
        try:
            read_damaged(format_, content, report, number, pool)
        except (Exception, TooSlowError) as error:  # noqa: BLE001 - any of them is a finding
            report.found.append(f"{number}: {error!r} for {content[:2000]!r}")
        if len(report.found) >= FOUND:
            break
    pool.end()
    report.peak = measure_peak()
    return report


def measure_peak() -> float:
    """MiB this process held at most; `ru_maxrss` would count the one that started it too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


def stop(*_: object) -> None:
    """End what is being read."""
    raise TooSlowError


def main() -> None:
    """Print the report of one format as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("count", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    told = parser.parse_args()
    signal.signal(signal.SIGPROF, stop)
    json.dump(vars(run(told.format, told.count, told.first)), sys.stdout)


if __name__ == "__main__":
    main()
