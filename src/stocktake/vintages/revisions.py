"""What an office changed between two days, and which changes look like a slip.

New, revised, withdrawn, another flag; and revised values that look suspicious (`slips.py`), so
that a moved column or a lost thousand is not swallowed as a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from stocktake.vintages.manifests import EXACT, FACTS, FLAGS, GEO, PERIOD
from stocktake.vintages.parts import RANK
from stocktake.vintages.slips import find_slips
from stocktake.vintages.store import Store
from stocktake.vintages.strategies import series_column
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.tables import TABLES

OLD, NEW, KIND, WHY = "old", "new", "kind", "why"
WAS, IS = "old_flags", "new_flags"
COLUMNS: Final = TABLES["revisions"].names


def find_revisions(store: Store, dataset: str, earlier: date, later: date) -> pl.DataFrame:
    """`revisions` of a dataset between what was known on two days, in order of series and time."""
    if store.standing(dataset, earlier) == store.standing(dataset, later):
        return _empty()
    old, new = (store.observations(dataset, day) for day in (earlier, later))
    return compare_observations(dataset, old, new)


def compare_observations(dataset: str, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """`revisions` between two frames of `Store.observations`."""
    names = [
        name for name in dict.fromkeys([*new.columns, *old.columns]) if name not in {*FACTS, RANK}
    ]
    key = [*names, GEO, PERIOD]
    decimals = max(_decimals(old), _decimals(new))
    before = _shape(old, names, decimals, OLD, WAS)
    after = _shape(new, names, decimals, NEW, IS)
    both = before.join(after, on=key, how="full", coalesce=True)
    changed = both.with_columns(_name_kind()).filter(pl.col(KIND).is_not_null())
    if changed.is_empty():
        return _empty()
    told = changed.with_columns(_say_why()).sort(key)
    told = find_slips(told, before, after, names)
    series = series_column(names)
    return told.with_columns(series, pl.lit(dataset).alias("dataset")).select(COLUMNS)


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema=TABLES["revisions"].schema)


def _decimals(frame: pl.DataFrame) -> int:
    kind = frame.schema[EXACT]
    return kind.scale if isinstance(kind, pl.Decimal) else 0


def _shape(
    frame: pl.DataFrame, names: list[str], decimals: int, value: str, flags: str
) -> pl.DataFrame:
    absent = [pl.lit("").alias(name) for name in names if name not in frame.columns]
    return frame.with_columns(absent).select(
        *names,
        GEO,
        PERIOD,
        pl.col(EXACT).cast(pl.Decimal(38, decimals)).alias(value),
        pl.col(FLAGS).alias(flags),
        pl.lit(True).alias(f"in_{value}"),
    )


def _name_kind() -> pl.Expr:
    was, is_ = pl.col(OLD), pl.col(NEW)
    has_both = pl.col("in_old").is_not_null() & pl.col("in_new").is_not_null()
    return (
        pl.when(was.is_null() & is_.is_not_null())
        .then(pl.lit("new"))
        .when(was.is_not_null() & is_.is_null())
        .then(pl.lit("withdrawn"))
        .when(was != is_)
        .then(pl.lit("revised"))
        .when(has_both & pl.col(WAS).ne_missing(pl.col(IS)))
        .then(pl.lit("flag"))
        .alias(KIND)
    )


def _say_why() -> pl.Expr:
    is_new, is_gone = pl.col(KIND) == "new", pl.col(KIND) == "withdrawn"
    flags = (pl.format("flag {}", pl.col(name).fill_null("none")) for name in (WAS, IS))
    return (
        pl.when(is_new & pl.col("in_old").is_null())
        .then(pl.lit("not stated before"))
        .when(is_new)
        .then(pl.lit("stated before without a value"))
        .when(is_gone & pl.col("in_new").is_null())
        .then(pl.lit("no longer stated"))
        .when(is_gone)
        .then(pl.format("now without a value, flag {}", pl.col(IS).fill_null("none")))
        .when(pl.col(KIND) == "flag")
        .then(pl.concat_str(flags, separator=", now "))
        .alias(WHY)
    )


WORDS: Final = {
    "new": "{place}: {new} is new, {why}.",
    "withdrawn": "{place}: {old} was withdrawn, {why}.",
    "revised": "{place}: revised from {old} to {new}.",
    "flag": "{place}: {why}.",
    "suspicious": "{place}: from {old} to {new}, and {why}.",
}


def say(revision: Mapping[str, Any]) -> str:
    """One row of `revisions` as a sentence."""
    shown = {name: "" if revision[name] is None else plain(revision[name]) for name in (OLD, NEW)}
    place = ", ".join(filter(None, (revision["series"], revision[GEO], revision[PERIOD])))
    return WORDS[revision[KIND]].format(place=place, why=revision[WHY], **shown)
