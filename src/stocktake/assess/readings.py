"""What is used of each indicator for a target, or the first condition that fails.

A reading holds the values from the baseline on: the rules of outcomes never see what was left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.movements import find_base, find_break, headline
from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.periods import year_of
from stocktake.vocabulary.when import last_day, last_days

OFFICIAL: Final = "official"
DOUBTFUL: Final = frozenset("peu")
"""Flags of values that may change or carry little: provisional, estimated, of low reliability."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Choices:
    """What a scenario changes in how values are read; the default is the main line."""

    drops_last: bool = False
    drops_doubtful: bool = False
    base_shift: int = 0
    joins_breaks: bool = False
    other_source: bool = False


MAIN: Final = Choices()


@dataclass(frozen=True)
class Reading:
    """The values of one indicator for one target. `reason` says why there is nothing to judge."""

    indicator: Row
    branch: str
    target: Row | None
    line: tuple[Row, ...] = ()
    base: Decimal | None = None
    reason: str | None = None
    dropped: tuple[str, ...] = ()

    @property
    def last(self) -> Row:
        """The newest value that counts."""
        return self.line[-1]

    @property
    def tolerance(self) -> Decimal:
        """Half a unit of the last digit that is shown: what rounding alone can hide.

        `verdict.md` 1.1 says a whole unit; then one death would meet a target of none.
        """
        return Decimal(5).scaleb(-self.indicator["decimals"] - 1)


def read_indicators(
    tables: Tables, series: pl.DataFrame, now: Round, choices: Choices = MAIN
) -> list[Reading]:
    """A reading for each indicator and branch: all of them in the official branch, since what has
    no target there counts as unknown; in another branch those for which somebody set a target."""
    values, breaks = rows_by(series, "indicator"), rows_by(tables["breaks"], "indicator")
    targets = find_targets(tables["targets"], now)
    branches = [OFFICIAL, *sorted({branch for _, branch in targets} - {OFFICIAL})]
    figures = _find_contesting(tables, now) if choices.other_source else {}
    return [
        _read(indicator, branch, target, rows, breaks.get(ref, ()), now, choices)
        for indicator in tables["indicators"].iter_rows(named=True)
        if (ref := indicator["ref"])
        for rows in [_replace(values.get(ref, []), figures.get(ref, {}))]
        for branch in branches
        if (target := targets.get((ref, branch))) or branch == OFFICIAL
    ]


def find_targets(targets: pl.DataFrame, now: Round) -> dict[tuple[str, str], Row]:
    """The target of each indicator and branch: of several the next one due, else the last."""
    found: dict[tuple[str, str], Row] = {}
    ordered = targets.sort(last_days("deadline"), descending=True)
    for row in ordered.iter_rows(named=True):
        key = row["indicator"], row["branch"]
        if key not in found or last_day(row["deadline"]) >= now.today:
            found[key] = row
    return found


def _find_contesting(tables: Tables, now: Round) -> dict[str, dict[str, Decimal]]:
    """Accepted figures that dispute a published one, by indicator and period."""
    figures = tables["contributions"].filter(
        (pl.col("cycle") == now.cycle)
        & (pl.col("kind") == "figure")
        & (pl.col("state") == "accepted")
        & pl.col("contests").is_not_null()
        & pl.col("value").is_not_null()
    )
    found: dict[str, dict[str, Decimal]] = {}
    for subject, period, value in figures.select("subject", "period", "value").iter_rows():
        found.setdefault(subject, {})[period] = value
    return found


def _replace(rows: Sequence[Row], figures: Mapping[str, Decimal]) -> Sequence[Row]:
    if not figures:
        return rows
    return [row | {"value": figures.get(row["period"], row["value"])} for row in rows]


def _read(
    indicator: Row,
    branch: str,
    target: Row | None,
    rows: Sequence[Row],
    breaks: Sequence[Row],
    now: Round,
    choices: Choices,
) -> Reading:
    reading = Reading(indicator, branch, target)
    if target is None:
        return _refuse(reading, "no_target")
    year = year_of(target["baseline_period"]) + choices.base_shift
    line, dropped = _drop(_cut_to_deadline(headline(rows), target, year), choices)
    period = target["baseline_period"] if not choices.base_shift else str(year)
    first = find_base(line, period)
    stated = None if choices.base_shift else target["baseline_value"]
    if stated is None and first is None:
        return _refuse(reading, "no_baseline", line, dropped)
    since = [row for row in line if year_of(row["period"]) >= _base_year(first, year)]
    later = [row for row in since if year_of(row["period"]) > year]
    reason = _first_reason(reading, rows, since, later, breaks, now, choices)
    base = first["value"] if stated is None and first else stated
    return Reading(indicator, branch, target, tuple(since), base, reason, dropped)


def _cut_to_deadline(line: list[Row], target: Row, base: int) -> list[Row]:
    """What came after the deadline does not count, unless nothing else tells how it ended."""
    end = last_day(target["deadline"]).year
    in_time = [row for row in line if year_of(row["period"]) <= end]
    return in_time if any(year_of(row["period"]) > base for row in in_time) else line


def _refuse(
    reading: Reading, reason: str, line: Sequence[Row] = (), dropped: tuple[str, ...] = ()
) -> Reading:
    return Reading(
        reading.indicator, reading.branch, reading.target, tuple(line), None, reason, dropped
    )


def _base_year(first: Row | None, year: int) -> int:
    return year if first is None else min(year, year_of(first["period"]))


def _drop(line: list[Row], choices: Choices) -> tuple[list[Row], tuple[str, ...]]:
    """The line without what a scenario leaves out, and the periods left out with the reason."""
    dropped = []
    if choices.drops_doubtful:
        doubtful = [row for row in line if DOUBTFUL & set(row["flags"] or "")]
        dropped += [f"{row['period']}: doubtful" for row in doubtful]
        line = [row for row in line if row not in doubtful]
    if choices.drops_last and line:
        dropped.append(f"{line[-1]['period']}: last")
        line = line[:-1]
    return line, tuple(dropped)


def _first_reason(
    reading: Reading,
    rows: Sequence[Row],
    since: Sequence[Row],
    later: Sequence[Row],
    breaks: Sequence[Row],
    now: Round,
    choices: Choices,
) -> str | None:
    assert reading.target is not None
    if not later:
        return _why_no_value(reading, rows)
    stale = reading.indicator["stale_years"]
    if stale is None:
        stale = int(now.threshold("stale_years"))
    if now.today.year - year_of(later[-1]["period"]) > stale:
        return "stale"
    if choices.joins_breaks:
        return None
    return next(_name_breaks(since, breaks), None)


def _why_no_value(reading: Reading, rows: Sequence[Row]) -> str:
    """Later rows without a value say why: withheld, or a part of a sum that is missing."""
    assert reading.target is not None
    base = year_of(reading.target["baseline_period"])
    empty = [row for row in rows if row["value"] is None and year_of(row["period"]) > base]
    if any("c" in (row["flags"] or "") for row in empty):
        return "confidential"
    if reading.indicator["common"] and any(row["n_missing"] for row in empty):
        return "coverage"
    return "no_observation_after_baseline"


def _name_breaks(since: Sequence[Row], breaks: Sequence[Row]) -> Iterator[str]:
    redefined = {row["period"] for row in breaks if row["kind"] == "definition"}
    for period in find_break(since, breaks):
        yield "definition_changed" if period in redefined else "break_unresolved"
