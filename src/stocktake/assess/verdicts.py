"""Each objective's verdict or outlook: fixed rules R1 to R5 over its outcomes (`verdict.md` 2).

Missing evidence is neither success nor failure: it is a share of the weight, and bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.outcomes import Outcome
from stocktake.assess.readings import OFFICIAL
from stocktake.assess.rounds import Round
from stocktake.vocabulary.frames import Tables

PLACES: Final = Decimal("0.0001")
CANNOT: Final = "cannot be judged"
FAILING: Final = frozenset({"little", "worse", "at risk", "off course"})
HALF: Final = Decimal("0.5")
VALUES: Final[dict[str, Decimal]] = {
    "met": Decimal(1),
    "nearly met": Decimal(1),
    "partly": HALF,
    "little": Decimal(0),
    "worse": Decimal(0),
    "met so far": Decimal(1),
    "on course": Decimal(1),
    "open": HALF,
    "at risk": Decimal(0),
    "off course": Decimal(0),
}
"""What a class counts; `pace only` counts by its pace."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One indicator in an objective's verdict. `value` None = unknown."""

    indicator: str
    word: str
    value: Decimal | None
    weight: Decimal
    is_key: bool
    is_right: bool = False
    """Moves in the wanted direction, and a trend test says so."""

    @property
    def is_known(self) -> bool:
        """Whether it has a class."""
        return self.value is not None


@dataclass(frozen=True)
class Verdict:
    """What the rules say of one objective in one branch."""

    value: str
    rule: str
    s: Decimal | None
    s_low: Decimal
    s_high: Decimal
    measured: Decimal
    low: str
    high: str


def weigh(outcome: Outcome, now: Round) -> Part:
    """An outcome as a part of a verdict."""
    indicator = outcome.reading.indicator
    return Part(
        indicator["ref"],
        outcome.value,
        _count(outcome, now),
        Decimal(1) if indicator["weight"] is None else indicator["weight"],
        bool(indicator["key"]),
        bool(outcome.is_right) and _is_sure(outcome, now),
    )


def _is_sure(outcome: Outcome, now: Round) -> bool:
    return outcome.trend is not None and outcome.trend["p"] <= float(now.threshold("trend.alpha"))


def _count(outcome: Outcome, now: Round) -> Decimal | None:
    if outcome.value == "pace only":
        return _count_pace(outcome.pace, now)
    return VALUES.get(outcome.value)


def _count_pace(pace: Decimal | None, now: Round) -> Decimal | None:
    if pace is None:
        return None
    if pace >= now.threshold("pace.on"):
        return Decimal(1)
    return HALF if pace >= now.threshold("pace.slow") else Decimal(0)


def decide(parts: Sequence[Part], now: Round, *, has_action: bool = True) -> Verdict:
    """The first rule that fires. Without any part nothing is measured, and R2 or R1 says so."""
    total = sum((part.weight for part in parts), Decimal(0))
    known = [part for part in parts if part.is_known]
    weight = sum((part.weight for part in known), Decimal(0))
    measured = weight / total if total else Decimal(0)
    points = sum((part.weight * (part.value or 0) for part in known), Decimal(0))
    s = points / weight if weight else None
    s_low = points / total if total else Decimal(0)
    s_high = (points + total - weight) / total if total else Decimal(1)
    low, high = _apply(s_low, parts, "low", now), _apply(s_high, parts, "high", now)
    if not parts and not has_action:
        rule, value = "R1", CANNOT
    elif s is None or measured < now.threshold("outcome.measured") or _lacks_key(parts, low, high):
        rule, value = "R2", CANNOT
    else:
        rule, value = _apply(s, known, "known", now)
    return Verdict(value, rule, s, s_low, s_high, measured, low[1], high[1])


def _lacks_key(parts: Sequence[Part], low: tuple[str, str], high: tuple[str, str]) -> bool:
    """A key indicator is unknown, and the others would not decide alone."""
    return any(part.is_key and not part.is_known for part in parts) and low != high


def _apply(s: Decimal, parts: Sequence[Part], bound: str, now: Round) -> tuple[str, str]:
    """R3, R4 or R5 and its word; in a bound the unknown ones count as all missed or all met."""
    fails = [_fails(part, bound) for part in parts if part.is_key]
    if s >= now.threshold("outcome.met") and not any(fails) and not _moves_away(parts):
        return "R3", "met" if now.final else "on course"
    if s < now.threshold("outcome.not_met") or (fails and all(fails)):
        return "R4", "not met" if now.final else "off course"
    if now.final:
        return "R5", "partly met"
    return "R5", "open" if s >= HALF else "at risk"


def _moves_away(parts: Sequence[Part]) -> bool:
    """Whether indicators with a quarter of the weight are worse than at the start.

    Taken together, so that splitting one of them changes nothing; it can only matter where met
    begins below 0.75.
    """
    total = sum((part.weight for part in parts), Decimal(0))
    away = sum((part.weight for part in parts if part.word == "worse"), Decimal(0))
    return away * 4 >= total > 0


def _fails(part: Part, bound: str) -> bool:
    return part.word in FAILING if part.is_known else bound == "low"


# --- as a table ---------------------------------------------------------------------------------


