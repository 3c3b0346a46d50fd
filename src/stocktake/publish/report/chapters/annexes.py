"""The annexes in order; the first two here: every action and every indicator."""

from __future__ import annotations

from stocktake.publish.drawings import draw_series, values_of
from stocktake.publish.facts import Row
from stocktake.publish.report.chapters.branches import write_scenarios
from stocktake.publish.report.chapters.changes import write_changes
from stocktake.publish.report.chapters.checked import write_check_record
from stocktake.publish.report.chapters.deeds import action_heads, action_row
from stocktake.publish.report.chapters.figures import (
    WIDE_MM,
    indicator_caption,
    indicator_sentences,
    source_line,
    value_cell,
)
from stocktake.publish.report.chapters.ledger import write_ledger
from stocktake.publish.report.chapters.method import write_method, write_proofs, write_words
from stocktake.publish.report.chapters.sources import write_contributions, write_sources
from stocktake.publish.report.compiler import Compiler, left, right, row


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
    write_check_record(report)
    write_proofs(report)
    write_scenarios(report)


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
    values = values_of(facts, ref)
    if not values:  # a note may tell of values that nobody knew on the as-of day
        return
    report.cite(f"{key}.note", "indicators", indicator, "note")
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
            facts.territory(v["geo"]),
            facts.day(v["published"]),
        )
        for v in values
    ]
    report.table(f"{key}.table", caption, heads, rows, source, file="csv/series.csv")
