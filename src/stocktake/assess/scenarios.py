"""Does the verdict flip? The same evidence under other methods, thresholds, data and structure.

The list is fixed and every scenario has a name (`verdict.md` 5). Thresholds and structure are
shown; stability counts methods and data, half each, so that many leave-outs do not drown
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final

import polars as pl

from stocktake.assess.flips import find_nearest_flip
from stocktake.assess.other_methods import judge_by_methods
from stocktake.assess.outcomes import Outcome, judge_again, judge_outcomes
from stocktake.assess.readings import MAIN, Choices
from stocktake.assess.rounds import Round
from stocktake.assess.series import build_series
from stocktake.assess.verdicts import Part, decide, group_parts, has_action
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import undo_amendments
from stocktake.vocabulary.when import last_days

PLACES: Final = Decimal("0.0001")
THRESHOLDS: Final[dict[str, dict[str, str]]] = {
    "met from 0.70": {"outcome.met": "0.70"},
    "met from 0.90": {"outcome.met": "0.90"},
    "not met below 0.20": {"outcome.not_met": "0.20"},
    "not met below 0.40": {"outcome.not_met": "0.40"},
    "nearly met counts as partly": {"outcome.nearly": "1000"},
    "trend level 0.05": {"trend.alpha": "0.05"},
    "trend level 0.20": {"trend.alpha": "0.20"},
}
DATA: Final[dict[str, Choices]] = {
    "last value left out": Choices(drops_last=True),
    "doubtful values left out": Choices(drops_doubtful=True),
    "baseline a year earlier": Choices(base_shift=-1),
    "baseline a year later": Choices(base_shift=1),
    "breaks ignored": Choices(joins_breaks=True),
    "figures of contesting sources": Choices(other_source=True),
}
EXTREMES: Final = frozenset({frozenset({"met", "not met"}), frozenset({"on course", "off course"})})

Key = tuple[str, str]
Parts = Mapping[Key, Sequence[Part]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """What the main line was computed from, to be computed again otherwise."""

    tables: Tables
    series: pl.DataFrame
    outcomes: Sequence[Outcome]
    now: Round

    @cached_property
    def parts(self) -> dict[Key, list[Part]]:
        """The main line's parts."""
        return group_parts(self.tables, self.outcomes, self.now)

    def read(self, choices: Choices) -> Parts:
        """Parts from values read otherwise."""
        outcomes = judge_outcomes(self.tables, self.series, self.now, choices)
        return group_parts(self.tables, outcomes, self.now)


def run_scenarios(case: Case) -> list[Row]:
    """Rows of `scenarios`: the word for each objective and branch with anything to measure."""
    keys = [key for key, parts in case.parts.items() if any(part.is_known for part in parts)]
    if not keys:
        return []
    return [
        {
            "objective": key[0],
            "branch": key[1],
            "block": block,
            "scenario": name,
            "value": decide(
                parts.get(key, ()), now, has_action=has_action(case.tables, key[0])
            ).value,
        }
        for block, name, parts, now in _vary(case)
        for key in keys
    ] + [row for key in keys for row in _leave_out_each(case, key)]


def _vary(case: Case) -> Iterator[tuple[str, str, Parts, Round]]:
    tables, now = case.tables, case.now
    for name, outcomes in judge_by_methods(case.outcomes, now).items():
        yield "methods", name, group_parts(tables, outcomes, now), now
    for name, changed in THRESHOLDS.items():
        other = replace(now, parameters=now.parameters | changed)
        outcomes = judge_again(case.outcomes, other)
        yield "thresholds", name, group_parts(tables, outcomes, other), other
    for name, choices in DATA.items():
        yield "data", name, case.read(choices), now
    before = replace(case, series=build_series(_without_newest(tables)))
    yield "data", "vintage before the newest", before.read(MAIN), now
    equal = {key: [replace(part, weight=Decimal(1)) for part in parts]
             for key, parts in case.parts.items()}  # fmt: skip
    yield "structure", "equal weights", equal, now
    adopted = _as_adopted(case)
    if adopted:
        yield "structure", ORIGINAL, adopted.read(MAIN), now


ORIGINAL: Final = "original set"


def _without_newest(tables: Tables) -> Tables:
    """Tables without the newest vintage of each dataset that has more than one."""
    ranked = tables["vintages"].with_columns(
        newest=last_days("published").rank("ordinal", descending=True).over("dataset"),
        several=pl.len().over("dataset") > 1,
    )
    kept = ranked.filter(~(pl.col("several") & (pl.col("newest") == 1)))
    return {**tables, "vintages": kept.drop("newest", "several")}


def _as_adopted(case: Case) -> Case | None:
    """The case with indicators and targets as adopted; None where nothing of them was changed."""
    changed = case.tables["amendments"].filter(pl.col("table").is_in(["indicators", "targets"]))
    if changed.is_empty():
        return None
    undone = undo_amendments(case.tables, case.now.adopted)
    tables = {**case.tables, "indicators": undone["indicators"], "targets": undone["targets"]}
    return replace(case, tables=tables, series=build_series(tables))


def _leave_out_each(case: Case, key: Key) -> Iterator[Row]:
    parts = case.parts[key]
    for left in parts if len(parts) > 1 else ():
        rest = [part for part in parts if part is not left]
        yield {
            "objective": key[0],
            "branch": key[1],
            "block": "structure",
            "scenario": f"without {left.indicator}",
            "value": decide(rest, case.now, has_action=True).value,
        }


# --- what follows for the verdict ---------------------------------------------------------------


def add_stability(verdicts: Sequence[Row], scenarios: Sequence[Row], case: Case) -> pl.DataFrame:
    """`verdicts` with stability, its label, the nearest flip, and the suffix of fragile ones."""
    rows = []
    for verdict in verdicts:
        key = verdict["objective"], verdict["branch"]
        own = [row for row in scenarios if (row["objective"], row["branch"]) == key]
        rows.append(verdict | _measure_stability(verdict, own, case) if own else verdict)
    return frame_of("verdicts", rows)


def _measure_stability(verdict: Row, own: Sequence[Row], case: Case) -> Row:
    blocks = ([row for row in own if row["block"] == name] for name in ("methods", "data"))
    shares = [_share_same(verdict["value"], rows) for rows in blocks if rows]
    stability = sum(shares, Decimal(0)) / len(shares)
    label = _label(stability, case.now)
    methods = (row["value"] for row in own if row["block"] == "methods")
    if any(frozenset({verdict["value"], value}) in EXTREMES for value in methods):
        label = "fragile"
    suffixes = verdict["suffixes"]
    if label == "fragile" and verdict["value"] != "cannot be judged":
        suffixes = [*suffixes, "fragile"]
    return {
        "stability": stability.quantize(PLACES, ROUND_HALF_UP),
        "label": label,
        "nearest_flip": find_nearest_flip(verdict, own, case.outcomes, case.parts, case.now),
        "suffixes": suffixes,
    }


def _share_same(value: str, rows: Sequence[Row]) -> Decimal:
    return Decimal(sum(row["value"] == value for row in rows)) / len(rows)


def _label(stability: Decimal, now: Round) -> str:
    for word in ("firm", "sensitive"):
        if stability >= now.threshold(f"stability.{word}"):
            return word
    return "fragile"
