"""What cannot be measured, and why: the first precondition that fails is the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.movements import find_base, find_break, headline
from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.periods import year_of
from stocktake.vocabulary.when import last_day, last_days

OFFICIAL: Final = "official"
Row = dict[str, Any]


def find_unmeasurable(tables: Tables, series: pl.DataFrame, now: Round) -> pl.DataFrame:
    """`outcomes` of what is unknown: indicators without a class, with the first reason."""
    values = rows_by(series, "indicator")
    breaks = rows_by(tables["breaks"], "indicator")
    targets = _next_targets(tables["targets"], now)
    branches = [OFFICIAL, *sorted({branch for _, branch in targets} - {OFFICIAL})]
    rows = []
    for indicator in tables["indicators"].iter_rows(named=True):
        line = headline(values.get(indicator["ref"], []))
        for branch in branches:
            target = targets.get((indicator["ref"], branch))
            reason = _first_reason(indicator, target, line, breaks.get(indicator["ref"], []), now)
            if reason:
                rows.append(
                    {
                        "indicator": indicator["ref"],
                        "branch": branch,
                        "class": "unknown",
                        "reason": reason,
                        "n": len(line),
                    }
                )
    return frame_of("outcomes", rows)


def _next_targets(targets: pl.DataFrame, now: Round) -> dict[tuple[str, str], Row]:
    """The target of each indicator and branch: of several the next one due, else the last."""
    found: dict[tuple[str, str], Row] = {}
    ordered = targets.sort(last_days("deadline"), descending=True)
    for row in ordered.iter_rows(named=True):
        key = row["indicator"], row["branch"]
        if key not in found or last_day(row["deadline"]) >= now.today:
            found[key] = row
    return found


def _first_reason(
    indicator: Row, target: Row | None, line: Sequence[Row], breaks: Sequence[Row], now: Round
) -> str | None:
    if target is None:
        return "no_target"
    base = year_of(target["baseline_period"])
    if target["baseline_value"] is None and find_base(line, target["baseline_period"]) is None:
        return "no_baseline"
    later = [row for row in line if year_of(row["period"]) > base]
    if not later:
        return "no_observation_after_baseline"
    stale = indicator["stale_years"]
    if stale is None:
        stale = int(now.threshold("stale_years"))
    if now.today.year - year_of(later[-1]["period"]) > stale:
        return "stale"
    since = [row for row in line if year_of(row["period"]) >= base]
    return "break_unresolved" if any(find_break(since, breaks)) else None


def judge_unmeasurable(tables: Tables, outcomes: pl.DataFrame, now: Round) -> pl.DataFrame:
    """`verdicts` of objectives that cannot be judged by R1 or R2 because nothing is measurable."""
    reasons = rows_by(outcomes.filter(pl.col("branch") == OFFICIAL), "indicator")
    owners = _owners(tables)
    disputed = _find_disputed(tables, now)
    rows = []
    for objective in tables["objectives"].filter(pl.col("parent").is_null())["ref"]:
        indicators = [ref for ref, owner in owners.items() if owner == objective]
        if all(ref in reasons for ref in indicators):
            row = _cannot_be_judged(tables, objective, indicators, reasons, now)
            row["suffixes"] = ["provisional"] if now.final and now.provisional else []
            row["suffixes"] += ["disputed"] if objective in disputed else []
            rows.append(row)
    return frame_of("verdicts", rows)


def _find_disputed(tables: Tables, now: Round) -> set[str]:
    """Objectives that a highly reliable statement of this round contradicts (`verdict.md` 4)."""
    statements = tables["contributions"].filter(
        (pl.col("cycle") == now.cycle)
        & (pl.col("kind") == "statement")
        & (pl.col("state") == "accepted")
        & (pl.col("stance") == "contradicts")
        & (pl.col("reliability") == "high")
    )
    return set(statements["subject"])


def _owners(tables: Tables) -> dict[str, str]:
    """The strategic objective of every official indicator of an objective or an action.

    Our own indicators describe and never enter the official verdict.
    """
    top = {
        ref: parent or ref for ref, parent in tables["objectives"].select("ref", "parent").rows()
    }
    top |= {ref: top[line] for ref, line in tables["actions"].select("ref", "objective").rows()}
    official = tables["indicators"].filter(pl.col("standing") == OFFICIAL)
    subjects = official.select("ref", "subject").iter_rows()
    return {ref: top[subject] for ref, subject in subjects if subject in top}


def _cannot_be_judged(
    tables: Tables,
    objective: str,
    indicators: Sequence[str],
    reasons: dict[str, list[Row]],
    now: Round,
) -> Row:
    lowest, highest = ("not met", "met") if now.final else ("off course", "on course")
    return {
        "objective": objective,
        "branch": OFFICIAL,
        "value": "cannot be judged",
        "rule": "R2" if indicators or _has_action(tables, objective) else "R1",
        "s_low": Decimal(0),
        "s_high": Decimal(1),
        "measured": Decimal(0),
        "low": lowest,
        "high": highest,
        "reasons": _count_reasons(reasons[ref][0]["reason"] for ref in indicators) or "no_target",
    }


def _has_action(tables: Tables, objective: str) -> bool:
    lines = set(tables["objectives"].filter(pl.col("parent") == objective)["ref"]) | {objective}
    return bool(lines & set(tables["actions"]["objective"]))


def _count_reasons(reasons: Iterable[str]) -> str:
    return "; ".join(f"{reason}: {count}" for reason, count in sorted(Counter(reasons).items()))
