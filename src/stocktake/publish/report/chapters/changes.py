"""Annex D: what changed since the last report and since adoption, in plain words."""

from __future__ import annotations

from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.whole_life import amendment_sentence
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.spans import Span


def write_changes(report: Compiler) -> None:
    """Annex D: what changed since the last report; in the final one also since adoption."""
    facts = report.facts
    report.annex("D", facts.text("annex.changes"))
    if facts.cycle["previous"]:
        _write_since_last(report)
    else:
        report.say("annex.d.first", "annex.first-report")
    _write_amendments(report)


def _write_since_last(report: Compiler) -> None:
    changes = report.facts.rows("changes")
    if not changes:
        report.say("annex.d.none", "annex.changes.none")
    states = [c for c in changes if c["table"] == "action_states"]
    others = [c for c in changes if c["table"] != "action_states"]
    for name, part in (("states", states), ("other", others)):
        _write_table(report, name, part)


def _write_table(report: Compiler, name: str, changes: list[Row]) -> None:
    facts, say = report.facts, report.facts.text
    heads = [
        left(say("label.ref"), 1.4),
        left(say("label.title"), 4),
        left(say("label.before"), 2),
        left(say("label.now"), 2),
    ]
    by_row: dict[tuple[str, str], list[Row]] = {}
    for change in changes:
        by_row.setdefault((change["table"], change["row"]), []).append(change)
    rows = [_changed(facts, ref, one) for (_, ref), one in by_row.items()]
    caption = facts.spans(f"annex.changes.{name}")
    source = facts.spans("annex.changes.source")
    report.table(f"annex.d.{name}", caption, heads, rows, source, file="csv/changes.csv")


def _changed(facts: Facts, ref: str, changes: list[Row]) -> TableRow:
    """One line for a row of the tables, whatever the number of its fields that changed."""
    before, now = ([c[end] for c in changes if c[end]] for end in ("old", "new"))
    kinds = ", ".join(dict.fromkeys(change["kind"] for change in changes))
    return row(
        Span(ref, style="ref"),
        title_of(facts, ref),
        ", ".join(before) or facts.not_applicable,
        ", ".join(now) or kinds,
    )


def title_of(facts: Facts, ref: str) -> str | Span:
    """The title or text of whatever a reference names; the sign of nothing where it has none."""
    for table in ("actions", "objectives", "recommendations", "indicators", "milestones", "cycles"):
        found = facts.find(table, ref)
        words = (found.get("title") or found.get("text")) if found else None
        if words:
            return str(words).strip()
    return facts.text("label.all") if ref == "*" else facts.not_applicable


def _write_amendments(report: Compiler) -> None:
    """Changes to what was adopted: what was added, dropped or moved, by whom and when."""
    facts = report.facts
    report.part("annex.d.adopted.head", facts.text("annex.amended"))
    amended = facts.rows("amendments")
    if not amended:
        report.say("annex.d.adopted.none", "annex.amended.none")
    report.list("annex.d.adopted", (amendment_sentence(facts, line) for line in amended))
