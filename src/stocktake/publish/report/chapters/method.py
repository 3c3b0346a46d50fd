"""Annexes G, H and J: the rules that fired, the words, and the proof of each verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.phrases import listed, named
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.words import WORDS

DUE = frozenset({"on time", "late", "due", "overdue"})


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
        say("annex.method.source"),
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
        say("annex.parameters.source"),
        file="csv/parameters.csv",
    )
    _write_example(report)


def _fired(facts: Facts) -> list[TableRow]:
    states = Counter((s["state"], s["why"]) for s in facts.rows("action_states"))
    verdicts = Counter((v["value"], v["rule"]) for v in facts.rows("verdicts", branch="official"))
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
    outlooks = "verdict" if facts.final == "yes" else "outlook"
    for name in ("action_state", "action_timing", "delivery_class", outlooks, "grade"):
        report.part(f"annex.h.{name}.head", say(f"annex.words.{name}"))
        report.define(f"annex.h.{name}", WORDS[name].items())


def _definition(facts: Facts, term: Row) -> Spans:
    text = join(parse_markdown(term["definition"]))
    mark = facts.mark("glossary", term["ref"], "definition")
    marked = (*text, Span("", mark=mark)) if mark else text
    if not term["source"]:
        return marked
    return (*marked, Span(" ("), *facts.evidence([term["source"]]), Span(")"))


def write_proofs(report: Compiler) -> None:
    """Annex J: for each verdict of a final report, what it rests on."""
    facts = report.facts
    if facts.final == "no" or not facts.rows("verdicts", branch="official"):
        return
    report.annex("J", facts.text("annex.proofs"))
    for objective in facts.objectives:
        verdict = facts.verdict_of(objective["ref"])
        if verdict:
            key = f"annex.j.{objective['ref'].lower()}"
            report.part(key, named(facts, [objective], "objectives"))
            report.add_all(
                f"{key}.proof", _proof(facts, objective["ref"], verdict), "proof.outcome"
            )


def _proof(facts: Facts, ref: str, verdict: Row) -> Iterator[Spans]:
    official = [i for i in facts.indicators_of(ref) if i["standing"] == "official"]
    yield facts.spans(
        "proof.outcome",
        n=len(official),
        measured=facts.house.share(verdict["measured"]),
        rule=verdict["rule"],
        word=verdict["value"],
    )
    counts = facts.delivery_of(ref)
    if not counts["due"]:
        yield facts.spans("verdict.delivery.none")
        return
    states = [facts.state_of(action["ref"]) for action in facts.actions_under(ref)]
    came = [s["action"] for s in states if s["timing"] in {"on time", "late"}]
    due = [s["action"] for s in states if s["timing"] in DUE or s["state"] == "dropped"]
    open_ = [ref for ref in due if ref not in came]
    yield facts.spans(
        "proof.delivery",
        due=listed(facts, due),
        delivered=listed(facts, came),
        rest=listed(facts, open_),
        share=facts.house.share(counts["share"]),
        word=counts["class"],
    )
    doubtful = [s["action"] for s in states if s["unconfirmed"] and s["action"] in came]
    yield facts.spans("proof.unconfirmed", refs=listed(facts, doubtful))
