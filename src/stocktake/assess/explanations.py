"""From a verdict down to single observations and their sources: one object for all readers.

Everything is read from the tables and findings of one cycle; nothing is computed again. The same
tables give the same object (`verdict.md` section 6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.readings import OFFICIAL
from stocktake.assess.rounds import METHOD, Round
from stocktake.assess.verdicts import find_owners, list_objectives
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.periods import year_of

VERDICT: Final = ("value", "rule", "s", "s_low", "s_high", "measured", "low", "high", "suffixes",
                  "stability", "label", "nearest_flip", "matrix_cell", "reasons")  # fmt: skip
OUTCOME: Final = ("class", "reason", "attained", "expected", "pace", "probability", "dropped")
TREND: Final = ("n", "s", "p", "r1", "slope", "lo", "hi")
COUNTS: Final = ("all", "due", "on_time", "late", "part", "overdue", "unknown", "dropped", "early",
                 "not_due", "no_end", "share", "low", "high", "class")  # fmt: skip
STATE: Final = ("state", "timing", "form", "delivered", "days_late", "unconfirmed", "why")

Row = dict[str, Any]


def explain(everything: Tables, ref: str, now: Round) -> Row:
    """What stands behind a subject: an objective, an indicator or an action.

    `everything` are tables and findings of the round. Numbers are exact text, absent is null.
    RefusedError names what can be explained where the reference is none of it.
    """
    if ref in list_objectives(everything):
        found = _explain_objective(everything, ref)
    elif ref in everything["indicators"]["ref"]:
        found = {"indicator": ref, "branches": _explain_inputs(everything, [ref])}
    elif ref in everything["actions"]["ref"]:
        found = _explain_action(everything, ref)
    else:
        known = [*list_objectives(everything), *everything["indicators"]["ref"]]
        raise refusal("nothing-to-explain", "", ref, "", cell=ref, known=known)
    return found | {"cycle": now.cycle, "as_of": now.today.isoformat(), "engine": _engine(now)}


def _engine(now: Round) -> Row:
    parameters = repr(sorted(now.parameters.items())).encode()
    return {"method": METHOD, "parameters": hashlib.sha256(parameters).hexdigest()}


def _explain_objective(everything: Tables, ref: str) -> Row:
    """Each branch with its indicators and scenarios, the delivery of the actions, who said what."""
    owners = find_owners(everything)
    own = [indicator for indicator, owner in owners.items() if owner == ref]
    inputs = _explain_inputs(everything, own)
    official = set(everything["indicators"].filter(pl.col("standing") == OFFICIAL)["ref"].to_list())
    branches = []
    for verdict in _rows(everything, "verdicts", objective=ref):
        branch = verdict["branch"]
        branches.append(
            {
                "branch": branch,
                **_pick(verdict, VERDICT),
                "inputs": [
                    one
                    for one in inputs
                    if one["branch"] == branch
                    and (branch != OFFICIAL or one["indicator"] in official)
                ],
                "sensitivity": [
                    _pick(row, ("block", "scenario", "value"))
                    for row in _rows(everything, "scenarios", objective=ref, branch=branch)
                ],
                "assessed": [
                    _pick(row, ("axis", "assessed", "of", "reason", "by", "on"))
                    for row in _rows(everything, "assessments", subject=ref, branch=branch)
                ],
            }
        )
    title = everything["objectives"].row(by_predicate=pl.col("ref") == ref, named=True)["title"]
    return {
        "objective": ref,
        "title": title,
        "verdicts": branches,
        "delivery": _explain_delivery(everything, ref),
        "statements": [
            _pick(row, ("ref", "actor", "given", "stance", "reliability", "text"))
            for row in _rows(everything, "contributions", subject=ref, kind="statement")
        ],
    }


def _explain_delivery(everything: Tables, ref: str) -> Row:
    counts = _rows(everything, "deliveries", subject=ref)[0]
    lines = {ref, *(row["ref"] for row in _rows(everything, "objectives", parent=ref))}
    actions = [row["ref"] for row in everything["actions"].to_dicts() if row["objective"] in lines]
    return _pick(counts, COUNTS) | {"actions": [_explain_action(everything, a) for a in actions]}


def _explain_action(everything: Tables, ref: str) -> Row:
    action = _rows(everything, "actions", ref=ref)[0]
    state = _rows(everything, "action_states", action=ref)[0]
    milestones = [
        _pick(row, ("ref", "title", "stage", "done", "fulfils", "missing", "reason"))
        | {"evidence": list(_explain_evidence(everything, row["evidence"]))}
        for row in _rows(everything, "milestones", subject=ref)
        if row["done"] is not None
    ]
    return {
        "action": ref,
        "title": action["title"],
        "due": action["due"],
        **_pick(state, STATE),
        "rests_on": state["milestones"] or [],
        "milestones": milestones,
    }


def _explain_evidence(everything: Tables, refs: list[str] | None) -> Iterator[Row]:
    for ref in refs or ():
        for row in _rows(everything, "evidence", ref=ref):
            yield _pick(row, ("ref", "title", "publisher", "code", "url", "place", "published",
                              "sha256"))  # fmt: skip


def _explain_inputs(everything: Tables, indicators: list[str]) -> list[Row]:
    """Each indicator and branch: class, numbers, target, and every observation with its file."""
    found = []
    for ref in indicators:
        row = _rows(everything, "indicators", ref=ref)[0]
        observations = list(_explain_observations(everything, ref))
        for outcome in _rows(everything, "outcomes", indicator=ref):
            targets = _rows(everything, "targets", indicator=ref, branch=outcome["branch"])
            asked = ("rule", "baseline_period", "baseline_value", "value", "upper", "deadline",
                     "adopted_by", "adopted_on")  # fmt: skip
            found.append(
                {
                    "indicator": ref,
                    "branch": outcome["branch"],
                    "title": row["title"],
                    **_pick(row, ("unit", "direction", "direction_by", "weight", "key")),
                    **_pick(outcome, OUTCOME),
                    "trend": _pick(outcome, TREND),
                    "targets": [_pick(target, asked) for target in targets],
                    "observations": observations,
                }
            )
    return found


def _explain_observations(everything: Tables, indicator: str) -> Iterator[Row]:
    """The values as known on the day, each with the vintage and the document it came from."""
    rows = sorted(
        _rows(everything, "series", indicator=indicator),
        key=lambda row: (year_of(row["period"]), row["period"], row["geo"]),
    )
    for row in rows:
        vintages = _rows(
            everything, "vintages", dataset=row["dataset"], published=row["published"],
            number=row["number"],
        )  # fmt: skip
        origins = [vintage["origin"] for vintage in vintages]
        shown = ("geo", "period", "value", "flags", "dataset", "published", "number")
        yield _pick(row, shown) | {
            "obtained": _tell(vintages[0]["obtained"]) if vintages else None,
            "sha256": vintages[0]["sha256"] if vintages else None,
            "source": next(_explain_evidence(everything, origins), None),
        }


def _rows(everything: Tables, table: str, **equal: Any) -> list[Row]:
    conditions = [pl.col(name) == value for name, value in equal.items()]
    return everything[table].filter(conditions).to_dicts()


def _pick(row: Row, names: tuple[str, ...]) -> Row:
    return {name: _tell(row[name]) for name in names}


def _tell(value: Any) -> Any:
    """As JSON keeps it: exact numbers and days as text."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
