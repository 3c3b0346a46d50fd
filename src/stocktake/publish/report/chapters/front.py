"""Front matter: about this edition, how to read, and the one page at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stocktake.publish.facts import Facts
from stocktake.publish.ledger import list_followed_up
from stocktake.publish.phrases import (
    addressed,
    count_outlooks,
    count_strategy,
    delivery_counts,
    delivery_span,
    earlier_cycles,
    follow_up_counts,
    made_now,
    movement_sentence,
    named,
    no_target,
    reported_text,
    unknown_means,
)
from stocktake.publish.report.blocks import Column, Row
from stocktake.publish.report.compiler import Cell, Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.words import WORDS

SHOWN_DIGITS = 12
MOST = 3
"""Movements and challenges named at a glance."""


def write_about(report: Compiler) -> None:
    """What this edition is, what it rests on, and how to cite it."""
    facts = report.facts
    report.front("about", facts.text("about.title"), "new")
    report.define("about.facts", _about(facts))
    report.front("read", facts.text("read.title"))
    final = facts.final
    words = WORDS["verdict" if final == "yes" else "outlook"]
    delivery = ", ".join(word for word in WORDS["delivery_class"] if word != "none due")
    report.define(
        "read.words",
        [
            (facts.text("words.generated"), facts.text("read.origin")),
            (facts.text("read.delivery"), delivery),
            (facts.text("read.outlook", final=final), ", ".join(words)),
            (facts.text("read.signs"), facts.text("read.signs.value")),
        ],
    )
    report.say("read.three", "read.three")


def _about(facts: Facts) -> Iterator[tuple[Cell, Cell]]:
    cycle, manifest = facts.cycle, facts.release.manifest
    say = facts.text
    day = facts.when("cycles", cycle["ref"], "as_of", str(cycle["as_of"]))
    yield (
        say("about.covers"),
        say(
            "about.covers.value",
            date=facts.today,
            period=facts.house.span(cycle["from"], cycle["to"]),
        ),
    )
    yield say("about.cut-off"), _cut_off(facts, day)
    if facts.is_provisional:
        yield say("about.status"), say("about.status.provisional", end=facts.end)
    yield say("about.release"), facts.release.name
    yield say("about.compared"), _compared(facts)
    yield say("about.method"), say("about.method.value", method=manifest.method)
    yield say("about.earlier"), _earlier(facts)
    if cycle["document"]:
        yield say("about.owner-report"), facts.evidence([cycle["document"]])
    yield say("about.languages"), facts.house.locale.get_display_name(facts.house.locale) or ""
    yield say("about.unconfirmed"), say("about.unconfirmed.value")
    withheld = sum(manifest.withheld.values())
    if withheld:
        yield say("about.withheld"), facts.spans("about.withheld.value", n=withheld)
    for edition in facts.of_cycle("editions"):
        if edition["corrects"] and edition["number"] == manifest.edition:
            yield say("about.correction"), edition["corrects"]
    yield (
        say("about.cite"),
        say(
            "title.cite",
            issuer=facts.editor,
            strategy=facts.strategy["short_title"],
            cycle=cycle["ref"],
            edition=str(manifest.edition),
            digest=facts.release.short_digest,
        ),
    )


def _compared(facts: Facts) -> str:
    previous = facts.release.manifest.previous
    if previous == "none":
        return facts.text("about.compared.none")
    if " " in previous:
        return facts.text("about.compared.again", cycle=facts.cycle["previous"])
    return facts.text("about.compared.release", digest=previous[:SHOWN_DIGITS])


def _cut_off(facts: Facts, day: Span) -> Spans:
    cycle = facts.cycle
    if cycle["cut_off"] != cycle["as_of"]:
        return facts.spans("about.cut-off.two", cut_off=facts.day(cycle["cut_off"]), as_of=day)
    if cycle["reconstructed"]:
        return join([(day, Span(".")), facts.spans("about.reconstructed")])
    return (day,)


def _earlier(facts: Facts) -> Spans:
    earlier = [c for c in earlier_cycles(facts) if c["published"]]
    if not earlier:
        return facts.spans("about.earlier.none")
    named = [
        facts.spans(
            "about.earlier.one",
            code=facts.evidence([c["document"]]) if c["document"] else c["ref"],
            date=facts.when("cycles", c["ref"], "published", c["published"]),
        )
        for c in earlier
    ]
    return join(named, "; ")


def write_glance(report: Compiler) -> None:
    """One page that says what was promised, what came, what is unknown, what is asked next."""
    facts = report.facts
    report.front("glance", facts.text("glance.title"), "new")
    whole = facts.delivery_of("*")
    if facts.final == "yes":
        report.add_all("glance.outlook", _outlook(facts), "strategy.verdicts")
    report.add_all(
        "glance.delivery",
        [*count_strategy(facts), *delivery_counts(facts, whole), *unknown_means(facts, whole)],
        "delivery.count",
    )
    if facts.final == "no":
        report.add_all("glance.outlook", _outlook(facts), "strategy.outlooks")
    _write_account(report)
    report.add_all("glance.recommendations", _recommendations(facts), "rec.count")
    _write_table(report)
    report.list("glance.movements", _movements(facts), facts.spans("glance.movements"))
    new = _new_challenges(facts)
    shown, every = new[:MOST], len(new)
    title = facts.spans("glance.challenges", shown=len(shown), all=every)
    report.list("glance.challenges", (named(facts, [c], "challenges") for c in shown), title)
    report.write("glance")


def _outlook(facts: Facts) -> Iterator[Spans]:
    yield count_outlooks(facts)
    measured = [row["measured"] for row in facts.rows("verdicts", branch="official")]
    if measured and not any(measured):
        yield no_target(facts)


def _write_account(report: Compiler) -> None:
    """The owner's account of the whole beside the computed counts."""
    facts = report.facts
    whole = facts.delivery_of("*")
    account = reported_text(facts, facts.strategy["ref"])
    if account is None:
        return
    computed = facts.spans("verdict.delivery.none")
    if whole["due"]:
        computed = delivery_span(facts, whole)
    report.say(
        "glance.account",
        "differ.account",
        by=account.by,
        reported=account.text,
        computed=computed,
        assessed=facts.text("verdict.none-made"),
    )


