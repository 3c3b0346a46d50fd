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
from stocktake.vocabulary.when import is_when, last_day
from stocktake.vocabulary.words import WORDS

GRADES = {
    "full": "in full",
    "most": "in most respects",
    "some": "in some respects",
    "not": "not implemented",
    "overtaken": "overtaken by events",
    "none": "not graded",
}


STANDING = frozenset({"submitted", "cleared", "accepted"})


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


def unknown_means(facts: Facts, counts: Row) -> Iterator[Spans]:
    """What unknown does not say, wherever something is unknown."""
    if counts["unknown"]:
        yield facts.spans("delivery.unknown-means")


def delivery_class(facts: Facts, counts: Row) -> Spans:
    """The class with its bounds, or why there is none."""
    if counts["class"] == "unknown":
        unknown = counts["unknown"] + counts["part"]
        return facts.spans("delivery.class.unknown", unknown=unknown, due=counts["due"])
    if counts["class_low"] == counts["class_high"] == counts["class"]:
        return facts.spans("delivery.class.same", word=counts["class"])
    return facts.spans(
        "delivery.class", word=counts["class"], low=counts["class_low"], high=counts["class_high"]
    )


def delivery_span(facts: Facts, counts: Row) -> Spans:
    """How many of the due actions are delivered, and how many might be."""
    delivered = counts["on_time"] + counts["late"]
    high = delivered + counts["part"] + counts["unknown"]
    key = "verdict.delivery.value" if high > delivered else "verdict.delivery.known"
    return facts.spans(key, delivered=delivered, due=counts["due"], high=high)


def why_unmeasured(facts: Facts, verdict: Row) -> Spans:
    """Why part of an outcome cannot be measured, in the words of the closed list."""
    if verdict["reasons"] == "no_target":
        return facts.spans("verdict.reason.none")
    if not verdict["reasons"]:
        return ()
    counted = (reason.partition(": ") for reason in verdict["reasons"].split("; "))
    told = "; ".join(f"{WORDS['reason'].get(word, word)}: {n}" for word, _, n in counted)
    return facts.spans("verdict.reason.some", reasons=told)


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
    house = facts.house
    difference = house.number(abs(movement["difference"]), indicator["decimals"])
    arguments = {
        **movement_ends(facts, indicator, movement),
        "sense": movement["sense"],
        "absdiff": difference,
    }
    if indicator["nature"] == "share":
        return facts.spans("movement.points", **arguments)
    if movement["percent"] is None:
        return facts.spans("movement.plain", **arguments)
    return facts.spans("movement", abspct=house.percent(abs(movement["percent"])), **arguments)


def movement_ends(facts: Facts, indicator: Row, movement: Row) -> dict[str, Argument]:
    """The two values with their marks, v0 and v1, and the two periods, p0 and p1."""
    ends: dict[str, Argument] = {}
    for at, end in enumerate(("from", "to")):
        period = movement[f"{end}_period"]
        shown = shown_value(facts, indicator, movement[f"{end}_value"])
        mark = observation_mark(facts, indicator["ref"], period)
        ends |= {f"v{at}": Span(shown, mark=mark), f"p{at}": facts.house.period(period)}
    return ends


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


def on_record(facts: Facts) -> list[Row]:
    """Contributions of the round that their makers stand by."""
    return [row for row in facts.of_cycle("contributions") if row["state"] in STANDING]


def reported_text(facts: Facts, subject: str) -> Account | None:
    """The owner's accepted account of a subject this round, else the first contributor's."""
    said = [
        row
        for row in on_record(facts)
        if row["subject"] == subject and row["kind"] in {"state", "status"} and row["text"]
    ]
    owners = [row for row in said if row["actor"] == facts.strategy["issuer"]]
    row = next(iter(owners or said), None)
    paragraphs = parse_markdown(row["text"]) if row else ()
    if not row or not paragraphs:
        return None
    mark = facts.mark("contributions", row["ref"], "text")
    text = (*paragraphs[0], Span("", mark=mark)) if mark else paragraphs[0]
    return Account(facts.name_of(row["actor"]), text)


