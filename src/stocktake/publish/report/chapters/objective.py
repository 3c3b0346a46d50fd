"""Chapter 3: one objective after another, always in the same parts and the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stocktake.publish.drawings import draw_deliveries
from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import list_followed_up
from stocktake.publish.phrases import (
    delivery_bounds,
    delivery_class,
    delivery_counts,
    delivery_span,
    made_now,
    named,
    on_record,
    reported_text,
    said_by,
    why_unmeasured,
)
from stocktake.publish.report.blocks import Item, Verdict
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.branches import write_branches
from stocktake.publish.report.chapters.deeds import write_deeds
from stocktake.publish.report.chapters.figures import WIDE_MM, write_outcome
from stocktake.publish.report.chapters.front import count_heads
from stocktake.publish.report.chapters.whole_life import write_whole_life
from stocktake.publish.report.compiler import Compiler, as_spans, join, left, row
from stocktake.publish.report.symbols import delivery_symbol, verdict_symbol
from stocktake.publish.spans import Span, Spans, plain


def write_objectives(report: Compiler) -> None:
    """Chapter 3."""
    facts = report.facts
    report.chapter("state", facts.text("chapter.state"))
    _write_delivery_figure(report)
    for objective in facts.objectives:
        _write_objective(report, objective)


def _write_objective(report: Compiler, objective: Row) -> None:
    facts, ref = report.facts, objective["ref"]
    key = ref.lower()
    title = Span(objective["title"], mark=facts.mark("objectives", ref, "title"))
    report.objective(key, ref, (title,))
    _write_statement(report, objective)
    report.blocks.append(_verdict_box(facts, objective))
    report.part(f"{key}.delivery", facts.text("part.delivery"))
    counts = facts.delivery_of(ref)
    sentences = list(delivery_counts(facts, counts))
    if counts["due"]:
        sentences.append(delivery_class(facts, counts))
    early = [s["action"] for s in _states(facts, ref) if s["timing"] == "early"]
    if early:
        sentences.append(facts.spans("delivery.early", refs=", ".join(early)))
    report.add_all(f"{key}.delivery.count", sentences, "delivery.count")
    write_deeds(report, objective)
    report.part(f"{key}.outcome", facts.text("part.outcome"))
    write_outcome(report, objective)
    write_branches(report, objective)
    _write_differences(report, objective)
    _write_said(report, objective)
    if facts.passage(f"{key}.assessment"):
        report.part(f"{key}.assessment.head", facts.text("part.assessment"))
        report.write(f"{key}.assessment")
    _write_not_known(report, objective)
    _write_recommendations(report, objective)
    if facts.final == "yes":
        write_whole_life(report, objective)


def _states(facts: Facts, objective: str) -> list[Row]:
    return [facts.state_of(action["ref"]) for action in facts.actions_under(objective)]


def _write_delivery_figure(report: Compiler) -> None:
    """One bar an objective, so that lengths compare."""
    facts = report.facts
    if not facts.delivery_of("*")["due"]:
        return
    caption = facts.spans("delivery.figure.all", date=facts.today)
    subjects = [objective["ref"] for objective in facts.objectives]
    drawing = draw_deliveries(facts, subjects, plain(caption), "state-figure")
    report.figure(
        "state.figure",
        caption,
        drawing.svg,
        drawing.alt,
        WIDE_MM,
        facts.text("annex.actions.source"),
        "state.table",
    )
    heads = [
        left(facts.text("label.objective"), 2),
        *count_heads(facts, COUNTS),
        left(facts.text("verdict.delivery"), 2.2),
        left(facts.text("label.bounds"), 3.4),
    ]
    rows = [_delivery_row(facts, subject) for subject in subjects]
    report.table(
        "state.table",
        facts.spans("delivery.all.table", date=facts.today),
        heads,
        rows,
        facts.spans("glance.table.source"),
        file="csv/deliveries.csv",
    )


COUNTS = ("all", "due", "on_time", "late", "part", "overdue", "unknown", "not_due", "no_end")


def _delivery_row(facts: Facts, subject: str) -> TableRow:
    counts = facts.delivery_of(subject)
    shown = (str(counts[name]) for name in COUNTS)
    return row(Span(subject, style="ref"), *shown, counts["class"], delivery_bounds(facts, counts))


def _write_statement(report: Compiler, objective: Row) -> None:
    facts, ref = report.facts, objective["ref"]
    report.cite(f"{ref.lower()}.statement", "objectives", objective, "statement")
    lines = facts.lines(ref)
    if lines:
        report.say(f"{ref.lower()}.lines", "part.lines", lines=named(facts, lines, "objectives"))


# --- the verdict box ----------------------------------------------------------------------------


def _verdict_box(facts: Facts, objective: Row) -> Verdict:
    ref, say = objective["ref"], facts.text
    verdict, counts = facts.verdict_of(ref), facts.delivery_of(ref)
    value = verdict["value"] if verdict else say("verdict.no-finding")
    suffixes = tuple(verdict["suffixes"] or ()) if verdict else ()
    account = reported_text(facts, ref)
    reported = (
        (*account.text, Span(f" ({account.by})")) if account else say("verdict.none-reported")
    )
    lines = (
        (say("verdict.reported"), reported),
        (say("verdict.computed"), say("verdict.both", outcome=value, delivery=counts["class"])),
        (say("verdict.assessed"), _assessed(facts, ref)),
    )
    return Verdict(
        key=f"{ref.lower()}.verdict",
        outcome=value,
        outcome_label=say("verdict.outcome"),
        outcome_symbol=verdict_symbol(value),
        suffixes=suffixes,
        delivery=counts["class"],
        delivery_label=say("verdict.delivery"),
        delivery_symbol=delivery_symbol(counts["class"]),
        title=say("verdict.title", final=facts.final, ref=ref),
        lines=tuple(Item(as_spans(text), as_spans(term)) for term, text in lines),
        proof=tuple(_proof(facts, verdict, counts)),
        refs=(ref,),
    )


def _assessed(facts: Facts, ref: str) -> Spans:
    decided = [
        facts.spans("verdict.assessed.value", axis=a["axis"], word=a["assessed"], by=a["by"])
        for a in facts.of_cycle("assessments")
        if a["subject"] == ref
    ]
    return join(decided, "; ") or facts.spans("verdict.none-made")


def _proof(facts: Facts, verdict: Row | None, counts: Row) -> Iterator[Item]:
    if verdict:
        yield from _outcome_proof(facts, verdict)
    text = facts.spans("verdict.delivery.none")
    if counts["due"]:
        text = delivery_span(facts, counts)
    yield Item(text, facts.spans("verdict.delivery.head"))


def _outcome_proof(facts: Facts, verdict: Row) -> Iterator[Item]:
    say = facts.spans
    share = facts.house.share(1 - verdict["measured"])
    value = say("verdict.unmeasured.value", share=share, reason=why_unmeasured(facts, verdict))
    yield Item(value, say("verdict.unmeasured"))
    yield Item((Span(verdict["rule"], to="annex.g"),), say("verdict.rule"))
    bounds = say("verdict.bounds", high=verdict["high"], low=verdict["low"])
    yield Item(bounds, say("verdict.bounds.head"))
    if verdict["stability"] is not None:
        same = facts.house.share(verdict["stability"])
        yield Item(
            say("verdict.stability", share=same, label=verdict["label"] or facts.missing),
            say("verdict.stability.head"),
        )
    if verdict["nearest_flip"]:
        yield Item((Span(verdict["nearest_flip"]),), say("verdict.flip.head"))


# --- the other parts ----------------------------------------------------------------------------


def _write_differences(report: Compiler, objective: Row) -> None:
    """A sentence for every disagreement under the objective; nothing where all agree."""
    facts, ref = report.facts, objective["ref"]
    subjects = {ref, *(action["ref"] for action in facts.actions_under(ref))}
    differing = [c for c in facts.rows("comparisons") if c["differ"] and c["subject"] in subjects]
    if differing:
        report.part(f"{ref.lower()}.differ", facts.text("part.differ"))
    for compared in differing:
        report.add(
            f"{compared['subject'].lower()}.differ",
            _difference(facts, compared),
            "differ",
            (compared["subject"],),
        )


def _difference(facts: Facts, compared: Row) -> Spans:
    none = facts.text("verdict.none-made")
    subject = (Span(compared["subject"], style="ref"), Span(". "))
    by = f" ({compared['reported_by']})" if compared["reported_by"] else ""
    sentence = facts.spans(
        "differ",
        which=compared["differ"],
        computed=compared["computed"] or none,
        reported=f"{compared['reported']}{by}" if compared["reported"] else none,
        assessed=compared["assessed"] or none,
    )
    address = f"{facts.cycle['ref']}|{compared['subject']}|{compared['axis']}|{compared['branch']}"
    decided = facts.find("assessments", address)
    owed = decided and (decided["difference"] or decided["reason"])
    why = (
        facts.spans("differ.reason", reason=str(owed)) if owed else facts.spans("differ.no-reason")
    )
    return (*subject, *join([sentence, why]))


def _write_said(report: Compiler, objective: Row) -> None:
    facts, ref = report.facts, objective["ref"]
    subjects = {ref, *(one["ref"] for one in (*facts.lines(ref), *facts.actions_under(ref)))}
    said = [row for row in on_record(facts) if row["subject"] in subjects and row["text"]]
    if said:
        report.part(f"{ref.lower()}.said", facts.text("part.said"))
    for contribution in said:
        report.quote(
            f"said.{contribution['ref'].lower()}",
            said_by(facts, contribution),
            contribution["text"],
            contribution["ref"],
        )


def _write_not_known(report: Compiler, objective: Row) -> None:
    facts, ref = report.facts, objective["ref"]
    report.part(f"{ref.lower()}.not-known", facts.text("part.not-known"))
    sentences = list(_not_known(facts, ref)) or [facts.spans("not-known.nothing")]
    report.add_all(f"{ref.lower()}.not-known.count", sentences, "not-known.records")


def _not_known(facts: Facts, ref: str) -> Iterator[Spans]:
    actions = facts.actions_under(ref)
    unknown = [s for s in _states(facts, ref) if s["state"] == "unknown"]
    by = Counter(state["timing"] for state in unknown)
    if actions:
        yield facts.spans(
            "not-known.records",
            n=len(unknown),
            all=len(actions),
            due=by["due"],
            not_due=by["not yet due"],
            no_end=by["no end date"],
        )
    doubtful = sum(facts.is_unconfirmed("actions", a["ref"], "due", "title") for a in actions)
    if doubtful:
        yield facts.spans("not-known.promise", n=doubtful)
    due = [s["action"] for s in unknown if s["timing"] == "due"]
    if due:
        yield facts.spans("not-known.needed", refs=", ".join(due))
    verdict = facts.verdict_of(ref)
    if verdict and verdict["reasons"] == "no_target":
        yield facts.spans("not-known.needed.target")


def _write_recommendations(report: Compiler, objective: Row) -> None:
    facts, ref = report.facts, objective["ref"]
    own = facts.rows("recommendations", objective=ref)
    cycle = facts.cycle["ref"]
    graded = {row["recommendation"]: row for row in list_followed_up(facts)}
    old = [r for r in own if r["cycle"] != cycle and r["ref"] in graded]
    new = [r["ref"] for r in made_now(facts) if r["objective"] == ref]
    report.part(f"{ref.lower()}.recommendations", facts.text("part.recommendations"))
    sentences = []
    if old:
        items = "; ".join(
            facts.text("rec.pair", name=r["ref"], n=graded[r["ref"]]["grade"]) for r in old
        )
        sentences.append(facts.spans("recs.old", items=items))
    if new:
        sentences.append(facts.spans("recs.new", items=", ".join(new)))
    report.add_all(
        f"{ref.lower()}.recommendations.list", sentences or [facts.spans("recs.none")], "recs.old"
    )
