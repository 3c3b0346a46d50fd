"""The chapter on earlier recommendations: grades, lives, what is open, who was asked."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.drawings import draw_lifelines
from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import (
    STANCES,
    count_asked,
    list_earlier,
    list_followed_up,
    list_standing,
    tell_actions,
    tell_kin,
    tell_time,
    text_of,
)
from stocktake.publish.phrases import follow_up_counts
from stocktake.publish.report.chapters.ledger import ledger_heads, ledger_row
from stocktake.publish.report.compiler import Compiler, join, left, right, row
from stocktake.publish.spans import Span, Spans

WIDE_MM = 160.0


def write_follow_up(report: Compiler) -> None:
    """What became of earlier recommendations: grade, punctuality beside it, evidence."""
    facts = report.facts
    report.chapter("follow-up", facts.text("chapter.follow-up", final=facts.final))
    earlier = list_earlier(facts)
    if not earlier:
        report.say("follow-up.none", "rec.follow-up.none")
        return
    report.add_all("follow-up.count", _follow_up_counts(facts), "rec.follow-up.count")
    _write_grades(report, earlier)
    _write_lives(report)
    kin = list(tell_kin(facts))
    report.list("follow-up.kin", kin, facts.spans("rec.kin"))
    report.list("follow-up.already", _already(facts, earlier))
    _write_open(report)
    _write_asked(report)


def _follow_up_counts(facts: Facts) -> Iterator[Spans]:
    counted = list_followed_up(facts)
    yield follow_up_counts(facts, counted)
    yield facts.spans("rec.follow-up.base", parts="; ".join(_list_bases(facts, counted)))
    dateless = sum(line["timeliness"] == "no due date" for line in counted)
    if dateless:
        yield facts.spans("rec.no-dates", n=dateless, all=len(counted))
    if counted:
        yield facts.spans("rec.graded-by", by=_graders(facts))
    if facts.final == "yes":
        lines = list_standing(facts)
        still = sum(line["open"] for line in lines)
        yield facts.spans("rec.open-end", n=still, all=len(lines))


def _list_bases(facts: Facts, counted: list[Row]) -> Iterator[str]:
    """By round: how many recommendations it made, and in how many parts they are followed up."""
    for cycle in facts.rows("cycles"):
        lines = [line for line in counted if line["made_in"] == cycle["ref"]]
        made = {_top(facts, line["recommendation"]) for line in lines}
        if lines:
            split = "yes" if len(made) < len(lines) else "no"
            yield facts.text(
                "rec.base", n=len(made), year=cycle["ref"], split=split, parts=len(lines)
            )


def _top(facts: Facts, ref: str) -> str:
    """The recommendation a part is a part of in the end."""
    seen = {ref}
    while (above := facts.row("recommendations", ref)["split_from"]) and above not in seen:
        seen.add(above)
        ref = above
    return ref


def _graders(facts: Facts) -> str:
    return "; ".join(dict.fromkeys(facts.name_of(row["by"]) for row in facts.rows("follow_ups")))


def _write_grades(report: Compiler, earlier: list[Row]) -> None:
    facts = report.facts
    rows = [facts.row("recommendations", line["recommendation"]) for line in earlier]
    report.table(
        "follow-up.table",
        facts.spans("rec.follow-up.table", final=facts.final, date=facts.today),
        ledger_heads(facts, whole=False),
        [ledger_row(facts, recommendation, whole=False) for recommendation in rows],
        facts.spans("rec.source", by=_graders(facts)),
        file="csv/follow_ups.csv",
    )


def _write_lives(report: Compiler) -> None:
    facts = report.facts
    drawing = draw_lifelines(facts, facts.text("rec.lives"), "follow-up-figure")
    if drawing:
        report.figure(
            "follow-up.figure",
            facts.spans("rec.lives.caption", date=facts.today),
            drawing.svg,
            drawing.alt,
            WIDE_MM,
            facts.spans("rec.source", by=_graders(facts)),
            "follow-up.table",
        )


def _already(facts: Facts, earlier: list[Row]) -> Iterator[Spans]:
    for line in earlier:
        if line["timeliness"] == "before the recommendation":
            ref = line["recommendation"]
            closed = [f for f in facts.rows("follow_ups", recommendation=ref) if f["closed"]]
            if closed:
                address = f"{ref}|{closed[-1]['cycle']}"
                day = facts.when("follow_ups", address, "closed", closed[-1]["closed"])
                yield facts.spans("rec.already", ref=Span(ref, style="ref"), date=day)


def _write_open(report: Compiler) -> None:
    """One entry for each that is not closed, and is not told in another."""
    facts = report.facts
    still = [line for line in list_standing(facts) if line["open"]]
    if still:
        report.part("follow-up.open", facts.text("rec.open"))
    report.list("follow-up.open.list", [_open_sentence(facts, line) for line in still])


def _open_sentence(facts: Facts, line: Row) -> Spans:
    row_ = facts.row("recommendations", line["recommendation"])
    says = [
        facts.spans(
            "rec.open.item",
            ref=Span(row_["ref"], style="ref"),
            text=facts.fact("recommendations", row_["ref"], "text", text_of(row_)),
            grade=line["grade"] or facts.text("rec.no-grade"),
            since=line["asked_in"],
        ),
        facts.spans("rec.open.time", time=tell_time(facts, line)),
        tell_actions(facts, line),
    ]
    if facts.rows("responses"):
        silent = [facts.name_of(actor) for actor in line["silent"] or ()]
        says.append(facts.spans("rec.silent", names="; ".join(silent)) if silent else ())
    return join(sentence for sentence in says if sentence)


def _write_asked(report: Compiler) -> None:
    """By addressee: what was asked, what came, what it answered, and on what it is silent."""
    facts, say = report.facts, report.facts.text
    asked = count_asked(facts)
    report.part("follow-up.asked", say("rec.asked"))
    heads = [
        left(say("label.addressee"), 3),
        *(right(say(f"label.{name}")) for name in ("asked", "closed", "still-open")),
        *(right(say(f"label.{name.replace(' ', '-')}")) for name in STANCES),
        right(say("label.no-response"), 1.3),
    ]
    rows = [
        row(
            facts.name_of(one.actor),
            *(str(n) for n in (one.asked, one.closed, one.open)),
            *(str(one.stances[stance]) for stance in STANCES),
            str(one.silent),
        )
        for one in asked
    ]
    report.table(
        "follow-up.asked.table",
        facts.spans("rec.asked.table", date=facts.today),
        heads,
        rows,
        facts.spans("rec.asked.source"),
        file="csv/ledger.csv",
    )
    report.add_all("follow-up.responses", _silence(facts), "rec.responses.none")


def _silence(facts: Facts) -> Iterator[Spans]:
    """Who has not responded to what; where nobody has, that this may be for want of records."""
    silent: dict[str, list[str]] = {}
    for line in list_earlier(facts):
        for actor in line["silent"] or ():
            silent.setdefault(actor, []).append(line["recommendation"])
    if not any(line["answered_by"] for line in list_earlier(facts)):
        yield facts.spans("rec.responses.none")
    elif not silent:
        yield facts.spans("rec.responses.all")
    else:
        for actor, refs in silent.items():
            yield facts.spans("rec.silent.to", name=facts.name_of(actor), refs=", ".join(refs))
    if facts.cycle["reconstructed"]:
        yield facts.spans("rec.responses.record")
