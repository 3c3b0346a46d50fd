"""About this edition, and the page for addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Row
from stocktake.publish.spans import Span, Spans
from stocktake.publish.website.rendering import Page
from stocktake.publish.website.sitemap import ABOUT, DATA, FRONT, NOT_FOUND, Site

Pair = tuple[str, Spans | Span | str]


def make_about(site: Site) -> Page:
    """What this edition is, how it was made, and what its words mean."""
    facts = site.facts
    content = {
        "pairs": list(_list_pairs(site)),
        "unconfirmed": len(facts.rows("provenance", standing="unconfirmed")),
        "datasets": [
            (row, Span(row["title"], to=row["url"] or "")) for row in facts.rows("datasets")
        ],
        "thresholds": facts.rows("parameters"),
        "writers": ", ".join(dict.fromkeys(row["by"] for row in facts.of_cycle("passages"))),
        "corrects": [
            row["corrects"]
            for row in facts.of_cycle("editions")
            if row["corrects"] and row["number"] == facts.release.manifest.edition
        ],
    }
    title = facts.text("about.title")
    crumbs = ((facts.text("site.nav.overview"), FRONT), (title, ""))
    return Page(ABOUT, "about.html", title, content, "about", crumbs)


def _list_pairs(site: Site) -> Iterator[Pair]:
    facts, cycle, manifest = site.facts, site.facts.cycle, site.facts.release.manifest
    strategy, say = facts.strategy, facts.text
    yield say("site.about.strategy"), strategy["title"]
    yield (
        say("site.about.adopted"),
        facts.when("strategy", strategy["ref"], "adopted", strategy["adopted"]),
    )
    yield say("site.about.issuer"), facts.name_of(strategy["issuer"])
    yield say("site.about.basis"), facts.evidence(strategy["legal_basis"])
    covers = {"from": facts.day(cycle["from"]), "to": facts.day(cycle["to"])}
    yield say("about.covers"), say("site.about.covers", date=facts.today, **covers)
    yield say("about.cut-off"), _tell_cut_off(site)
    if facts.is_provisional:
        yield say("about.status"), say("site.about.provisional", end=facts.end)
    yield say("about.release"), facts.release.name
    yield say("about.method"), manifest.method
    if cycle["document"]:
        yield say("about.owner-report"), facts.evidence([cycle["document"]])
    withheld = sum(manifest.withheld.values())
    if withheld:
        yield say("about.withheld"), facts.spans("about.withheld.value", n=withheld)
    yield (
        say("about.cite"),
        say(
            "site.about.cite",
            issuer=facts.editor,
            strategy=strategy["short_title"],
            edition=site.edition,
            digest=facts.release.short_digest,
        ),
    )


def _tell_cut_off(site: Site) -> Spans | Span:
    facts, cycle = site.facts, site.facts.cycle
    day = facts.when("cycles", cycle["ref"], "as_of", str(cycle["as_of"]))
    if cycle["cut_off"] != cycle["as_of"]:
        return facts.spans("about.cut-off.two", cut_off=facts.day(cycle["cut_off"]), as_of=day)
    if cycle["reconstructed"]:
        return (day, Span(". "), *facts.spans("about.reconstructed"))
    return day


def make_not_found(site: Site) -> Page:
    """One sentence, the references there are, and the way to the rest."""
    facts = site.facts
    refs = [row["ref"] for row in facts.objectives]
    content = {
        "range": facts.house.joined(refs),
        "objectives": [
            (row, site.page_of(row["ref"]), _list_actions(site, row)) for row in facts.objectives
        ],
        "data": DATA,
    }
    title = facts.text("site.not-found.title")
    return Page(NOT_FOUND, "not_found.html", title, content)


def _list_actions(site: Site, objective: Row) -> list[tuple[str, str]]:
    return [
        (row["ref"], site.page_of(row["ref"])) for row in site.facts.actions_under(objective["ref"])
    ]
