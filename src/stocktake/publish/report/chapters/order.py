"""The order of the challenges: how it came about, the picture, the ranks, every criterion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.publish.facts import Facts, Row
from stocktake.publish.locales import DASH
from stocktake.publish.phrases import named
from stocktake.publish.rankings import (
    draw_order,
    is_described,
    list_classes,
    list_differences,
    order_ranks,
    rank_sentence,
    write_range,
    write_shares,
)
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, join, left, row
from stocktake.publish.spans import Span, Spans
from stocktake.vocabulary.criteria import QUALITY, RANKING
from stocktake.vocabulary.decimals import is_number

WIDE_MM: Final = 160.0
CRITERIA: Final = (*RANKING, QUALITY)


def write_order(report: Compiler) -> None:
    """What follows from the criteria; nothing where none is on record."""
    facts = report.facts
    if not is_described(facts):
        return
    report.section("challenges.order", facts.text("chapter.order"))
    report.add_all("challenges.how", _tell_how(facts), "challenge.how")
    report.list("challenges.classes", list_classes(facts))
    _write_picture(report)
    _write_ranks(report)
    report.list("challenges.differ", list_differences(facts), facts.spans("challenge.differ.head"))
    _write_criteria(report)


def _tell_how(facts: Facts) -> Iterator[Spans]:
    ranks = order_ranks(facts)
    yield facts.spans("challenge.how")
    if not ranks:
        return
    first = ranks[0]
    yield facts.spans("challenge.how.weighed", draws=first["draws"], k=first["top"])
    if any(line["origin"] == "unknown" for line in _list_used(facts)):
        yield facts.spans("challenge.how.unknown")
    if first["of"] <= first["top"]:
        yield facts.spans("challenge.few", n=first["of"], k=first["top"])


def _list_used(facts: Facts) -> list[Row]:
    """Lines of the criteria that are on record for at least one challenge."""
    lines = facts.rows("challenge_profiles")
    used = {line["criterion"] for line in lines if line["origin"] != "unknown"}
    return [line for line in lines if line["criterion"] in used]


def _write_picture(report: Compiler) -> None:
    facts = report.facts
    caption = facts.text("challenge.figure", year=facts.cycle["ref"])
    drawing = draw_order(facts, caption, "ranks")
    if drawing:
        source = facts.text("challenge.order.source")
        report.figure(
            "challenges.figure", caption, drawing.svg, drawing.alt, WIDE_MM, source,
            "challenges.ranks",
        )  # fmt: skip


def _write_ranks(report: Compiler) -> None:
    facts, say = report.facts, report.facts.text
    ranks = order_ranks(facts)
    if not ranks:
        return
    heads = [
        left(say("label.challenge"), 5),
        left(say("challenge.tier")),
        left(say("challenge.ranks"), 1.2),
        left(say("challenge.top", k=ranks[0]["top"]), 2),
        left(say("challenge.standing"), 1.5),
    ]
    rows = [
        row(
            named(facts, [facts.row("challenges", rank["challenge"])], "challenges"),
            write_range(rank["tier_lo"], rank["tier_hi"]),
            write_range(rank["rank_lo"], rank["rank_hi"]),
            write_shares(facts, rank),
            say(f"challenge.word.{rank['class']}"),
        )
        for rank in ranks
    ]
    caption = facts.spans("challenge.order.table", year=facts.cycle["ref"])
    source = say("challenge.order.source")
    notes = [say("challenge.order.note")]
    report.table("challenges.ranks", caption, heads, rows, source, notes, "csv/challenge_ranks.csv")


def _write_criteria(report: Compiler) -> None:
    facts, say = report.facts, report.facts.text
    lines = _list_used(facts)
    used = [name for name in CRITERIA if any(line["criterion"] == name for line in lines)]
    heads = [left(say("label.ref"), 1.3)]
    heads += [left(say(f"challenge.criterion.{name.replace(' ', '-')}")) for name in used]
    by_challenge: dict[str, list[Row]] = {}
    for line in lines:
        by_challenge.setdefault(line["challenge"], []).append(line)
    rows = [_criteria_row(facts, ref, own, used) for ref, own in by_challenge.items()]
    report.table(
        "challenges.criteria",
        facts.spans("challenge.criteria.table", year=facts.cycle["ref"]),
        heads,
        rows,
        say("challenge.criteria.source"),
        [say("challenge.criteria.note")],
        "csv/challenge_profiles.csv",
    )
    bases = (_tell_basis(facts, ref, own) for ref, own in by_challenge.items())
    report.list("challenges.bases", bases, facts.spans("challenge.bases"))


def _criteria_row(facts: Facts, ref: str, lines: list[Row], used: list[str]) -> TableRow:
    cells = {line["criterion"]: write_criterion(facts, line) for line in lines}
    return row(Span(ref, style="ref"), *(cells[name] for name in used))


def write_criterion(facts: Facts, line: Row) -> str | Span:
    """A criterion as stated or computed; the sign of a missing value where it is unknown."""
    if line["origin"] == "unknown":
        return facts.missing
    if line["origin"] == "computed":
        shares = dict.fromkeys(facts.house.share(line[end]) for end in ("low", "high"))
        return DASH.join(shares)
    number = is_number(line["value"])
    shown = facts.house.number(line["low"]) if number else line["value"]
    address = f"{line['challenge']}|{line['criterion']}"
    return Span(shown, mark=facts.mark("challenge_criteria", address, "value"))


def _tell_basis(facts: Facts, ref: str, lines: list[Row]) -> Spans:
    """What each criterion of a challenge rests on, with its documents, and where it stands."""
    told: list[Spans] = [(*named(facts, [facts.row("challenges", ref)], "challenges"), Span("."))]
    rank = facts.row("challenge_ranks", ref)
    if rank["rank_lo"] is not None:
        told.append(rank_sentence(facts, rank))
    told += [_tell_line(facts, line) for line in lines if line["origin"] != "unknown"]
    unknown = [_name(facts, line) for line in lines if line["origin"] == "unknown"]
    if unknown:
        told.append(facts.spans("challenge.basis.unknown", criteria=", ".join(unknown)))
    return join(told)


def _tell_line(facts: Facts, line: Row) -> Spans:
    if line["origin"] == "computed":
        challenge = facts.row("challenges", line["challenge"])
        counts = facts.delivery_of(challenge["objective"])
        told = {name: counts[name] for name in ("due", "late", "overdue", "dropped")}
        open_ = counts["part"] + counts["unknown"]
        ref = Span(challenge["objective"], style="ref")
        return facts.spans("challenge.basis.computed", ref=ref, open=open_, **told)
    return facts.spans(
        "challenge.basis.given",
        criterion=_name(facts, line),
        value=write_criterion(facts, line),
        basis=line["basis"].rstrip("."),
        evidence=facts.evidence(line["evidence"]),
    )


def _name(facts: Facts, line: Row) -> str:
    return facts.text(f"challenge.criterion.{line['criterion'].replace(' ', '-')}")
