"""The ledger as a table: a line a recommendation, a column a round; and whole, as annex C."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import is_moved, list_parts, tell_actions, tell_kin, tell_time
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.report.blocks import Column
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Cell, Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans, plain
from stocktake.vocabulary.words import CLOSING


def write_ledger(report: Compiler) -> None:
    """Annex C: every recommendation ever made, and how they are one with each other."""
    facts = report.facts
    report.annex("C", facts.text("annex.ledger"), "landscape")
    rows = [ledger_row(facts, one) for one in facts.rows("recommendations")]
    if not rows:
        report.say("annex.c.none", "rec.none-ever")
    report.table(
        "annex.c.table",
        facts.spans("annex.ledger.table", date=facts.today),
        ledger_heads(facts),
        rows,
        facts.text("annex.ledger.source"),
        file="csv/ledger.csv",
        wide=True,
    )
    report.list("annex.c.kin", tell_kin(facts), facts.spans("rec.kin"))
    report.list("annex.c.actions", _acted_upon(facts), facts.spans("rec.actions.title"))


def _acted_upon(facts: Facts) -> Iterator[Spans]:
    for line in facts.rows("ledger"):
        if line["actions"]:
            ref = Span(line["recommendation"], style="ref")
            yield ref, Span(". "), *tell_actions(facts, line)


def ledger_heads(facts: Facts, whole: bool = True) -> list[Column]:
    """Heads of a ledger: one grade a round; `whole` with addressees and months to close."""
    say = facts.text
    return [
        left(say("label.ref"), 1.8),
        left(say("label.recommendation"), 3.4),
        *([left(say("label.addressees"), 1.2)] if whole else ()),
        *(left(say("label.grade-in", cycle=cycle), 1.3) for cycle in _graded_cycles(facts)),
        *([right(say("label.months"), 0.9)] if whole else ()),
        left(say("label.timeliness"), 1.7),
        left(say("label.evidence"), 4.2),
    ]


def _graded_cycles(facts: Facts) -> list[str]:
    """Rounds in which anything was graded."""
    graded = {row["cycle"] for row in facts.rows("follow_ups")}
    return [cycle["ref"] for cycle in facts.rows("cycles") if cycle["ref"] in graded]


def ledger_row(facts: Facts, recommendation: Row, whole: bool = True) -> TableRow:
    """One recommendation: text, a grade a round, punctuality and evidence."""
    ref = recommendation["ref"]
    line = facts.find("ledger", ref)
    months = line["months"] if line else None
    asked: list[Cell] = [addressees(facts, recommendation)] if whole else []
    taken: list[Cell] = (
        [facts.not_applicable if months is None else facts.house.number(months)] if whole else []
    )
    return row(
        Span(ref, style="ref"),
        recommendation_text(facts, recommendation),
        *asked,
        *_tell_grades(facts, ref, line),
        *taken,
        _tell_time(facts, line, whole) if line else facts.not_applicable,
        _proof(facts, ref, line, whole),
    )


def _tell_time(facts: Facts, line: Row, whole: bool) -> Spans:
    """Punctuality; where months have no column of their own, with them."""
    time = tell_time(facts, line)
    if whole or line["months"] is None:
        return time
    return (*time, Span("; "), *facts.spans("rec.months", n=line["months"]))


def _tell_grades(facts: Facts, ref: str, line: Row | None) -> Iterator[Cell]:
    """The grade of each round; after the last one, that it was closed, or where it goes on."""
    grades = {row["cycle"]: row["grade"] for row in facts.rows("follow_ups", recommendation=ref)}
    newest = ""
    for cycle in _graded_cycles(facts):
        if cycle in grades:
            newest = cycle
            yield grades[cycle]
        elif newest and grades[newest] in CLOSING:
            yield facts.spans("rec.closed-in", cycle=newest)
        elif newest and line and is_moved(line):
            yield facts.spans("rec.goes-on", refs=", ".join(line["lives_on_in"]))
        else:
            yield facts.not_applicable


def recommendation_text(facts: Facts, recommendation: Row) -> Spans:
    """The text of a recommendation with its mark."""
    mark = facts.mark("recommendations", recommendation["ref"], "text")
    text = join(parse_markdown(recommendation["text"]))
    return (*text[:-1], replace(text[-1], mark=mark)) if text else ()


def addressees(facts: Facts, recommendation: Row) -> Span:
    """Of whom it is asked."""
    shown = ", ".join(recommendation["addressees"] or ())
    return facts.fact("recommendations", recommendation["ref"], "addressees", shown)


def _proof(facts: Facts, ref: str, line: Row | None, whole: bool) -> Cell:
    """What the newest grade rests on; of one that was split, where to look."""
    parts = list_parts(facts, ref)
    if parts:
        return facts.spans("rec.in-parts", refs=", ".join(parts))
    newest = facts.find("follow_ups", f"{ref}|{line['graded_in']}") if line else None
    if newest is None:
        return facts.not_applicable
    address = f"{ref}|{newest['cycle']}"
    said: list[Spans] = []
    if newest["closed"]:
        said.append((facts.when("follow_ups", address, "closed", newest["closed"]),))
    said.append(facts.evidence(newest["evidence"]))
    told = [field for field in ("text", "reason") if newest[field]]
    for field in told if whole else told[:1]:
        text = plain(join(parse_markdown(newest[field]))).rstrip(".")
        said.append((facts.fact("follow_ups", address, field, text),))
    return join(said, ". ")
