"""What a report closes with: whether the objectives were met, the lessons, the next steps."""

from __future__ import annotations

from stocktake.publish.facts import Facts
from stocktake.publish.phrases import count_outlooks, no_target, on_record, said_by
from stocktake.publish.report.chapters.branches import write_branch_answer
from stocktake.publish.report.compiler import Compiler, join
from stocktake.publish.spans import Spans


def write_answer(report: Compiler) -> None:
    """Chapter 4 of a final report: were the objectives met?"""
    facts = report.facts
    report.chapter("answer", facts.text("chapter.answer"))
    sentences = [count_outlooks(facts)]
    verdicts = facts.rows("verdicts", branch="official")
    if verdicts and not any(row["measured"] for row in verdicts):
        sentences += [no_target(facts), facts.spans("strategy.no-scenario")]
    if facts.is_provisional:
        sentences.append(facts.spans("scope.provisional", end=facts.end))
    report.add_all("answer.verdicts", sentences, "strategy.verdicts")
    write_branch_answer(report)
    report.add("answer.instead", _instead(facts), "strategy.instead")
    for contribution in on_record(facts):
        if contribution["kind"] == "statement" and contribution["text"]:
            report.quote(
                f"answer.said.{contribution['ref'].lower()}",
                said_by(facts, contribution),
                contribution["text"],
                contribution["ref"],
            )
    report.write("answer")


def _instead(facts: Facts) -> Spans:
    counts = facts.delivery_of("*")
    if not counts["due"]:
        return facts.spans("delivery.none-due", date=facts.today)
    due = [s for s in facts.rows("action_states") if s["timing"] in {"on time", "late"}]
    unconfirmed = sum(s["unconfirmed"] for s in due)
    told = facts.spans(
        "strategy.instead",
        delivered=len(due),
        due=counts["due"],
        on_time=counts["on_time"],
        late=counts["late"],
        unconfirmed=unconfirmed,
    )
    early = [s["action"] for s in facts.rows("action_states") if s["timing"] == "early"]
    if not early:
        return told
    return join([told, facts.spans("delivery.early", refs=", ".join(early))])


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
