"""What is stored is exact and sorted; what cannot be stored so is refused, never rounded."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vintages.stating import Line, frame_of, state

from stocktake.vintages.manifests import FLAGGED, SERIES
from stocktake.vintages.parts import LARGE, Statement, build_part
from stocktake.vocabulary.problems import RefusedError


def refused(statement: Statement) -> list[tuple[str, str]]:
    with pytest.raises(RefusedError) as caught:
        build_part(statement)
    return [(problem.code, problem.column) for problem in caught.value.problems]


def test_rows_are_sorted_and_missing_stays_missing() -> None:
    part = build_part(
        state(
            lines=[
                ("b", "X", "2011", None, "c"),
                ("a", "Y", "2011", "-1.50"),
                ("a", "X", "2012", "7", "bp"),
                ("a", "X", "2011", "3"),
            ]
        )
    )
    assert part.frame.rows() == [
        ("a", "X", "2011", "3", Decimal("3.0"), None),
        ("a", "X", "2012", "7", Decimal("7.0"), "bp"),
        ("a", "Y", "2011", "-1.50", Decimal("-1.5"), None),
        ("b", "X", "2011", None, None, "c"),
    ]
    assert (part.whole, part.decimals, part.letters) == (1, 1, "bcp")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", None], pl.Decimal(18, 0)),
        (["123456789012345678"], pl.Decimal(18, 0)),
        (["1234567890123456789"], pl.Decimal(38, 0)),
        (["1234567890123456", "0.125"], pl.Decimal(38, 3)),
        (["000123.4500"], pl.Decimal(18, 2)),
        (["12345678901234567890123456789012345678"], pl.Decimal(38, 0)),
        (["0." + "0" * 37 + "1"], pl.Decimal(38, 38)),
    ],
)
def test_18_digits_are_used_where_they_suffice(values: list[str], kind: pl.DataType) -> None:
    lines = [("a", "X", str(2000 + at), value) for at, value in enumerate(values)]
    part = build_part(state(lines=lines))
    assert part.frame.schema["value_dec"] == kind
    told = [None if value is None else Decimal(value) for value in values]
    assert part.frame["value_dec"].to_list() == told


@settings(max_examples=100, deadline=None)
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20),
                            max_value=10**20, places=9), min_size=1, max_size=5))  # fmt: skip
def test_no_value_is_rounded(values: list[Decimal]) -> None:
    lines = [("a", "X", str(1000 + at), f"{value:f}") for at, value in enumerate(values)]
    assert build_part(state(lines=lines)).frame["value_dec"].to_list() == values


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([], [("no-observations", "")]),
        ([("a", "X", "2011", "1e3")], [("number-invalid", "value")]),
        ([("a", "X", "2011", ":")], [("number-invalid", "value")]),
        ([("a", "X", "2011", "1" * 39)], [("number-range", "value")]),
        (
            [("a", "X", "2011", "1" * 20), ("a", "X", "2012", "0." + "1" * 19)],
            [("number-range", "value")],
        ),
        ([(None, "X", "2011", "1")], [("vintage-key-empty", "INDIC")]),
        ([("a", None, None, "1")], [("vintage-key-empty", "geo"), ("vintage-key-empty", "period")]),
        ([("a", "X", "2011", "1"), ("a", "X", "2011", "2")], [("duplicate-observation", "")]),
    ],
)
def test_what_cannot_be_stored_exactly_is_refused(
    lines: list[Line], wanted: list[tuple[str, str]]
) -> None:
    assert refused(state(lines=lines)) == wanted


def test_what_stands_twice_is_shown_with_its_values() -> None:
    lines = [("a", "X", "2011", "1"), ("b", "X", "2011", "1"), ("a", "X", "2011", None)]
    with pytest.raises(RefusedError) as caught:
        build_part(state(lines=lines))
    (problem,) = caught.value.problems
    assert problem.row == "INDIC=a;geo=X;period=2011"
    assert "2 times, with the values 1, missing" in problem.message


@pytest.mark.parametrize(
    "dimensions", [("Geo",), ("value_dec",), ("vintage_rank",), ("A", "a"), ("x=y",), ("a;b",)]
)
def test_a_dimension_that_would_be_confused_is_refused(dimensions: tuple[str, ...]) -> None:
    line = [*("c" for _ in dimensions), "X", "2011", "1"]
    codes = {code for code, _ in refused(state(lines=[line], dimensions=dimensions))}
    assert codes == {"vintage-columns"}


def test_columns_that_are_missing_or_not_text_are_named() -> None:
    frame = frame_of([("a", "X", "2011", "1")])
    short = Statement("floods", "2013", frame.drop("flags"), "0", state().obtained)
    assert refused(short) == [("vintage-columns", "flags")]
    other = frame.with_columns(pl.col("value").cast(pl.Float64))
    typed = Statement("floods", "2013", other, "0", state().obtained)
    assert refused(typed) == [("vintage-columns", "value")]


def test_the_order_of_rows_does_not_change_the_digest_but_every_cell_does() -> None:
    lines: list[Line] = [("a", "X", "2011", "1"), ("b", "X", "2011", None, "c")]
    first = build_part(state(lines=lines)).content
    assert build_part(state(lines=lines[::-1])).content == first
    others = [
        [("a", "X", "2011", "2"), lines[1]],
        [("a", "X", "2011", "1", "p"), lines[1]],
        [lines[0], ("b", "X", "2011", None)],
        [lines[0], ("b", "Y", "2011", None, "c")],
        lines[:1],
    ]
    assert first not in {build_part(state(lines=told)).content for told in others}


def test_series_and_flags_are_kept_beside_a_large_table_where_that_is_short() -> None:
    lines = [("a", "X", str(at), "1", "p" if at == 9 else None) for at in range(LARGE)]
    beside = build_part(state(lines=lines)).beside
    assert beside[SERIES].rows() == [("a", "X")]
    assert beside[FLAGGED].rows() == [("a", "X", "9", "1", Decimal(1), "p")]
    assert build_part(state(lines=lines[1:])).beside == {}
    lines = [(str(at), "X", "2011", "1", "p") for at in range(LARGE)]
    assert build_part(state(lines=lines)).beside == {}
