"""What holds of every method, whatever the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import polars as pl
import pytest
from assess.methods.made import Row, endpoints
from hypothesis import given, settings
from hypothesis import strategies as st

import stocktake.assess.methods as methods
from stocktake.assess.methods import (
    assess_canada,
    assess_destatis,
    assess_escap,
    assess_eurostat,
    assess_sdsn,
    assess_unsd_2019,
    assess_unsd_2023,
)
from stocktake.assess.methods.canada_indicators import assess_canada_indicators
from stocktake.assess.methods.endpoints import REASONS

Method = Callable[[pl.DataFrame], pl.DataFrame]
ENDPOINT: Final[list[Method]] = [
    assess_canada, assess_eurostat, assess_sdsn, assess_unsd_2019, assess_unsd_2023,
]  # fmt: skip
VALUES: Final = ("base_value", "current_value", "target")
FOUND: Final = ("progress_value", "status", "reason")

law = settings(max_examples=20, deadline=None)
each_method = pytest.mark.parametrize("method", ENDPOINT, ids=lambda method: method.__name__)
# Zero is left out: Canada puts 0.001 for it, which is no value in the unit of the series.
numbers = st.one_of(st.floats(0.01, 1e6), st.floats(-1e6, -0.01))
series_rows = st.fixed_dictionaries({
    "base_value": st.none() | numbers,
    "base_year": st.none() | st.integers(1990, 2020),
    "current_value": st.none() | numbers,
    "current_year": st.integers(1995, 2025),
    "direction": st.sampled_from([1, -1]),
    "target": st.none() | numbers,
    "target_year": st.none() | st.integers(2000, 2050),
})  # fmt: skip
tables = st.lists(series_rows, min_size=1, max_size=8).map(
    lambda rows: endpoints(*({"series": f"s{n}", **row} for n, row in enumerate(rows)))
)
powers = st.integers(-10, 10).map(lambda power: 2.0**power)


def found(method: Method, table: pl.DataFrame) -> list[Row]:
    return method(table).select("series", *FOUND).sort("series").to_dicts()


@each_method
@law
@given(tables, powers)
def test_the_unit_of_a_series_changes_nothing(
    method: Method, table: pl.DataFrame, factor: float
) -> None:
    """By powers of two, so that the numbers themselves stay exact."""
    other = table.with_columns(pl.col(VALUES) * factor)
    assert found(method, other) == found(method, table)


@each_method
@law
@given(tables, st.floats(0.001, 1000))
def test_any_unit_gives_the_same_number(method: Method, table: pl.DataFrame, factor: float) -> None:
    before, after = (
        [row["progress_value"] for row in found(method, one)]
        for one in (table, table.with_columns(pl.col(VALUES) * factor))
    )
    for one, other in zip(before, after, strict=True):
        if one is not None and other is not None:
            assert math.isclose(one, other, rel_tol=1e-5, abs_tol=1e-9)


@each_method
@law
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(
    method: Method, table: pl.DataFrame, random: st.DataObject
) -> None:
    order = list(range(table.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert found(method, table[order]) == found(method, table)


@each_method
@law
@given(tables)
def test_a_series_is_assessed_in_a_table_as_it_is_alone(
    method: Method, table: pl.DataFrame
) -> None:
    alone = [row for n in range(table.height) for row in found(method, table[n])]
    assert alone == found(method, table)


@each_method
@law
@given(tables)
def test_down_to_a_low_target_is_up_to_a_high_one_seen_in_a_mirror(
    method: Method, table: pl.DataFrame
) -> None:
    mirrored = table.with_columns(-pl.col(VALUES), -pl.col("direction"))
    assert found(method, mirrored) == found(method, table)


@each_method
@law
@given(tables, st.floats(0, 1000))
def test_a_better_value_is_never_less_progress(
    method: Method, table: pl.DataFrame, better: float
) -> None:
    raised = table.with_columns(pl.col("current_value") + pl.col("direction") * better)
    for before, after in zip(found(method, table), found(method, raised), strict=True):
        if before["progress_value"] is not None and after["progress_value"] is not None:
            assert after["progress_value"] >= before["progress_value"] - 1e-9


@each_method
@law
@given(tables)
def test_every_row_has_a_number_or_a_reason_that_is_explained(
    method: Method, table: pl.DataFrame
) -> None:
    for row in found(method, table):
        assert (row["progress_value"] is None) == (row["reason"] is not None)
        assert row["reason"] is None or row["reason"] in REASONS
        assert row["progress_value"] is None or math.isfinite(row["progress_value"])


@each_method
def test_an_empty_table_gives_an_empty_one(method: Method) -> None:
    assert method(endpoints()[:0]).height == 0


@law
@given(tables, powers, st.randoms(use_true_random=False))
def test_the_laws_hold_of_a_forecast_too(
    table: pl.DataFrame, factor: float, random: st.DataObject
) -> None:
    points = [
        {"series": row["series"], "year": row[f"{which}_year"], "value": row[f"{which}_value"]}
        for row in table.iter_rows(named=True)
        for which in ("base", "current")
    ]
    schema = {"series": pl.String, "year": pl.Int64, "value": pl.Float64}
    before = found(lambda one: assess_escap(one, pl.DataFrame(points, schema=schema)), table)
    random.shuffle(points)  # type: ignore[attr-defined]
    shuffled = pl.DataFrame(points, schema=schema)
    scaled = shuffled.with_columns(pl.col("value") * factor)
    other = table.with_columns(pl.col(VALUES) * factor)
    mirror = shuffled.with_columns(-pl.col("value"))
    mirrored = table.with_columns(-pl.col(VALUES), -pl.col("direction"))
    assert found(lambda one: assess_escap(one, scaled), other) == before
    assert found(lambda one: assess_escap(one, mirror), mirrored) == before


@law
@given(
    st.lists(numbers, min_size=2, max_size=9),
    st.sampled_from(["value", "constant", "direction"]),
    st.none() | numbers,
    st.sampled_from([1, -1]),
    powers,
)
def test_the_laws_hold_of_weather_symbols_too(
    values: list[float], rule: str, target: float | None, direction: int, factor: float
) -> None:
    points = pl.DataFrame({
        "page": "p", "series_key": "s", "value": values,
        "year": range(2021 - len(values), 2021),
    })  # fmt: skip
    row = pl.DataFrame(
        [{"page": "p", "series_key": "s", "rule": rule, "target_value": target,
          "target_year": 2030, "direction": direction, "assessed_year": 2020}],
        schema_overrides={"target_value": pl.Float64},
    )  # fmt: skip
    value, aim = pl.col("value"), pl.col("target_value")

    def symbol(targets: pl.DataFrame, observations: pl.DataFrame) -> list[Row]:
        return (
            assess_destatis(targets, observations).select("symbol", "applied", "reason").to_dicts()
        )

    expected = symbol(row, points)
    assert symbol(row.with_columns(aim * factor), points.with_columns(value * factor)) == expected
    mirrored = row.with_columns(-aim, -pl.col("direction"))
    assert symbol(mirrored, points.with_columns(-value)) == expected
    assert symbol(row, points[::-1]) == expected


@law
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "0", "1", "1/0", "1/1"]), st.floats(-5, 5)),
        min_size=1, max_size=12,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_an_indicator_lies_between_its_series_in_any_order(
    rows: list[tuple[str, float]], random: st.DataObject
) -> None:
    def score(order: list[tuple[str, float]]) -> float:
        frame = pl.DataFrame(order, schema=["group", "score"], orient="row").with_columns(
            framework=pl.lit("f"), indicator=pl.lit("i"), status=pl.lit("x")
        )
        return float(assess_canada_indicators(frame)["score"].item())

    first = score(rows)
    assert min(value for _, value in rows) - 1e-9 <= first <= max(value for _, value in rows) + 1e-9
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert math.isclose(score(rows), first, abs_tol=1e-9)


def test_every_method_has_one_documented_entry_point() -> None:
    assert sorted(methods.__all__) == methods.__all__
    for name in methods.__all__:
        assert getattr(methods, name).__doc__
