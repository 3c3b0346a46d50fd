"""Annex I: what the check of the text found, and who set it aside for what reason."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.report.waiving import Row as Waiver
from stocktake.publish.report.waiving import (
    block_of_recommendation,
    digest_blocks,
    find_waiver,
)
from stocktake.publish.spans import Span, Spans


def write_check_record(report: Compiler) -> None:
    """Annex I."""
    facts, say = report.facts, report.facts.text
    report.annex("I", say("annex.check"))
    found = facts.rows("problems", table="report")
    waived = list(_waived(report, found))
    warnings = sum(one["severity"] == "warning" for one in found)
    report.say(
        "annex.i.count",
        "annex.check.count",
        errors=sum(one["severity"] == "error" for one in found),
        warnings=warnings,
        waived=sum(waiver is not None for waiver in waived),
    )
    report.table(
        "annex.i.table",
        say("annex.check.table"),
        [
            left(say("label.rule")),
            left(say("label.place"), 2),
            left(say("label.finding"), 5),
            left(say("label.waiver"), 4),
        ],
        [_record(report, one, waiver) for one, waiver in zip(found, waived, strict=True)],
        say("annex.check.source"),
        file="csv/problems.csv",
    )


def _waived(report: Compiler, found: list[Row]) -> Iterator[Waiver | None]:
    facts = report.facts
    digests = digest_blocks(report.blocks, facts.rows("recommendations"))
    for one in found:
        yield find_waiver(facts.rows("waivers"), one["rule"], one["row"], digests)


def _record(report: Compiler, found: Row, waiver: Waiver | None) -> TableRow:
    place = _place(report, found["row"])
    told = found["severity"] == "note"
    decision = report.facts.not_applicable if told else _decision(report.facts, waiver)
    return row(found["rule"], place, found["message"], decision)


def _place(report: Compiler, key: str) -> Span:
    """A block by its key, linked; a recommendation, which is a row of a table, by its reference."""
    for one in report.facts.rows("recommendations"):
        if block_of_recommendation(one) == key:
            return Span(one["ref"], style="ref")
    known = any(block.key == key for block in report.blocks)
    return Span(key, to=key if known else "", style="ref")


def _decision(facts: Facts, waiver: Waiver | None) -> Spans:
    if waiver is None:
        return facts.spans("annex.check.open")
    told = {"by": waiver["by"], "date": facts.day(waiver["on"]), "reason": waiver["reason"]}
    return facts.spans("annex.check.waived", **told)
