"""Recommendations and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stocktake.publish.drawings import draw_lifelines
from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import (
    STANCES,
    count_asked,
    list_earlier,
    list_parts,
    list_responses,
    list_standing,
    name_successor,
)
from stocktake.publish.spans import Span, Spans, plain
from stocktake.publish.website.rendering import Page, trust_drawing
from stocktake.publish.website.signs import Sign, count_grades, sign_action, sign_grade
from stocktake.publish.website.sitemap import FRONT, RECOMMENDATIONS, Site


@dataclass(frozen=True)
class Grades:
    """Earlier recommendations by newest grade, and by whom they were graded."""

    every: int
    counts: list[tuple[Sign, int]]
    by: str
    official: bool


@dataclass(frozen=True)
class FollowUp:
    """One grade with what was found."""

    sign: Sign
    graded: str
    text: str
    reason: str
    mark: Span
    evidence: Spans
    closed: Span | None


@dataclass(frozen=True)
class Acting:
    """An action that answers a recommendation, with its page and where it stands."""

    ref: str
    page: str
    sign: Sign


@dataclass(frozen=True)
class Response:
    """What an addressee answered."""

    name: str
    cycle: str
    stance: str
    text: str


@dataclass(frozen=True)
class Promise:
    """One recommendation in the ledger."""

    ref: str
    anchor: str
    text: str
    mark: Span
    addressees: str
    objective: str
    page: str
    due: Span
    kin: str
    timeliness: str
    newest: FollowUp
    earlier: list[FollowUp]
    actions: list[Acting]
    responses: list[Response]
    silent: str
    orphan: bool


@dataclass(frozen=True)
class Group:
    """The recommendations of one round."""

    cycle: str
    rows: list[Promise]


def anchor_of(ref: str) -> str:
    """The anchor of a recommendation; ids of the page's own parts begin otherwise."""
    return ref if ref[:1].isupper() else f"rec-{ref}"


def tell_grades(site: Site) -> Grades | None:
    """Earlier recommendations by grade; None where none was made before this round."""
    facts = site.facts
    standing = list_standing(facts)
    rows = [
        row
        for row in list_earlier(facts)
        if row["counted"] or (row["grade"] is None and row in standing)
    ]
    if not rows:
        return None
    by = list(dict.fromkeys(row["by"] for row in facts.rows("follow_ups")))
    official = set(by) <= {facts.strategy["issuer"]}
    counts = count_grades(facts, (row["grade"] for row in rows))
    return Grades(len(rows), counts, site.name_actors(by), official)


def make_ledger(site: Site) -> Page:
    """The page of all recommendations, newest round first."""
    facts = site.facts
    cycles = dict.fromkeys(row["cycle"] for row in facts.rows("recommendations"))
    groups = [
        Group(
            cycle, [make_promise(site, row) for row in facts.rows("recommendations", cycle=cycle)]
        )
        for cycle in sorted(cycles, reverse=True)
    ]
    title = facts.text("site.recommendations.title")
    lives = draw_lifelines(facts, facts.text("rec.lives"), "lives")
    grades = [row["grade"] for row in facts.rows("ledger")]
    content = {
        "grades": tell_grades(site),
        "lede": _tell_ledger(site),
        "groups": groups,
        "signs": [sign for sign, _ in count_grades(facts, grades)],
        "lives": trust_drawing(lives.svg) if lives else "",
        "asked": [(facts.name_of(one.actor), one) for one in count_asked(facts)],
        "stances": STANCES,
        "responses": _tell_responses(facts),
    }
    crumbs = (
        (facts.text("site.nav.overview"), FRONT),
        (facts.text("site.nav.recommendations"), ""),
    )
    return Page(RECOMMENDATIONS, "recommendations.html", title, content, "recommendations", crumbs)


def _tell_ledger(site: Site) -> str:
    facts, grades = site.facts, tell_grades(site)
    every = facts.text("site.recommendations.made", n=len(facts.rows("ledger")))
    if grades is None:
        return every
    parts = ", ".join(f"{count} {sign.word}" for sign, count in grades.counts)
    followed = facts.text("site.recommendations.followed", n=grades.every, parts=parts)
    return f"{every} {followed}"


