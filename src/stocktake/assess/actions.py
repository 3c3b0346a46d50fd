"""State, timing and form of every action on the assessment day (`tables.md` section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from stocktake.assess.rounds import Round, provenance_of, rows_by
from stocktake.vocabulary.addresses import Index, is_unconfirmed
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.when import last_day

Milestone = dict[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The documents known on the day: a deed whose documents all came later is not yet shown."""

    known: frozenset[str]

    def shows(self, milestone: Milestone) -> bool:
        """Whether a known document stands behind the milestone."""
        return any(ref in self.known for ref in milestone["evidence"] or ())


def judge_actions(tables: Tables, now: Round) -> pl.DataFrame:
    """`action_states`: one row an action, by the first rule that fits.

    A record older than the previous cycle's as-of day is no record of this round.
    """
    milestones = rows_by(tables["milestones"].filter(pl.col("done").is_not_null()), "subject")
    reports = rows_by(accepted_reports(tables, now), "subject")
    evidence, provenance = _known_evidence(tables, now.today), provenance_of(tables)
    rows = []
    for action in tables["actions"].iter_rows(named=True):
        own = milestones.get(action["ref"], [])
        finding = _judge(own, reports.get(action["ref"], []), evidence, now)
        finding |= _time(action, finding, now.today)
        finding["unconfirmed"] = _rests_on_unconfirmed(action, finding, provenance)
        rows.append({"action": action["ref"], **finding})
    return frame_of("action_states", rows)


def accepted_reports(tables: Tables, now: Round) -> pl.DataFrame:
    """Status reports of this cycle that the owner accepted."""
    return tables["contributions"].filter(
        (pl.col("cycle") == now.cycle)
        & (pl.col("kind") == "status")
        & (pl.col("state") == "accepted")
    )


def _known_evidence(tables: Tables, today: date) -> Evidence:
    known = (
        ref
        for ref, published in tables["evidence"].select("ref", "published").iter_rows()
        if published is None or last_day(published) <= today
    )
    return Evidence(frozenset(known))


def _judge(
    milestones: Sequence[Milestone],
    reports: Sequence[dict[str, Any]],
    evidence: Evidence,
    now: Round,
) -> dict[str, Any]:
    known = (m for m in milestones if last_day(m["done"]) <= now.today)
    done = sorted(filter(evidence.shows, known), key=_day_done)
    for state, why in (("superseded", "replaced by something else"), ("dropped", "given up")):
        ending = [m for m in done if m["stage"] == state]
        if ending:
            return _finding(state, ending[-1:], why)
    whole = [m for m in done if m["fulfils"] in {"whole", "other_form"}]
    if whole:
        return _finding("delivered", whole[:1], "a deed with evidence fulfils the promise")
    parts = [m for m in done if m["fulfils"] == "part"]
    if parts:
        return _finding("delivered in part", parts, "a deed with evidence fulfils a part")
    return _judge_begun(done, {report["reported"] for report in reports}, now)


def _judge_begun(done: Sequence[Milestone], reported: set[str], now: Round) -> dict[str, Any]:
    fresh = [m for m in done if m["fulfils"] == "no" and _is_of_this_round(m, now)]
    if fresh:
        return _finding("in progress", fresh[::-1], "an earlier stage is on record in this round")
    if reported & {"in progress", "delivered in part"}:
        return _finding("in progress", [], "an accepted report of this round says so")
    if "planned" in reported:
        return _finding("planned", [], "an accepted report of this round says so")
    old = [m for m in done if m["fulfils"] == "no"]
    why = "the last record is older than this round" if old else "nothing is on record"
    if "delivered" in reported:
        why = "reported as delivered, and no evidence shows it"
    return _finding("unknown", old[-1:], why)


def _is_of_this_round(milestone: Milestone, now: Round) -> bool:
    return now.before is None or last_day(milestone["done"]) > now.before


def _day_done(milestone: Milestone) -> tuple[date, str]:
    return last_day(milestone["done"]), milestone["ref"]


def _finding(state: str, milestones: Sequence[Milestone], why: str) -> dict[str, Any]:
    delivered = state == "delivered"
    form = None
    if delivered:
        form = "another form" if milestones[0]["fulfils"] == "other_form" else "as promised"
    return {
        "state": state,
        "form": form,
        "delivered": milestones[0]["done"] if delivered else None,
        "milestones": [m["ref"] for m in milestones],
        "why": why,
    }


def _time(action: dict[str, Any], finding: dict[str, Any], today: date) -> dict[str, Any]:
    """Timing of a state against the due day; a late delivery carries its days."""
    if finding["state"] == "superseded":
        return {"timing": "outside"}
    if action["due"] is None or action["due"] == "-":
        return {"timing": "no end date"}
    due = last_day(action["due"])
    if finding["state"] == "delivered":
        late = (last_day(finding["delivered"]) - due).days
        if late > 0:
            return {"timing": "late", "days_late": late}
        return {"timing": "on time" if due <= today else "early"}
    if due > today:
        return {"timing": "not yet due"}
    return {"timing": "overdue" if finding["state"] in {"planned", "in progress"} else "due"}


def _rests_on_unconfirmed(
    action: dict[str, Any], finding: dict[str, Any], provenance: Index
) -> bool:
    return is_unconfirmed(provenance, "actions", action["ref"], ("due",)) or any(
        is_unconfirmed(provenance, "milestones", ref, ("done", "fulfils"))
        for ref in finding["milestones"]
    )
