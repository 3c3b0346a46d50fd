"""What changed since the last cycle: figures revised, states moved, rows new and gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from stocktake.assess.rounds import Round
from stocktake.assess.series import newest_observations
from stocktake.vocabulary.frames import Tables, addresses, frame_of
from stocktake.vocabulary.tables import TABLES
from stocktake.vocabulary.when import last_days

KEY: Final = ["dataset", "series", "geo", "period"]
WATCHED: Final[dict[str, tuple[str, ...]]] = {
    "action_states": ("state", "timing", "form"),
    "deliveries": ("class",),
    "verdicts": ("value",),
    "ledger": ("grade", "timeliness"),
}
"""Computed columns whose change is worth a line."""

Row = dict[str, Any]


def find_revisions(tables: Tables, now: Round) -> pl.DataFrame:
    """`revisions`: values that last cycle saw otherwise; new periods are not revisions."""
    if now.before is None:
        return frame_of("revisions", [])
    old = _seen(tables, now.before)
    new = _seen(tables, now.today)
    both = old.join(new, on=KEY, how="left", suffix="_new", maintain_order="left")
    return frame_of("revisions", _revised(both))


def _seen(tables: Tables, day: date) -> pl.DataFrame:
    vintages = tables["vintages"].filter(last_days("published") <= day)
    return newest_observations({**tables, "vintages": vintages}).select(
        *KEY, "value", "flags", "rank"
    )


def _revised(both: pl.DataFrame) -> Iterator[Row]:
    for row in both.iter_rows(named=True):
        kind = None
        if row["value"] != row["value_new"]:
            kind = "new" if row["value"] is None else "revised"
            kind = "withdrawn" if row["value_new"] is None else kind
        elif row["rank_new"] is None:
            continue
        elif row["flags"] != row["flags_new"]:
            kind = "flag"
        if kind:
            address = {name: row[name] for name in KEY}
            yield {**address, "old": row["value"], "new": row["value_new"], "kind": kind}


def compare_findings(now: Tables, before: Tables) -> pl.DataFrame:
    """`changes`: watched columns of computed tables, then rows that came or went."""
    rows = [
        *(line for name, fields in WATCHED.items() for line in _moved(name, fields, now, before)),
        *(
            line
            for name in ("actions", "objectives", "indicators", "targets")
            for line in _come_and_gone(name, now, before)
        ),
    ]
    return frame_of("changes", rows)


def _moved(name: str, fields: tuple[str, ...], now: Tables, before: Tables) -> Iterator[Row]:
    old = dict(_addressed(name, before[name]))
    for address, row in _addressed(name, now[name]):
        was = old.get(address)
        for field in fields if was else ():
            if was and was[field] != row[field]:
                yield {
                    "table": name,
                    "row": row[now[name].columns[0]],
                    "field": field,
                    "kind": "changed",
                    "old": was[field],
                    "new": row[field],
                }


def _addressed(name: str, frame: pl.DataFrame) -> Iterator[tuple[str, Row]]:
    return zip(addresses(TABLES[name], frame), frame.iter_rows(named=True), strict=True)


def _come_and_gone(name: str, now: Tables, before: Tables) -> Iterator[Row]:
    old, new = (set(addresses(TABLES[name], tables[name])) for tables in (before, now))
    for ref in sorted(new ^ old):
        kind = "new" if ref in new else "gone"
        yield {"table": name, "row": ref, "field": "*", "kind": kind}
