"""Challenges on the site: named before and now, in which order, and what nothing answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import join_titles
from stocktake.publish.rankings import draw_order, list_classes, order_ranks, rank_sentence
from stocktake.publish.spans import Span, Spans
from stocktake.publish.website.rendering import trust_drawing


@dataclass(frozen=True)
class Order:
    """The challenges of a round in order: drawing, how it came about, and the class of each."""

    drawing: Markup
    draws: int
    classes: list[Spans]


@dataclass(frozen=True)
class Bearing:
    """A challenge that bears on an objective: since when it is named, and where it ranks."""

    title: Span
    since: Spans
    rank: Spans


def list_challenges(facts: Facts) -> list[Spans]:
    """What the newest report names, beside what the one before named."""
    states = {row["challenge"]: row["state"] for row in facts.rows("challenge_chains")}
    own = facts.of_cycle("challenges")
    main = [row for row in own if row["level"] == "main"]
    groups: list[tuple[str, Sequence[Row]]] = [
        ("carried", [row for row in main if states[row["ref"]] == "carried"]),
        ("new", [row for row in main if states[row["ref"]] == "new"]),
    ]
    if not facts.cycle["previous"]:
        groups = [("named", main)]
    groups.append(("emerging", [row for row in own if row["level"] == "emerging"]))
    year = facts.cycle["ref"]
    return [
        facts.spans(f"site.challenges.{key}", year=year, titles=join_titles(facts, rows))
        for key, rows in groups
        if rows
    ]


def list_gaps(facts: Facts) -> Iterator[Spans]:
    """Threats that no objective answers, and objectives that answer nothing the round names."""
    rounds = facts.of_cycle("threat_rounds")
    listed = [(facts.find("threats", row["threat"]), row["objectives"]) for row in rounds]
    open_threats = [threat["title"] for threat, answers in listed if threat and not answers]
    if open_threats:
        yield facts.spans("site.challenges.gap", titles="; ".join(open_threats))
    answers = facts.of_cycle("answer_rounds")
    idle = [facts.row("objectives", row["objective"]) for row in answers
            if row["state"] == "not current"]  # fmt: skip
    if idle:
        titles = "; ".join(f"{row['ref']} {row['title']}" for row in idle)
        yield facts.spans("site.challenges.idle", year=facts.cycle["ref"], titles=titles)


def tell_order(facts: Facts) -> Order | None:
    """The order, where criteria give one that can be drawn."""
    what = facts.text("challenge.figure", year=facts.cycle["ref"])
    drawing = draw_order(facts, what, "ranks")
    if drawing is None:
        return None
    draws = order_ranks(facts)[0]["draws"]
    return Order(trust_drawing(drawing.svg), draws, list(list_classes(facts)))


def list_bearing(facts: Facts, objective: str) -> Iterator[Bearing]:
    """The challenges of the round that bear on an objective or one of its lines."""
    answers = facts.rows("answer_rounds", cycle=facts.cycle["ref"], objective=objective)
    for ref in (ref for row in answers for ref in row["challenges"] or ()):
        challenge, chain = facts.row("challenges", ref), facts.row("challenge_chains", ref)
        rank = facts.row("challenge_ranks", ref)
        yield Bearing(
            title=Span(challenge["title"], mark=facts.mark("challenges", ref, "title")),
            since=facts.spans("challenge.carry", c=chain["state"], year=chain["since"]),
            rank=rank_sentence(facts, rank) if rank["rank_lo"] is not None else (),
        )