def _recommendations(facts: Facts) -> Iterator[Spans]:
    own = made_now(facts)
    new = sum(not one["inherited_from"] for one in own)
    yield facts.spans("rec.count", n=new, year=facts.cycle["ref"])
    if own:
        yield addressed(facts, own)
    followed = list_followed_up(facts)
    if followed:
        yield follow_up_counts(facts, followed)


def _write_table(report: Compiler) -> None:
    facts = report.facts
    heads = [
        left(facts.text("label.objective"), 4.6),
        *count_heads(facts, COUNTS),
        left(facts.text("verdict.delivery"), 2),
        left(facts.text("label.outcome.short", final=facts.final), 1.9),
        left(facts.text("label.assessed"), 1.2),
    ]
    rows = [_objective_row(facts, objective) for objective in facts.objectives]
    rows.append(_total_row(facts))
    caption = facts.spans("glance.table", date=facts.today)
    source = facts.spans("glance.table.source")
    report.table("glance.table", caption, heads, rows, source, file="csv/deliveries.csv")


COUNTS = ("due", "on_time", "late", "part", "overdue", "unknown")


def count_heads(facts: Facts, names: Iterable[str]) -> list[Column]:
    """Heads of columns of counts, named as in `deliveries`."""
    return [
        right(facts.text(f"label.{HEADS.get(name, name)}"), WIDTHS.get(name, 1)) for name in names
    ]


HEADS = {"due": "due-count", "on_time": "on-time", "not_due": "not-due", "no_end": "no-end"}
WIDTHS = {"overdue": 1.25, "unknown": 1.35}


def _objective_row(facts: Facts, objective: dict[str, str]) -> Row:
    ref = objective["ref"]
    counts = facts.delivery_of(ref)
    verdict = facts.verdict_of(ref)
    name = Span(f" {objective['title']}", mark=facts.mark("objectives", ref, "title"))
    title = (Span(ref, style="ref", to=ref.lower()), name)
    return row(
        title,
        *(str(counts[name]) for name in COUNTS),
        counts["class"],
        verdict["value"] if verdict else facts.text("verdict.no-finding"),
        _assessed(facts, ref),
    )


def _assessed(facts: Facts, ref: str) -> str:
    axis = "outcome" if facts.final == "yes" else "outlook"
    compared = facts.find("comparisons", f"{ref}|{axis}|official")
    return facts.say_unless(compared, "assessed", "verdict.none-made")


def _total_row(facts: Facts) -> Row:
    counts = facts.delivery_of("*")
    dash = facts.not_applicable
    return row(
        facts.text("glance.all"),
        *(str(counts[name]) for name in COUNTS),
        dash,
        dash,
        dash,
        total=True,
    )


def _movements(facts: Facts) -> Iterator[Spans]:
    for indicator, movement in _one_an_objective(facts)[:MOST]:
        lead = (*named(facts, [indicator], "indicators"), Span(". "))
        yield (*lead, *movement_sentence(facts, indicator, movement))


def _one_an_objective(facts: Facts) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The first indicator of each objective that moved since its baseline, or since last time."""
    found = []
    for objective in facts.objectives:
        moved = [
            (indicator, movement)
            for indicator in facts.indicators_of(objective["ref"])
            for movement in facts.rows("movements", indicator=indicator["ref"])
        ]
        found += moved[:1]
    return found


def _new_challenges(facts: Facts) -> list[dict[str, Any]]:
    return [
        c for c in facts.of_cycle("challenges") if c["level"] == "main" and not c["carried_from"]
    ]
