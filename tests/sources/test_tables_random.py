"""One cube in three formats is one digest; no name of a column ends in a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.sources import (
    databrowser,
    eurostat_tsv,
    mapped_csv,
    opensdg,
    owid,
    sdmx_csv,
)
from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE, Cube, digest

Row = tuple[str, str, str, str | None, str | None]
CODE = st.from_regex(r"[A-Z][A-Z0-9_]{0,5}", fullmatch=True)
YEAR = st.integers(1950, 2030).map(str)
PERIODS = st.one_of(
    YEAR,
    st.builds("{}-Q{}".format, YEAR, st.integers(1, 4)),
    st.builds("{}-S{}".format, YEAR, st.integers(1, 2)),
    st.builds("{}-{:02}".format, YEAR, st.integers(1, 12)),
    st.builds("{}-W{:02}".format, YEAR, st.integers(1, 52)),
)
VALUES = st.none() | st.decimals(-(10**12), 10**12, places=3, allow_nan=False).map("{:f}".format)
LETTERS = st.sets(st.sampled_from("bcdefinpruz"), max_size=3).map(lambda found: "".join(found))
ROWS = st.dictionaries(
    st.tuples(CODE, CODE, PERIODS), st.tuples(VALUES, LETTERS), min_size=1, max_size=12
)


def write_first(rows: list[Row]) -> str:
    lines = ["DATAFLOW,UNIT,GEO,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
    lines += [f"X:D(1.0),{u},{g},{p},{v or ''},{f or ''}" for u, g, p, v, f in rows]
    return "\n".join(lines)


def write_second(rows: list[Row]) -> str:
    lines = ["STRUCTURE;STRUCTURE_ID;ACTION;UNIT: Unit;GEO: Geo;TIME_PERIOD;OBS_VALUE;OBS_FLAG"]
    for unit, geo, period, value, flags in reversed(rows):
        number = (value or "NaN").replace(".", ",")
        lines.append(f"dataflow;X;I;{unit}: a, b;{geo}: c;{period};{number};{flags or ''}")
    return "\r\n".join([*lines, ""])


def write_tsv(rows: list[Row]) -> str:
    marks = {"-Q": "Q", "-S": "S", "-W": "W"}
    periods = sorted({row[2] for row in rows}, reverse=True)
    cells = {(u, g, p): f"{v or ':'} {f or ''}" for u, g, p, v, f in rows}
    heads = []
    for period in periods:
        old = period if len(period) == 4 or period[4:6] in marks else period.replace("-", "M")
        for ours, theirs in marks.items():
            old = old.replace(ours, theirs)
        heads.append(f"{old} ")
    lines = ["\t".join(["unit,geo\\time", *heads])]
    for unit, geo in sorted({row[:2] for row in rows}):
        found = [cells.get((unit, geo, period), ": ") for period in periods]
        lines.append("\t".join([f"{unit},{geo}", *found]))
    return "\n".join([*lines, ""])


@settings(max_examples=int(os.environ.get("STOCKTAKE_EXAMPLES", "100")), deadline=None)
@given(ROWS)
def test_one_cube_in_three_formats_has_one_digest(
    found: dict[tuple[str, str, str], tuple[str | None, str]],
) -> None:
    rows: list[Row] = [(*key, value, flags or None) for key, (value, flags) in found.items()]
    if all(value is None and flags is None for *_, value, flags in rows):
        rows[0] = (*rows[0][:3], "1.000", None)
    cubes = [
        sdmx_csv.read(write_first(rows).encode()),
        sdmx_csv.read(write_second(rows).encode("utf-8-sig")),
        eurostat_tsv.read(write_tsv(rows).encode()),
    ]
    assert [cube.problems for cube in cubes if cube.is_refused] == []
    assert len({digest(cube) for cube in cubes}) == 1
    written = pl.DataFrame(rows, schema=["unit", GEO, PERIOD, VALUE, FLAGS], orient="row")
    assert cubes[0].frame.select(cubes[0].key).sort(cubes[0].key).rows() == (
        written.select(cubes[0].key).sort(cubes[0].key).rows()
    )


NAMES = ("*", "^.*$", "value", "period", "geo", "flags", "@status", "measure", "indicator", "line")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("twin", NAMES)
def test_columns_named_like_ours_do_no_harm(name: str, twin: str) -> None:
    heads: dict[Callable[[bytes], Cube], str] = {
        sdmx_csv.read: "STRUCTURE,STRUCTURE_ID,{},{},TIME_PERIOD,OBS_VALUE,OBS_VALUE2",
        databrowser.read: "TIME,{},{},a,b,Value,Flag and Footnotes",
        owid.read: "Entity,{},{},Year,a,b,c",
        opensdg.read: "Year,{},{},a,b,c,Value",
        mapped_csv.read: "geo,time,{},{},a,b,c",
    }
    for read, head in heads.items():
        cube = read(f"{head.format(name, twin)}\n2013,a,2013,2013,2013,1,2\n".encode())
        assert cube.is_refused == cube.frame.is_empty()
    cube = eurostat_tsv.read(f"{name},{twin}\\time\t2013\na,b\t1\n".encode())
    assert cube.is_refused == cube.frame.is_empty()
