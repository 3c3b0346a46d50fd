"""The page of one action: what was promised and what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stocktake.publish.facts import Facts, Row
from stocktake.publish.ledger import text_of
from stocktake.publish.spans import Span, Spans, plain
from stocktake.publish.website.ledger import anchor_of
from stocktake.publish.website.objective import View, compare
from stocktake.publish.website.rendering import Page
from stocktake.publish.website.said import Quote, make_quote
from stocktake.publish.website.signs import Sign, sign_action, sign_milestone
from stocktake.publish.website.sitemap import FRONT, Site
from stocktake.vocabulary.when import last_day


@dataclass(frozen=True)
class Event:
    """One entry of the timeline."""

    day: date
    when: str
    shown: str
    sign: Sign
    text: str
    mark: Span
    note: str
    evidence: Spans


@dataclass(frozen=True)
class Document:
    """A document of the evidence with its standing."""

    title: str
    url: str
    code: str
    publisher: str
    published: str
    standing: str


@dataclass(frozen=True)
class Statement:
    """What one report of a contributor said of the action."""

    cycle: str
    reported: str
    quote: Quote


def make_actions(site: Site) -> Iterator[Page]:
    """A page for every action."""
    for action in site.facts.rows("actions"):
        yield _make_page(site, action)


def _make_page(site: Site, action: Row) -> Page:
    facts, ref = site.facts, action["ref"]
    state = facts.state_of(ref)
    milestones = list(_known_milestones(facts, ref))
    objective = site.objective_of(action)
    line = facts.find("objectives", action["objective"])
    lede = _tell_state(site, action, state)
    content = {
        "action": action,
        "state": state,
        "sign": sign_action(facts, state),
        "objective": objective,
        "objective_page": site.page_of(objective["ref"]),
        "line": line if line and line["parent"] else None,
        "lede": lede,
        "description": plain(lede),
        "mark": Span("", mark=facts.mark("actions", ref, "title")),
        "empty": state["state"] == "unknown",
        "due": facts.due(action),
        "done": _tell_done(facts, state),
        "lead": site.name_actors(action["lead"]),
        "supporting": site.name_actors(action["supporting"]),
        "events": sorted(_list_events(facts, action, milestones), key=lambda one: one.day),
        "statements": list(_list_statements(facts, ref)),
        "answers": list(_list_answered(facts, action)),
        "views": list(_list_views(facts, ref)),
        "documents": list(_list_documents(facts, ref, milestones)),
    }
    title = facts.text("site.page.title", ref=ref, title=action["title"], name=site.name)
    crumbs = (
        (facts.text("site.nav.overview"), FRONT),
        (objective["ref"], site.page_of(objective["ref"])),
        (ref, ""),
    )
    return Page(site.page_of(ref), "action.html", title, content, "objectives", crumbs)


def _list_answered(facts: Facts, action: Row) -> Iterator[tuple[str, str, str]]:
    """The recommendations an action answers: reference, anchor and text."""
    for ref in action["answers"] or ():
        row = facts.find("recommendations", ref)
        if row:
            yield ref, anchor_of(ref), text_of(row)


def _known_milestones(facts: Facts, ref: str) -> Iterator[Row]:
    """Milestones of an action; a deed after the day of this edition is none of its business."""
    for row in facts.rows("milestones", subject=ref):
        if row["done"] is None or last_day(row["done"]) <= facts.cycle["as_of"]:
            yield row


# --- the sentence ---------------------------------------------------------------------------------


def _tell_state(site: Site, action: Row, state: Row) -> Spans:
    facts = site.facts
    due, done = tuple(facts.due(action)), _tell_done(facts, state)
    if state["state"] == "delivered" and done:
        timing = state["timing"].replace(" ", "-")
        days = state["days_late"] or 0
        return facts.spans(f"site.action.{timing}", date=done, due=due, n=days)
    if state["state"] == "unknown":
        return _tell_unknown(site, action, state, due)
    key = state["state"].replace(" ", "-")
    overdue = "overdue" if state["timing"] == "overdue" else key
    return facts.spans(f"site.action.{overdue}", due=due)


def _tell_unknown(site: Site, action: Row, state: Row, due: tuple[Span, ...]) -> Spans:
    facts, timing = site.facts, state["timing"]
    if state["milestones"]:
        newest = facts.row("milestones", state["milestones"][-1])
        date = facts.when("milestones", newest["ref"], "done", newest["done"])
        return facts.spans("site.action.old", date=date, due=due)
    return facts.spans("site.action.unknown", timing=timing, due=due)


def _tell_done(facts: Facts, state: Row) -> Span | None:
    if not state["delivered"] or not state["milestones"]:
        return None
    return facts.when("milestones", state["milestones"][0], "done", state["delivered"])


# --- the timeline ---------------------------------------------------------------------------------


def _list_events(facts: Facts, action: Row, milestones: list[Row]) -> Iterator[Event]:
    if action["due"]:
        yield _promise(facts, action)
    for row in milestones:
        yield _event(facts, row)


def _promise(facts: Facts, action: Row) -> Event:
    due = facts.due(action)
    return Event(
        day=last_day(action["due"]),
        when=action["due"],
        shown=plain(due),
        sign=Sign("a-plan", facts.text("site.milestone.due")),
        text=action["deliverable"] or action["title"],
        mark=Span("", mark=due[-1].mark),
        note=facts.text("site.milestone.promised"),
        evidence=(),
    )


def _event(facts: Facts, row: Row) -> Event:
    when = row["done"] or row["due"]
    fields = ("done", "title", "stage") if row["done"] else ("due", "title", "stage")
    return Event(
        day=last_day(when),
        when=when,
        shown=facts.day(when),
        sign=sign_milestone(facts, row),
        text=row["title"],
        mark=Span("", mark=facts.mark("milestones", row["ref"], *fields)),
        note=_note(facts, row),
        evidence=facts.evidence(row["evidence"]) if row["evidence"] else (),
    )


def _note(facts: Facts, row: Row) -> str:
    """What a deed does for the promise, and what is missing or why it went otherwise."""
    if row["done"] is None:
        return facts.text("site.milestone.planned")
    if row["stage"] in {"dropped", "superseded"}:
        return row["reason"] or facts.text("delivery.no-reason")
    said = facts.text(f"site.fulfils.{row['fulfils'] or 'related'}")
    more = row["missing"] if row["fulfils"] == "part" else row["reason"]
    return f"{said}: {more}" if more else said


# --- what was said, and what it rests on ----------------------------------------------------------


def _list_statements(facts: Facts, ref: str) -> Iterator[Statement]:
    for row in facts.rows("contributions", subject=ref):
        if row["text"] or row["reported"]:
            yield Statement(row["cycle"], row["reported"] or "", make_quote(facts, row))


def _list_views(facts: Facts, ref: str) -> Iterator[View]:
    """Where the three columns differ on this action."""
    for row in facts.rows("comparisons", subject=ref, branch="official"):
        if row["differ"]:
            yield compare(facts, row)


def _list_documents(facts: Facts, ref: str, milestones: list[Row]) -> Iterator[Document]:
    said = facts.rows("contributions", subject=ref)
    refs = dict.fromkeys(one for row in (*milestones, *said) for one in row["evidence"] or ())
    for name in refs:
        row = facts.find("evidence", name)
        if row is not None:
            yield _document(facts, row)


def _document(facts: Facts, row: Row) -> Document:
    unconfirmed = facts.mark("evidence", row["ref"], "title", "published")
    return Document(
        title=row["title"],
        url=row["url"] or "",
        code=row["code"] or "",
        publisher=row["publisher"],
        published=facts.day(row["published"]) if row["published"] else "",
        standing=unconfirmed or "published",
    )
