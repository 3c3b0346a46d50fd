"""Chapter 1: what the report covers, how it was made, its context."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts
from stocktake.publish.phrases import (
    count_strategy,
    earlier_cycles,
    listed,
    on_record,
)
from stocktake.publish.report.compiler import Compiler
from stocktake.publish.spans import Spans
from stocktake.vocabulary.when import last_day, months_between


def write_introduction(report: Compiler) -> None:
    """Chapter 1."""
    facts = report.facts
    report.chapter("intro", facts.text("chapter.intro"))
    report.section("intro.covers", facts.text("chapter.covers"))
    report.add_all("scope.strategy", _scope(facts), "scope.adopted")
    report.add_all("scope.reports", _reports(facts), "scope.ordinal")
    report.section("intro.made", facts.text("chapter.made"))
    report.add_all("made.rests", _made(facts), "made.rests")
    for sentence in _silent_states(facts):
        report.add("made.states", sentence, "made.no-states")
    if facts.passage("context"):
        report.section("intro.context", facts.text("chapter.context"))
        report.write("context")
    if facts.final == "yes":
        _write_when_judged(report)


def _scope(facts: Facts) -> Iterator[Spans]:
    strategy = facts.strategy
    address = strategy["ref"]
    yield facts.spans(
        "scope.adopted",
        title=strategy["title"],
        adopted=facts.when("strategy", address, "adopted", strategy["adopted"]),
        start=facts.when("strategy", address, "start", strategy["start"]),
        end=facts.when("strategy", address, "end", strategy["end"]),
        issuer=facts.name_of(strategy["issuer"]),
    )
    yield from count_strategy(facts)
    yield facts.spans("scope.cutoff", date=facts.today)


def _reports(facts: Facts) -> Iterator[Spans]:
    cycle = facts.cycle
    earlier = earlier_cycles(facts)
    if earlier:
        yield facts.spans(
            "scope.ordinal", n=len(earlier) + 1, earlier=", ".join(c["ref"] for c in earlier)
        )
        months = months_between(earlier[-1]["as_of"], cycle["as_of"])
        every = facts.strategy["report_every"] or facts.missing
        yield facts.spans("scope.gap", months=months, interval=every)
    else:
        yield facts.spans("scope.first")
    if cycle["planned"] and cycle["published"]:
        days = (last_day(cycle["published"]) - last_day(cycle["planned"])).days
        yield facts.spans(
            "scope.planned",
            n=max(days, 0),
            planned=facts.when("cycles", cycle["ref"], "planned", cycle["planned"]),
            published=facts.when("cycles", cycle["ref"], "published", cycle["published"]),
        )


def contributors(facts: Facts) -> list[str]:
    """Actors with a contribution on record in this round, in the order of the actors."""
    said = {row["actor"] for row in on_record(facts)}
    return [actor["ref"] for actor in facts.rows("actors") if actor["ref"] in said]


def _made(facts: Facts) -> Iterator[Spans]:
    # One event may be told under two headings: of an instrument, and of a recommendation.
    events = {(m["title"], m["done"]) for m in facts.rows("milestones") if m["done"]}
    bodies = contributors(facts)
    yield facts.spans(
        "made.rests",
        milestones=len(events),
        contributions=len(on_record(facts)),
        actors=len(bodies),
        vintages=len(facts.rows("vintages")),
        date=facts.today,
    )
    if bodies:
        yield facts.spans("made.bodies", actors="; ".join(map(facts.name_of, bodies)))
    else:
        yield facts.spans("made.none")
    yield facts.spans("made.method", method=facts.release.manifest.method)
    if not earlier_cycles(facts):
        yield facts.spans("made.first")


def _silent_states(facts: Facts) -> Iterator[Spans]:
    """States lead in practice; that none of them is on record is said where it is met first."""
    said = set(contributors(facts))
    leads = {ref for action in facts.rows("actions") for ref in action["lead"] or ()}
    members = {a["member_of"] for a in facts.rows("actors") if a["ref"] in said}
    for actor in facts.rows("actors"):
        lonely = actor["ref"] not in said | members
        if actor["kind"] == "state" and actor["ref"] in leads and lonely:
            yield facts.spans("made.no-states", name=actor["name"])


def _write_when_judged(report: Compiler) -> None:
    facts = report.facts
    if not facts.is_provisional:
        return
    report.section("intro.when", facts.text("chapter.when-verdict"))
    report.add_all("scope.provisional", _still_open(facts), "scope.provisional")
    report.write("1.made")


def _still_open(facts: Facts) -> Iterator[Spans]:
    refs: dict[str, list[str]] = {}
    for state in facts.rows("action_states"):
        refs.setdefault(state["timing"], []).append(state["action"])
    yield facts.spans("scope.provisional", end=facts.end)
    yield facts.spans(
        "scope.open-then",
        refs=listed(facts, refs.get("not yet due", ())),
        no_end=listed(facts, refs.get("no end date", ())),
    )
    if "early" in refs:
        yield facts.spans("delivery.early", refs=listed(facts, refs["early"]))
    targets = [t for t in facts.rows("targets") if last_day(t["deadline"]) > facts.cycle["as_of"]]
    if targets:
        told = dict.fromkeys(f"{t['indicator']} ({facts.day(t['deadline'])})" for t in targets)
        yield facts.spans("scope.open-targets", targets="; ".join(told))
