"""The round being assessed: its day, the one before, and the thresholds that hold on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stocktake.vocabulary.addresses import Index
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.when import last_day

METHOD: Final = "stocktake 2"
"""Name and version of the rules in this room; a change of any finding raises the number."""

DEFAULTS: Final[dict[str, str]] = {
    "challenges.contested": "0.30",
    "challenges.main": "0.60",
    "challenges.top": "3",
    "delivery.delivered": "0.9",
    "delivery.mostly": "0.6",
    "delivery.partly": "0.3",
    "delivery.unknown": "0.5",
    "outcome.met": "0.80",
    "outcome.not_met": "0.30",
    "outcome.measured": "0.5",
    "outcome.nearly": "0.95",
    "outcome.partly": "0.50",
    "hold.nearly": "0.8",
    "hold.partly": "0.5",
    "pace.on": "0.95",
    "pace.slow": "0.60",
    "probability.on_course": "0.6",
    "probability.open": "0.4",
    "probability.at_risk": "0.2",
    "stale_years": "3",
    "stability.firm": "0.90",
    "stability.sensitive": "0.70",
    "trend.alpha": "0.10",
    "trend.minimum": "5",
}
"""Thresholds where the strategy's `parameters` set none (`verdict.md` section 8)."""


@dataclass(frozen=True)
class Round:
    """One cycle on one day. `today` is an argument of every rule; there is no clock."""

    cycle: str
    final: bool
    today: date
    before: date | None
    previous: str | None
    start: date
    end: date
    adopted: date
    issuer: str
    parameters: dict[str, str]

    def threshold(self, name: str) -> Decimal:
        """A parameter as an exact number."""
        return Decimal(self.parameters[name])

    @property
    def base_year(self) -> int:
        """The last full year before adoption: where every indicator starts (DECISIONS 10)."""
        return self.adopted.year - 1

    @property
    def provisional(self) -> bool:
        """Whether the assessment day lies before the end of the strategy's period."""
        return self.today < self.end


def open_round(tables: Tables, cycle: str, today: date | None = None) -> Round:
    """The round of a cycle; RefusedError names the cycles there are."""
    rows = tables["cycles"].filter(pl.col("ref") == cycle).to_dicts()
    if not rows or tables["strategy"].is_empty():
        known = tables["cycles"]["ref"].to_list() or ["none"]
        raise refusal("no-cycle", "cycles", "", "ref", cycle=cycle, known=known)
    row, strategy = rows[0], tables["strategy"].row(0, named=True)
    days = dict(tables["cycles"].select("ref", "as_of").iter_rows())
    return Round(
        cycle=cycle,
        final=bool(row["final"]),
        today=today or row["as_of"],
        before=days.get(row["previous"]),
        previous=row["previous"],
        start=last_day(strategy["start"]),
        end=last_day(strategy["end"]),
        adopted=last_day(strategy["adopted"]),
        issuer=strategy["issuer"],
        parameters=DEFAULTS | newest_parameters(tables["parameters"], today or row["as_of"]),
    )


def newest_parameters(parameters: pl.DataFrame, today: date) -> dict[str, str]:
    """The newest value of each parameter among those that hold on the day."""
    holding = parameters.filter(pl.col("from") <= today).sort("from")
    return dict(holding.select("name", "value").iter_rows())


def rows_by(frame: pl.DataFrame, column: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of a frame grouped by the values of one column, order kept."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        grouped.setdefault(row[column], []).append(row)
    return grouped


def provenance_of(tables: Tables) -> Index:
    """The provenance lines, ready to be asked for a fact."""
    return Index(tables["provenance"])
