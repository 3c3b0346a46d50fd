"""From a release to a document: the chapters in order, for a yearly and for a final report."""

from __future__ import annotations

from stocktake.publish.facts import Facts
from stocktake.publish.report.blocks import Document
from stocktake.publish.report.chapters.annexes import write_annexes
from stocktake.publish.report.chapters.challenges import write_challenges
from stocktake.publish.report.chapters.closing import (
    write_answer,
    write_lessons,
    write_next_steps,
)
from stocktake.publish.report.chapters.follow_up import write_follow_up
from stocktake.publish.report.chapters.front import write_about, write_glance
from stocktake.publish.report.chapters.introduction import write_introduction
from stocktake.publish.report.chapters.objective import write_objectives
from stocktake.publish.report.chapters.quality import write_quality
from stocktake.publish.report.chapters.recommendations import write_recommendations
from stocktake.publish.report.chapters.threats import write_threats
from stocktake.publish.report.compiler import Compiler
from stocktake.publish.report.linking import link_blocks
from stocktake.release.reading import Release

YEARLY = (
    write_about,
    write_glance,
    write_introduction,
    write_threats,
    write_objectives,
    write_challenges,
    write_follow_up,
    write_recommendations,
    write_quality,
    write_next_steps,
    write_annexes,
)
FINAL = (
    write_about,
    write_glance,
    write_introduction,
    write_threats,
    write_objectives,
    write_answer,
    write_follow_up,
    write_lessons,
    write_challenges,
    write_recommendations,
    write_quality,
    write_annexes,
)


def compile_report(release: Release, lang: str = "en") -> Document:
    """The report of a release as one ordered list of blocks, every number given once."""
    facts = Facts(release, lang)
    report = Compiler(facts)
    for write in FINAL if facts.final == "yes" else YEARLY:
        write(report)
    return Document(
        lang=lang,
        title=facts.strategy["title"],
        subtitle=_subtitle(facts),
        as_known=facts.text("title.as-known", date=facts.today),
        strategy=facts.strategy["short_title"],
        issuer=facts.editor,
        edition=facts.text("title.edition", number=str(release.manifest.edition)),
        release=release.name,
        notice=_notice(facts),
        keywords=_keywords(facts),
        words=_words(facts),
        blocks=link_blocks(facts, report.blocks),
    )


def _notice(facts: Facts) -> str:
    """What the reader must know before reading on."""
    if not facts.cycle["reconstructed"]:
        return facts.text("title.notice")
    document = facts.find("evidence", facts.cycle["document"])
    own = document["code"] or document["title"] if document else facts.text("words.none")
    issuer = facts.name_of(facts.strategy["issuer"])
    return facts.text("title.notice.reconstructed", issuer=issuer, document=own)


def _subtitle(facts: Facts) -> str:
    cycle = facts.cycle
    covers = facts.text("title.covers.year", year=cycle["from"])
    if cycle["from"] != cycle["to"]:
        ends = {"from": facts.day(cycle["from"]), "to": facts.day(cycle["to"])}
        covers = facts.text("title.covers.range", **ends)
    return facts.text("title.report", final=facts.final, cycle=cycle["ref"], covers=covers)


def _keywords(facts: Facts) -> tuple[str, ...]:
    manifest = facts.release.manifest
    return (
        manifest.strategy,
        manifest.cycle,
        facts.text("title.as-known", date=facts.today),
        manifest.method,
    )


def _words(facts: Facts) -> dict[str, str]:
    """The renderers' own words; places to fill are written {so} for them."""
    prefix = "words."
    return {
        key.removeprefix(prefix): facts.text(key).replace("[", "{").replace("]", "}")
        for key in facts.say.messages
        if key.startswith(prefix) and key not in {"words.table", "words.figure"}
    }
