"""Sentences that several chapters say: delivery counts, movements, follow-up, what was reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stocktake.publish.facts import Facts, Row
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.sentences import Argument
from stocktake.publish.spans import Span, Spans

GRADES = {
    "full": "in full",
    "most": "in most respects",
    "some": "in some respects",
    "not": "not implemented",
    "overtaken": "overtaken by events",
    "none": "not graded",
}


@dataclass(frozen=True)
class Account:
    """What a contributor reported, in one line."""

    by: str
    text: Spans


def delivery_counts(facts: Facts, counts: Row) -> Iterator[Spans]:
    """How many actions were due and what became of them; then what is not due."""
    if counts["due"]:
        told = {name: counts[name] for name in ("on_time", "late", "part", "overdue", "unknown")}
        yield facts.spans(
            "delivery.count", due=counts["due"], all=counts["all"], date=facts.latest_due, **told
        )
    else:
        yield facts.spans("delivery.none-due", date=facts.today)
    rest = {name: counts[name] for name in ("not_due", "no_end", "dropped")}
    yield facts.spans("delivery.rest", **rest)


def delivery_class(facts: Facts, counts: Row) -> Spans:
    """The class with its bounds, or why there is none."""
    if counts["class"] == "unknown":
        unknown = counts["unknown"] + counts["part"]
        return facts.spans("delivery.class.unknown", unknown=unknown, due=counts["due"])
    return facts.spans(
        "delivery.class", word=counts["class"], low=counts["class_low"], high=counts["class_high"]
    )


def delivery_bounds(facts: Facts, counts: Row) -> str | Span:
    """The two classes between which delivery lies."""
    if counts["class_low"] is None:
        return facts.not_applicable
    low, high = counts["class_low"], counts["class_high"]
    return str(low) if low == high else f"{low} \u2013 {high}"


def count_outlooks(facts: Facts) -> Spans:
    """Objectives by verdict, or by outlook in a yearly cycle."""
    words = Counter(row["value"] for row in facts.rows("verdicts", branch="official"))
    every = len(facts.objectives)
    if facts.final == "yes":
        return facts.spans(
            "strategy.verdicts",
            all=every,
            met=words["met"],
            partly=words["partly met"],
            unknown=words["cannot be judged"],
            **{"not": words["not met"]},
        )
    return facts.spans(
        "strategy.outlooks",
        all=every,
        on=words["on course"],
        open=words["open"],
        risk=words["at risk"],
        off=words["off course"],
        unknown=words["cannot be judged"],
    )


def movement_sentence(facts: Facts, indicator: Row, movement: Row) -> Spans:
    """From a value to a value, with the difference in the form that suits the unit."""
    house, digits = facts.house, indicator["decimals"]
    arguments: dict[str, Argument] = {
        "sense": movement["sense"],
        "v0": _value(facts, indicator, movement, "from"),
        "v1": _value(facts, indicator, movement, "to"),
        "p0": house.period(movement["from_period"]),
        "p1": house.period(movement["to_period"]),
        "absdiff": house.number(abs(movement["difference"]), digits),
    }
    if indicator["nature"] == "share":
        return facts.spans("movement.points", **arguments)
    if movement["percent"] is None:
        return facts.spans("movement.plain", **arguments)
    return facts.spans("movement", abspct=house.percent(abs(movement["percent"])), **arguments)


def _value(facts: Facts, indicator: Row, movement: Row, end: str) -> Span:
    shown = shown_value(facts, indicator, movement[f"{end}_value"])
    return Span(shown, mark=observation_mark(facts, indicator["ref"], movement[f"{end}_period"]))


def shown_value(facts: Facts, indicator: Row, value: Decimal) -> str:
    """A value as a sentence prints it: a share carries its sign."""
    if indicator["nature"] == "share":
        return facts.house.percent(value, indicator["decimals"])
    return facts.house.number(value, indicator["decimals"])


def observation_mark(facts: Facts, indicator: str, period: str) -> str:
    """The mark of an indicator's value: unconfirmed if its observation is."""
    for value in facts.rows("series", indicator=indicator, period=period):
        vintage = f"{value['dataset']}|{value['published']}|{value['number']}"
        for row in facts.provenance.rows_under("observations", vintage):
            if row.endswith(f"|{value['geo']}|{period}") and facts.mark("observations", row):
                return "unconfirmed"
    return ""


def follow_up_counts(facts: Facts, follow_ups: Sequence[Row]) -> Spans:
    """How many earlier recommendations got which grade."""
    grades = Counter(row["grade"] for row in follow_ups)
    told = {name: grades[word] for name, word in GRADES.items()}
    return facts.spans("rec.follow-up.count", all=len(follow_ups), **told)


def reported_text(facts: Facts, subject: str) -> Account | None:
    """The owner's accepted account of a subject this round, else the first contributor's."""
    said = [
        row
        for row in facts.of_cycle("contributions")
        if row["subject"] == subject and row["kind"] in {"state", "status"} and row["text"]
    ]
    owners = [row for row in said if row["actor"] == facts.strategy["issuer"]]
    if not said:
        return None
    row = (owners or said)[0]
    paragraphs = parse_markdown(row["text"])
    mark = facts.mark("contributions", row["ref"], "text")
    text = (*paragraphs[0], Span("", mark=mark)) if mark else paragraphs[0]
    return Account(facts.name_of(row["actor"]), text)


def named(facts: Facts, rows: Iterable[dict[str, Any]], table: str) -> Spans:
    """References and titles, with semicolons between."""
    spans: list[Span] = []
    for one in rows:
        if spans:
            spans.append(Span("; "))
        title = Span(f" {one['title']}", mark=facts.mark(table, one["ref"], "title"))
        spans += [Span(one["ref"], style="ref"), title]
    return tuple(spans) or (Span(facts.text("words.none")),)


def listed(facts: Facts, refs: Iterable[str]) -> str:
    """References in words, or the word for none."""
    return ", ".join(refs) or facts.text("words.none")
