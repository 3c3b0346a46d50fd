"""The different texts of columns: what there is to check of a code, however often it stands."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def list_distinct(frame: pl.DataFrame, columns: Iterable[str]) -> dict[str, pl.Series]:
    """The different texts of these columns, in no order and without null.

    One query for all, so that polars looks at the columns side by side.
    """
    names = list(dict.fromkeys(columns))
    if not names:
        return {}
    found = frame.select(pl.col(name).unique().drop_nulls().implode() for name in names)
    return {name: found[name][0] for name in names}
