"""Main challenges: how many, carried from where, and in which order if there is one."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import named, owner_report
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Compiler, left, row
from stocktake.publish.spans import Span, Spans


def write_challenges(report: Compiler) -> None:
    """Main challenges: how many, carried from where, and in which order if there is one."""
    facts = report.facts
    report.chapter("challenges", facts.text("chapter.challenges", final=facts.final))
    own = facts.of_cycle("challenges")
    main = [c for c in own if c["level"] == "main"]
    report.add_all("challenges.count", _challenge_counts(facts, main), "challenge.count")
    heads = [
        left(facts.text("label.ref"), 1.4),
        left(facts.text("label.challenge"), 5),
        left(facts.text("label.objective")),
        left(facts.text("challenge.since")),
    ]
    caption = facts.spans("challenge.table", year=facts.cycle["ref"])
    rows = [_challenge_row(facts, challenge) for challenge in main]
    source = owner_report(facts)
    report.table("challenges.table", caption, heads, rows, source, file="csv/challenges.csv")
    emerging = [c for c in own if c["level"] != "main"]
    if emerging:
        titles = named(facts, emerging, "challenges")
        report.say("challenges.emerging", "challenge.emerging", titles=titles)
    for challenge in own:
        report.cite(f"{challenge['ref'].lower()}.statement", "challenges", challenge, "statement")
    if facts.final == "yes" and main:
        report.add_all("challenges.handed", _handed(facts, main), "challenge.handed")
    report.write("challenges")


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
    carried = [c for c in main if c["carried_from"]]
    gone = _no_longer_named(facts, main)
    yield facts.spans(
        "challenge.count",
        n=len(main),
        year=facts.cycle["ref"],
        carried=len(carried),
        new=len(main) - len(carried),
        dropped=len(gone),
    )
    if gone:
        yield facts.spans("challenge.dropped", titles=named(facts, gone, "challenges"))
    if not facts.rows("challenge_criteria") and main:
        yield facts.spans("challenge.unranked")
    spoken_of = {c["objective"] for c in main}
    silent = [o["ref"] for o in facts.objectives if o["ref"] not in spoken_of]
    if silent and main:
        yield facts.spans("challenge.silent-objectives", refs=", ".join(silent))


def _no_longer_named(facts: Facts, main: list[Row]) -> list[Row]:
    kept = {ref for challenge in main for ref in challenge["carried_from"] or ()}
    before = facts.rows("challenges", cycle=facts.cycle["previous"], level="main")
    return [challenge for challenge in before if challenge["ref"] not in kept]


def first_named(facts: Facts, challenge: Row) -> Row:
    """The oldest link of a challenge's chain."""
    while challenge["carried_from"]:
        older = [facts.find("challenges", ref) for ref in challenge["carried_from"]]
        known = [one for one in older if one]
        if not known:
            break
        challenge = known[0]
    return challenge


def _challenge_row(facts: Facts, challenge: Row) -> TableRow:
    first = first_named(facts, challenge)
    c = "new" if first is challenge else "carried"
    title = Span(challenge["title"], mark=facts.mark("challenges", challenge["ref"], "title"))
    return row(
        Span(challenge["ref"], style="ref"),
        title,
        challenge["objective"] or facts.not_applicable,
        facts.spans("challenge.carry", c=c, year=first["cycle"]),
    )