def owner_report(facts: Facts) -> Spans:
    """The owner's report of this round as a source; where none is out yet, this edition itself."""
    document = facts.cycle["document"]
    if document:
        return facts.evidence([document])
    return facts.spans("source.own", name=facts.editor)


def is_out(facts: Facts, document: Row) -> bool:
    """Whether a document was out on the as-of day; later ones only say where a fact was read."""
    published = document["published"] or ""
    return not is_when(published) or last_day(published) <= facts.cycle["as_of"]


def said_by(facts: Facts, contribution: Row) -> Spans:
    """Who said it, when and of which action, before the words themselves."""
    name = facts.name_of(contribution["actor"])
    if not contribution["given"]:
        return facts.spans("said.by.undated", name=name)
    given = facts.when("contributions", contribution["ref"], "given", contribution["given"])
    if facts.find("actions", contribution["subject"]):
        ref = Span(contribution["subject"], style="ref")
        return facts.spans("said.on", name=name, date=given, ref=ref)
    return facts.spans("said.by", name=name, date=given)


def addressed(facts: Facts, recommendations: Iterable[Row]) -> Spans:
    """How many recommendations are addressed to whom."""
    counts = Counter(ref for one in recommendations for ref in one["addressees"] or ())
    pairs = (
        facts.text("rec.pair", name=facts.name_of(ref), n=n) for ref, n in counts.most_common()
    )
    return facts.spans("rec.addressees", pairs="; ".join(pairs) or facts.text("words.none"))


def count_strategy(facts: Facts) -> Iterator[Spans]:
    """How many objectives the strategy has and how many actions it promises."""
    yield facts.spans("scope.objectives", n=len(facts.objectives))
    yield facts.spans("scope.actions", n=len(facts.rows("actions")))


def earlier_cycles(facts: Facts) -> list[Row]:
    """The rounds before this one, oldest first."""
    before = [c for c in facts.rows("cycles") if c["as_of"] and c["as_of"] < facts.cycle["as_of"]]
    return sorted(before, key=lambda cycle: str(cycle["as_of"]))


def made_now(facts: Facts) -> list[Row]:
    """Recommendations of this round; of one that was split, its parts."""
    own = facts.of_cycle("recommendations")
    whole = {recommendation["split_from"] for recommendation in own}
    return [recommendation for recommendation in own if recommendation["ref"] not in whole]


def no_target(facts: Facts) -> Spans:
    """Why no outcome can be judged: nothing was set to measure it by."""
    verdicts = facts.rows("verdicts", branch="official")
    key = (
        "strategy.no-target"
        if all(v["reasons"] == "no_target" for v in verdicts)
        else "strategy.unmeasured"
    )
    return facts.spans(key, share=facts.house.share(1 - min(v["measured"] for v in verdicts)))


def is_since(when: str | None, before: Row | None) -> bool:
    """Whether a day came after the round before; without one everything is new."""
    return when is not None and (before is None or last_day(when) > before["as_of"])


def named(facts: Facts, rows: Iterable[dict[str, Any]], table: str) -> Spans:
    """References and titles, with semicolons between."""
    spans: list[Span] = []
    for one in rows:
        if spans:
            spans.append(Span("; "))
        title = Span(f" {one['title']}", mark=facts.mark(table, one["ref"], "title"))
        spans += [Span(one["ref"], style="ref"), title]
    return tuple(spans) or (Span(facts.text("words.none")),)


def join_titles(facts: Facts, rows: Iterable[Row]) -> Spans:
    """Titles of challenges without their references, with semicolons between."""
    spans: list[Span] = []
    for row in rows:
        if spans:
            spans.append(Span("; "))
        spans.append(Span(row["title"], mark=facts.mark("challenges", row["ref"], "title")))
    return tuple(spans)


def listed(facts: Facts, refs: Iterable[str]) -> str:
    """References in words, or the word for none."""
    return ", ".join(refs) or facts.text("words.none")
