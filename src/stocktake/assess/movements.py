"""How each indicator moved since its baseline and since the last cycle.

No movement is stated across a break, and a change of territory is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Final

import polars as pl

from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.periods import bounds, year_of

BASELINE: Final = "baseline"
LAST_CYCLE: Final = "last cycle"
PLACES: Final = Decimal("0.0001")

Row = dict[str, Any]


def measure_movements(
    tables: Tables, series: pl.DataFrame, before: pl.DataFrame | None, now: Round
) -> pl.DataFrame:
    """`movements`: first and last value, difference and sense. `before` is last cycle's series."""
    values = rows_by(series, "indicator")
    seen = rows_by(before, "indicator") if before is not None else {}
    breaks = rows_by(tables["breaks"], "indicator")
    targets = rows_by(tables["targets"].filter(pl.col("branch") == "official"), "indicator")
    rows = []
    for indicator in tables["indicators"].iter_rows(named=True):
        line = headline(values.get(indicator["ref"], []))
        target = targets.get(indicator["ref"], [])
        base = min((row["baseline_period"] for row in target), default=str(now.base_year))
        earlier = headline(seen.get(indicator["ref"], []))
        starts = {BASELINE: find_base(line, base), LAST_CYCLE: _last_seen(line, earlier)}
        for since, start in starts.items():
            row = _move(indicator, line, start, breaks.get(indicator["ref"], []))
            if row:
                rows.append({"indicator": indicator["ref"], "since": since, **row})
    return frame_of("movements", rows)


def headline(rows: Sequence[Row]) -> list[Row]:
    """The indicator's one line through time: for each period the first territory with a value."""
    line: dict[str, Row] = {}
    for row in rows:
        if row["value"] is not None:
            line.setdefault(row["period"], row)
    return sorted(line.values(), key=lambda row: bounds(row["period"]))


def find_base(line: Sequence[Row], base: str) -> Row | None:
    """The value of the base period, else the nearest within one year (`methods.md` 4.1)."""
    year = year_of(base)
    near = [row for row in line if abs(year_of(row["period"]) - year) <= 1]
    return min(
        near,
        key=lambda row: (row["period"] != base, abs(year_of(row["period"]) - year)),
        default=None,
    )


def _last_seen(line: Sequence[Row], earlier: Sequence[Row]) -> Row | None:
    """Today's value for the newest period that last cycle knew."""
    if not earlier:
        return None
    return next((row for row in line if row["period"] == earlier[-1]["period"]), None)


def find_break(line: Sequence[Row], breaks: Sequence[Row]) -> Iterator[str]:
    """Periods at which the series starts anew: flagged `b` by the source, or declared by us.

    A break in a year without a value counts at the next value; a signed splice mends its break.
    """
    declared = [bounds(row["period"]) for row in breaks if row["factor"] is None]
    spliced = {row["period"] for row in breaks if row["factor"] is not None}
    for before, row in pairwise(line):
        last, here = bounds(before["period"]), bounds(row["period"])
        flagged = "b" in (row["flags"] or "") and row["period"] not in spliced
        if flagged or any(last < at <= here for at in declared):
            yield row["period"]


def _splice(row: Row, last: Row, breaks: Sequence[Row]) -> Decimal:
    """A value made comparable with a later one: times the factor of each splice between."""
    value: Decimal = row["value"]
    for one in breaks:
        between = bounds(row["period"]) < bounds(one["period"]) <= bounds(last["period"])
        if one["factor"] is not None and between:
            value *= one["factor"]
    return value


def _move(
    indicator: Row, line: Sequence[Row], start: Row | None, breaks: Sequence[Row]
) -> Row | None:
    if start is None or line[-1] is start:
        return None
    span = line[line.index(start) :]
    broken = list(find_break(span, breaks))
    if broken:
        span = [row for row in span if bounds(row["period"]) >= bounds(broken[-1])]
    if len(span) < 2:
        return None
    first, last = span[0], span[-1]
    value = _splice(first, last, breaks)
    difference = last["value"] - value
    sense = "same" if difference == 0 else "up" if difference > 0 else "down"
    return {
        "from_period": first["period"],
        "from_value": value,
        "to_period": last["period"],
        "to_value": last["value"],
        "difference": difference,
        "percent": _percent(indicator, value, difference),
        "sense": sense,
        "wanted": _is_wanted(indicator["direction"], sense),
        "n": len(span),
        "break": broken[-1] if broken else None,
        "scope": " > ".join(dict.fromkeys(row["geo"] for row in span))
        if first["geo"] != last["geo"]
        else None,
    }


def _percent(indicator: Row, first: Decimal, difference: Decimal) -> Decimal | None:
    """Change in per cent; of a share it is in points, and a zero or negative base has none."""
    if first <= 0 or indicator["nature"] == "share":
        return None
    return (difference / first * 100).quantize(PLACES, ROUND_HALF_UP)


def _is_wanted(direction: str, sense: str) -> bool | None:
    if direction not in {"up", "down"} or sense == "same":
        return None
    return direction == sense
