"""Endpoint tables and published tables for tests of methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from specimens import PUBLISHED

Row = dict[str, Any]

ORDINARY: Final[Row] = {
    "series": "s", "base_value": 100.0, "base_year": 2015, "current_value": 110.0,
    "current_year": 2020, "direction": 1, "target": None, "target_year": None, "limit": None,
}  # fmt: skip
TYPES: Final = {
    **dict.fromkeys(ORDINARY, pl.Float64), "series": pl.String, "direction": pl.Int64,
    "flags": pl.String, "kind": pl.String,
}  # fmt: skip


def endpoints(*rows: Row) -> pl.DataFrame:
    """An endpoint table: each row says only what is not ordinary."""
    filled = [ORDINARY | row for row in rows or ({},)]
    names = list(dict.fromkeys(name for row in filled for name in row))
    return pl.DataFrame(filled, schema={name: TYPES.get(name, pl.Float64) for name in names})


def grown(rate: float, **row: Any) -> Row:
    """A row whose value grew by this rate in each of five years."""
    return {"current_value": 100 * (1 + rate) ** 5, **row}


def observed(values: Mapping[int, float | None], series: str = "s") -> pl.DataFrame:
    """Yearly values of one series."""
    return pl.DataFrame(
        {"series": [series] * len(values), "year": list(values), "value": list(values.values())},
        schema={"series": pl.String, "year": pl.Int64, "value": pl.Float64},
    )


def read_published(name: str) -> pl.DataFrame:
    return pl.read_csv(PUBLISHED / f"{name}.csv", infer_schema_length=None)
