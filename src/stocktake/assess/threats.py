"""The threat picture by round: what is named, what answers it, and what answers nothing named.

A challenge continues the threats it refers to. Challenges on a watch list are not counted: they
are not yet named as challenges.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of

UNLISTED: Final = "*"
NAMED_LEVELS: Final = ("main", "emerging")

Row = dict[str, Any]


@dataclass(frozen=True)
class Naming:
    """One round and the challenges it names."""

    cycle: str
    challenges: list[Row]

    @property
    def threats(self) -> set[str]:
        """The threats of the strategy that its challenges continue."""
        return {ref for one in self.challenges for ref in one["threats"] or ()}


def list_namings(tables: Tables, now: Round) -> list[Naming]:
    """The rounds up to this one, oldest first, each with its challenges."""
    named = rows_by(tables["challenges"].filter(pl.col("level").is_in(NAMED_LEVELS)), "cycle")
    begun = tables["cycles"].filter((pl.col("as_of") <= now.today) | (pl.col("ref") == now.cycle))
    return [Naming(ref, named.get(ref, [])) for ref in begun.sort("as_of", "ref")["ref"]]


def follow_threats(tables: Tables, now: Round) -> pl.DataFrame:
    """`threat_rounds`: every threat in every round up to this one, and what lies beyond the list.

    A round that names no challenge says nothing of any threat, and later rounds are compared with
    the one before it.
    """
    answers = link_threats(tables)
    rows: list[Row] = []
    before: Naming | None = None
    for naming in list_namings(tables, now):
        for threat in tables["threats"]["ref"]:
            rows.append(
                {
                    "cycle": naming.cycle,
                    "threat": threat,
                    "state": _tell_threat(threat, naming, before),
                    "objectives": sorted(one for one, refs in answers.items() if threat in refs),
                    "challenges": _refer(naming, threat),
                }
            )
        rows += _list_unlisted(naming)
        before = naming if naming.challenges else before
    return frame_of("threat_rounds", rows)


def _tell_threat(threat: str, naming: Naming, before: Naming | None) -> str:
    if not naming.challenges:
        return "unknown"
    was = before is not None and threat in before.threats
    if threat in naming.threats:
        return "named" if was or before is None else "new"
    return "gone" if was else "not named"


def _refer(naming: Naming, threat: str) -> list[str]:
    return sorted(one["ref"] for one in naming.challenges if threat in (one["threats"] or ()))


def _list_unlisted(naming: Naming) -> Iterator[Row]:
    refs = sorted(one["ref"] for one in naming.challenges if not one["threats"])
    if refs:
        key = {"cycle": naming.cycle, "threat": UNLISTED, "state": "not listed"}
        yield key | {"challenges": refs}


def link_threats(tables: Tables) -> dict[str, list[str]]:
    """The threats each strategic objective answers, those of its lines included."""
    parents = dict(tables["objectives"].select("ref", "parent").iter_rows())
    pairs = {
        (parents.get(objective) or objective, threat)
        for objective, threat in tables["objective_threats"]
        .select("objective", "threat")
        .iter_rows()
    }
    threats = sorted(tables["threats"]["ref"])
    return {
        ref: [threat for threat in threats if (ref, threat) in pairs]
        for ref, parent in parents.items()
        if parent is None
    }


def follow_answers(tables: Tables, now: Round) -> pl.DataFrame:
    """`answer_rounds`: every strategic objective in every round, and whether it answers anything.

    A challenge that bears on an objective or its lines counts as answered by it, listed or not.
    """
    parents = dict(tables["objectives"].select("ref", "parent").iter_rows())
    rows: list[Row] = []
    for naming in list_namings(tables, now):
        for objective, threats in link_threats(tables).items():
            current = [ref for ref in threats if ref in naming.threats]
            bearing = sorted(
                one["ref"]
                for one in naming.challenges
                if objective in {one["objective"], parents.get(one["objective"])}
            )
            rows.append(
                {
                    "cycle": naming.cycle,
                    "objective": objective,
                    "state": _tell_answer(naming, threats, [*current, *bearing]),
                    "threats": threats,
                    "current": current,
                    "challenges": bearing,
                }
            )
    return frame_of("answer_rounds", rows)


def _tell_answer(naming: Naming, threats: Collection[str], answered: Collection[str]) -> str:
    if answered:
        return "current"
    if not threats:
        return "no threat"
    return "not current" if naming.challenges else "unknown"
