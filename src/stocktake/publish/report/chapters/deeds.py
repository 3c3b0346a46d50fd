"""Parts c to e of an objective: its actions, what came, what is late, dropped or unknown."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Column
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, left, right, row
from stocktake.publish.spans import Span, Spans

GROUPS = (
    ("late", "delivery.late", ("late", "overdue", "dropped", "superseded")),
    ("part", "", ("part",)),
    ("going", "delivery.going", ("going", "planned")),
    ("unknown", "delivery.unknown", ("unknown",)),
)
"""Lists of actions by the kind of sentence they get; delivered ones have a list of their own."""
TIMED = {"on time": "on-time", "late": "late", "early": "early"}
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
    new = list(_new_deeds(facts, actions))
    report.part(f"{key}.new", facts.text("delivery.new"))
    report.list(f"{key}.new.list", new)
    if not new:
        report.say(f"{key}.new.none", "delivery.new.none")
    _write_groups(report, key, actions)
    _write_related(report, key, actions, ref)


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
    title = Span(action["title"], mark=facts.mark("actions", ref, "title"))
    return row(
        Span(ref, style="ref", to="" if anchor else f"annex.a.{ref.lower()}"),
        title,
        facts.fact("actions", ref, "lead", lead),
        _due(facts, action),
        state_words(facts, state),
        facts.evidence(refs),
        key=anchor,
    )


def _due(facts: Facts, action: Row) -> Spans:
    if action["due"] is None:
        return (facts.fact("actions", action["ref"], "due", facts.text("label.no-end").lower()),)
    due = facts.when("actions", action["ref"], "due", action["due"])
    if action["due_from"] and action["due_from"] != action["due"]:
        return (Span(f"{facts.day(action['due_from'])} \u2013 "), due)
    return (due,)


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
        mark = facts.mark("actions", state["action"], "due")
        spans.append(Span(f" (+{days} d)", mark=mark))
    return tuple(spans)


def _new_deeds(facts: Facts, actions: list[Row]) -> Iterator[Spans]:
    before = facts.find("cycles", facts.cycle["previous"])
    for action in actions:
        state = facts.state_of(action["ref"])
        if state["state"] == "delivered" and _is_since(state["delivered"], before):
            yield deed_sentence(facts, action, state)


def _is_since(when: str, before: Row | None) -> bool:
    return before is None or when > before["as_of"].isoformat()[: len(when)]


def deed_sentence(facts: Facts, action: Row, state: Row) -> Spans:
    """The sentence owed to one action by its state."""
    kind = _kind(state)
    if kind == "part":
        return _part_sentence(facts, action, state)
    milestone = facts.find("milestones", next(iter(state["milestones"]), None))
    due = facts.when("actions", action["ref"], "due", action["due"])
    arguments = {
        "ref": (Span(action["ref"], style="ref"),),
        "name": Span(action["title"], mark=facts.mark("actions", action["ref"], "title")),
        "due": due if action["due"] else facts.text("rec.set-none"),
        "lead": ", ".join(action["lead"] or ()),
        "record": facts.text("delivery.reported"),
    }
    if milestone:
        arguments |= _milestone_arguments(facts, milestone)
    if kind == "unknown" and milestone:
        kind = "unknown-old"
    if state["days_late"]:
        days = facts.house.number(state["days_late"])
        arguments["days"] = Span(days, mark=facts.mark("actions", action["ref"], "due"))
    spans = facts.spans(f"delivery.item.{kind}", **arguments)  # type: ignore[arg-type]
    if state["form"] == "another form" and milestone:
        promised = action["deliverable"] or action["kind"]
        other = facts.spans(
            "delivery.item.other-form", promised=promised, delivered=milestone["title"]
        )
        return (*spans, Span(" "), *other)
    return spans


def _kind(state: Row) -> str:
    if state["state"] == "delivered":
        return {"on time": "on-time", "late": "late", "early": "early"}.get(
            state["timing"], "no-end"
        )
    if state["timing"] == "overdue":
        return "overdue"
    return UNTIMED.get(state["state"], str(state["state"]))


def _milestone_arguments(facts: Facts, milestone: Row) -> dict[str, object]:
    ref = milestone["ref"]
    day = facts.when("milestones", ref, "done", milestone["done"])
    return {
        "date": day,
        "evidence": facts.evidence(milestone["evidence"]),
        "record": (Span(f"{milestone['title']}, "), day),
        "reason": milestone["reason"] or facts.text("delivery.no-reason"),
        "by": milestone["replaced_by"] or "",
    }


def _part_sentence(facts: Facts, action: Row, state: Row) -> Spans:
    milestone = facts.row("milestones", state["milestones"][0])
    day = facts.when("milestones", milestone["ref"], "done", milestone["done"])
    return facts.spans(
        "delivery.item.part",
        ref=(Span(action["ref"], style="ref"),),
        name=action["title"],
        done=(Span(f"{milestone['title']}, "), day),
        open=milestone["missing"] or "",
    )


def _write_groups(report: Compiler, key: str, actions: list[Row]) -> None:
    facts = report.facts
    by_kind: dict[str, list[Spans]] = {}
    before = facts.find("cycles", facts.cycle["previous"])
    for action in actions:
        state = facts.state_of(action["ref"])
        if state["state"] != "delivered" or not _is_since(state["delivered"], before):
            by_kind.setdefault(_kind(state), []).append(deed_sentence(facts, action, state))
    for name, title, kinds in GROUPS:
        items = [spans for kind in kinds for spans in by_kind.get(kind, [])]
        if name == "unknown":
            items = [
                deed_sentence(facts, action, facts.state_of(action["ref"]))
                for action in actions
                if _is_unknown_and_due(facts.state_of(action["ref"]))
            ]
        if items and title:
            report.part(f"{key}.{name}", facts.text(title))
        report.list(f"{key}.{name}.list", items)


def _is_unknown_and_due(state: Row) -> bool:
    return state["state"] == "unknown" and state["timing"] in {"due", "no end date"}


def _write_related(report: Compiler, key: str, actions: list[Row], ref: str) -> None:
    """Events since the last report that count for no promise."""
    facts = report.facts
    before = facts.find("cycles", facts.cycle["previous"])
    subjects = {ref, *(action["ref"] for action in actions)}
    subjects |= {i["ref"] for i in facts.rows("instruments") if ref in i["objectives"]}
    related = [
        m
        for m in facts.rows("milestones")
        if m["subject"] in subjects
        and m["done"]
        and m["fulfils"] is None
        and _is_since(m["done"], before)
    ]
    if related:
        report.part(f"{key}.related", facts.text("delivery.related"))
    report.list(
        f"{key}.related.list",
        (
            facts.spans(
                "delivery.related.item",
                evidence=facts.evidence(m["evidence"]),
                date=facts.when("milestones", m["ref"], "done", m["done"]),
                title=m["title"],
            )
            for m in related
        ),
    )
