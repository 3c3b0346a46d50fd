"""Chapters 4 to 6 and 8: the answer, challenges, follow-up, recommendations, lessons, next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stocktake.publish.drawings import draw_grades
from stocktake.publish.facts import Facts, Row
from stocktake.publish.report.blocks import Column
from stocktake.publish.report.blocks import Row as TableRow
from stocktake.publish.report.compiler import Cell, Compiler, left, row
from stocktake.publish.report.phrases import count_outlooks, follow_up_counts
from stocktake.publish.spans import Span, Spans

WIDE_MM = 160.0


def write_answer(report: Compiler) -> None:
    """Chapter 4 of a final report: were the objectives met?"""
    facts = report.facts
    report.chapter("answer", facts.text("chapter.answer"))
    sentences = [count_outlooks(facts)]
    verdicts = facts.rows("verdicts", branch="official")
    if verdicts and not any(row["measured"] for row in verdicts):
        share = facts.house.share(1 - verdicts[0]["measured"])
        sentences += [
            facts.spans("strategy.no-target", share=share),
            facts.spans("strategy.no-scenario"),
        ]
    report.add_all("answer.verdicts", sentences, "strategy.verdicts")
    report.add("answer.instead", _instead(facts), "strategy.instead")
    for contribution in facts.of_cycle("contributions"):
        if contribution["kind"] == "statement" and contribution["text"]:
            lead = facts.spans(
                "said.by",
                name=facts.name_of(contribution["actor"]),
                date=facts.when(
                    "contributions", contribution["ref"], "given", contribution["given"]
                ),
            )
            report.quote(
                f"said.{contribution['ref'].lower()}",
                lead,
                contribution["text"],
                contribution["ref"],
            )
    report.write("answer")


def _instead(facts: Facts) -> Spans:
    counts = facts.delivery_of("*")
    due = [s for s in facts.rows("action_states") if s["timing"] in {"on time", "late"}]
    unconfirmed = sum(s["unconfirmed"] for s in due)
    return facts.spans(
        "strategy.instead",
        delivered=len(due),
        due=counts["due"],
        on_time=counts["on_time"],
        confirmed=len(due) - unconfirmed,
        unconfirmed=unconfirmed,
    )


# --- challenges ---------------------------------------------------------------------------------


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
    source = _document(facts)
    report.table("challenges.table", caption, heads, rows, source, file="csv/challenges.csv")
    emerging = [c["title"] for c in own if c["level"] != "main"]
    if emerging:
        report.say("challenges.emerging", "challenge.emerging", titles="; ".join(emerging))
    for challenge in own:
        if challenge["statement"]:
            text = (Span(challenge["ref"], style="ref"), Span(f". {challenge['statement']}"))
            report.add(f"{challenge['ref'].lower()}.statement", text, "challenge.statement")
    report.write("challenges")


def _document(facts: Facts) -> Cell:
    document = facts.cycle["document"]
    return facts.evidence([document]) if document else ""


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
        yield facts.spans("challenge.dropped", titles="; ".join(c["title"] for c in gone))
    if not facts.rows("challenge_criteria") and main:
        yield facts.spans("challenge.unranked")
    named = {c["objective"] for c in main}
    silent = [o["ref"] for o in facts.objectives if o["ref"] not in named]
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


# --- recommendations ----------------------------------------------------------------------------


def write_follow_up(report: Compiler) -> None:
    """What became of earlier recommendations: grade, punctuality beside it, evidence."""
    facts = report.facts
    report.chapter("follow-up", facts.text("chapter.follow-up"))
    ledger = [line for line in facts.rows("ledger") if line["grade"]]
    if not ledger:
        report.say("follow-up.none", "rec.follow-up.none")
        return
    report.add_all("follow-up.count", _follow_up_counts(facts, ledger), "rec.follow-up.count")
    _write_grades(report, ledger)
    report.list("follow-up.split", _splits(facts))
    report.list("follow-up.already", _already(facts, ledger))


def _follow_up_counts(facts: Facts, ledger: list[Row]) -> Iterator[Spans]:
    yield follow_up_counts(facts, ledger)
    dateless = sum(line["timeliness"] == "no due date" for line in ledger)
    if dateless:
        yield facts.spans("rec.no-dates", n=dateless)
    by = dict.fromkeys(facts.name_of(row["by"]) for row in facts.rows("follow_ups"))
    yield facts.spans("rec.graded-by", by="; ".join(by))
    orphans = [line["recommendation"] for line in ledger if line["orphan"]]
    if orphans:
        yield facts.spans("rec.orphans", refs=", ".join(orphans))


def _write_grades(report: Compiler, ledger: list[Row]) -> None:
    facts = report.facts
    recommendations = [facts.row("recommendations", line["recommendation"]) for line in ledger]
    caption = facts.spans("rec.follow-up.table", date=facts.today)
    report.table(
        "follow-up.table",
        caption,
        ledger_heads(facts),
        [ledger_row(facts, r) for r in recommendations],
        facts.spans("rec.graded-by", by=_graders(facts)),
        file="csv/follow_ups.csv",
    )
    drawing = draw_grades(
        facts, recommendations, facts.text("chapter.follow-up"), "follow-up-figure"
    )
    report.figure(
        "follow-up.figure",
        caption,
        drawing.svg,
        drawing.alt,
        WIDE_MM,
        facts.spans("rec.graded-by", by=_graders(facts)),
        "follow-up.table",
    )


def _graders(facts: Facts) -> str:
    return "; ".join(dict.fromkeys(facts.name_of(row["by"]) for row in facts.rows("follow_ups")))


def ledger_heads(facts: Facts) -> list[Column]:
    """Heads of a ledger: one grade a round."""
    say = facts.text
    rounds = [left(say("label.grade-in", cycle=cycle), 1.4) for cycle in graded_cycles(facts)]
    return [
        left(say("label.ref"), 1.5),
        left(say("label.recommendation"), 4),
        left(say("label.addressees"), 1.4),
        *rounds,
        left(say("label.timeliness"), 1.5),
        left(say("label.evidence"), 2.4),
    ]


def graded_cycles(facts: Facts) -> list[str]:
    """Rounds in which anything was graded."""
    graded = {row["cycle"] for row in facts.rows("follow_ups")}
    return [cycle["ref"] for cycle in facts.rows("cycles") if cycle["ref"] in graded]


def ledger_row(facts: Facts, recommendation: Row) -> TableRow:
    """One recommendation: text, addressees, a grade a round, punctuality and evidence."""
    ref = recommendation["ref"]
    grades = {row["cycle"]: row for row in facts.rows("follow_ups", recommendation=ref)}
    line = facts.find("ledger", ref)
    cells = [
        grades[cycle]["grade"] if cycle in grades else facts.not_applicable
        for cycle in graded_cycles(facts)
    ]
    newest = list(grades.values())[-1] if grades else None
    return row(
        Span(ref, style="ref"),
        recommendation_text(facts, recommendation),
        addressees(facts, recommendation),
        *cells,
        line["timeliness"] if line else facts.not_applicable,
        _proof(facts, ref, newest),
    )


def recommendation_text(facts: Facts, recommendation: Row) -> Span:
    """The text of a recommendation with its mark."""
    mark = facts.mark("recommendations", recommendation["ref"], "text")
    return Span(recommendation["text"].strip(), mark=mark)


def addressees(facts: Facts, recommendation: Row) -> Span:
    """Of whom it is asked."""
    shown = ", ".join(recommendation["addressees"] or ())
    return facts.fact("recommendations", recommendation["ref"], "addressees", shown)


def _proof(facts: Facts, ref: str, newest: Row | None) -> Cell:
    if newest is None:
        return facts.not_applicable
    said = newest["text"] or newest["reason"]
    parts: list[Span] = []
    if newest["closed"]:
        address = f"{ref}|{newest['cycle']}"
        parts += [facts.when("follow_ups", address, "closed", newest["closed"]), Span(". ")]
    parts += facts.evidence(newest["evidence"])
    return (*parts, Span(f". {said.strip()}")) if said else tuple(parts)


def _splits(facts: Facts) -> Iterator[Spans]:
    parts: dict[str, list[str]] = {}
    for recommendation in facts.rows("recommendations"):
        if recommendation["split_from"]:
            parts.setdefault(recommendation["split_from"], []).append(recommendation["ref"])
    for ref, refs in parts.items():
        yield facts.spans("rec.split", ref=(Span(ref, style="ref"),), refs=", ".join(refs))


def _already(facts: Facts, ledger: list[Row]) -> Iterator[Spans]:
    for line in ledger:
        if line["timeliness"] == "before the recommendation":
            ref = line["recommendation"]
            closed = [f for f in facts.rows("follow_ups", recommendation=ref) if f["closed"]][-1]
            yield facts.spans(
                "rec.already", ref=(Span(ref, style="ref"),), date=facts.day(closed["closed"])
            )


def write_recommendations(report: Compiler) -> None:
    """Recommendations of this report: numbered, addressed, dated."""
    facts = report.facts
    report.chapter("recommendations", facts.text("chapter.recommendations", final=facts.final))
    own = facts.of_cycle("recommendations")
    whole = {r["split_from"] for r in own}
    own = [r for r in own if r["ref"] not in whole]
    report.add_all("recommendations.count", _made(facts, own), "rec.count")
    say = facts.text
    heads = [
        left(say("label.ref"), 1.5),
        left(say("label.objective"), 1),
        left(say("label.recommendation"), 5),
        left(say("label.addressees"), 1.6),
        left(say("label.due"), 1.3),
    ]
    caption = facts.spans("rec.table", year=facts.cycle["ref"])
    rows = [_recommendation_row(facts, r) for r in own]
    report.table(
        "recommendations.table",
        caption,
        heads,
        rows,
        _document(facts),
        file="csv/recommendations.csv",
    )
    report.write("recommendations")


def _made(facts: Facts, own: list[Row]) -> Iterator[Spans]:
    yield facts.spans("rec.count", n=len(own), year=facts.cycle["ref"])
    if not own:
        return
    counts = Counter(ref for r in own for ref in r["addressees"] or ())
    pairs = (f"{facts.name_of(ref)}: {n}" for ref, n in counts.items())
    yield facts.spans("rec.addressees", pairs="; ".join(pairs))
    dated = sum(r["due"] is not None for r in own)
    yield facts.spans("rec.due", dated=dated, undated=len(own) - dated)
    unshown = [r["ref"] for r in own if not r["shown_by"]]
    if unshown:
        yield facts.spans("rec.shown", refs=", ".join(unshown))


def _recommendation_row(facts: Facts, recommendation: Row) -> TableRow:
    ref = recommendation["ref"]
    due = facts.when("recommendations", ref, "due", recommendation["due"])
    return row(
        Span(ref, style="ref"),
        recommendation["objective"] or facts.text("glance.all"),
        recommendation_text(facts, recommendation),
        addressees(facts, recommendation),
        due if recommendation["due"] else facts.text("rec.set-none"),
    )


# --- lessons and next steps ---------------------------------------------------------------------


def write_lessons(report: Compiler) -> None:
    """What this strategy teaches: written, or left out."""
    if report.facts.passage("lessons"):
        report.chapter("lessons", report.facts.text("chapter.lessons"))
        report.write("lessons")


def write_next_steps(report: Compiler) -> None:
    """When the next report is due, and what the owner will do about what is not known."""
    facts = report.facts
    report.chapter("next", facts.text("chapter.next"))
    following = [c for c in facts.rows("cycles") if c["previous"] == facts.cycle["ref"]]
    planned = [c for c in following if c["planned"]]
    if planned:
        cycle = planned[0]
        report.say(
            "next.planned",
            "next.planned",
            final="yes" if cycle["final"] else "no",
            planned=facts.when("cycles", cycle["ref"], "planned", cycle["planned"]),
        )
    else:
        report.say("next.planned", "next.none")
    report.write("next-steps")
