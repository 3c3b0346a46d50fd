"""Main challenges: how many, carried from where, and in which order if there is one."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import named, owner_report
from stocktake.publish.rankings import is_described
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.chapters.order import write_order
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.spans import Span, Spans


def write_challenges(report: Compiler) -> None:
    """Main challenges: how many, carried from where, and in which order if there is one."""
    facts = report.facts
    report.chapter("challenges", facts.text("chapter.challenges", final=facts.final))
    own = facts.of_cycle("challenges")
    main = [c for c in own if c["level"] == "main"]
    report.add_all("challenges.count", _challenge_counts(facts, main), "challenge.count")
    _write_table(report, main)
    for level in ("emerging", "watch"):
        rest = [c for c in own if c["level"] == level]
        if rest:
            titles = named(facts, rest, "challenges")
            report.say(f"challenges.{level}", f"challenge.{level}", titles=titles)
    write_order(report)
    for challenge in own:
        key, lead = challenge["ref"].lower(), named(facts, [challenge], "challenges")
        report.cite(f"{key}.statement", "challenges", challenge, "statement", lead)
    if facts.final == "yes" and main:
        report.add_all("challenges.handed", _handed(facts, main), "challenge.handed")
    report.write("challenges")


def _write_table(report: Compiler, main: list[Row]) -> None:
    facts = report.facts
    heads = [
        left(facts.text("label.ref"), 1.4),
        left(facts.text("label.challenge"), 5),
        left(facts.text("label.objective")),
        left(facts.text("label.threats")),
        left(facts.text("challenge.since")),
    ]
    caption = facts.spans("challenge.table", year=facts.cycle["ref"])
    rows = [_challenge_row(facts, challenge) for challenge in main]
    source = owner_report(facts)
    report.table("challenges.table", caption, heads, rows, source, file="csv/challenges.csv")


def _handed(facts: Facts, main: list[Row]) -> Iterator[Spans]:
    """To whom each challenge is handed over; those that nothing takes over are named."""
    for challenge in main:
        if challenge["handed_to"]:
            to = facts.find("evidence", challenge["handed_to"])
            receiver = facts.evidence([challenge["handed_to"]]) if to else challenge["handed_to"]
            ref = Span(challenge["ref"], style="ref")
            yield facts.spans("challenge.handed", ref=ref, to=receiver)
    left_over = [c["ref"] for c in main if not c["handed_to"]]
    if left_over:
        yield facts.spans("challenge.not-handed", refs=", ".join(left_over))


def _challenge_counts(facts: Facts, main: list[Row]) -> Iterator[Spans]:
    states = [facts.row("challenge_chains", c["ref"])["state"] for c in main]
    gone = _no_longer_named(facts)
    yield facts.spans(
        "challenge.count",
        n=len(main),
        year=facts.cycle["ref"],
        carried=states.count("carried"),
        new=states.count("new"),
        dropped=len(gone),
    )
    if gone:
        titles = named(facts, gone, "challenges")
        yield facts.spans("challenge.dropped", year=facts.cycle["ref"], titles=titles)
    if main and not is_described(facts):
        yield facts.spans("challenge.unranked")
    spoken_of = {c["objective"] for c in main}
    silent = [
        o["ref"]
        for o in facts.objectives
        if not spoken_of & {o["ref"], *(line["ref"] for line in facts.lines(o["ref"]))}
    ]
    if silent and main:
        yield facts.spans("challenge.silent-objectives", refs=", ".join(silent))


def _no_longer_named(facts: Facts) -> list[Row]:
    """Main challenges of the round before that nothing in this one carries on."""
    gone = facts.rows("challenge_chains", state="no longer named")
    challenges = [facts.row("challenges", row["challenge"]) for row in gone]
    return [challenge for challenge in challenges if challenge["level"] == "main"]


def _challenge_row(facts: Facts, challenge: Row) -> TableRow:
    chain = facts.row("challenge_chains", challenge["ref"])
    title = Span(challenge["title"], mark=facts.mark("challenges", challenge["ref"], "title"))
    return row(
        Span(challenge["ref"], style="ref"),
        title,
        challenge["objective"] or facts.not_applicable,
        ", ".join(challenge["threats"] or ()) or facts.not_applicable,
        facts.spans("challenge.carry", c=chain["state"], year=chain["since"]),
    )
