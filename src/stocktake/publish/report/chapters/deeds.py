"""Parts c to e of an objective: its actions, what came, what is late, dropped or unknown."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import MISSING, Facts, Row
from stocktake.publish.phrases import is_since
from stocktake.publish.report.blocks import Column
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.later import write_later
from stocktake.publish.report.compiler import Compiler, join, left, right, row
from stocktake.publish.sentences import Argument
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.when import last_day, months_between

GROUPS = (
    ("late", "delivery.late", ("late", "overdue", "dropped", "superseded")),
    ("part", "delivery.part", ("part",)),
    ("going", "delivery.going", ("going", "planned")),
    ("unknown", "delivery.unknown", ("unknown",)),
)
"""Lists of actions by the kind of sentence they get; delivered ones have a list of their own."""
UNTIMED = {"delivered in part": "part", "in progress": "going"}


def write_deeds(report: Compiler, objective: Row) -> None:
    """The tables by line and by action, then the lists of what came and what did not."""
    facts, ref = report.facts, objective["ref"]
    key = ref.lower()
    actions = facts.actions_under(ref)
    if not actions:
        return
    _write_lines(report, ref)
    caption = facts.spans("delivery.table", ref=ref, date=facts.today)
    report.table(
        f"{key}.actions",
        caption,
        action_heads(facts),
        [action_row(facts, action) for action in actions],
        facts.text("annex.actions.source"),
        file="csv/action_states.csv",
    )
    _write_slippage(report, key, actions)
    new = list(_new_deeds(facts, actions))
    when = "next" if facts.cycle["previous"] else "first"
    report.part(f"{key}.new", facts.text("delivery.new", when=when))
    report.list(f"{key}.new.list", new)
    if not new:
        report.say(f"{key}.new.none", "delivery.new.none", when=when)
    _write_groups(report, key, actions)
    write_later(report, key, actions, ref)


def _write_lines(report: Compiler, ref: str) -> None:
    facts, say = report.facts, report.facts.text
    lines = facts.lines(ref)
    if len(lines) < 2:
        return
    names = ("due", "on_time", "late", "part", "overdue", "unknown", "not_due", "no_end")
    labels = ("due-count", "on-time", "late", "part", "overdue", "unknown", "not-due", "no-end")
    heads = [left(say("label.line"), 5), *(right(say(f"label.{name}")) for name in labels)]
    rows = []
    for line in lines:
        counts = facts.delivery_of(line["ref"])
        title = (Span(line["ref"], style="ref"), Span(f" {line['title']}"))
        rows.append(row(title, *(str(counts[name]) for name in names)))
    caption = facts.spans("delivery.lines", ref=ref, date=facts.today)
    report.table(
        f"{ref.lower()}.lines.table",
        caption,
        heads,
        rows,
        say("annex.actions.source"),
        file="csv/deliveries.csv",
    )


def action_heads(facts: Facts) -> list[Column]:
    """Heads of a table of actions."""
    say = facts.text
    return [
        left(say("label.ref"), 1.3),
        left(say("label.action"), 4),
        left(say("label.lead"), 1.2),
        left(say("label.due"), 1.2),
        left(say("label.state"), 2.4),
        left(say("label.evidence"), 2.2),
    ]


def action_row(facts: Facts, action: Row, anchor: str = "") -> TableRow:
    """One action: reference, title, lead, due, state and evidence, with their marks."""
    ref = action["ref"]
    state = facts.state_of(ref)
    lead = ", ".join(action["lead"] or ())
    refs = [e for m in state["milestones"] for e in facts.row("milestones", m)["evidence"] or ()]
    title: Spans = (Span(action["title"], mark=facts.mark("actions", ref, "title")),)
    if action["answers"]:
        answers = facts.fact("actions", ref, "answers", ", ".join(action["answers"]))
        title = (*title, Span(" ("), *facts.spans("rec.action-answers", refs=answers), Span(")"))
    return row(
        Span(ref, style="ref", to="" if anchor else f"annex.a.{ref.lower()}"),
        title,
        facts.fact("actions", ref, "lead", lead),
        facts.due(action),
        state_words(facts, state),
        facts.evidence(refs),
        key=anchor,
    )


def state_words(facts: Facts, state: Row) -> Spans:
    """State and timing as printed: delivered on time, delivered late, overdue, unknown ..."""
    word, timing = state["state"], state["timing"]
    shown = word
    if word == "delivered":
        shown = f"{word} {timing}" if timing in {"on time", "late", "early"} else word
    elif timing in {"overdue", "not yet due"}:
        shown = timing if timing == "not yet due" and word == "unknown" else f"{word}, {timing}"
    spans = [Span(shown)]
    if state["form"] == "another form":
        spans.append(Span(", in another form"))
    if state["delivered"]:
        milestone = state["milestones"][0]
        day = facts.when("milestones", milestone, "done", state["delivered"])
        spans += [Span(", "), day]
    if state["days_late"]:
        days = facts.house.number(state["days_late"])
        spans += [Span(" ("), *facts.spans("delivery.days-late", days=days)]
        spans.append(Span(")", mark=facts.mark("actions", state["action"], "due")))
    return tuple(spans)


def _new_deeds(facts: Facts, actions: list[Row]) -> Iterator[Spans]:
    before = facts.find("cycles", facts.cycle["previous"])
    for action in actions:
        state = facts.state_of(action["ref"])
        if state["state"] == "delivered" and is_since(state["delivered"], before):
            yield deed_sentence(facts, action, state)


def deed_sentence(facts: Facts, action: Row, state: Row) -> Spans:
    """The sentence owed to one action by its state."""
    kind = _kind(state)
    milestone = facts.find("milestones", next(iter(state["milestones"]), None))
    arguments: dict[str, Argument] = {
        "ref": Span(action["ref"], style="ref"),
        "name": Span(action["title"], mark=facts.mark("actions", action["ref"], "title")),
        "due": facts.due(action),
        "lead": facts.fact("actions", action["ref"], "lead", ", ".join(action["lead"] or ())),
        "record": facts.text("delivery.reported"),
    }
    if milestone:
        arguments |= _milestone_arguments(facts, milestone)
    if kind == "unknown" and milestone:
        kind = "unknown-old"
    if state["days_late"]:
        days = facts.house.number(state["days_late"])
        arguments["days"] = Span(days, mark=facts.mark("actions", action["ref"], "due"))
    spans = facts.spans(f"delivery.item.{kind}", **arguments)
    if state["form"] == "another form" and milestone:
        return join([spans, _other_form(facts, action, milestone)])
    return spans


def _other_form(facts: Facts, action: Row, milestone: Row) -> Spans:
    field = "deliverable" if action["deliverable"] else "kind"
    return facts.spans(
        "delivery.item.other-form",
        promised=facts.fact("actions", action["ref"], field, action[field]),
        delivered=facts.fact("milestones", milestone["ref"], "title", milestone["title"]),
        reason=milestone["reason"] or facts.text("delivery.no-reason"),
    )


def _kind(state: Row) -> str:
    if state["state"] == "delivered":
        return {"on time": "on-time", "late": "late", "early": "early"}.get(
            state["timing"], "no-end"
        )
    if state["timing"] == "overdue":
        return "overdue"
    return UNTIMED.get(state["state"], str(state["state"]))


def _milestone_arguments(facts: Facts, milestone: Row) -> dict[str, Argument]:
    ref = milestone["ref"]
    day = facts.when("milestones", ref, "done", milestone["done"])
    title = facts.fact("milestones", ref, "title", milestone["title"])
    return {
        "date": day,
        "evidence": facts.evidence(milestone["evidence"]),
        "record": (title, Span(", "), day),
        "reason": milestone["reason"] or facts.text("delivery.no-reason"),
        "by": milestone["replaced_by"] or facts.text("words.none"),
        "open": facts.fact("milestones", ref, "missing", milestone["missing"] or MISSING),
    }


def _write_slippage(report: Compiler, key: str, actions: list[Row]) -> None:
    """Over the whole life: months between due day and delivery, and due dates that were moved."""
    facts = report.facts
    if facts.final == "no":
        return
    late = [(a, facts.state_of(a["ref"])) for a in actions]
    items = [
        facts.spans(
            "delivery.slippage.item",
            ref=Span(action["ref"], style="ref"),
            months=Span(
                facts.house.number(
                    months_between(last_day(action["due"]), last_day(state["delivered"]))
                ),
                mark=facts.mark("actions", action["ref"], "due"),
            ),
        )
        for action, state in late
        if state["timing"] == "late" and action["due"] and state["delivered"]
    ]
    if items:
        report.say(f"{key}.slippage", "delivery.slippage", items=join(items, "; "))


def _write_groups(report: Compiler, key: str, actions: list[Row]) -> None:
    facts = report.facts
    by_kind: dict[str, list[Spans]] = {}
    before = facts.find("cycles", facts.cycle["previous"])
    for action in actions:
        state = facts.state_of(action["ref"])
        new = state["state"] == "delivered" and is_since(state["delivered"], before)
        waiting = state["state"] == "unknown" and not _is_unknown_and_due(state)
        if not new and not waiting:
            by_kind.setdefault(_kind(state), []).append(deed_sentence(facts, action, state))
    for name, title, kinds in GROUPS:
        items = [spans for kind in kinds for spans in by_kind.get(kind, [])]
        if items:
            report.part(f"{key}.{name}", facts.text(title))
        report.list(f"{key}.{name}.list", items)


def _is_unknown_and_due(state: Row) -> bool:
    return state["state"] == "unknown" and state["timing"] in {"due", "no end date"}
