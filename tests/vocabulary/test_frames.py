"""Typed tables hold what the text said, and give it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import strategy_of

from stocktake.vocabulary.decimals import normal
from stocktake.vocabulary.frames import (
    addresses,
    empty_text,
    frame_of,
    to_text,
    type_all,
    typed,
)
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import INPUT, TABLES
from stocktake.vocabulary.words import WORDS

LINE = st.text(st.characters(codec="utf-8", exclude_characters=";"), min_size=1, max_size=8)
REF = st.from_regex(r"[A-Z][A-Za-z0-9.-]{0,6}", fullmatch=True)
CELLS: dict[Type, st.SearchStrategy[str]] = {
    Type.REF: REF,
    Type.REFS: st.lists(REF, min_size=1, max_size=3).map(";".join),
    Type.TEXT: LINE,
    Type.MD: LINE,
    Type.DAY: st.dates().map(str),
    Type.WHEN: st.sampled_from(["2013", "2013-04", "2013-04-10"]),
    Type.PERIOD: st.sampled_from(["2013", "2013-Q2", "2013-W07", "2011/2012"]),
    Type.NUM: st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", fullmatch=True),
    Type.INT: st.integers(-(10**12), 10**12).map(str),
    Type.YES_NO: st.sampled_from(["yes", "no"]),
}
NOT_KEPT = {Type.NUM, Type.DAY, Type.INT}
"""Types that cannot hold `-`; in a frame it is null like what is not known."""


def make_cell(column: Column) -> st.SearchStrategy[str | None]:
    made = CELLS.get(column.type, st.sampled_from(list(WORDS.get(column.words, {"": ""}))))
    return st.none() | st.just("-") | made if column.optional else made


@st.composite
def text_frames(draw: st.DrawFn) -> tuple[Table, pl.DataFrame]:
    table = draw(st.sampled_from(list(TABLES.values())))
    row = st.fixed_dictionaries({column.name: make_cell(column) for column in table.columns})
    return table, pl.DataFrame(draw(st.lists(row, max_size=4)), empty_text(table).schema)


def told(column: Column, cell: str | None) -> str | None:
    """What of a cell comes back from a typed frame."""
    if column.type is Type.NUM and cell not in {None, "-"}:
        return normal(cell or "")
    lost = cell == "-" and column.type in NOT_KEPT | {Type.YES_NO}
    return None if lost else cell


@settings(max_examples=150, deadline=None)
@given(text_frames())
def test_any_table_comes_back_from_its_types_as_it_was(drawn: tuple[Table, pl.DataFrame]) -> None:
    table, text = drawn
    again = to_text(table, typed(table, text))
    for column in table.columns:
        wanted = [told(column, cell) for cell in text[column.name]]
        assert again[column.name].to_list() == wanted, column.name


@settings(max_examples=100, deadline=None)
@given(text_frames())
def test_typing_again_changes_nothing(drawn: tuple[Table, pl.DataFrame]) -> None:
    table, text = drawn
    frame = typed(table, text)
    assert typed(table, to_text(table, frame)).equals(frame)
    assert frame_of(table.name, frame.to_dicts()).equals(frame)


def test_numbers_of_mixed_scale_stand_side_by_side_exactly() -> None:
    frame = strategy_of(objectives=[{"ref": f"O{n}", "weight": w} for n, w in enumerate(
        ("1", "0.125", "-3.10", "12345678901234567890")
    )])["objectives"]  # fmt: skip
    exact = [Decimal(one) for one in ("1", "0.125", "-3.1", "12345678901234567890")]
    assert frame["weight"].to_list() == exact


def test_numbers_that_do_not_fit_one_column_are_refused_not_lost() -> None:
    with pytest.raises(RefusedError, match="weight"):
        strategy_of(objectives=[{"ref": "O1", "weight": "9" * 38}, {"ref": "O2", "weight": "0.1"}])
    whole = strategy_of(objectives=[{"ref": "O1", "weight": "9" * 38}])["objectives"]
    assert whole["weight"].to_list() == [Decimal("9" * 38)]


@pytest.mark.parametrize(
    ("name", "column", "cell"),
    [
        ("objectives", "weight", "1e5"),
        ("objectives", "weight", "many"),
        ("indicators", "decimals", "2.5"),
        ("targets", "adopted_on", "2013-4-1"),
        ("targets", "adopted_on", "2013-02-30"),
        ("datasets", "reusable", "maybe"),
    ],
)
def test_a_cell_that_is_not_of_its_type_is_empty(name: str, column: str, cell: str) -> None:
    text = pl.DataFrame({column: [cell]}, {column: pl.String})
    assert typed(INPUT[name], text)[column].to_list() == [None]


def test_a_row_may_say_that_something_does_not_apply() -> None:
    text = pl.DataFrame({"title": ["-"], "weight": ["-"]})
    frame = typed(INPUT["actions"], text)
    assert frame.select("title", "weight").rows() == [("-", None)]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_an_empty_table_has_its_columns_and_no_row(table: Table) -> None:
    for frame in (
        typed(table, empty_text(table)),
        typed(table, pl.DataFrame()),
        frame_of(table.name, []),
        typed(table, to_text(table, frame_of(table.name, []))),
    ):
        assert frame.shape == (0, len(table.columns))
        assert dict(frame.schema) == table.schema


def test_tables_that_are_absent_are_empty_and_in_order() -> None:
    frames = type_all({})
    assert list(frames) == list(INPUT)
    assert all(frame.is_empty() for frame in frames.values())


def test_columns_that_are_absent_are_empty() -> None:
    frame = typed(INPUT["actions"], pl.DataFrame({"ref": ["O1.A1", "O1.A2"]}))
    assert frame["ref"].to_list() == ["O1.A1", "O1.A2"]
    assert frame["due"].to_list() == [None, None]


def test_an_address_is_the_same_for_text_and_types() -> None:
    text = pl.DataFrame(
        {"dataset": ["floods"], "published": ["2013-04"], "number": ["1"]}, orient="row"
    )
    table = INPUT["vintages"]
    assert addresses(table, text).to_list() == ["floods|2013-04|1"]
    assert addresses(table, typed(table, text)).to_list() == ["floods|2013-04|1"]


def test_rows_of_python_values_become_typed() -> None:
    frame = frame_of("parameters", [{"name": "stale_years", "from": date(2013, 1, 1)}])
    assert frame.rows() == [("stale_years", date(2013, 1, 1), None, None, None)]
    shares = frame_of("deliveries", [{"subject": "*", "share": Decimal("1E+2"), "all": 3}])
    assert shares.select("share", "all", "due").rows() == [(Decimal(100), 3, None)]
