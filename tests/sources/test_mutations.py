"""Files changed at random: no traceback, no hang, whatever the damage.

STOCKTAKE_MUTATIONS=10000 python -m pytest tests/sources/test_mutations.py
"""

from __future__ import annotations

import os
import random
import time

import polars as pl
import pytest
from sources.message_writers import write_generic, write_sdmx_json

from stocktake.sources.cubes import FACTS, Cube
from stocktake.sources.recognise import read_any
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml
from stocktake.vocabulary.problems import ERROR

COUNT = int(os.environ.get("STOCKTAKE_MUTATIONS", "200"))

ROWS = [
    (
        freq,
        unit,
        geo,
        str(year),
        None if year == 2021 else f"{year}.5",
        "p" if geo == "FR" else None,
    )
    for freq, unit in (("A", "NR"), ("Q", "PC"))
    for geo in ("BE", "FR", "EL")
    for year in range(2019, 2024)
]
CUBE = Cube(
    "x",
    "FLOW",
    ("freq", "unit"),
    pl.DataFrame(ROWS, schema=dict.fromkeys(["freq", "unit", *FACTS], pl.String), orient="row"),
)
WRITERS = {
    "sdmx-ml": write_sdmx_ml,
    "generic": write_generic,
    "json-stat": write_json_stat,
    "sdmx-json": write_sdmx_json,
    "sdmx-csv": write_sdmx_csv,
}
PIECES = (
    *(b'"', b"<", b">", b"&", b"/", b"{", b"}", b"[", b"]", b":", b",", b"\0", b"\xff", b"\\"),
    *(b"NaN", b"1e400", b"null", b"-1", b"99999999999999999999", b"<!DOCTYPE a>", b"<![CDATA["),
    *(b"&lt;", b"&#0;", b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"\r\n", b"]]>", b"<!--", b"<?"),
)


def mutate(content: bytes, dice: random.Random) -> bytes:
    """One to six changes: cut, double, replace, swap, move."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at, to = sorted(dice.randrange(len(changed) + 1) for _ in range(2))
        to = min(to, at + dice.choice((1, 4, 40, 400)))
        part = bytes(changed[at:to])
        kind = dice.randrange(6)
        if kind == 0:
            del changed[at:to]
        elif kind == 1:
            changed[at:at] = part * dice.randint(1, 3)
        elif kind == 2:
            changed[at:to] = dice.choice(PIECES)
        elif kind == 3:
            changed[at:at] = dice.choice(PIECES)
        elif kind == 4 and changed:
            changed[at % len(changed)] = dice.randrange(256)
        else:
            del changed[at:to]
            spot = dice.randrange(len(changed) + 1)
            changed[spot:spot] = part
    return bytes(changed)


@pytest.mark.parametrize("format_", WRITERS)
def test_damaged_files_are_read_or_refused_in_words(format_: str) -> None:
    dice = random.Random(format_)
    content = WRITERS[format_](CUBE)
    for number in range(COUNT):
        damaged = mutate(content, dice)
        begun = time.process_time()
        try:
            cube = read_any(damaged)
        except Exception as error:
            raise AssertionError(f"{number}: {error!r} for {damaged!r}") from error
        assert time.process_time() - begun < 2
        assert all(problem.line().isprintable() for problem in cube.problems)
        if cube.is_refused:
            assert any(problem.severity == ERROR for problem in cube.problems)
        else:
            assert len(cube.frame)