def make_promise(site: Site, row: Row) -> Promise:
    """A recommendation with its grades, newest first."""
    facts, ref = site.facts, row["ref"]
    ledger = facts.find("ledger", ref)
    found = [
        _follow_up(facts, one)
        for one in sorted(
            facts.rows("follow_ups", recommendation=ref), key=lambda one: one["cycle"], reverse=True
        )
    ]
    newest = found[0] if found else _ungraded(facts, ledger)
    return Promise(
        ref=ref,
        anchor=anchor_of(ref),
        text=row["text"],
        mark=Span("", mark=facts.mark("recommendations", ref, "text")),
        addressees=site.name_actors(row["addressees"]),
        objective=row["objective"] or "",
        page=site.page_of(row["objective"] or ""),
        due=facts.when("recommendations", ref, "due", row["due"]) if row["due"] else Span(""),
        kin="; ".join(_list_kin(facts, row)),
        timeliness=_time(ledger) if found else "",
        newest=newest,
        earlier=found[1:],
        actions=list(_list_actions(site, ledger)),
        responses=list(_list_responses(facts, ref)),
        silent=_name_silent(site, ledger),
        orphan=bool(ledger and ledger["orphan"]),
    )


def _list_actions(site: Site, line: Row | None) -> Iterator[Acting]:
    for ref in line["actions"] or () if line else ():
        sign = sign_action(site.facts, site.facts.state_of(ref))
        yield Acting(ref, site.page_of(ref), sign)


def _list_responses(facts: Facts, ref: str) -> Iterator[Response]:
    for row in list_responses(facts, ref):
        name = facts.name_of(row["actor"])
        yield Response(name, row["cycle"], row["stance"], row["text"] or "")


def _name_silent(site: Site, line: Row | None) -> str:
    """Who owes a response, where any response at all is on record."""
    if line is None or not any(one["answered_by"] for one in site.facts.rows("ledger")):
        return ""
    return site.name_actors(line["silent"])


def _time(ledger: Row | None) -> str:
    """Punctuality, where it says more than that no day was set."""
    word = ledger["timeliness"] if ledger else ""
    return "" if word in {"", "no due date", "open"} else str(word)


def _ungraded(facts: Facts, ledger: Row | None) -> FollowUp:
    """The sign of what has no grade: split into parts, or not yet followed up."""
    sign = sign_grade(facts, None)
    if ledger is None:
        sign = Sign("", facts.text("site.grade.parts"))
    return FollowUp(sign, "", "", "", Span(""), (), None)


def _follow_up(facts: Facts, row: Row) -> FollowUp:
    address = f"{row['recommendation']}|{row['cycle']}"
    closed = facts.when("follow_ups", address, "closed", row["closed"]) if row["closed"] else None
    return FollowUp(
        sign=sign_grade(facts, row["grade"]),
        graded=row["cycle"],
        text=row["text"] or "",
        reason=row["reason"] or "",
        mark=Span("", mark=facts.mark("follow_ups", address, "grade", "text")),
        evidence=facts.evidence(row["evidence"]) if row["evidence"] else (),
        closed=closed,
    )


def _tell_responses(facts: Facts) -> str:
    """That nobody has answered, and whether that may be for want of records."""
    if any(line["answered_by"] for line in facts.rows("ledger")):
        return ""
    none = facts.text("rec.responses.none")
    return f"{none} {facts.text('rec.responses.record')}" if facts.cycle["reconstructed"] else none


def _list_kin(facts: Facts, row: Row) -> Iterator[str]:
    parts = list_parts(facts, row["ref"])
    if parts:
        yield facts.text("site.kin.parts", refs=", ".join(parts))
    for column in ("merged_into", "repeats"):
        others = [one["ref"] for one in facts.rows("recommendations", **{column: row["ref"]})]
        if others:
            yield facts.text(f"site.kin.{column}.back", refs=", ".join(others))
    for column in ("split_from", "merged_into", "repeats", "inherited_from"):
        if row[column]:
            yield facts.text(f"site.kin.{column}", ref=row[column])
    if row["handed_to"]:
        yield facts.text("site.kin.handed_to", ref=plain(name_successor(facts, row)))
