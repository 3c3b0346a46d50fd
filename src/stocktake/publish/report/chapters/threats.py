"""The threat picture: which threats the objectives answer, and what each report named of them."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import named
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Cell, Compiler, left, row
from stocktake.publish.spans import Spans

UNLISTED = "*"
MOST_ROUNDS = 5
"""Rounds that fit beside one another on an upright page."""


def write_threats(report: Compiler) -> None:
    """Chapter 2: threats without an objective, objectives without a threat, and both by round."""
    facts = report.facts
    report.chapter("threats", facts.text("chapter.threats", final=facts.final))
    threats = facts.rows("threats")
    if not threats:
        report.say("threats.count", "threats.none")
        return
    report.add_all("threats.count", _tell_gaps(facts, threats), "threats.count")
    _write_matrix(report, threats)
    for threat in threats:
        lead = named(facts, [threat], "threats")
        report.cite(f"{threat['ref'].lower()}.statement", "threats", threat, "statement", lead)
    _write_rounds(report, threats)
    report.write("threats")


def answers_of(facts: Facts) -> list[Row]:
    """Each strategic objective in this round, with the threats it answers."""
    return facts.of_cycle("answer_rounds")


def _tell_gaps(facts: Facts, threats: list[Row]) -> Iterator[Spans]:
    answered = {ref for row in answers_of(facts) for ref in row["threats"] or ()}
    open_threats = [threat for threat in threats if threat["ref"] not in answered]
    yield facts.spans(
        "threats.count",
        n=len(threats),
        answered=len(threats) - len(open_threats),
        unanswered=len(open_threats),
    )
    idle = [row["objective"] for row in answers_of(facts) if not row["threats"]]
    if open_threats:
        yield facts.spans("threats.gap", refs=named(facts, open_threats, "threats"))
    if idle:
        yield facts.spans("threats.objectives-gap", refs=", ".join(idle))
    if not open_threats and not idle:
        yield facts.spans("threats.no-gap")


def _write_matrix(report: Compiler, threats: list[Row]) -> None:
    facts = report.facts
    answers = {row["objective"]: list(row["threats"] or ()) for row in answers_of(facts)}
    heads = [
        left(facts.text("threats.head"), 4),
        *(left(objective) for objective in answers),
        left(facts.text("threats.answered"), 1.8),
    ]
    rows = [_matrix_row(facts, threat, answers) for threat in threats]
    counts = [_count(facts, len(refs)) for refs in answers.values()]
    rows.append(row(facts.text("threats.answers"), *counts, facts.not_applicable, total=True))
    by = "ours" if any(x["by"] == "ours" for x in facts.rows("objective_threats")) else "strategy"
    source = facts.spans(
        "threats.source", legal=facts.evidence((facts.strategy["legal_basis"] or ())[:1]), by=by
    )
    caption, file = facts.text("threats.table"), "csv/answer_rounds.csv"
    report.table("threats.table", caption, heads, rows, source, file=file)


def _matrix_row(facts: Facts, threat: Row, answers: dict[str, list[str]]) -> TableRow:
    links: list[bool] = [threat["ref"] in refs for refs in answers.values()]
    cells: list[Cell] = [
        facts.text("threats.yes") if linked else facts.not_applicable for linked in links
    ]
    return row(named(facts, [threat], "threats"), *cells, _count(facts, sum(links)))


def _count(facts: Facts, count: int) -> str:
    return str(count) if count else facts.text("words.none")


def _write_rounds(report: Compiler, threats: list[Row]) -> None:
    """Threats by report: named, new, no longer; then what this report says of then and now."""
    facts = report.facts
    known = {(line["cycle"], line["threat"]): line for line in facts.rows("threat_rounds")}
    cycles = list(dict.fromkeys(cycle for cycle, _ in known))
    if not any(line["challenges"] for line in known.values()):
        return
    report.add_all("threats.now", _tell_now(facts, threats), "threats.new")
    heads = [left(facts.text("threats.head"), 4), *(left(cycle, 1.4) for cycle in cycles)]
    rows = [
        row(
            named(facts, [threat], "threats"),
            *(_state(facts, known.get((cycle, threat["ref"]))) for cycle in cycles),
        )
        for threat in threats
    ]
    unlisted = [known.get((cycle, UNLISTED)) for cycle in cycles]
    if any(unlisted):
        cells = (_state(facts, line) for line in unlisted)
        rows.append(row(facts.text("threats.unlisted"), *cells, total=True))
    report.table(
        "threats.rounds",
        facts.spans("threats.rounds", date=facts.today),
        heads,
        rows,
        facts.text("threats.rounds.source"),
        file="csv/threat_rounds.csv",
        wide=len(cycles) > MOST_ROUNDS,
    )


def _state(facts: Facts, line: Row | None) -> Cell:
    if line is None:
        return facts.text("words.none")
    if line["state"] == "unknown":
        return facts.missing
    state = line["state"].replace(" ", "-")
    return facts.text("threats.state", state=state, n=str(len(line["challenges"] or ())))


def _tell_now(facts: Facts, threats: list[Row]) -> Iterator[Spans]:
    """What the challenges of this round leave out of the list, and what they add to it."""
    cycle = facts.cycle["ref"]
    own = facts.of_cycle("challenges")
    main = [challenge for challenge in own if challenge["level"] == "main"]
    if not main:
        return
    states = {line["threat"]: line for line in facts.of_cycle("threat_rounds")}
    gone = [threat for threat in threats if not states[threat["ref"]]["challenges"]]
    idle = [line["objective"] for line in answers_of(facts) if line["state"] == "not current"]
    chains = {line["challenge"]: line["state"] for line in facts.rows("challenge_chains")}
    new = [challenge for challenge in main if chains[challenge["ref"]] == "new"]
    if gone:
        yield facts.spans("threats.gone", refs=named(facts, gone, "threats"))
    if idle:
        yield facts.spans("threats.idle", cycle=cycle, refs=", ".join(idle))
    if new and facts.cycle["previous"]:
        yield facts.spans("threats.new", cycle=cycle, refs=named(facts, new, "challenges"))
    lone = list_unanswered(facts)
    if lone:
        titles = named(facts, lone, "challenges")
        yield facts.spans("threats.unanswered", cycle=cycle, titles=titles)
    if not gone and not new:
        yield facts.spans("threats.same")


def list_unanswered(facts: Facts) -> list[Row]:
    """Challenges of the round that no objective answers, by themselves or through a threat."""
    answered = {line["threat"] for line in facts.of_cycle("threat_rounds") if line["objectives"]}
    return [
        challenge
        for challenge in facts.of_cycle("challenges")
        if challenge["level"] != "watch"
        and challenge["objective"] is None
        and not answered & set(challenge["threats"] or ())
    ]
