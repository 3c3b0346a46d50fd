"""The recommendations of this report; at the end also those that nothing takes over."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import list_earlier, name_successor, text_of
from stocktake.publish.phrases import addressed, made_now, owner_report
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.ledger import addressees, recommendation_text
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.when import last_day


def write_recommendations(report: Compiler) -> None:
    """Recommendations of this report: numbered, addressed, dated.

    A chapter of a yearly report; of a final one a section of the way forward.
    """
    facts = report.facts
    final = facts.final == "yes"
    begin = report.section if final else report.chapter
    begin("recommendations", facts.text("chapter.recommendations", final=facts.final))
    own = made_now(facts)
    report.add_all("recommendations.count", _made(facts, own), "rec.count")
    say = facts.text
    heads = [
        left(say("label.ref"), 1.5),
        left(say("label.objective"), 1),
        left(say("label.recommendation"), 5),
        left(say("label.addressees"), 1.6),
        left(say("label.due"), 1.3),
    ]
    report.table(
        "recommendations.table",
        facts.spans("rec.table", year=facts.cycle["ref"]),
        heads,
        [_recommendation_row(facts, one) for one in own],
        owner_report(facts),
        file="csv/recommendations.csv",
    )
    report.list("recommendations.already", _already(facts, own))
    report.write("recommendations")
    if final:
        _write_left_over(report)


def _made(facts: Facts, own: list[Row]) -> Iterator[Spans]:
    new = [one for one in own if not one["inherited_from"]]
    yield facts.spans("rec.count", n=len(new), year=facts.cycle["ref"])
    if len(new) < len(own):
        yield facts.spans("rec.inherited.count", n=len(own) - len(new))
    if not own:
        return
    yield addressed(facts, own)
    dated = sum(one["due"] is not None for one in own)
    yield facts.spans("rec.due", dated=dated, undated=len(own) - dated)
    unshown = [one["ref"] for one in own if not one["shown_by"]]
    if unshown:
        yield facts.spans("rec.shown", refs=", ".join(unshown))
    asked = {one["objective"] for one in own}
    without = [one["ref"] for one in facts.objectives if one["ref"] not in asked]
    if without and None not in asked:
        yield facts.spans("rec.no-objective", refs=", ".join(without))


def _already(facts: Facts, own: list[Row]) -> Iterator[Spans]:
    """Those of this report that a deed on record is older than."""
    for one in own:
        for deed in facts.rows("milestones", subject=one["ref"]):
            if deed["done"] and last_day(deed["done"]) < facts.cycle["as_of"] and deed["evidence"]:
                day = facts.when("milestones", deed["ref"], "done", deed["done"])
                yield facts.spans("rec.already", ref=Span(one["ref"], style="ref"), date=day)


def _recommendation_row(facts: Facts, recommendation: Row) -> TableRow:
    ref = recommendation["ref"]
    due = facts.when("recommendations", ref, "due", recommendation["due"])
    return row(
        Span(ref, style="ref"),
        recommendation["objective"] or facts.text("label.all"),
        recommendation_text(facts, recommendation),
        addressees(facts, recommendation),
        due if recommendation["due"] else facts.text("rec.set-none"),
    )


def _write_left_over(report: Compiler) -> None:
    """What stays open at the end: what was handed over and to whom, and what nothing takes over."""
    facts = report.facts
    still = [line for line in list_earlier(facts) if line["open"]]
    report.section("left-over", facts.text("rec.left-over"))
    handed = [row for row in facts.rows("recommendations") if row["handed_to"]]
    report.list("left-over.handed", [_handed(facts, one) for one in handed])
    orphans = [line["recommendation"] for line in still if line["orphan"]]
    if not orphans:
        report.say("left-over.none", "rec.orphans.none", n=len(still))
        return
    report.say("left-over.orphans", "rec.orphans", refs=", ".join(orphans))
    report.list("left-over.orphans.list", [_orphan(facts, ref) for ref in orphans])


def _handed(facts: Facts, recommendation: Row) -> Spans:
    ref = Span(recommendation["ref"], style="ref")
    return facts.spans("rec.handed", ref=ref, successor=name_successor(facts, recommendation))


def _orphan(facts: Facts, ref: str) -> Spans:
    """What was asked, of whom: who may be asked about it."""
    one = facts.row("recommendations", ref)
    return facts.spans(
        "rec.orphans.item",
        ref=Span(ref, style="ref"),
        text=facts.fact("recommendations", ref, "text", text_of(one)),
        names="; ".join(facts.name_of(actor) for actor in one["addressees"] or ()),
    )
