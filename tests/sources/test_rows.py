"""From texts to a cube: commas, places, formulas."""

from __future__ import annotations

import polars as pl
import pytest

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE
from stocktake.sources.rows import Rows, build, check_names, use_point
from stocktake.sources.text import LINE
from stocktake.vocabulary.problems import RefusedError


def make_frame(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    numbered = [(*row, line) for line, row in enumerate(rows, 2)]
    names = ["sex", GEO, PERIOD, VALUE, FLAGS, LINE]
    return pl.DataFrame(numbered, schema=names, orient="row")


@pytest.mark.parametrize("names", [["sex", "sex"], ["value"], ["@status"], ["*"], ["^.*$"]])
def test_dimensions_that_would_take_each_others_names_are_refused(names: list[str]) -> None:
    with pytest.raises(RefusedError):
        check_names(names)


def test_a_file_without_places_and_periods_has_dashes() -> None:
    frame = make_frame(("M", "BE", "2013", "1", None)).drop(FLAGS, GEO, PERIOD)
    cube = build(Rows("csv", frame, ["sex"]))
    assert cube.frame.rows() == [("M", "-", "-", "1", None)]
    assert [problem.code for problem in cube.problems] == ["period-absent"]


def test_hostile_places_are_shown_escaped_and_kept() -> None:
    hostile = "<b>\u202e" + "x" * 200
    frame = make_frame(("M", hostile, "2013", "1", None)).drop(FLAGS)
    cube = build(Rows("csv", frame, ["sex"]))
    assert cube.frame[GEO].to_list() == [hostile]
    problem = cube.problems[0]
    assert problem.code == "unknown-code"
    assert "\\u202e" in problem.message and len(problem.message) < 200


@pytest.mark.parametrize(
    ("separator", "cells", "shown", "doubtful"),
    [
        (",", ["1,5"], ["1,5"], ""),
        (";", ["1,5", "2"], ["1.5", "2"], ""),
        (";", ["1,500", "0,5"], ["1.500", "0.5"], ""),
        (";", ["1,500", "2"], ["1,500", "2"], "1,500"),
        ("\t", ["1.5"], ["1.5"], ""),
    ],
)
def test_a_comma_is_decimal_unless_it_could_part_thousands(
    separator: str, cells: list[str], shown: list[str], doubtful: str
) -> None:
    found = use_point(pl.Series(cells), separator)
    assert (found[0].to_list(), found[1]) == (shown, doubtful)
