"""The page of one objective, whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from stocktake.publish.anchors import read_plainly
from stocktake.publish.facts import Facts, Row
from stocktake.publish.spans import Span, Spans, plain
from stocktake.publish.website.challenges import list_bearing
from stocktake.publish.website.delivery import (
    draw_delivery_bounds,
    draw_outcome_bounds,
    tell_rest,
)
from stocktake.publish.website.front import tell_unmeasured
from stocktake.publish.website.headline import tell_due
from stocktake.publish.website.ledger import Promise, make_promise
from stocktake.publish.website.measured import Numbers, tell_briefly, tell_numbers
from stocktake.publish.website.rendering import Page
from stocktake.publish.website.said import find_account, make_quote, quote_all
from stocktake.publish.website.signs import Sign, sign_action, sign_class, sign_verdict
from stocktake.publish.website.sitemap import FRONT, Site
from stocktake.vocabulary.words import WORDS


@dataclass(frozen=True)
class Scale:
    """An axis of the objective: its word, sentences and bounds."""

    sign: Sign
    sentences: list[Spans | str]
    drawing: Markup


@dataclass(frozen=True)
class Listed:
    """One action in the table of actions."""

    ref: str
    title: str
    mark: Span
    page: str
    lead: str
    due: Spans
    sign: Sign
    date: Span | None
    evidence: Spans

    @property
    def is_marked(self) -> bool:
        """Whether its wording or its due day is unconfirmed."""
        return any(span.mark for span in (self.mark, *self.due))


@dataclass(frozen=True)
class Group:
    """The actions of one line; those of the objective itself have no line."""

    line: Row | None
    actions: list[Listed]


def make_objectives(site: Site) -> Iterator[Page]:
    """A page for every objective."""
    for objective in site.facts.objectives:
        yield _make_page(site, objective)


def _make_page(site: Site, objective: Row) -> Page:
    facts, ref = site.facts, objective["ref"]
    numbers = tell_numbers(facts, ref)
    lede = list(_tell_lede(site, objective, numbers))
    account = find_account(facts, ref)
    groups = list(_group_actions(site, objective))
    content = {
        "objective": objective,
        "lede": lede,
        "description": " ".join(plain(sentence) for sentence in lede),
        "outcome": _tell_outcome(facts, ref),
        "delivery": _tell_delivery(facts, ref),
        "account": make_quote(facts, account) if account else None,
        "views": _compare(facts, ref),
        "passage": _assess(facts, ref),
        "numbers": numbers,
        "groups": groups,
        "marked": any(one.is_marked for group in groups for one in group.actions),
        "bearing": list(list_bearing(facts, ref)),
        "promises": list(_list_promises(site, ref)),
        "said": list(quote_all(facts, ref, account["ref"] if account else "")),
    }
    title = facts.text("site.page.title", ref=ref, title=objective["title"], name=site.name)
    crumbs = ((facts.text("site.nav.overview"), FRONT), (ref, ""))
    return Page(site.page_of(ref), "objective.html", title, content, "objectives", crumbs)


def _tell_lede(site: Site, objective: Row, numbers: Numbers | None) -> Iterator[Spans]:
    facts, ref = site.facts, objective["ref"]
    yield _answer(facts, facts.verdict_of(ref))
    yield tell_due(facts, facts.delivery_of(ref), f"{site.page_of(ref)}#actions", "site.objective")
    if numbers and numbers.first:
        yield from tell_briefly(facts, numbers.first.measured)


def _answer(facts: Facts, verdict: Row | None) -> Spans:
    if verdict is None:
        return facts.spans("site.objective.none-made")
    if verdict["value"] != "cannot be judged":
        return facts.spans("site.objective.answer", final=facts.final, value=verdict["value"])
    if verdict["reasons"] == "no_target":
        return facts.spans("site.objective.no-target", final=facts.final)
    return facts.spans("site.objective.unknown", final=facts.final)


# --- outcome and delivery -------------------------------------------------------------------------


def _tell_outcome(facts: Facts, ref: str) -> Scale:
    verdict = facts.verdict_of(ref)
    sentences: list[Spans | str] = []
    if verdict is not None:
        unmeasured = tell_unmeasured(facts, verdict)
        if unmeasured:
            strong = Span(unmeasured + ".", style="strong")
            bounds = facts.text("verdict.bounds", high=verdict["high"], low=verdict["low"])
            sentences.append((strong, Span(" " + bounds)))
        sentences += list(_qualify(facts, verdict))
    return Scale(sign_verdict(facts, verdict), sentences, draw_outcome_bounds(facts, verdict))


def _qualify(facts: Facts, verdict: Row) -> Iterator[str]:
    for word in verdict["suffixes"] or ():
        yield f"{word.capitalize()}: {WORDS['suffix'].get(word, word)}."
    if verdict["label"]:
        share = facts.house.share(verdict["stability"])
        yield facts.text("site.stability", label=verdict["label"], share=share)
    if verdict["nearest_flip"]:
        yield facts.text("site.flip", change=verdict["nearest_flip"])


def _tell_delivery(facts: Facts, ref: str) -> Scale:
    counts = facts.delivery_of(ref)
    if not counts["due"]:
        none = facts.text("delivery.none-due", date=facts.today)
        rest = list(tell_rest(facts, counts))
        return Scale(sign_class(facts, counts["class"]), [none, *rest], Markup(""))
    delivered = counts["on_time"] + counts["late"]
    first = facts.text("site.delivery.share", n=counts["due"], delivered=delivered)
    rest = list(tell_rest(facts, counts))
    sentences: list[Spans | str] = [(Span(first, style="strong"), Span(" " + " ".join(rest)))]
    if counts["class"] == "unknown":
        sentences.append(facts.text("site.delivery.why-unknown"))
    return Scale(sign_class(facts, counts["class"]), sentences, draw_delivery_bounds(facts, counts))


# --- three views ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """Reported, computed and assessed on one axis, and the sentence owed where they differ."""

    axis: str
    reported: str
    computed: str
    assessed: str
    reason: str
    owed: str


def _assess(facts: Facts, ref: str) -> Row | None:
    """What was written on the objective, its figures put in."""
    passage = facts.passage(f"{ref.lower()}.assessment")
    return {**passage, "text": read_plainly(facts, passage["text"])} if passage else None


def _compare(facts: Facts, subject: str) -> list[View]:
    return [
        compare(facts, row) for row in facts.rows("comparisons", subject=subject, branch="official")
    ]


def compare(facts: Facts, row: Row) -> View:
    """One comparison; a difference without its sentence says that none is on record."""
    address = f"{facts.cycle['ref']}|{row['subject']}|{row['axis']}|official"
    decision = facts.find("assessments", address)
    none = facts.text("verdict.none-made")
    words = {
        "reported": row["reported"] or facts.text("site.no-word"),
        "computed": row["computed"] or none,
        "assessed": row["assessed"] or none,
    }
    reason = (decision["reason"] or "") if decision else ""
    owed = ""
    if row["differ"]:
        said = (decision and decision["difference"]) or facts.text("site.owed.missing")
        owed = f"{facts.text('differ', which=row['differ'], **words)} {said}"
    return View(axis=row["axis"], reason=reason, owed=owed, **words)


# --- actions and recommendations ------------------------------------------------------------------


def _group_actions(site: Site, objective: Row) -> Iterator[Group]:
    facts, ref = site.facts, objective["ref"]
    own = facts.rows("actions", objective=ref)
    if own:
        yield Group(None, [_list_action(site, row) for row in own])
    for line in facts.lines(ref):
        rows = facts.rows("actions", objective=line["ref"])
        yield Group(line, [_list_action(site, row) for row in rows])


def _list_action(site: Site, action: Row) -> Listed:
    facts, ref = site.facts, action["ref"]
    state = facts.state_of(ref)
    resting = [facts.row("milestones", one) for one in state["milestones"] or ()]
    evidence = dict.fromkeys(one for row in resting for one in row["evidence"] or ())
    date = None
    if state["delivered"] and resting:
        date = facts.when("milestones", resting[0]["ref"], "done", state["delivered"])
    return Listed(
        ref=ref,
        title=action["title"],
        mark=Span("", mark=facts.mark("actions", ref, "title")),
        page=site.page_of(ref),
        lead=", ".join(action["lead"] or ()),
        due=facts.due(action),
        sign=sign_action(facts, state),
        date=date,
        evidence=facts.evidence(evidence) if evidence else (),
    )


def _list_promises(site: Site, ref: str) -> Iterator[Promise]:
    for row in reversed(site.facts.rows("recommendations", objective=ref)):
        yield make_promise(site, row)
