"""Chapter 7: who is silent, what could not be measured, what is contested, revised, unconfirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from stocktake.publish.facts import ALL, Facts, Row
from stocktake.publish.phrases import is_out, named, on_record
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
    later = list(_later(facts))
    report.list("unmeasured.later", later, facts.spans("unmeasured.later"))
    if not later:
        report.say("unmeasured.later.none", "unmeasured.later.none")
    report.section("quality.contested", facts.text("chapter.contested"))
    _write_contested(report)
    if facts.cycle["previous"]:
        report.section("quality.revised", facts.text("chapter.revised"))
        _write_revised(report)
    report.section("quality.unconfirmed", facts.text("chapter.unconfirmed"))
    report.add_all("unconfirmed.count", _unconfirmed(facts), "unconfirmed.count")
    report.define("unconfirmed.list", _unconfirmed_rows(facts))


def _silence(facts: Facts) -> Iterator[Spans]:
    states = facts.rows("request_states")
    silent = [state for state in states if state["silent"]]
    if not states:
        yield facts.spans("silence.no-requests")
    elif silent:
        yield facts.spans("silence.count", n=len(silent), items=len(silent))
    else:
        yield facts.spans("silence.all-in")
    names = [facts.name_of(ref) for ref in silent_bodies(facts)]
    if names:
        yield facts.spans("silence.leads", n=len(names), names="; ".join(names))
    said = [facts.name_of(ref) for ref in contributors(facts)]
    if said:
        yield facts.spans("silence.on-record", names="; ".join(said))


def silent_bodies(facts: Facts) -> list[str]:
    """Bodies that lead or support an action and have nothing on record this round."""
    named = {
        ref
        for action in facts.rows("actions")
        for ref in (*(action["lead"] or ()), *(action["supporting"] or ()))
    }
    said = set(contributors(facts))
    return [a["ref"] for a in facts.rows("actors") if a["ref"] in named - said]


def _silent_leads(facts: Facts) -> Iterator[Spans]:
    for ref in silent_bodies(facts):
        led = [a["ref"] for a in facts.rows("actions") if ref in (a["lead"] or ())]
        unknown = sum(facts.state_of(action)["state"] == "unknown" for action in led)
        if led:
            name = facts.name_of(ref)
            yield facts.spans("silence.lead-most", name=name, lead=len(led), unknown=unknown)


def _unmeasured(facts: Facts) -> Iterator[Spans]:
    verdicts = facts.rows("verdicts", branch="official")
    unmeasured = sum(row["measured"] == 0 for row in verdicts)
    targetless = sum(row["reasons"] == "no_target" for row in verdicts)
    yield facts.spans(
        "unmeasured.objectives", n=unmeasured, all=len(facts.objectives), targetless=targetless
    )
    outcomes = facts.rows("outcomes", branch="official")
    reasons = Counter(row["reason"] for row in outcomes if row["reason"])
    if reasons:
        told = (f"{WORDS['reason'][reason]}: {count}" for reason, count in reasons.items())
        yield facts.spans("unmeasured.reasons", reasons="; ".join(told))


def _later(facts: Facts) -> Iterator[Spans]:
    """Datasets with the days of what came after the as-of day."""
    by_title: dict[str, list[str]] = {}
    for published, title in facts.release.later.select("published", "title").iter_rows():
        by_title.setdefault(title, []).append(facts.day(published))
    for title, days in by_title.items():
        yield facts.spans("unmeasured.later.item", title=title, date=", ".join(days))


def _write_contested(report: Compiler) -> None:
    facts = report.facts
    contested = [
        c for c in on_record(facts) if c["contests"] and facts.find("indicators", c["subject"])
    ]
    items = [_contested(facts, c) for c in contested]
    report.list("contested.list", items)
    if not items:
        report.say("contested.none", "contested.none")


def _contested(facts: Facts, contribution: Row) -> Spans:
    """A figure somebody disputes beside the one that is used."""
    period, value = contribution["period"], contribution["value"]
    used = facts.rows("series", indicator=contribution["subject"], period=period)
    known = used[0]["value"] if used else None
    indicator = facts.row("indicators", contribution["subject"])
    return facts.spans(
        "contested.item",
        name=named(facts, [indicator], "indicators"),
        period=facts.house.period(period) if period else facts.missing,
        by=facts.name_of(contribution["actor"]),
        value=facts.house.number(value) if value is not None else facts.missing,
        other=facts.house.number(known) if known is not None else facts.missing,
        dataset=facts.row("datasets", indicator["dataset"])["publisher"],
    )


def _write_revised(report: Compiler) -> None:
    facts = report.facts
    kinds = {"revised", "withdrawn", "suspicious"}
    revised = [r for r in facts.rows("revisions") if r["kind"] in kinds]
    large = sum(_is_large(r) for r in revised)
    sentences = [facts.spans("revised.count", n=len(revised), large=large)]
    if revised and not any(v["measured"] for v in facts.rows("verdicts", branch="official")):
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


def _percent(revision: Row) -> Decimal | None:
    if not revision["old"] or revision["new"] is None:
        return None
    return Decimal((revision["new"] - revision["old"]) / revision["old"] * 100)


def _is_large(revision: Row) -> bool:
    """By more than 1%; a value withdrawn or come from nothing is large."""
    percent = _percent(revision)
    return percent is None or abs(percent) > 1


def _revised_row(facts: Facts, revision: Row) -> TableRow:
    house = facts.house
    indicator = _indicator_of(facts, revision)
    name = named(facts, [indicator], "indicators") if indicator else _series(facts, revision)
    old, new = (
        facts.missing if revision[when] is None else house.number(revision[when])
        for when in ("old", "new")
    )
    why = revision["why"] or _reason_of_break(facts, indicator, revision["period"])
    return row(
        name,
        house.period(revision["period"]),
        old,
        new,
        _change(facts, revision),
        why or facts.text("delivery.no-reason"),
    )


def _series(facts: Facts, revision: Row) -> str:
    title = facts.row("datasets", revision["dataset"])["title"]
    return f"{title}: {revision['series']}" if revision["series"] else str(title)


def _change(facts: Facts, revision: Row) -> str | Span:
    if revision["new"] is None:
        return facts.text("revised.withdrawn")
    if revision["old"] is None:
        return facts.missing
    change = facts.house.signed(revision["new"] - revision["old"])
    percent = _percent(revision)
    return change if percent is None else f"{change} ({facts.house.signed_percent(percent)})"


def _reason_of_break(facts: Facts, indicator: Row | None, period: str) -> str:
    """What is on record of a break in the series at this period."""
    breaks = facts.rows("breaks", indicator=indicator["ref"], period=period) if indicator else []
    return str(breaks[0]["reason"]) if breaks else ""


def _indicator_of(facts: Facts, revision: Row) -> Row | None:
    for indicator in facts.rows("indicators", dataset=revision["dataset"]):
        if indicator["filter"] == revision["series"]:
            return indicator
    return None


def _unconfirmed(facts: Facts) -> Iterator[Spans]:
    yield facts.spans("unconfirmed.count", n=len(_unconfirmed_lines(facts)))
    due = [s for s in facts.rows("action_states") if s["timing"] in {"on time", "late"}]
    unconfirmed = sum(s["unconfirmed"] for s in due)
    if due:
        yield facts.spans(
            "unconfirmed.delivered",
            delivered=len(due),
            confirmed=len(due) - unconfirmed,
            unconfirmed=unconfirmed,
        )


def _unconfirmed_lines(facts: Facts) -> list[Row]:
    """Lines of provenance that mark a fact as unconfirmed; not those on documents of later days."""
    lines = facts.rows("provenance", standing="unconfirmed")
    later = {row["ref"] for row in facts.rows("evidence") if not is_out(facts, row)}
    return [line for line in lines if line["table"] != "evidence" or line["row"] not in later]


def _unconfirmed_rows(facts: Facts) -> list[tuple[str, str]]:
    """Each fact that is unconfirmed, by table: its row, and the field where it is not the whole."""
    found: dict[str, list[str]] = {}
    for line in _unconfirmed_lines(facts):
        row_ = facts.text("label.all") if line["row"] == ALL else line["row"]
        shown = row_ if line["field"] == ALL else f"{row_} ({line['field'].replace('_', ' ')})"
        found.setdefault(line["table"].replace("_", " "), []).append(shown)
    return [(table, "; ".join(rows)) for table, rows in found.items()]
