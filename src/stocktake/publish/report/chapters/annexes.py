"""Annexes A to H: every action, indicator, recommendation, change, contribution, source, rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stocktake.publish.drawings import draw_series, values_of
from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.closing import ledger_heads, ledger_row
from stocktake.publish.report.chapters.deeds import action_heads, action_row
from stocktake.publish.report.chapters.figures import (
    WIDE_MM,
    indicator_caption,
    indicator_sentences,
    source_line,
    value_cell,
)
from stocktake.publish.report.compiler import Compiler, left, right, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.words import WORDS

SHOWN_DIGITS = 12


def write_annexes(report: Compiler) -> None:
    """All annexes in order."""
    write_actions(report)
    write_indicators(report)
    write_ledger(report)
    write_changes(report)
    write_contributions(report)
    write_sources(report)
    write_method(report)
    write_words(report)


def write_actions(report: Compiler) -> None:
    """Annex A: all actions, the delivered ones too."""
    facts = report.facts
    report.annex("A", facts.text("annex.actions"), "landscape")
    rows = [action_row(facts, a, f"annex.a.{a['ref'].lower()}") for a in facts.rows("actions")]
    caption = facts.spans("annex.actions.table", date=facts.today)
    report.table(
        "annex.a.table",
        caption,
        action_heads(facts),
        rows,
        facts.text("annex.actions.source"),
        file="csv/action_states.csv",
        wide=True,
    )


def write_indicators(report: Compiler) -> None:
    """Annex B: a page for every indicator, with all its values."""
    facts = report.facts
    report.annex("B", facts.text("annex.indicators"))
    if not facts.rows("indicators"):
        report.say("annex.b.none", "annex.no-indicators")
    for indicator in facts.rows("indicators"):
        _write_indicator(report, indicator)


def _write_indicator(report: Compiler, indicator: Row) -> None:
    facts, ref = report.facts, indicator["ref"]
    key = f"annex.b.{ref.lower()}"
    head = facts.spans("indicator.head", ref=ref, title=indicator["title"])
    report.part(key, head)
    report.add_all(f"{key}.text", indicator_sentences(facts, indicator), "movement")
    if indicator["note"]:
        report.add(f"{key}.note", indicator["note"].strip(), "indicator.note")
    values = values_of(facts, ref)
    if not values:
        return
    source = source_line(facts, indicator)
    drawing = draw_series(facts, indicator, f"b-{ref.lower()}")
    caption = indicator_caption(facts, indicator)
    if drawing:
        report.figure(
            f"{key}.figure", caption, drawing.svg, drawing.alt, WIDE_MM, source, f"{key}.table"
        )
    say = facts.text
    heads = [
        left(say("label.period")),
        right(say("label.value")),
        left(say("label.geo")),
        left(say("label.published")),
    ]
    rows = [
        row(
            facts.house.period(v["period"]),
            value_cell(facts, indicator, v),
            v["geo"],
            facts.day(v["published"]),
        )
        for v in values
    ]
    report.table(f"{key}.table", caption, heads, rows, source, file="csv/series.csv")


def write_ledger(report: Compiler) -> None:
    """Annex C: every recommendation ever made."""
    facts = report.facts
    report.annex("C", facts.text("annex.ledger"), "landscape")
    caption = facts.spans("annex.ledger.table", date=facts.today)
    rows = [ledger_row(facts, r) for r in facts.rows("recommendations")]
    if not rows:
        report.say("annex.c.none", "rec.follow-up.none")
    report.table(
        "annex.c.table",
        caption,
        ledger_heads(facts),
        rows,
        facts.text("annex.actions.source"),
        file="csv/ledger.csv",
        wide=True,
    )


def write_changes(report: Compiler) -> None:
    """Annex D: what changed since the last report, in plain words."""
    facts = report.facts
    report.annex("D", facts.text("annex.changes"))
    if not facts.cycle["previous"]:
        report.say("annex.d.first", "annex.first-report")
        return
    changes = facts.rows("changes")
    if not changes:
        report.say("annex.d.none", "annex.changes.none")
    states = [c for c in changes if c["table"] == "action_states"]
    others = [c for c in changes if c["table"] != "action_states"]
    for name, part in (("states", states), ("other", others)):
        _write_change_table(report, name, part)


def _write_change_table(report: Compiler, name: str, changes: list[Row]) -> None:
    facts, say = report.facts, report.facts.text
    heads = [
        left(say("label.ref"), 1.4),
        left(say("label.title"), 4),
        left(say("label.field"), 1.2),
        left(say("label.before"), 1.6),
        left(say("label.now"), 1.6),
    ]
    rows = [
        row(
            Span(change["row"], style="ref"),
            _title_of(facts, change["row"]),
            WORD_OF_FIELD.get(change["field"], str(change["field"])),
            change["old"] or facts.not_applicable,
            change["new"] or change["kind"],
        )
        for change in changes
    ]
    report.table(
        f"annex.d.{name}",
        say(f"annex.changes.{name}"),
        heads,
        rows,
        say("annex.actions.source"),
        file="csv/changes.csv",
    )


WORD_OF_FIELD = {"class": "delivery", "value": "outcome", "*": "row"}


def _title_of(facts: Facts, ref: str) -> str:
    for table in ("actions", "objectives", "recommendations", "indicators"):
        found = facts.find(table, ref)
        if found:
            return str(found.get("title") or found["text"]).strip()
    return facts.text("label.all") if ref == "*" else ref


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
        for c in facts.of_cycle("contributions")
    ]
    if not rows:
        report.say("annex.e.none", "made.none")
    report.table(
        "annex.e.table",
        say("annex.contributions.table"),
        heads,
        rows,
        say("annex.actions.source"),
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
        say("annex.actions.source"),
        file="csv/request_states.csv",
    )


def write_sources(report: Compiler) -> None:
    """Annex F: datasets with their vintages, and every document cited."""
    facts, say = report.facts, report.facts.text
    report.annex("F", say("annex.sources"), "landscape")
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
        say("annex.actions.source"),
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
    rows = [_document_row(facts, document) for document in facts.rows("evidence")]
    report.table(
        "annex.f.evidence",
        say("annex.sources.evidence"),
        heads,
        rows,
        say("annex.actions.source"),
        file="csv/evidence.csv",
        wide=True,
    )


def _vintage_row(facts: Facts, vintage: Row) -> TableRow:
    dataset = facts.row("datasets", vintage["dataset"])
    address = f"{vintage['dataset']}|{vintage['published']}|{vintage['number']}"
    return row(
        dataset["title"],
        dataset["publisher"],
        facts.when("vintages", address, "published", vintage["published"]),
        facts.day(vintage["obtained"]),
        dataset["licence"],
        vintage["sha256"][:SHOWN_DIGITS],
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


def write_method(report: Compiler) -> None:
    """Annex G: the rules that fired, the parameters that held, one example worked through."""
    facts, say = report.facts, report.facts.text
    manifest = facts.release.manifest
    report.annex("G", say("annex.method"))
    software = ", ".join(f"{name} {version}" for name, version in sorted(manifest.software.items()))
    report.say(
        "annex.g.version",
        "annex.method.version",
        method=manifest.method,
        software=software,
        schema=str(manifest.schema),
    )
    heads = [left(say("label.rule"), 5), right(say("label.count"))]
    report.table(
        "annex.g.rules",
        say("annex.method.rules"),
        heads,
        _fired(facts),
        say("annex.actions.source"),
        file="csv/action_states.csv",
    )
    heads = [
        left(say("label.name"), 2),
        left(say("label.value")),
        left(say("label.from"), 1.3),
        left(say("label.reason"), 4),
    ]
    rows = [
        row(p["name"], p["value"], facts.day(p["from"]), p["reason"])
        for p in facts.rows("parameters")
    ]
    report.table(
        "annex.g.parameters",
        say("annex.method.parameters"),
        heads,
        rows,
        say("annex.actions.source"),
        file="csv/parameters.csv",
    )
    _write_example(report)


def _fired(facts: Facts) -> list[TableRow]:
    states = Counter((s["state"], s["why"]) for s in facts.rows("action_states"))
    verdicts = Counter((v["value"], v["rule"]) for v in facts.rows("verdicts"))
    fired = [*states.items(), *verdicts.items()]
    return [row(f"{word}: {why}", str(count)) for (word, why), count in fired]


def _write_example(report: Compiler) -> None:
    facts = report.facts
    due = [o for o in facts.objectives if facts.delivery_of(o["ref"])["due"]]
    if not due:
        return
    ref = due[0]["ref"]
    counts = facts.delivery_of(ref)
    values = {p["name"]: p["value"] for p in facts.rows("parameters")}
    report.part("annex.g.example.head", facts.text("annex.method.example"))
    report.say(
        "annex.g.example",
        "annex.method.example.text",
        ref=ref,
        due=counts["due"],
        delivered=counts["on_time"] + counts["late"],
        share=facts.house.number(counts["share"]),
        unknown=counts["unknown"] + counts["part"],
        word=counts["class"],
        t1=values.get("delivery.delivered", "0.9"),
        t2=values.get("delivery.mostly", "0.6"),
        t3=values.get("delivery.partly", "0.3"),
        t4=values.get("delivery.unknown", "0.5"),
    )


def write_words(report: Compiler) -> None:
    """Annex H: words with their source, abbreviations, and the words of the tables."""
    facts, say = report.facts, report.facts.text
    report.annex("H", say("annex.words"))
    terms = [(g["term"], _definition(facts, g)) for g in facts.rows("glossary")]
    if terms:
        report.part("annex.h.terms.head", say("annex.words.terms"))
        report.define("annex.h.terms", terms)
    report.part("annex.h.actors.head", say("annex.words.actors"))
    report.define("annex.h.actors", [(a["ref"], a["name"]) for a in facts.rows("actors")])
    report.part("annex.h.signs.head", say("annex.words.signs"))
    report.define("annex.h.signs", list(_table_words(facts)))


def _definition(facts: Facts, term: Row) -> Spans:
    mark = facts.mark("glossary", term["ref"], "definition")
    text = (Span(term["definition"].strip(), mark=mark),)
    if not term["source"]:
        return text
    return (*text, Span(" ("), *facts.evidence([term["source"]]), Span(")"))


def _table_words(facts: Facts) -> Iterator[tuple[str, str]]:
    outlooks = "verdict" if facts.final == "yes" else "outlook"
    for name in ("action_state", "action_timing", "delivery_class", outlooks, "grade"):
        yield from WORDS[name].items()
