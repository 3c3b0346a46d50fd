"""What came after: the further fate of what was delivered, and events that count for no promise."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import is_since
from stocktake.publish.report.compiler import Compiler
from stocktake.publish.spans import Span, Spans, plain
from stocktake.vocabulary.when import last_day

LAW = frozenset({"adopted", "in_force", "in_operation"})
"""Stages at which a proposal has become what it proposed."""


def write_later(report: Compiler, key: str, actions: list[Row], objective: str) -> None:
    """Later milestones of delivered actions over the whole life; other events since last time."""
    delivered = [a for a in actions if report.facts.state_of(a["ref"])["state"] == "delivered"]
    _write_what_became(report, key, delivered)
    settled = {action["ref"] for action in delivered}
    subjects = {objective, *(a["ref"] for a in actions if a["ref"] not in settled)}
    subjects |= {line["ref"] for line in report.facts.lines(objective)}
    _write_related(report, key, subjects | _instruments(report.facts, objective))


def _instruments(facts: Facts, objective: str) -> set[str]:
    return {i["ref"] for i in facts.rows("instruments") if objective in (i["objectives"] or ())}


def _write_what_became(report: Compiler, key: str, delivered: list[Row]) -> None:
    """Tabled is not law: how many proposals went further, and what happened to each."""
    facts = report.facts
    later = {action["ref"]: _after_delivery(facts, action) for action in delivered}
    proposals = [a["ref"] for a in delivered if _fulfilling(facts, a)["stage"] == "proposed"]
    if not proposals and not any(later.values()):
        return
    report.part(f"{key}.became", facts.text("delivery.what-came"))
    if proposals:
        law = [ref for ref in proposals if any(m["stage"] in LAW for m in later[ref])]
        report.say(
            f"{key}.became.law",
            "delivery.law",
            n=len(proposals),
            law=len(law),
            date=facts.today,
            refs=", ".join(law) or facts.text("words.none"),
        )
    items = [_event(facts, m, ref) for ref, events in later.items() for m in events]
    report.list(f"{key}.became.list", items)


def _fulfilling(facts: Facts, action: Row) -> Row:
    return facts.row("milestones", facts.state_of(action["ref"])["milestones"][0])


def _after_delivery(facts: Facts, action: Row) -> list[Row]:
    delivered = last_day(facts.state_of(action["ref"])["delivered"])
    counted = set(facts.state_of(action["ref"])["milestones"])
    return [
        m
        for m in facts.rows("milestones", subject=action["ref"])
        if m["done"] and m["ref"] not in counted and last_day(m["done"]) >= delivered
    ]


def _write_related(report: Compiler, key: str, subjects: set[str]) -> None:
    facts = report.facts
    items = [_event(facts, m, "") for m in _related(facts, subjects)]
    if items:
        report.part(f"{key}.related", facts.text("delivery.related"))
    report.list(f"{key}.related.list", items)


def _related(facts: Facts, subjects: set[str]) -> Iterator[Row]:
    before = facts.find("cycles", facts.cycle["previous"])
    for milestone in facts.rows("milestones"):
        counts = milestone["subject"] in subjects and milestone["fulfils"] is None
        if counts and is_since(milestone["done"], before):
            yield milestone


def _event(facts: Facts, milestone: Row, ref: str) -> Spans:
    evidence = facts.evidence(milestone["evidence"])
    same = plain(evidence) == milestone["title"]
    sentence = facts.spans(
        "delivery.related.same" if same else "delivery.related.item",
        evidence=evidence,
        date=facts.when("milestones", milestone["ref"], "done", milestone["done"]),
        title=facts.fact("milestones", milestone["ref"], "title", milestone["title"]),
    )
    return (Span(ref, style="ref"), Span(". "), *sentence) if ref else sentence
