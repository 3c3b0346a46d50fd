"""Observations that stand there twice: the same once, the contradictory not at all."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.sources.cubes import FACTS, FLAGS, GEO, PERIOD, VALUE
from stocktake.sources.repeated import take_once
from stocktake.sources.text import LINE

KEY = ["sex", GEO, PERIOD]
Row = tuple[str, str, str, str | None, str | None]
ROW: Row = ("M", "BE", "2013", "1", None)


def make_frame(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(rows, dict.fromkeys(["sex", *FACTS], pl.String), orient="row")


def number_lines(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_row_index(LINE, offset=2)


def test_observations_that_say_the_same_are_one() -> None:
    frame, (problem,) = take_once(number_lines(make_frame(ROW, ROW, ROW)), KEY)
    assert frame[LINE].to_list() == [2]
    assert (problem.code, problem.severity, problem.row) == ("duplicate-row", "warning", "3, 4")
    assert problem.message.startswith("2 observations")


def test_a_message_without_lines_has_its_key_as_place() -> None:
    frame, (problem,) = take_once(make_frame(ROW, ROW), KEY)
    assert (len(frame), problem.row) == (1, "sex=M;geo=BE;period=2013")
    frame, (problem,) = take_once(make_frame(ROW, ("M", "BE", "2013", "2", None)), KEY)
    assert (problem.row, problem.column) == ("sex=M;geo=BE", "2013")
    assert "M BE 2013" in problem.message


@pytest.mark.parametrize(
    ("value", "flags", "said"),
    [("2", None, "1, 2"), (None, None, "1, missing"), ("1", "p", "1, 1 p")],
)
def test_observations_that_contradict_one_another_are_all_named(
    value: str | None, flags: str | None, said: str
) -> None:
    told = number_lines(make_frame(ROW, ("M", "BE", "2013", value, flags)))
    frame, (problem,) = take_once(told, KEY)
    assert len(frame) == 2
    assert (problem.code, problem.row) == ("duplicate-observation", "2, 3")
    assert f"2 times, with the values {said}." in problem.message


def test_a_thousand_contradictions_are_counted_and_not_all_named() -> None:
    rows = [("M", "BE", str(year), value, None) for year in range(1000, 2000) for value in "12"]
    _, problems = take_once(make_frame(*rows), KEY)
    assert (len(problems), problems[-1].code) == (101, "problems-more")


FEW = st.tuples(*(st.sampled_from("ab") for _ in KEY), st.sampled_from(["1", "2", None]), st.none())


@given(st.lists(FEW, min_size=1, max_size=12))
def test_each_key_stands_once_or_an_error_says_that_it_does_not(rows: list[Row]) -> None:
    kept, problems = take_once(make_frame(*rows), KEY)
    agree = len({row[:3] for row in rows}) == len(set(rows))
    assert (not any(problem.severity == "error" for problem in problems)) == agree
    if agree:
        assert sorted(kept.rows(), key=repr) == sorted(set(rows), key=repr)
        assert bool(problems) == (len(set(rows)) < len(rows))
    assert {VALUE, FLAGS} <= set(kept.columns)
