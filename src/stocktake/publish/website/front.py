"""The front page: the answer, the objectives at a glance, and where to go from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from stocktake.publish.facts import Facts, Row
from stocktake.publish.spans import Span, Spans, plain
from stocktake.publish.website.challenges import list_challenges, list_gaps, tell_order
from stocktake.publish.website.delivery import Delivery, tell_delivery
from stocktake.publish.website.headline import answer_question, is_promise
from stocktake.publish.website.ledger import tell_grades
from stocktake.publish.website.rendering import Page
from stocktake.publish.website.said import take_line
from stocktake.publish.website.signs import Sign, list_key, name_state, sign_verdict
from stocktake.publish.website.sitemap import FRONT, GivenReport, Site
from stocktake.vocabulary.when import last_day, months_between
from stocktake.vocabulary.words import WORDS


@dataclass(frozen=True)
class Glance:
    """One objective in one row."""

    ref: str
    title: str
    page: str
    reported: Spans
    verdict: Sign
    unmeasured: str
    delivery: Delivery


@dataclass(frozen=True)
class Published:
    """One report: its round, when it was planned and came, and where it can be read."""

    name: str
    given: GivenReport | None
    document: Spans
    planned: Spans | Span
    published: Spans | Span


def make_front(site: Site) -> Page:
    """The front page."""
    facts = site.facts
    answer = answer_question(facts)
    promise = is_promise(facts)
    content = {
        "kicker": _write_kicker(site),
        "answer": answer,
        "promise": promise,
        "description": " ".join(plain(sentence) for sentence in answer.lede),
        "rows": [
            _glance(site, row, promise, number) for number, row in enumerate(facts.objectives, 1)
        ],
        "squares": list_key(facts, (name_state(row) for row in facts.rows("action_states"))),
        "unconfirmed": len(facts.rows("action_states", state="delivered", unconfirmed=True)),
        "grades": tell_grades(site),
        "challenges": list_challenges(facts),
        "answer_gaps": list(list_gaps(facts)),
        "order": tell_order(facts),
        "threats": [row["title"] for row in facts.rows("threats")],
        "reports": _list_reports(site),
        "gaps": _tell_gaps(facts),
    }
    title = f"{answer.question} {facts.strategy['title']}"
    return Page(FRONT, "front.html", title, content, place="overview")


def _write_kicker(site: Site) -> Spans:
    facts = site.facts
    return facts.spans(
        "site.kicker.edition", final=facts.final, cycle=facts.cycle["ref"], date=site.as_of
    )


def _glance(site: Site, objective: Row, promise: bool, number: int) -> Glance:
    facts, ref = site.facts, objective["ref"]
    verdict = facts.verdict_of(ref)
    return Glance(
        ref=ref,
        title=objective["title"],
        page=site.page_of(ref),
        reported=take_line(facts, ref),
        verdict=sign_verdict(facts, verdict),
        unmeasured=tell_unmeasured(facts, verdict),
        delivery=tell_delivery(site, objective, f"u{number}"),
    )


def tell_unmeasured(facts: Facts, verdict: Row | None) -> str:
    """The unmeasurable share and why; nothing where all is measured."""
    if verdict is None or verdict["measured"] == 1:
        return ""
    share = facts.house.share(1 - verdict["measured"])
    reasons = (reason.partition(":") for reason in (verdict["reasons"] or "").split("; "))
    words = [WORDS["reason"].get(word, word) + colon + count for word, colon, count in reasons]
    return facts.text("site.unmeasured", share=share, reasons=", ".join(filter(None, words)))


# --- reports --------------------------------------------------------------------------------------


def _list_reports(site: Site) -> list[Published]:
    facts = site.facts
    return [
        Published(
            name=facts.text("site.report.name", final=_yes(cycle["final"]), cycle=cycle["ref"]),
            given=site.report_of(cycle["ref"]),
            document=facts.evidence([cycle["document"]]) if cycle["document"] else (),
            planned=facts.when("cycles", cycle["ref"], "planned", cycle["planned"]),
            published=_tell_published(facts, cycle),
        )
        for cycle in facts.rows("cycles")
    ]


def _tell_published(facts: Facts, cycle: Row) -> Span:
    if cycle["published"] is None:
        return Span(facts.text("site.reports.not-yet"))
    return facts.when("cycles", cycle["ref"], "published", cycle["published"])


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _tell_gaps(facts: Facts) -> str:
    """Months between the reports, beside the interval that was promised."""
    days = sorted(last_day(row["published"]) for row in facts.rows("cycles") if row["published"])
    gaps = [str(gap) for gap in _list_gaps(days)]
    promised = facts.strategy["report_every"]
    said = [facts.text("site.reports.gaps", gaps=", ".join(gaps))] if gaps else []
    if promised:
        said.append(facts.text("site.reports.promised", n=promised))
    return " ".join(said)


def _list_gaps(days: Sequence[date]) -> Iterator[int]:
    for earlier, later in pairwise(days):
        yield months_between(earlier, later)
