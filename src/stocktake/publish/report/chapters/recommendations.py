"""Chapters on recommendations: what became of the earlier ones, and those of this report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stocktake.publish.drawings import draw_grades
from stocktake.publish.facts import Facts, Row
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.phrases import addressed, follow_up_counts, made_now, owner_report
from stocktake.publish.report.blocks import Column
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Cell, Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans, plain

WIDE_MM = 160.0


def write_follow_up(report: Compiler) -> None:
    """What became of earlier recommendations: grade, punctuality beside it, evidence."""
    facts = report.facts
    report.chapter("follow-up", facts.text("chapter.follow-up"))
    ledger = [line for line in facts.rows("ledger") if line["grade"]]
    if not ledger:
        report.say("follow-up.none", "rec.follow-up.none")
        return
    report.add_all("follow-up.count", _follow_up_counts(facts, ledger), "rec.follow-up.count")
    _write_grades(report, ledger)
    report.list("follow-up.split", _splits(facts))
    report.list("follow-up.already", _already(facts, ledger))


def _follow_up_counts(facts: Facts, ledger: list[Row]) -> Iterator[Spans]:
    yield follow_up_counts(facts, ledger)
    dateless = sum(line["timeliness"] == "no due date" for line in ledger)
    if dateless:
        yield facts.spans("rec.no-dates", n=dateless, all=len(ledger))
    yield facts.spans("rec.graded-by", by=_graders(facts))
    if facts.final == "yes":
        yield from _left_open(facts, ledger)


def _left_open(facts: Facts, ledger: list[Row]) -> Iterator[Spans]:
    """What stays open at the end, what takes it over, and what nothing does."""
    still = [line["recommendation"] for line in ledger if line["open"]]
    yield facts.spans("rec.open-end", n=len(still), all=len(ledger))
    for ref in still:
        row_ = facts.row("recommendations", ref)
        to = row_["handed_to"] or row_["merged_into"]
        if to:
            yield facts.spans("rec.handed", ref=Span(ref, style="ref"), to=to)
    orphans = [line["recommendation"] for line in ledger if line["orphan"]]
    if orphans:
        yield facts.spans("rec.orphans", refs=", ".join(orphans))


def _write_grades(report: Compiler, ledger: list[Row]) -> None:
    facts = report.facts
    recommendations = [facts.row("recommendations", line["recommendation"]) for line in ledger]
    caption = facts.spans("rec.follow-up.table", date=facts.today)
    report.table(
        "follow-up.table",
        caption,
        ledger_heads(facts),
        [ledger_row(facts, r) for r in recommendations],
        facts.spans("rec.source", by=_graders(facts)),
        file="csv/follow_ups.csv",
    )
    drawing = draw_grades(
        facts, recommendations, facts.text("chapter.follow-up"), "follow-up-figure"
    )
    report.figure(
        "follow-up.figure",
        facts.spans("rec.follow-up.figure", date=facts.today),
        drawing.svg,
        drawing.alt,
        WIDE_MM,
        facts.spans("rec.source", by=_graders(facts)),
        "follow-up.table",
    )


def _graders(facts: Facts) -> str:
    return "; ".join(dict.fromkeys(facts.name_of(row["by"]) for row in facts.rows("follow_ups")))


def ledger_heads(facts: Facts) -> list[Column]:
    """Heads of a ledger: one grade a round."""
    say = facts.text
    rounds = [left(say("label.grade-in", cycle=cycle), 1.3) for cycle in graded_cycles(facts)]
    if facts.final == "yes":
        rounds.append(right(say("label.months"), 0.9))
    return [
        left(say("label.ref"), 1.6),
        left(say("label.recommendation"), 3.4),
        left(say("label.addressees"), 1.2),
        *rounds,
        left(say("label.timeliness"), 1.3),
        left(say("label.evidence"), 4.4),
    ]


def graded_cycles(facts: Facts) -> list[str]:
    """Rounds in which anything was graded."""
    graded = {row["cycle"] for row in facts.rows("follow_ups")}
    return [cycle["ref"] for cycle in facts.rows("cycles") if cycle["ref"] in graded]


def ledger_row(facts: Facts, recommendation: Row) -> TableRow:
    """One recommendation: text, addressees, a grade a round, punctuality and evidence."""
    ref = recommendation["ref"]
    grades = {row["cycle"]: row for row in facts.rows("follow_ups", recommendation=ref)}
    line = facts.find("ledger", ref)
    cells = [
        grades[cycle]["grade"] if cycle in grades else facts.not_applicable
        for cycle in graded_cycles(facts)
    ]
    if facts.final == "yes":
        months = line["months"] if line else None
        cells.append(facts.not_applicable if months is None else facts.house.number(months))
    newest = grades[line["graded_in"]] if line and line["graded_in"] else None
    return row(
        Span(ref, style="ref"),
        recommendation_text(facts, recommendation),
        addressees(facts, recommendation),
        *cells,
        _timeliness(facts, recommendation, line) if line else facts.not_applicable,
        _proof(facts, ref, newest),
    )


def _timeliness(facts: Facts, recommendation: Row, line: Row) -> Spans:
    """The word, with the due day where one was missed."""
    if line["timeliness"] not in {"overdue", "closed late"}:
        return (Span(line["timeliness"]),)
    due = recommendation["due"]
    day = facts.when("recommendations", recommendation["ref"], "due", due)
    return facts.spans("rec.missed", word=line["timeliness"], due=day)


def recommendation_text(facts: Facts, recommendation: Row) -> Spans:
    """The text of a recommendation with its mark."""
    mark = facts.mark("recommendations", recommendation["ref"], "text")
    text = join(parse_markdown(recommendation["text"]))
    return (*text[:-1], replace(text[-1], mark=mark)) if text else ()


def addressees(facts: Facts, recommendation: Row) -> Span:
    """Of whom it is asked."""
    shown = ", ".join(recommendation["addressees"] or ())
    return facts.fact("recommendations", recommendation["ref"], "addressees", shown)


def _proof(facts: Facts, ref: str, newest: Row | None) -> Cell:
    if newest is None:
        return facts.not_applicable
    address = f"{ref}|{newest['cycle']}"
    parts: list[Spans] = []
    if newest["closed"]:
        parts.append((facts.when("follow_ups", address, "closed", newest["closed"]),))
    parts.append(facts.evidence(newest["evidence"]))
    said = "text" if newest["text"] else "reason"
    if newest[said]:
        text = plain(join(parse_markdown(newest[said])))
        parts.append((facts.fact("follow_ups", address, said, text),))
    return join(parts, ". ")


def _splits(facts: Facts) -> Iterator[Spans]:
    parts: dict[str, list[str]] = {}
    for recommendation in facts.rows("recommendations"):
        if recommendation["split_from"]:
            parts.setdefault(recommendation["split_from"], []).append(recommendation["ref"])
    for ref, refs in parts.items():
        yield facts.spans("rec.split", ref=(Span(ref, style="ref"),), refs=", ".join(refs))


def _already(facts: Facts, ledger: list[Row]) -> Iterator[Spans]:
    for line in ledger:
        if line["timeliness"] == "before the recommendation":
            ref = line["recommendation"]
            closed = [f for f in facts.rows("follow_ups", recommendation=ref) if f["closed"]][-1]
            address = f"{ref}|{closed['cycle']}"
            day = facts.when("follow_ups", address, "closed", closed["closed"])
            yield facts.spans("rec.already", ref=Span(ref, style="ref"), date=day)


def write_recommendations(report: Compiler) -> None:
    """Recommendations of this report: numbered, addressed, dated."""
    facts = report.facts
    report.chapter("recommendations", facts.text("chapter.recommendations", final=facts.final))
    own = made_now(facts)
    report.add_all("recommendations.count", _made(facts, own), "rec.count")
    say = facts.text
    heads = [
        left(say("label.ref"), 1.5),
        left(say("label.objective"), 1),
        left(say("label.recommendation"), 5),
        left(say("label.addressees"), 1.6),
        left(say("label.due"), 1.3),
    ]
    caption = facts.spans("rec.table", year=facts.cycle["ref"])
    rows = [_recommendation_row(facts, r) for r in own]
    report.table(
        "recommendations.table",
        caption,
        heads,
        rows,
        owner_report(facts),
        file="csv/recommendations.csv",
    )
    report.write("recommendations")


def _made(facts: Facts, own: list[Row]) -> Iterator[Spans]:
    yield facts.spans("rec.count", n=len(own), year=facts.cycle["ref"])
    if not own:
        return
    yield addressed(facts, own)
    dated = sum(r["due"] is not None for r in own)
    yield facts.spans("rec.due", dated=dated, undated=len(own) - dated)
    unshown = [r["ref"] for r in own if not r["shown_by"]]
    if unshown:
        yield facts.spans("rec.shown", refs=", ".join(unshown))


def _recommendation_row(facts: Facts, recommendation: Row) -> TableRow:
    ref = recommendation["ref"]
    due = facts.when("recommendations", ref, "due", recommendation["due"])
    return row(
        Span(ref, style="ref"),
        recommendation["objective"] or facts.text("label.all"),
        recommendation_text(facts, recommendation),
        addressees(facts, recommendation),
        due if recommendation["due"] else facts.text("rec.set-none"),
    )
