"""Parts l and m of an objective in a final report: outcome beside delivery, and later changes."""

from __future__ import annotations

from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.compiler import Compiler
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.when import is_when

CELLS = {
    "delivered": "delivered",
    "mostly delivered": "most",
    "partly delivered": "some",
    "hardly delivered": "few",
    "unknown": "unknown",
    "none due": "none",
}
AMENDED = ("actions", "indicators", "targets", "objectives", "milestones")


def write_whole_life(report: Compiler, objective: Row) -> None:
    """Delivery and outcome together, without a causal word; then the set as it was adopted."""
    facts, ref = report.facts, objective["ref"]
    key = ref.lower()
    report.part(f"{key}.together", facts.text("part.together"))
    cell, coincide = _cell(facts, ref), facts.spans("matrix.coincides")
    report.add_all(f"{key}.together.cell", [cell, coincide], "matrix.cell")
    report.part(f"{key}.set", facts.text("part.set"))
    amended = [line for line in facts.rows("amendments") if _touches(facts, line, ref)]
    if not amended:
        report.say(f"{key}.set.none", "amended.none")
    report.list(f"{key}.set.list", [amendment_sentence(facts, line) for line in amended])


def _cell(facts: Facts, ref: str) -> Spans:
    verdict = facts.verdict_of(ref)
    delivery = CELLS.get(facts.delivery_of(ref)["class"], "unknown")
    if verdict is None or verdict["value"] == "cannot be judged":
        return facts.spans("matrix.cell", delivery=delivery)
    if verdict["matrix_cell"]:
        return facts.spans("matrix.word", cell=verdict["matrix_cell"])
    return facts.spans(
        "verdict.both", outcome=verdict["value"], delivery=facts.delivery_of(ref)["class"]
    )


def _touches(facts: Facts, line: Row, ref: str) -> bool:
    """Whether an amendment changed what the objective promised or how it is measured."""
    if line["table"] not in AMENDED:
        return False
    subjects = {ref, *(one["ref"] for one in (*facts.lines(ref), *facts.actions_under(ref)))}
    subjects |= {indicator["ref"] for indicator in facts.indicators_of(ref)}
    named = line["row"].split("|")[0]
    return named in subjects or any(named.startswith(f"{one}.") for one in subjects)


def amendment_sentence(facts: Facts, line: Row) -> Spans:
    """What was changed, from what to what, when, and why."""
    return facts.spans(
        "amended.item",
        what="dropped" if line["new"] is None else "added" if line["field"] == "*" else "changed",
        row=Span(line["row"], style="ref"),
        field=line["field"].replace("_", " "),
        old=_value(facts, line["old"]),
        new=_value(facts, line["new"]),
        date=facts.day(line["decided"]),
        reason=line["reason"] or facts.text("delivery.no-reason"),
    )


def _value(facts: Facts, value: str | None) -> str:
    if value is None:
        return facts.text("words.none")
    return facts.house.when(value) if is_when(value) else value
