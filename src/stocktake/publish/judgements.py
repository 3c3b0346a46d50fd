"""What outcomes and verdicts say in sentences, for every set of targets.

The strategy's own set is the headline; another set is named wherever it is spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.assess.readings import OFFICIAL
from stocktake.publish.facts import Facts, Row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.words import WORDS

P_DIGITS: Final = 3


def list_branches(facts: Facts) -> list[str]:
    """The sets of targets besides the strategy's own, by name."""
    return sorted({row["branch"] for row in facts.rows("verdicts")} - {OFFICIAL})


def list_targets(facts: Facts, objective: str, branch: str) -> list[Row]:
    """Targets of a set for the indicators of an objective."""
    own = {indicator["ref"] for indicator in facts.indicators_of(objective)}
    return [row for row in facts.rows("targets", branch=branch) if row["indicator"] in own]


def tell_set(facts: Facts, targets: list[Row]) -> Iterator[Spans]:
    """Who set these targets, from when they count, and what must be known of it."""
    first = targets[0]
    address = f"{first['indicator']}|{first['branch']}|{first['deadline']}"
    day = facts.when("targets", address, "adopted_on", first["adopted_on"].isoformat())
    by = facts.name_of(first["adopted_by"])
    yield facts.spans("branch.set", by=by, date=day, n=str(len(targets)))
    line = facts.provenance.find("targets", address, "adopted_on")
    if line and line["note"]:
        yield facts.spans("branch.note", note=line["note"])


def tell_verdict(facts: Facts, verdict: Row) -> Iterator[Spans]:
    """The word, its rule and bounds, its marks, and how firmly it stands."""
    yield facts.spans(
        "branch.verdict",
        final=facts.final,
        word=verdict["value"],
        rule=verdict["rule"],
        share=facts.house.share(1 - verdict["measured"]),
        high=verdict["high"],
        low=verdict["low"],
    )
    if verdict["suffixes"]:
        yield facts.spans("branch.suffixes", suffixes="; ".join(verdict["suffixes"]))
    if verdict["stability"] is not None:
        share = facts.house.share(verdict["stability"])
        yield facts.spans("branch.stability", label=verdict["label"], share=share)
    if verdict["nearest_flip"]:
        yield facts.spans("branch.flip", flip=verdict["nearest_flip"])


def tell_outcome(facts: Facts, outcome: Row) -> Iterator[Spans]:
    """The class of one indicator and the numbers behind it."""
    if outcome["reason"]:
        yield facts.spans("outcome.unknown", reason=WORDS["reason"][outcome["reason"]])
    else:
        yield facts.spans("outcome.class", word=outcome["class"])
    if outcome["attained"] is not None and outcome["expected"] is not None:
        attained, expected = map(facts.house.share, (outcome["attained"], outcome["expected"]))
        yield facts.spans("outcome.way", attained=attained, expected=expected)
    if outcome["p"] is not None:
        yield _tell_trend(facts, outcome)
    if outcome["probability"] is not None:
        share = facts.house.share(outcome["probability"])
        yield facts.spans("outcome.probability", probability=share)


def _tell_trend(facts: Facts, outcome: Row) -> Spans:
    indicator = facts.row("indicators", outcome["indicator"])
    digits = indicator["decimals"] + 1
    slope, lo, hi = (
        facts.house.signed(round(outcome[name], digits), digits) for name in ("slope", "lo", "hi")
    )
    return facts.spans(
        "outcome.trend",
        n=str(outcome["n"]),
        s=facts.house.signed(outcome["s"]),
        p=facts.house.number(round(outcome["p"], P_DIGITS), P_DIGITS),
        slope=slope,
        lo=lo,
        hi=hi,
    )


def name_indicator(facts: Facts, ref: str) -> Spans:
    """The reference and title of an indicator, as a lead."""
    title = facts.row("indicators", ref)["title"]
    return (Span(ref, style="ref"), Span(f" {title}. "))
