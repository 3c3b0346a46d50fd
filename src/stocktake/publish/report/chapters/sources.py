"""Annexes E and F: what is on record from whom, and every source with its vintages."""

from __future__ import annotations

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import is_out, on_record
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.quality import silent_bodies
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.spans import Span

SHOWN_DIGITS = 12


def write_contributions(report: Compiler) -> None:
    """Annex E: what is on record from whom, and on what."""
    facts, say = report.facts, report.facts.text
    report.annex("E", say("annex.contributions"))
    heads = [
        left(say("label.ref"), 1.6),
        left(say("label.actor"), 2.4),
        left(say("label.subject"), 1.3),
        left(say("label.kind"), 1.1),
        left(say("label.given"), 1.5),
        left(say("label.state"), 1.2),
    ]
    rows = [
        row(
            Span(c["ref"], style="ref"),
            facts.name_of(c["actor"]),
            c["subject"],
            c["kind"].replace("_", " "),
            facts.when("contributions", c["ref"], "given", c["given"]),
            c["reported"] or c["state"],
        )
        for c in on_record(facts)
    ]
    if not rows:
        report.say("annex.e.none", "made.none")
    rows += [_silent_row(facts, ref) for ref in silent_bodies(facts)]
    report.table(
        "annex.e.table",
        say("annex.contributions.table"),
        heads,
        rows,
        say("annex.contributions.source"),
        file="csv/contributions.csv",
    )
    asked = [
        row(Span(r["request"], style="ref"), r["state"], r["costs"] or facts.not_applicable)
        for r in facts.rows("request_states")
    ]
    heads = [left(say("label.ref")), left(say("label.state")), left(say("label.unknown"), 2)]
    report.table(
        "annex.e.requests",
        say("annex.contributions.asked"),
        heads,
        asked,
        say("annex.contributions.source"),
        file="csv/request_states.csv",
    )


def _silent_row(facts: Facts, ref: str) -> TableRow:
    dash, none = facts.not_applicable, facts.text("delivery.no-evidence")
    return row(Span(ref, style="ref"), facts.name_of(ref), dash, dash, dash, none)


def write_sources(report: Compiler) -> None:
    """Annex F: datasets with their vintages, and every document cited."""
    facts, say = report.facts, report.facts.text
    report.annex("F", say("annex.sources"), "landscape")
    if not facts.rows("vintages") and not facts.rows("evidence"):
        report.say("annex.f.none", "annex.sources.none")
    heads = [
        left(say("label.dataset"), 3),
        left(say("label.publisher"), 2),
        left(say("label.published"), 1.5),
        left(say("label.obtained"), 1.5),
        left(say("label.licence"), 3),
        left(say("label.checksum"), 1.6),
    ]
    rows = [_vintage_row(facts, vintage) for vintage in facts.rows("vintages")]
    report.table(
        "annex.f.vintages",
        say("annex.sources.datasets"),
        heads,
        rows,
        say("annex.sources.source"),
        file="csv/vintages.csv",
        wide=True,
    )
    heads = [
        left(say("label.ref"), 2.2),
        left(say("label.code"), 2),
        left(say("label.title"), 5),
        left(say("label.publisher"), 2),
        left(say("label.published"), 1.4),
    ]
    known = [document for document in facts.rows("evidence") if is_out(facts, document)]
    rows = [_document_row(facts, document) for document in known]
    report.table(
        "annex.f.evidence",
        say("annex.sources.evidence"),
        heads,
        rows,
        say("annex.sources.source"),
        file="csv/evidence.csv",
        wide=True,
    )
    later = len(facts.rows("evidence")) - len(known)
    if later:
        report.say("annex.f.later", "annex.sources.later", n=later, date=facts.today)


def _vintage_row(facts: Facts, vintage: Row) -> TableRow:
    dataset = facts.row("datasets", vintage["dataset"])
    address = f"{vintage['dataset']}|{vintage['published']}|{vintage['number']}"
    return row(
        dataset["title"],
        dataset["publisher"],
        facts.when("vintages", address, "published", vintage["published"]),
        facts.day(vintage["obtained"]),
        dataset["licence"],
        (vintage["sha256"] or "")[:SHOWN_DIGITS] or facts.missing,
    )


def _document_row(facts: Facts, document: Row) -> TableRow:
    ref = document["ref"]
    title = Span(document["title"], to=document["url"] or "", mark=facts.mark("evidence", ref))
    return row(
        Span(ref, style="ref"),
        document["code"] or facts.not_applicable,
        title,
        document["publisher"],
        facts.when("evidence", ref, "published", document["published"]),
    )
