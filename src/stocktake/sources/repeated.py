"""Observations that stand in a file more than once: one rule for every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from stocktake.sources.cubes import FLAGS, PERIOD, VALUE
from stocktake.sources.text import LINE, NAMED, name_first
from stocktake.vocabulary.faults import fault, show
from stocktake.vocabulary.problems import Problem

FEW: Final = 10
"""Places and values that one problem lists."""


def take_once(frame: pl.DataFrame, key: Sequence[str]) -> tuple[pl.DataFrame, list[Problem]]:
    """Those that say the same are one, with a warning; those that contradict each other are errors.

    Hashes settle the usual case: without two equal ones, no key stands twice.
    """
    hashes = frame.select(key).hash_rows()
    if hashes.n_unique() == len(frame):
        return frame, []
    suspects = frame.filter(hashes.is_duplicated())
    contradictory = suspects.filter(pl.struct(VALUE, FLAGS).n_unique().over(key) > 1)
    if len(contradictory):
        return frame, _name_contradictions(contradictory, key)
    repeated = suspects.filter(~pl.struct(key).is_first_distinct())
    if not len(repeated):
        return frame, []
    told = fault("duplicate-row", row=_place(repeated, key), count=len(repeated))
    return frame.filter(pl.struct(key).is_first_distinct()), [told]


def _place(rows: pl.DataFrame, key: Sequence[str]) -> str:
    """Lines where the file has them, else the key of the first."""
    if LINE in rows.columns:
        lines = rows[LINE].sort().head(FEW)
        return ", ".join(map(str, lines)) + (", ..." if len(rows) > FEW else "")
    return show_key(rows.row(0, named=True), key)


def _name_contradictions(rows: pl.DataFrame, key: Sequence[str]) -> list[Problem]:
    groups = rows.group_by(key, maintain_order=True).agg(pl.all())
    problems = []
    for group in groups.head(NAMED).iter_rows(named=True):
        said = [
            " ".join(["missing" if value is None else value, flags or ""]).strip()
            for value, flags in zip(group[VALUE], group[FLAGS], strict=True)
        ]
        lines = ", ".join(map(str, group.get(LINE, ())[:FEW]))
        problems.append(
            fault(
                "duplicate-observation",
                row=lines or show_key(group, [name for name in key if name != PERIOD]),
                column="" if lines else group[PERIOD],
                cell=" ".join(group[name] for name in key),
                count=len(said),
                values=said[:FEW],
            )
        )
    return name_first(problems, max(len(groups) - NAMED, 0))


def show_key(row: Mapping[str, Any], names: Iterable[str]) -> str:
    """The key of one observation as a place in a problem: escaped, and each part cut short."""
    parts = (f"{show(name)[:24]}={show(row[name])[:24]}" for name in names if row[name])
    return ";".join(parts)[:200]
