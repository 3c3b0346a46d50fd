"""Reading: the same million observations by Stocktake and by three other libraries, as ratios.

    ./go python benchmarks/reading.py [--rows 1] [--runs 3] [--formats sdmx-csv ...] [--folder DIR]

Rows are millions of observations: six dimensions, decimals, a flag on one in thirty. They are
written once in each format. Then all who can read it do so in turn, each time in a fresh process,
from the file on disk to a data frame with every observation; one that does not return each of them,
by count and sum, ends the run. Timed is the reading, without the start of the interpreter and
without imports; beside each ratio stands that of processor time, which other work on the machine
disturbs less (Stocktake alone uses two cores at once). Memory is the highest resident size of the
whole process, imports included. Who took more than a minute reads once.

Stocktake gives a cube: it has also checked every period, every flag and every number for its exact
decimals, and that no observation stands twice. The others are asked for the least: no schemas, and
numbers as the texts or binary floats they give by default. sdmx1 needs the structure for SDMX-CSV
and is given it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import reduce
from pathlib import Path
from typing import Any, Final

OURS: Final = "stocktake"
DIMENSIONS: Final = ("freq", "unit", "iccs", "age", "geo", "period")
SPACE: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
MEMORY_GOAL: Final = 1
"""Our peak over that of the fastest peer, at most."""

PATIENCE: Final = 60
"""Seconds of a reading that is not made again."""


@dataclass(frozen=True)
class Format:
    """A format, who else reads it, and how much faster than the fastest of them we want to be."""

    file: str
    peers: tuple[str, ...]
    goal: float


FORMATS: Final = {
    "sdmx-csv": Format("data.csv", ("pysdmx", "sdmx1"), 5),
    "structure-specific": Format("specific.xml", ("pysdmx", "sdmx1"), 2),
    "generic": Format("generic.xml", ("pysdmx", "sdmx1"), 4),
    "json-stat": Format("data.json", ("pyjstat",), 5),
}


@dataclass(frozen=True)
class Reading:
    """What one contestant took once."""

    seconds: float
    busy: float
    peak: float
    count: int
    total: float


def write_files(millions: float, folder: Path) -> None:
    """Every format once, and what each reader has to find; in a process of its own."""
    import polars as pl

    from stocktake.sources.cubes import Cube
    from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml

    frame = make_frame(millions)
    cube = Cube("", "CRIM", DIMENSIONS[:-2], frame)
    for name, write in (
        ("sdmx-csv", write_sdmx_csv),
        ("structure-specific", write_sdmx_ml),
        ("generic", write_generic),
        ("json-stat", write_json_stat),
    ):
        (folder / FORMATS[name].file).write_bytes(write(cube))
    total = frame["value"].cast(pl.Float64).sum()
    print(json.dumps({"count": len(frame), "total": total}))


def make_frame(millions: float) -> Any:
    """Observations in order of their key: 25 kinds, 2 units, 5 ages, 40 places, 100 months."""
    import polars as pl

    codes = {
        "freq": ["M"],
        "unit": ["NR", "P_HTHAB"],
        "iccs": [f"ICCS{n:05}" for n in range(101, 101 + round(25 * millions))],
        "age": ["TOTAL", "Y_LT15", "Y15-29", "Y30-64", "Y_GE65"],
        "geo": [f"{letter}{n}" for letter in "ABCDEFGH" for n in "12345"],
        "period": [f"{2015 + n // 12}-{n % 12 + 1:02}" for n in range(100)],
    }
    keys = reduce(
        lambda left, right: left.join(right, how="cross", maintain_order="left_right"),
        (pl.DataFrame({name: listed}) for name, listed in codes.items()),
    )
    mixed = pl.int_range(pl.len()) * 2_654_435_761 % 9_999_991
    return keys.with_columns(
        pl.format("{}.{}", mixed // 10, mixed % 10).alias("value"),
        pl.when(mixed % 30 == 0).then(pl.lit("p")).alias("flags"),
    )


def write_generic(cube: Any) -> bytes:
    """SDMX-ML 2.1 generic, by series; the one of these formats that Stocktake does not export."""
    import polars as pl

    names = {name: name.upper() for name in DIMENSIONS[:-1]}
    series = pl.format(
        "<g:SeriesKey>" + "".join(f'<g:Value id="{n}" value="{{}}"/>' for n in names.values())
        + "</g:SeriesKey>", *names,
    )  # fmt: skip
    flags = pl.format('<g:Attributes><g:Value id="OBS_FLAG" value="{}"/></g:Attributes>', "flags")
    observation = pl.format(
        '<g:Obs><g:ObsDimension value="{}"/><g:ObsValue value="{}"/>{}</g:Obs>',
        "period", "value", flags.fill_null(""),
    )  # fmt: skip
    groups = (
        cube.frame.select(series=series, observation=observation)
        .group_by("series", maintain_order=True)
        .agg(pl.col("observation").str.join())
        .select(pl.format("<g:Series>{}{}</g:Series>", "series", "observation"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<m:GenericData xmlns:m="{SPACE}/message"'
        f' xmlns:g="{SPACE}/data/generic" xmlns:c="{SPACE}/common"><m:Header><m:ID>CRIM</m:ID>'
        "<m:Test>false</m:Test><m:Prepared>2014-01-01T00:00:00</m:Prepared>"
        '<m:Sender id="STOCKTAKE"/><m:Structure structureID="CRIM"'
        ' dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="STOCKTAKE" id="CRIM"'
        ' version="1.0" class="DataStructure"/></c:Structure></m:Structure></m:Header>\n'
        '<m:DataSet structureRef="CRIM" action="Information">\n'
        + "\n".join(groups.to_series())
        + "\n</m:DataSet></m:GenericData>\n"
    ).encode()


def prepare_stocktake(_: str) -> Callable[[Path], Any]:
    """Each of these imports a library and gives the function that reads a file with it."""
    from stocktake.sources.files import load_file
    from stocktake.sources.recognise import read_any

    def read(path: Path) -> Any:
        cube = read_any(load_file(path), path.name)
        assert not cube.problems, cube.problems
        return cube.frame["value"]

    return read


def prepare_pysdmx(name: str) -> Callable[[Path], Any]:
    from pysdmx.io import read_sdmx

    if name == "sdmx-csv":
        import pysdmx.io.csv.sdmx21.reader
    else:
        import pysdmx.io.xml.sdmx21.reader.generic
        import pysdmx.io.xml.sdmx21.reader.structure_specific  # noqa: F401

    def read(path: Path) -> Any:
        message: Any = read_sdmx(path, validate=False)
        return message.data[0].data["OBS_VALUE"]

    return read


def prepare_sdmx1(name: str) -> Callable[[Path], Any]:
    import pandas  # noqa: F401
    import sdmx
    from sdmx.model import v30

    given: dict[str, Any] = {}
    if name == "sdmx-csv":
        structure = v30.DataStructureDefinition(id="CRIM")
        for dimension in (*DIMENSIONS[:-1], "time_period"):
            structure.dimensions.getdefault(dimension.upper())
        structure.measures.getdefault("OBS_VALUE")
        structure.attributes.getdefault("OBS_FLAG")
        given = {"structure": structure}

    def read(path: Path) -> Any:
        message: Any = sdmx.read_sdmx(path, **given)
        return sdmx.to_pandas(message.data[0])

    return read


def prepare_pyjstat(_: str) -> Callable[[Path], Any]:
    from pyjstat import pyjstat

    return lambda path: pyjstat.Dataset.read(path.read_text()).write("dataframe")["value"]


CONTESTANTS: Final[dict[str, Callable[[str], Callable[[Path], Any]]]] = {
    OURS: prepare_stocktake,
    "pysdmx": prepare_pysdmx,
    "sdmx1": prepare_sdmx1,
    "pyjstat": prepare_pyjstat,
}


def read_alone(who: str, name: str, folder: Path) -> None:
    """In a process of its own: read one file once, and say what it took and gave."""
    read = CONTESTANTS[who](name)
    begun, used = time.perf_counter(), time.process_time()
    values = read(folder / FORMATS[name].file)
    taken, busy, peak = time.perf_counter() - begun, time.process_time() - used, read_peak()
    found = Reading(taken, busy, peak, len(values), sum(map(float, values)))
    print(json.dumps(asdict(found)))


def read_peak() -> float:
    """MiB this process held at most; unlike ru_maxrss without what its parent held before it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def call_self(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(name: str, runs: int, folder: Path, wanted: dict[str, Any]) -> None:
    """All who read a format in turn, after one reading of ours that is not counted."""
    found: dict[str, list[Reading]] = {who: [] for who in (OURS, *FORMATS[name].peers)}
    read_checked(OURS, name, folder, wanted)
    for _ in range(runs):
        for who, readings in found.items():
            if not readings or readings[0].seconds < PATIENCE:
                readings.append(read_checked(who, name, folder, wanted))
    size = (folder / FORMATS[name].file).stat().st_size
    show(name, size, {who: summarise(readings) for who, readings in found.items()})


def read_checked(who: str, name: str, folder: Path, wanted: dict[str, Any]) -> Reading:
    reading = Reading(**call_self("--alone", who, name, str(folder)))
    if reading.count != wanted["count"] or abs(reading.total / wanted["total"] - 1) > 1e-9:
        sys.exit(f"{who} returned {reading} of {name}, wanted was {wanted}")
    return reading


def summarise(readings: list[Reading]) -> Reading:
    """Medians of the times, the highest peak."""
    return Reading(
        statistics.median(reading.seconds for reading in readings),
        statistics.median(reading.busy for reading in readings),
        max(reading.peak for reading in readings),
        readings[0].count,
        readings[0].total,
    )


def show(name: str, size: int, found: dict[str, Reading]) -> None:
    print(f"{name}, {size / 1e6:.0f} MB")
    for who, one in found.items():
        print(f"  {who:10} {one.seconds:7.2f} s  (CPU {one.busy:6.2f} s)  {one.peak:6.0f} MiB")
    ours, goal = found.pop(OURS), FORMATS[name].goal
    quick = min(found, key=lambda who: found[who].seconds)
    least = min(found, key=lambda who: found[who].peak)
    times, busy = found[quick].seconds / ours.seconds, found[quick].busy / ours.busy
    share, other = ours.peak / found[quick].peak, ours.peak / found[least].peak
    print(f"  {times:5.2f}x (of CPU {busy:.2f}x)  goal {goal}x  {say(times >= goal)}  "
          f"time of {quick} over ours")  # fmt: skip
    print(f"  {share:5.2f}x  goal {MEMORY_GOAL}x  {say(share <= MEMORY_GOAL)}  our peak over that "
          f"of {quick}; over the least, {least}'s, {other:.2f}x", flush=True)  # fmt: skip


def say(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1, help="millions of observations")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--folder", type=Path, help="where there is room, 300 MB for 1 M")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write_files(given.rows, given.write)
    elif given.alone:
        who, name, folder = given.alone
        read_alone(who, name, Path(folder))
    else:
        with tempfile.TemporaryDirectory(dir=given.folder) as root:
            wanted = call_self("--write", root, "--rows", str(given.rows))
            print(f"{wanted['count']} observations")
            for name in given.formats:
                compare(name, given.runs, Path(root), wanted)


if __name__ == "__main__":
    main()
