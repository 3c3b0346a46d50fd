"""One cube written in five formats reads back to one digest."""

from __future__ import annotations

import os

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.message_writers import write_generic, write_sdmx_json

from stocktake.sources.cubes import FACTS, Cube, digest
from stocktake.sources.recognise import read_any
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml
from stocktake.vocabulary.decimals import normal

EXAMPLES = int(os.environ.get("STOCKTAKE_EXAMPLES", "60"))

codes = st.text("ABCXYZ0189_-", min_size=1, max_size=6).filter(lambda text: text != "-")
odd_codes = st.text("ÄÖé\"<>&' ;,|", min_size=1, max_size=4).filter(
    lambda text: text.strip() == text != ""
)
names = st.sampled_from(("freq", "unit", "sex", "age", "s_adj", "odd_one", "na_item"))
periods = st.one_of(
    st.integers(1990, 2030).map(str),
    st.builds("{}-Q{}".format, st.integers(1990, 2030), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(1990, 2030), st.integers(1, 12)),
    st.builds("{}-S{}".format, st.integers(1990, 2030), st.integers(1, 2)),
)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20
).map(lambda number: normal(f"{number:f}"))
values = st.one_of(st.none(), numbers)
flags = st.one_of(
    st.none(),
    st.sets(st.sampled_from("bcdefnprsuz"), min_size=1, max_size=3).map(
        lambda letters: "".join(sorted(letters))
    ),
)


@st.composite
def cubes(draw: st.DrawFn) -> Cube:
    dimensions = tuple(draw(st.lists(names, unique=True, max_size=4)))
    key = st.tuples(*(st.one_of(codes, odd_codes) for _ in dimensions), codes, periods)
    keys = draw(st.lists(key, unique=True, min_size=1, max_size=12))
    rows = [(*one, draw(values), draw(flags)) for one in keys]
    if all(row[-2] is None and row[-1] is None for row in rows):
        rows[0] = (*rows[0][:-2], "1.5", None)
    frame = pl.DataFrame(rows, schema=dict.fromkeys([*dimensions, *FACTS], pl.String), orient="row")
    return Cube("test", "DATA", dimensions, frame)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(cubes())
def test_five_formats_say_the_same(cube: Cube) -> None:
    wanted = digest(cube)
    for write in (write_sdmx_ml, write_generic, write_json_stat, write_sdmx_json, write_sdmx_csv):
        again = read_any(write(cube))
        assert not again.is_refused, (write.__name__, again.problems)
        assert digest(again) == wanted, write.__name__
