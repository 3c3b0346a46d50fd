"""Reading in a process of its own: the same cube, and no way to hang, swell or fall."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from stocktake.sources.guard import pool as guard
from stocktake.sources.guard import worker as guard_worker
from stocktake.sources.limits import MIB, Limits
from stocktake.sources.recognise import read_any

CSV = b"geo,period,value\nBE,2020,1.50\nFR,2020,2\n"


@pytest.fixture
def pool() -> Iterator[guard.Pool]:
    made = guard.Pool()
    yield made
    made.end()


def large(count: int) -> bytes:
    rows = (f"G{n},2020,{n}.5\n" for n in range(count))
    return ("geo,period,value\n" + "".join(rows)).encode()


def test_a_guarded_reading_gives_the_same_cube(pool: guard.Pool) -> None:
    here, there = read_any(CSV, "a.csv"), pool.read(CSV, "a.csv")
    assert there.frame.equals(here.frame)
    assert (there.format, there.dimensions, there.problems) == (
        here.format,
        here.dimensions,
        here.problems,
    )


def test_a_worker_is_used_again(pool: guard.Pool) -> None:
    pool.read(CSV)
    (worker,) = pool.idle
    assert pool.read(b"", "a.csv").problems[0].code == "empty-file"
    assert pool.idle == [worker] and worker.uses == 2


def test_a_worker_may_be_started_before_the_pool(pool: guard.Pool) -> None:
    worker = guard_worker.Worker()
    pool.add(worker)
    assert len(pool.read(CSV).frame) == 2 and pool.idle == [worker]


def test_a_mapping_reaches_the_reader(pool: guard.Pool) -> None:
    cube = pool.read(b"Land;Jahr;Zahl\nBE;2020;5\n", mapping="geo=Land;period=Jahr;value=Zahl")
    assert cube.frame.select("geo", "value").rows() == [("BE", "5")]


def test_declared_dimensions_reach_the_reader(pool: guard.Pool) -> None:
    content = b"DATAFLOW,WHAT,GEO,TIME_PERIOD,OBS_VALUE\nF,x,BE,2020,1\n"
    assert pool.read(content, dimensions=["WHAT"]).dimensions == ("what",)


def test_evidence_is_looked_at_in_the_worker(pool: guard.Pool) -> None:
    cube = pool.read(b"%PDF-1.4 /JS \n%%EOF", "a.pdf", evidence=True)
    assert [problem.code for problem in cube.problems] == ["pdf-active"]


def test_too_much_computing_ends_the_worker_and_the_next_one_reads(pool: guard.Pool) -> None:
    content = large(200_000)
    cube = pool.read(content, limits=Limits(seconds=0.01))
    assert [problem.code for problem in cube.problems] == ["limit-time"]
    assert pool.idle == []
    assert len(pool.read(CSV).frame) == 2


def test_a_million_observations_of_sdmx_csv_fit_the_default_limit(pool: guard.Pool) -> None:
    head = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,UNIT,SEX,AGE,GEO,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    row = "dataflow,OFFICE:CRIM(1.0),I,A,NR,T,TOTAL,G{},{},{}.5,p\n".format
    rows = (row(place, year, year) for place in range(10_000) for year in range(1901, 2001))
    content = (head + "".join(rows)).encode()
    cube = pool.read(content, limits=Limits(seconds=60))
    assert (len(cube.frame), cube.problems) == (1_000_000, ())


def test_too_much_memory_ends_the_worker(pool: guard.Pool) -> None:
    cube = pool.read(large(40_000), limits=Limits(seconds=60, memory=70 * MIB))
    assert [problem.code for problem in cube.problems] == ["limit-memory"]
    assert len(pool.read(CSV).frame) == 2


def test_a_limit_that_is_raised_lets_the_file_through(pool: guard.Pool) -> None:
    assert (
        len(pool.read(large(50_000), limits=Limits(seconds=60, memory=2000 * MIB)).frame) == 50_000
    )


def test_a_packed_file_counts_as_what_it_unpacks_to(pool: guard.Pool) -> None:
    """6.2 MB in 1.4 MB; reading takes over 110 MiB, the packed size alone would allow 102."""
    content = large(300_000)
    limits = Limits(seconds=60, memory=150 * MIB)
    assert limits.holding(len(gzip.compress(content))) < 105 * MIB
    assert len(pool.read(content, limits=limits).frame) == 300_000
    assert len(pool.read(gzip.compress(content), limits=limits).frame) == 300_000


def test_what_one_file_left_does_not_count_against_the_next(
    pool: guard.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool.read(CSV)
    assert len(pool.idle) == 1
    monkeypatch.setattr(guard, "IDLE", 1)
    pool.read(CSV)
    assert pool.idle == []


def test_a_worker_that_was_killed_is_replaced(pool: guard.Pool) -> None:
    pool.read(CSV)
    pool.idle[0].process.kill()
    pool.idle[0].process.wait()
    assert len(pool.read(CSV).frame) == 2
