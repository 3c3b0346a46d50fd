"""The answer in the headline and the lede: made from verdicts and deliveries, not written by hand.

It begins with what cannot be judged wherever that decides the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from stocktake.publish.facts import Facts
from stocktake.publish.spans import Span, Spans
from stocktake.publish.website.sitemap import FRONT, link_inside
from stocktake.vocabulary.when import last_day

GLANCE = f"{FRONT}#glance"
UNKNOWN = "cannot be judged"
NONE_MADE = "none"


@dataclass(frozen=True)
class Answer:
    """The headline in two sentences, and the two or three that follow it."""

    question: str
    answer: str
    lede: tuple[Spans, ...]


def answer_question(facts: Facts) -> Answer:
    """What the front page says first."""
    if is_promise(facts):
        return _tell_promise(facts)
    return Answer(_ask(facts), _answer(facts), tuple(_tell_state(facts)))


def is_promise(facts: Facts) -> bool:
    """Whether the first round is still to come: nothing due, nothing done, nothing said."""
    whole = facts.delivery_of("*")
    judged = any(row["value"] != UNKNOWN for row in facts.rows("verdicts", branch="official"))
    happened = whole["due"] or whole["early"] or facts.of_cycle("contributions") or judged
    return not happened and facts.final == "no" and facts.cycle["previous"] is None


# --- before the first round -----------------------------------------------------------------------


def _tell_promise(facts: Facts) -> Answer:
    strategy = facts.strategy
    adopted = facts.when("strategy", strategy["ref"], "adopted", strategy["adopted"])
    lede = [facts.spans("site.promise.adopted", actions=len(facts.rows("actions")), date=adopted)]
    dues = [row for row in facts.rows("actions") if row["due"]]
    if dues:
        first = min(dues, key=lambda row: last_day(row["due"]))
        due = facts.when("actions", first["ref"], "due", first["due"])
        lede.append(facts.spans("site.promise.first", date=due))
    answer = facts.text("site.promise.answer", date=facts.today)
    question = facts.text("site.promise.question", n=len(facts.objectives))
    return Answer(question, answer, tuple(lede))


# --- in a round -----------------------------------------------------------------------------------


def count_verdicts(facts: Facts) -> Counter[str]:
    """Objectives by verdict or outlook; those without one count as none."""
    found = (facts.verdict_of(row["ref"]) for row in facts.objectives)
    return Counter(row["value"] if row else NONE_MADE for row in found)


def _ask(facts: Facts) -> str:
    key = "site.question.final" if facts.final == "yes" else "site.question.yearly"
    return facts.text(key, n=len(facts.objectives))


def _answer(facts: Facts) -> str:
    counts, every = count_verdicts(facts), len(facts.objectives)
    good, kind = ("met", "final") if facts.final == "yes" else ("on course", "yearly")
    whole = _answer_whole(counts, every, kind)
    if whole:
        return facts.text(f"site.answer.{whole}", n=every)
    unknown = counts[UNKNOWN] + counts[NONE_MADE]
    if unknown * 2 >= every:
        return facts.text("site.answer.mostly-unknown", n=unknown, all=every)
    return facts.text(f"site.answer.{kind}", n=counts[good], all=every)


def _answer_whole(counts: Counter[str], every: int, kind: str) -> str:
    """The answer where all objectives share one word."""
    if counts[UNKNOWN] == every:
        return "unknown"
    if counts[NONE_MADE] == every:
        return "none-made"
    if len(counts) == 1:
        return f"{kind}.all-" + next(iter(counts)).replace(" ", "-")
    return ""


def _tell_state(facts: Facts) -> Iterator[Spans]:
    counts, every = count_verdicts(facts), len(facts.objectives)
    if counts[UNKNOWN] == every:
        yield _tell_unknown(facts, every)
    elif counts[NONE_MADE] != every and every > 1:
        yield _tell_counts(facts, counts)
    yield tell_due(facts, facts.delivery_of("*"), GLANCE, "site.lede")
    whole = facts.delivery_of("*")
    if whole["early"]:
        alone = "" if whole["on_time"] + whole["late"] else ".alone"
        yield facts.spans(f"site.lede.early{alone}", n=whole["early"])


def _tell_unknown(facts: Facts, every: int) -> Spans:
    key = "site.lede.unknown" if _has_target(facts) else "site.lede.no-target"
    one = ".one" if every == 1 else ""
    return facts.spans(f"{key}{one}", actions=len(facts.rows("actions")))


def _has_target(facts: Facts) -> bool:
    return bool(facts.rows("targets", branch="official"))


def _tell_counts(facts: Facts, counts: Counter[str]) -> Spans:
    words = (
        ("met", "partly met", "not met")
        if facts.final == "yes"
        else ("on course", "open", "at risk", "off course")
    )
    told = [f"{counts[word]} {word}" for word in (UNKNOWN, *words) if counts[word]]
    if counts[NONE_MADE]:
        told.append(f"{counts[NONE_MADE]} {facts.text('site.verdict.none')}")
    return facts.spans("site.lede.counts", final=facts.final, parts=", ".join(told))


def tell_due(facts: Facts, counts: dict[str, int], proof: str, prefix: str) -> Spans:
    """What of the due actions is delivered, and for how many nothing is on record."""
    due, delivered = counts["due"], counts["on_time"] + counts["late"]
    if not due:
        return facts.spans("delivery.none-due", date=facts.today)
    several = "delivery" if counts["unknown"] else "delivery.known"
    key = "single" if due == 1 else several
    return facts.spans(
        f"{prefix}.{key}",
        n=delivered,
        due=link_inside(facts.house.number(due), proof),
        unknown=_link_number(facts, counts["unknown"], proof),
    )


def _link_number(facts: Facts, number: int, proof: str) -> Span:
    shown = facts.house.number(number)
    return link_inside(shown, proof) if number else Span(shown)
