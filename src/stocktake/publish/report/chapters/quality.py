"""Chapter 7: who is silent, what could not be measured, what is contested, revised, unconfirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.introduction import contributors
from stocktake.publish.report.compiler import Compiler, left, right, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.words import WORDS


def write_quality(report: Compiler) -> None:
    """The bad news in its fixed place; no template can leave it out."""
    facts = report.facts
    report.chapter("quality", facts.text("chapter.quality"))
    report.section("quality.silent", facts.text("chapter.silent"))
    report.add_all("silence.count", _silence(facts), "silence.count")
    report.list("silence.most", _silent_leads(facts))
    report.section("quality.unmeasured", facts.text("chapter.unmeasured"))
    report.add_all("unmeasured.count", _unmeasured(facts), "unmeasured.objectives")
    report.section("quality.contested", facts.text("chapter.contested"))
    _write_contested(report)
    if facts.cycle["previous"]:
        report.section("quality.revised", facts.text("chapter.revised"))
        _write_revised(report)
    report.section("quality.unconfirmed", facts.text("chapter.unconfirmed"))
    report.add_all("unconfirmed.count", _unconfirmed(facts), "unconfirmed.count")


def _silence(facts: Facts) -> Iterator[Spans]:
    states = facts.rows("request_states")
    silent = [state for state in states if state["silent"]]
    if not states:
        yield facts.spans("silence.no-requests")
    elif silent:
        yield facts.spans("silence.count", n=len(silent), items=len(silent))
    else:
        yield facts.spans("silence.all-in")
    names = [facts.name_of(ref) for ref in _silent_bodies(facts)]
    if names:
        yield facts.spans("silence.leads", n=len(names), names="; ".join(names))
    said = [facts.name_of(ref) for ref in contributors(facts)]
    if said:
        yield facts.spans("silence.on-record", names="; ".join(said))


def _silent_bodies(facts: Facts) -> list[str]:
    """Bodies that lead or support an action and have nothing on record this round."""
    named = {
        ref
        for action in facts.rows("actions")
        for ref in (*(action["lead"] or ()), *(action["supporting"] or ()))
    }
    said = set(contributors(facts))
    return [a["ref"] for a in facts.rows("actors") if a["ref"] in named - said]


def _silent_leads(facts: Facts) -> Iterator[Spans]:
    for ref in _silent_bodies(facts):
        led = [a["ref"] for a in facts.rows("actions") if ref in (a["lead"] or ())]
        unknown = sum(facts.state_of(action)["state"] == "unknown" for action in led)
        if led:
            yield facts.spans(
                "silence.lead-most", name=facts.name_of(ref), lead=len(led), unknown=unknown
            )


def _unmeasured(facts: Facts) -> Iterator[Spans]:
    verdicts = facts.rows("verdicts", branch="official")
    targetless = sum(row["measured"] == 0 for row in verdicts)
    yield facts.spans("unmeasured.objectives", n=targetless, all=len(facts.objectives))
    reasons = Counter(row["reason"] for row in facts.rows("outcomes", branch="official"))
    if reasons:
        told = (f"{WORDS['reason'][reason]}: {count}" for reason, count in reasons.items())
        yield facts.spans("unmeasured.reasons", reasons="; ".join(told))
    by_title: dict[str, list[str]] = {}
    for published, title in facts.release.later.select("published", "title").iter_rows():
        by_title.setdefault(title, []).append(facts.day(published))
    later = [
        facts.text("unmeasured.later.item", title=title, date=", ".join(days))
        for title, days in by_title.items()
    ]
    if later:
        yield facts.spans("unmeasured.later", items="; ".join(later))
    else:
        yield facts.spans("unmeasured.later.none")


def _write_contested(report: Compiler) -> None:
    facts = report.facts
    items = [
        facts.spans(
            "contested.item",
            name=facts.row("indicators", c["subject"])["title"],
            period=facts.house.period(c["period"]),
            by=facts.name_of(c["actor"]),
            value=facts.house.number(c["value"]),
            other=c["contests"],
        )
        for c in facts.of_cycle("contributions")
        if c["contests"] and facts.find("indicators", c["subject"])
    ]
    report.list("contested.list", items)
    if not items:
        report.say("contested.none", "contested.none")


def _write_revised(report: Compiler) -> None:
    facts = report.facts
    revised = [r for r in facts.rows("revisions") if r["kind"] in {"revised", "withdrawn"}]
    large = sum(_percent(r) is None or abs(_percent(r) or 0) > 1 for r in revised)
    sentences = [facts.spans("revised.count", n=len(revised), large=large)]
    if revised and not any(v["measured"] for v in facts.rows("verdicts")):
        sentences.append(facts.spans("revised.no-verdict"))
    report.add_all("revised.count", sentences, "revised.count")
    say = facts.text
    heads = [
        left(say("label.figure"), 4),
        left(say("label.period")),
        right(say("label.before"), 1.4),
        right(say("label.now"), 1.4),
        right(say("label.change"), 1.8),
        left(say("label.reason"), 2),
    ]
    report.table(
        "revised.table",
        facts.spans("revised.table", date=facts.today),
        heads,
        [_revised_row(facts, r) for r in revised],
        facts.text("revised.source"),
        file="csv/revisions.csv",
    )


def _percent(revision: Row) -> float | None:
    if not revision["old"] or revision["new"] is None:
        return None
    return float((revision["new"] - revision["old"]) / revision["old"] * 100)


def _revised_row(facts: Facts, revision: Row) -> TableRow:
    house = facts.house
    indicator = _indicator_of(facts, revision)
    name = f"{indicator['ref']} {indicator['title']}" if indicator else revision["series"]
    now = house.number(revision["new"]) if revision["new"] is not None else facts.missing
    change: str | Span = facts.missing
    if revision["new"] is not None:
        difference = revision["new"] - revision["old"]
        change = house.signed(difference)
        if revision["old"]:
            percent = difference / revision["old"] * 100
            sign = "+" if percent > 0 else ""
            change = f"{change} ({sign}{house.percent(percent)})"
    return row(
        name,
        house.period(revision["period"]),
        house.number(revision["old"]),
        now,
        change,
        revision["why"] or facts.text("delivery.no-reason"),
    )


def _indicator_of(facts: Facts, revision: Row) -> Row | None:
    for indicator in facts.rows("indicators", dataset=revision["dataset"]):
        if indicator["filter"] == revision["series"]:
            return indicator
    return None


def _unconfirmed(facts: Facts) -> Iterator[Spans]:
    lines = facts.rows("provenance", standing="unconfirmed")
    yield facts.spans("unconfirmed.count", n=len(lines))
    due = [s for s in facts.rows("action_states") if s["timing"] in {"on time", "late"}]
    unconfirmed = sum(s["unconfirmed"] for s in due)
    if due:
        yield facts.spans(
            "unconfirmed.delivered",
            delivered=len(due),
            confirmed=len(due) - unconfirmed,
            unconfirmed=unconfirmed,
        )
