"""The engine: as-of series over millions of stored observations, as ratios in one run.

    ./go python benchmarks/engine.py [--rows 1 10 100] [--runs 7] [--folder DIR]

Rows are millions of stored observations: an earlier whole vintage of three tenths of them and the
one that answers, with seven tenths;
events are half as many. All questions are asked in turn, `--runs` times, and medians
are compared with two bare limits of DuckDB in the same run, since machines differ: `SELECT
sum(value)` over all stored rows, and over the one file that is read. Each size runs in a process of
its own, so that its peak of memory is its own. Goals stand beside each figure, and the ratio of
processor time, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from stocktake.indicators.questions import Question
from stocktake.vintages.durable import locked, put_in_place, start_aside
from stocktake.vintages.engines import DuckEngine
from stocktake.vintages.manifests import FACTS, FILE, FLAGGED, PART, SERIES, Vintage, sha256_of
from stocktake.vintages.query import build_query
from stocktake.vintages.series import answer
from stocktake.vintages.store import ROW_GROUP, Store
from stocktake.vocabulary.disk import make_folder

MONTHS: Final = 120
PLACES: Final = 40
DIMENSIONS: Final = ("kind", "unit", "sex", "age")
NOW: Final = date(2014, 1, 1)


@dataclass(frozen=True)
class Goal:
    """A median over another median, and the most it may be."""

    name: str
    above: str
    below: str
    most: float


GOALS_AT: Final = 100
"""Millions of rows the goals were set for; below, some 25 ms of building queries weigh more."""
GOALS: Final = (
    Goal("as-of yearly series / bare sum of all stored rows", "series", "stored", 1.6),
    Goal("as-of yearly series / bare sum of the file read", "series", "read", 2.5),
    Goal("its query alone / bare sum of all stored rows", "query", "stored", 1.6),
    Goal("one series / bare sum of all stored rows", "one", "stored", 0.1),
    Goal("exact sums / float sums", "exact", "float", 1.15),
    Goal("events by month and country / scan of the three columns", "events", "scan", 1.5),
)


def write_vintage(store: Store, dataset: str, published: str, select: str, **more: Any) -> Vintage:
    """A large vintage without holding it in memory: DuckDB writes what the store would."""
    connection = duckdb.connect()
    make_folder(store.root)
    with locked(store.root, 60):
        folder = start_aside(store.root)
        write_sorted(connection, select, folder / PART)
        if dataset != "events":
            names = ", ".join(f'"{column}"' for column in (*DIMENSIONS, "geo"))
            series = f"SELECT DISTINCT {names} FROM '{folder / PART}' ORDER BY ALL"
            write_sorted(connection, series, folder / SERIES)
            flagged = f"SELECT * FROM '{folder / PART}' WHERE flags IS NOT NULL ORDER BY ALL"
            write_sorted(connection, flagged, folder / FLAGGED)
        rows = connection.execute(f"SELECT count(*) FROM '{folder / PART}'").fetchone()
        assert rows is not None
        vintage = Vintage(
            dataset=dataset, published=published, number=1, complete=True, obtained="2026-11-24",
            sha256="0" * 64, content=f"{dataset}/{published}", rows=rows[0],
            columns=[*DIMENSIONS, *FACTS], whole=6, decimals=2,
            files={path.name: sha256_of(path) for path in sorted(folder.iterdir())}, **more,
        )  # fmt: skip
        (folder / FILE).write_bytes(vintage.to_bytes())
        put_in_place(folder, store.root / dataset / vintage.name)
    connection.close()
    return vintage


def write_sorted(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    connection.execute(
        f"COPY ({select}) TO '{path}' "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, PARQUET_VERSION V1)"
    )


def select_monthly(rows: int, seed: int) -> str:
    """Monthly observations of 40 places, in stored order; 2 % missing, 2 % flagged."""
    chance = f"hash(i + {seed} * 1000003)"
    return f"""
        SELECT printf('K%05d', i // {MONTHS * PLACES}) AS kind, 'NR' AS unit,
            CASE (i // {MONTHS * PLACES}) % 3 WHEN 0 THEN 'T' WHEN 1 THEN 'F' ELSE 'M' END AS sex,
            'TOTAL' AS age, printf('G%02d', (i // {MONTHS}) % {PLACES}) AS geo,
            printf('%d-%02d', 2004 + (i % {MONTHS}) // 12, i % 12 + 1) AS period,
            CASE WHEN {chance} % 50 = 0 THEN NULL
                 ELSE printf('%d.%02d', {chance} % 1000000 // 100, {chance} % 100)
            END AS value_text,
            TRY_CAST(value_text AS DECIMAL(18,2)) AS value_dec,
            CASE WHEN {chance} % 50 = 1 THEN 'p' END AS flags
        FROM range({rows}) AS t(i)"""


def select_events(rows: int) -> str:
    """One row a record: which, where, when."""
    return f"""
        SELECT printf('E%09d', i) AS kind, 'NR' AS unit, 'T' AS sex, 'TOTAL' AS age,
            printf('G%02d', hash(i) % {PLACES}) AS geo,
            printf('%d-%02d', 2008 + hash(i) % 60 // 12, hash(i) % 12 + 1) AS period,
            '1' AS value_text, CAST(1 AS DECIMAL(18,0)) AS value_dec, CAST(NULL AS VARCHAR) AS flags
        FROM range({rows}) AS t(i)"""


def measure(millions: int, runs: int, root: Path) -> dict[str, Any]:
    """Medians of every question at one size, and what it cost."""
    words = [sys.executable, __file__, "--make", str(root), "--rows", str(millions)]
    subprocess.run(words, check=True)
    store = Store(root)
    (current,), (event,) = store.standing("monthly"), store.standing("events")
    for one in (*store.vintages("monthly"), event):
        for name in one.files:
            store.file(one, name)
    before = read_peak()
    engine = DuckEngine(root, threads=2)
    questions = list_questions(store, current, event, engine)
    taken: dict[str, list[float]] = {name: [] for name in questions}
    busy: dict[str, list[float]] = {name: [] for name in questions}
    for run in range(runs + 1):
        for name, ask in questions.items():
            started, used = time.perf_counter(), time.process_time()
            ask()
            if run:
                taken[name].append(time.perf_counter() - started)
                busy[name].append(time.process_time() - used)
    size = sum(path.stat().st_size for path in root.rglob("*.parquet"))
    medians, cpu = (
        {name: statistics.median(found) for name, found in each.items()} for each in (taken, busy)
    )
    return {"medians": medians, "cpu": cpu, "peak": read_peak(), "before": before, "bytes": size}


def make(millions: int, root: Path) -> None:
    """The vintages that are asked about, made in a process of their own."""
    store, rows, block = Store(root), millions * 1_000_000, MONTHS * PLACES
    small, large = (rows * part // 10 // block * block for part in (3, 7))
    places = [f"G{at:02}" for at in range(PLACES)]
    more: dict[str, Any] = {"letters": "p", "missing": rows // 50, "places": places}
    write_vintage(store, "monthly", "2012", select_monthly(small, 1), **more)
    write_vintage(store, "monthly", "2013", select_monthly(large, 2), **more)
    more |= {"letters": "", "missing": 0}
    write_vintage(store, "events", "2013", select_events(rows // 2), **more)


def read_peak() -> float:
    """MB of this process at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def list_questions(
    store: Store, current: Vintage, event: Vintage, engine: DuckEngine
) -> dict[str, Callable[[], object]]:
    """What is asked in turn: ours through the whole way, the limits as bare SQL."""
    connection = duckdb.connect(config={"threads": 2})
    parts = [store.file(one) for one in store.vintages("monthly")]
    places = tuple(f"G{at:02}" for at in range(PLACES))
    yearly = Question("monthly", (), places, (), "sum", "sum")
    one = Question("monthly", (("kind", ("K00007",)), ("sex", ("F",))), ("G11",))
    counted = Question("events", (), places, (), "count", "none")
    query = build_query(yearly, [current])
    assert query is not None
    files = {table: store.file(vintage, name) for table, (vintage, name) in query.files.items()}
    table = f"read_parquet(['{parts[-1]}'])"
    stored = ", ".join(f"'{part}'" for part in parts)
    grouped = f"SELECT geo, period, sum(%s), count(*), count(value_dec) FROM {table} GROUP BY ALL"

    def sql(text: str) -> Callable[[], object]:
        return lambda: connection.execute(text).fetchall()

    return {
        "stored": sql(f"SELECT sum(value_dec) FROM read_parquet([{stored}])"),
        "read": sql(f"SELECT sum(value_dec) FROM {table}"),
        "query": lambda: engine.ask(query.cells, files),
        "float": sql(f"{grouped % 'CAST(value_dec AS DOUBLE)'} ORDER BY ALL"),
        "exact": sql(f"{grouped % 'value_dec'} ORDER BY ALL"),
        "series": lambda: answer(store, yearly, NOW, engine),
        "one": lambda: answer(store, one, NOW, engine),
        "events": lambda: answer(store, counted, NOW, engine),
        "scan": sql(
            "SELECT max(geo), max(period), sum(value_dec) "
            f"FROM read_parquet(['{store.file(event)}'])"
        ),
    }


def show(millions: int, found: dict[str, Any]) -> None:
    medians = found["medians"]
    told = ", ".join(f"{name} {1000 * taken:.1f}" for name, taken in medians.items())
    print(f"{millions} M stored, {found['bytes'] / 1e6:.0f} MB on disk; medians in ms: {told}")
    for goal in GOALS:
        ratio = medians[goal.above] / medians[goal.below]
        busy = found["cpu"][goal.above] / found["cpu"][goal.below]
        word = "met" if ratio <= goal.most else "NOT MET"
        word = word if millions >= GOALS_AT else "small"
        print(f"  {ratio:6.2f}x (of CPU {busy:5.2f}x)  goal {goal.most}x  {word:8} {goal.name}")
    print(f"  peak {found['peak']:.0f} MB, of which {found['before']:.0f} before the questions")


def show_growth(found: dict[int, dict[str, Any]]) -> None:
    """How time and memory grow from the smallest to the largest size."""
    low, high = min(found), max(found)
    taken = [found[size]["medians"]["series"] for size in (low, high)]
    asked = [found[size]["peak"] for size in (low, high)]
    print(f"{low} M to {high} M: time {taken[1] / taken[0]:.1f}x, goal {high // low}x; "
          f"peak memory {Decimal(asked[1]) / Decimal(asked[0]):.2f}x, goal 1.5x")  # fmt: skip


def run_alone(millions: int, runs: int, folder: Path | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=folder) as root:
        words = ["--alone", root, "--rows", str(millions), "--runs", str(runs)]
        done = subprocess.run(
            [sys.executable, __file__, *words], stdout=subprocess.PIPE, check=True
        )
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1, 10], help="millions stored")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where there is room, 1 GB for 100 M")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        make(given.rows[0], given.make)
        return
    if given.alone:
        print(json.dumps(measure(given.rows[0], given.runs, given.alone)))
        return
    found = {}
    for millions in given.rows:
        found[millions] = run_alone(millions, given.runs, given.folder)
        show(millions, found[millions])
    if len(found) > 1:
        show_growth(found)


if __name__ == "__main__":
    main()