def group_parts(
    tables: Tables, outcomes: Sequence[Outcome], now: Round
) -> dict[tuple[str, str], list[Part]]:
    """The parts of every objective and branch, in the order of the objectives."""
    owners = find_owners(tables)
    branches = [OFFICIAL, *sorted({one.reading.branch for one in outcomes} - {OFFICIAL})]
    found: dict[tuple[str, str], list[Part]] = {
        (objective, branch): [] for branch in branches for objective in list_objectives(tables)
    }
    for one in outcomes:
        owner = owners.get(one.indicator)
        is_ours = one.reading.branch != OFFICIAL
        if owner and (is_ours or one.reading.indicator["standing"] == OFFICIAL):
            found[owner, one.reading.branch].append(weigh(one, now))
    return {key: parts for key, parts in found.items() if parts or key[1] == OFFICIAL}


def list_objectives(tables: Tables) -> list[str]:
    """The strategic objectives: those without a parent."""
    return tables["objectives"].filter(pl.col("parent").is_null())["ref"].to_list()


def find_owners(tables: Tables) -> dict[str, str]:
    """The strategic objective of every indicator of an objective or an action."""
    objectives = tables["objectives"].select("ref", "parent").iter_rows()
    top = {ref: parent or ref for ref, parent in objectives}
    actions = tables["actions"].select("ref", "objective").iter_rows()
    top |= {ref: top[line] for ref, line in actions if line in top}
    subjects = tables["indicators"].select("ref", "subject").iter_rows()
    return {ref: top[subject] for ref, subject in subjects if subject in top}


def judge_objectives(
    tables: Tables, parts: dict[tuple[str, str], list[Part]], now: Round
) -> dict[tuple[str, str], Verdict]:
    """A verdict for each objective and branch."""
    return {
        (objective, branch): decide(own, now, has_action=has_action(tables, objective))
        for (objective, branch), own in parts.items()
    }


def has_action(tables: Tables, objective: str) -> bool:
    """Whether the strategy promised anything under an objective."""
    lines = set(tables["objectives"].filter(pl.col("parent") == objective)["ref"]) | {objective}
    return bool(lines & set(tables["actions"]["objective"]))


def list_verdicts(
    tables: Tables,
    parts: dict[tuple[str, str], list[Part]],
    verdicts: dict[tuple[str, str], Verdict],
    outcomes: Sequence[Outcome],
    deliveries: pl.DataFrame,
    now: Round,
) -> list[Row]:
    """Rows of `verdicts`, still without what scenarios say."""
    disputed = find_disputed(tables, now)
    reasons = {(one.indicator, one.reading.branch): one.reason for one in outcomes}
    delivered = dict(deliveries.select("subject", "class").iter_rows())
    return [
        {
            "objective": objective,
            "branch": branch,
            "value": one.value,
            "rule": one.rule,
            "s": _round(one.s),
            "s_low": _round(one.s_low),
            "s_high": _round(one.s_high),
            "measured": _round(one.measured),
            "low": one.low,
            "high": one.high,
            "suffixes": _name_suffixes(one, parts[objective, branch], now)
            + (["disputed"] if objective in disputed else []),
            "matrix_cell": find_cell(one.value, delivered.get(objective)) if now.final else None,
            "reasons": _count_reasons(
                reasons[part.indicator, branch]
                for part in parts[objective, branch]
                if not part.is_known
            )
            or ("no_target" if not parts[objective, branch] else None),
        }
        for (objective, branch), one in verdicts.items()
    ]


def find_disputed(tables: Tables, now: Round) -> set[str]:
    """Objectives that a highly reliable statement of this round contradicts (`verdict.md` 4)."""
    statements = tables["contributions"].filter(
        (pl.col("cycle") == now.cycle)
        & (pl.col("kind") == "statement")
        & (pl.col("state") == "accepted")
        & (pl.col("stance") == "contradicts")
        & (pl.col("reliability") == "high")
    )
    return set(statements["subject"])


def _name_suffixes(verdict: Verdict, parts: Sequence[Part], now: Round) -> list[str]:
    suffixes = ["provisional"] if now.final and now.provisional else []
    if verdict.value == CANNOT:
        return suffixes
    if verdict.low != verdict.high:
        suffixes.append("conditional")
    missed = verdict.value in {"partly met", "not met"}
    if missed and all(part.is_right for part in parts if part.is_known):
        suffixes.append("improved but missed")
    return suffixes


CELLS: Final[dict[tuple[str, str], str]] = {
    ("met", "much"): "achieved as planned",
    ("met", "little"): "achieved, contribution of the strategy doubtful",
    ("met", "unknown"): "achieved, delivery not evidenced",
    ("partly met", "much"): "partial effect",
    ("partly met", "little"): "partial effect, implementation gap",
    ("partly met", "unknown"): "partial effect",
    ("not met", "much"): "delivered but no effect",
    ("not met", "little"): "implementation failure",
    ("not met", "unknown"): "failure, cause unknown",
    (CANNOT, "much"): "outputs delivered, effect unmeasured",
    (CANNOT, "little"): "little delivered, effect unmeasured",
    (CANNOT, "unknown"): "no basis",
}
"""Outcome and delivery side by side (`verdict.md` 2.1); no cell says that one made the other."""

MUCH: Final = {"delivered": "much", "mostly delivered": "much", "unknown": "unknown"}


def find_cell(verdict: str, delivery: str | None) -> str | None:
    """The cell of the outcome x delivery matrix; none where nothing was due."""
    if delivery in {None, "none due"}:
        return None
    return CELLS[verdict, MUCH.get(delivery or "", "little")]


def _count_reasons(reasons: Iterable[str | None]) -> str | None:
    counted = Counter(reason or "no_target" for reason in reasons)
    return "; ".join(f"{reason}: {count}" for reason, count in sorted(counted.items())) or None


def _round(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(PLACES, ROUND_HALF_UP)
