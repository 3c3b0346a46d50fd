"""Delivery counted per objective, per line and for the whole strategy (`tables.md` section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.actions import accepted_reports
from stocktake.assess.rounds import Round
from stocktake.vocabulary.frames import Tables, frame_of

WHOLE: Final = "*"
PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Standing:
    """One action as counting sees it."""

    objective: str
    state: str
    timing: str
    weight: Decimal
    rest_unchecked: bool

    @property
    def is_due(self) -> bool:
        """Due day not after the assessment day, plus dropped; superseded ones are outside."""
        return self.state == "dropped" or self.timing in {"on time", "late", "overdue", "due"}

    @property
    def is_unknown(self) -> bool:
        """For the test `more than half unknown`: a part whose rest was not checked counts too."""
        return self.state == "unknown" or self.rest_unchecked


def count_deliveries(tables: Tables, states: pl.DataFrame, now: Round) -> pl.DataFrame:
    """`deliveries`: counts for each objective, line and `*`; classes are never added up."""
    parents = dict(tables["objectives"].select("ref", "parent").iter_rows())
    standings = list(_standings(tables, states, now))
    rows = []
    for subject in [*parents, WHOLE]:
        own = [
            one
            for one in standings
            if subject in {one.objective, parents.get(one.objective), WHOLE}
        ]
        rows.append(
            {"subject": subject, **_count(own), **_bounds(own, now, classed=subject != WHOLE)}
        )
    return frame_of("deliveries", rows)


def _standings(tables: Tables, states: pl.DataFrame, now: Round) -> Iterable[Standing]:
    told = accepted_reports(tables, now).filter(pl.col("reported") != "nothing to report")
    checked = set(told["subject"])
    found = {row["action"]: row for row in states.iter_rows(named=True)}
    for action in tables["actions"].iter_rows(named=True):
        state = found[action["ref"]]
        yield Standing(
            objective=action["objective"],
            state=state["state"],
            timing=state["timing"],
            weight=Decimal(1) if action["weight"] is None else action["weight"],
            rest_unchecked=state["state"] == "delivered in part" and action["ref"] not in checked,
        )


def _count(own: Sequence[Standing]) -> dict[str, int]:
    due = [one for one in own if one.is_due]
    return {
        "all": len(own),
        "due": len(due),
        "on_time": sum(one.timing == "on time" for one in due),
        "late": sum(one.timing == "late" for one in due),
        "part": sum(one.state == "delivered in part" for one in due),
        "overdue": sum(one.timing == "overdue" for one in due),
        "unknown": sum(one.state == "unknown" for one in due),
        "dropped": sum(one.state == "dropped" for one in due),
        "early": sum(one.timing == "early" for one in own),
        "not_due": sum(one.timing in {"early", "not yet due"} for one in own if not one.is_due),
        "no_end": sum(one.timing == "no end date" for one in own if not one.is_due),
        "superseded": sum(one.timing == "outside" for one in own),
    }


def _bounds(own: Sequence[Standing], now: Round, *, classed: bool) -> dict[str, Any]:
    due = [one for one in own if one.is_due]
    total = sum((one.weight for one in due), Decimal(0))
    if not total:
        return {"class": "none due"} if classed else {}
    low = sum((one.weight for one in due if one.state == "delivered"), Decimal(0))
    open_states = {"delivered in part", "unknown"}
    high = low + sum((one.weight for one in due if one.state in open_states), Decimal(0))
    unknown = sum((one.weight for one in due if one.is_unknown), Decimal(0))
    bounds = {
        "share": _round(low / total),
        "low": _round(low / total),
        "high": _round(high / total),
    }
    if not classed:
        return bounds
    too_little = unknown / total > now.threshold("delivery.unknown")
    return bounds | {
        "class": "unknown" if too_little else classify(low / total, now),
        "class_low": classify(low / total, now),
        "class_high": classify(high / total, now),
    }


def classify(share: Decimal, now: Round) -> str:
    """The delivery class of a share of the due weight."""
    for name, word in (
        ("delivery.delivered", "delivered"),
        ("delivery.mostly", "mostly delivered"),
        ("delivery.partly", "partly delivered"),
    ):
        if share >= now.threshold(name):
            return word
    return "hardly delivered"


def _round(share: Decimal) -> Decimal:
    return share.quantize(PLACES, ROUND_HALF_UP)
