"""Recommendations as report and site tell them: the earlier ones, their kin, and responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stocktake.publish.facts import NOT_APPLICABLE, Facts, Row
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.spans import Span, Spans, plain
from stocktake.vocabulary.when import last_day
from stocktake.vocabulary.words import CLOSING

TIMES = {
    "closed on time": "ontime",
    "closed late": "late",
    "open": "open",
    "overdue": "overdue",
    "before the recommendation": "before",
}
STANCES = ("accepted", "partly accepted", "rejected")


@dataclass(frozen=True)
class Asked:
    """What was asked of one addressee in earlier rounds, and what came."""

    actor: str
    asked: int
    closed: int
    stances: Counter[str]
    answered: int
    silent: int

    @property
    def open(self) -> int:
        """How many are still open."""
        return self.asked - self.closed


def is_earlier(facts: Facts, line: Row) -> bool:
    """Whether it was asked before this round, be it by the strategy before."""
    inherited = facts.row("recommendations", line["recommendation"])["inherited_from"]
    return line["made_in"] != facts.cycle["ref"] or bool(inherited)


def list_earlier(facts: Facts) -> list[Row]:
    """Lines of the ledger that were asked before this round, those that are one together."""
    lines = [line for line in facts.rows("ledger") if is_earlier(facts, line)]
    order = list(dict.fromkeys(line["identity"] for line in lines))
    return sorted(lines, key=lambda line: order.index(line["identity"]))


def list_followed_up(facts: Facts) -> list[Row]:
    """Lines of the ledger whose grade counts."""
    return [line for line in facts.rows("ledger") if line["counted"]]


def is_moved(line: Row) -> bool:
    """Whether it goes on in another rather than by itself."""
    return bool(line["lives_on_in"]) and line["grade"] not in CLOSING


def list_standing(facts: Facts) -> list[Row]:
    """Earlier lines without those that go on in another earlier one, where they are told."""
    earlier = list_earlier(facts)
    told = {line["recommendation"] for line in earlier}
    return [
        line for line in earlier if not (is_moved(line) and told.intersection(line["lives_on_in"]))
    ]


def list_parts(facts: Facts, ref: str) -> list[str]:
    """The parts a recommendation was split into."""
    return [row["ref"] for row in facts.rows("recommendations", split_from=ref)]


def text_of(recommendation: Row) -> str:
    """What is asked, as one line."""
    return " ".join(plain(spans) for spans in parse_markdown(recommendation["text"]))


def tell_time(facts: Facts, line: Row) -> Spans:
    """Punctuality in words, with the due day where one was missed."""
    ref = line["recommendation"]
    due = facts.row("recommendations", ref)["due"]
    day = due if due in {None, NOT_APPLICABLE} else str(last_day(due))
    return facts.spans(
        "rec.time",
        t=TIMES.get(line["timeliness"], "other"),
        due=facts.when("recommendations", ref, "due", day),
    )


def tell_kin(facts: Facts) -> Iterator[Spans]:
    """How recommendations are one with others: split, gone into, said again, handed on."""
    for row in facts.rows("recommendations"):
        ref = Span(row["ref"], style="ref")
        parts = list_parts(facts, row["ref"])
        if parts:
            yield facts.spans("rec.split", ref=ref, refs=", ".join(parts))
        sources = facts.rows("recommendations", merged_into=row["ref"])
        if sources:
            refs = ", ".join(source["ref"] for source in sources)
            yield facts.spans("rec.merged", refs=refs, n=len(sources), ref=ref)
        old = facts.find("recommendations", row["repeats"])
        if old:
            yield facts.spans("rec.repeated", ref=ref, old_ref=old["ref"], year=old["cycle"])
        if row["inherited_from"]:
            yield facts.spans("rec.inherited", ref=ref, before=row["inherited_from"])
        if row["handed_to"]:
            yield facts.spans("rec.handed", ref=ref, successor=name_successor(facts, row))


def name_successor(facts: Facts, recommendation: Row) -> Spans:
    """The document, or the reference in another strategy, that takes it over."""
    to = recommendation["handed_to"]
    return facts.evidence([to]) if facts.find("evidence", to) else (Span(to),)


def tell_actions(facts: Facts, line: Row) -> Spans:
    """The actions that answer a recommendation, with where they stand; nothing without any."""
    states = [facts.state_of(ref) for ref in line["actions"] or ()]
    told = [
        facts.text("rec.action", ref=s["action"], state=s["state"], timing=_timed(s))
        for s in states
    ]
    return facts.spans("rec.actions", items="; ".join(told)) if told else ()


def _timed(state: Row) -> str:
    """The timing of a delivered action, where it has one worth saying."""
    timing = state["timing"]
    delivered = state["state"] == "delivered" and timing in {"on time", "late", "early"}
    return f" {timing}" if delivered else ""


def count_asked(facts: Facts) -> list[Asked]:
    """Earlier recommendations by addressee, those most asked first; each is counted once."""
    asked: dict[str, list[Row]] = {}
    for line in list_standing(facts):
        for actor in facts.row("recommendations", line["recommendation"])["addressees"] or ():
            asked.setdefault(actor, []).append(line)
    counted = [_count_for(facts, actor, lines) for actor, lines in asked.items()]
    return sorted(counted, key=lambda one: -one.asked)


def _count_for(facts: Facts, actor: str, lines: list[Row]) -> Asked:
    members = {actor, *(row["ref"] for row in facts.rows("actors", member_of=actor))}
    silent = [line for line in lines if members & set(line["silent"] or ())]
    return Asked(
        actor=actor,
        asked=len(lines),
        closed=sum(not line["open"] for line in lines),
        stances=Counter(_list_stances(facts, actor, lines)),
        answered=sum(bool(members & set(line["answered_by"] or ())) for line in lines),
        silent=len(silent),
    )


def _list_stances(facts: Facts, actor: str, lines: Iterable[Row]) -> Iterator[str]:
    """The newest stance of an addressee on each."""
    for line in lines:
        given = list_responses(facts, line["recommendation"], actor)
        if given:
            yield given[-1]["stance"]


def list_responses(facts: Facts, ref: str, actor: str | None = None) -> list[Row]:
    """Responses to a recommendation or to what it is a part of, oldest first."""
    asked, row = [ref], facts.row("recommendations", ref)
    while row["split_from"] and row["split_from"] not in asked:
        asked.append(row["split_from"])
        row = facts.row("recommendations", row["split_from"])
    found = [one for one in facts.rows("responses") if one["recommendation"] in asked]
    rounds = [cycle["ref"] for cycle in facts.rows("cycles")]
    kept = [one for one in found if actor is None or one["actor"] == actor]
    return sorted(kept, key=lambda one: rounds.index(one["cycle"]))
