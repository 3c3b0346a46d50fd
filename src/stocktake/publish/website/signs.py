"""Sign, tone and word of every state a page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from stocktake.publish.charts import (
    ENGLISH,
    GRADES,
    OUTLOOKS,
    TONES,
    VERDICTS,
    UnitStrip,
    Words,
    draw_units,
)
from stocktake.publish.charts.units import ORDER
from stocktake.publish.facts import Facts, Row

PER_ROW = 14
"""Squares in a row: what fits on the narrowest screen at full size."""

STATES = {
    "delivered in part": "a-part",
    "dropped": "a-drop",
    "superseded": "a-gone",
}
FULFILS = {"whole": "a-done", "other_form": "a-form", "part": "a-part", "no": "a-going"}
ENDINGS = {"dropped": "a-drop", "superseded": "a-gone"}


@dataclass(frozen=True)
class Sign:
    """A sign of the charts with its colour and the word that stands beside it."""

    name: str
    word: str

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return TONES[self.name] if self.name else ""


def name_state(state: Row) -> str:
    """The square of an action, from its state, timing and form."""
    if state["state"] in STATES:
        return STATES[state["state"]]
    if state["state"] == "delivered":
        if state["form"] == "another form":
            return "a-form"
        return "a-late" if state["timing"] == "late" else "a-done"
    if state["timing"] == "overdue":
        return "a-over"
    if state["state"] == "in progress":
        return "a-going"
    planned = state["state"] == "planned" or state["timing"] == "not yet due"
    return "a-plan" if planned else "a-none"


def sign_action(facts: Facts, state: Row) -> Sign:
    """The sign of an action; what two axes say at once is said in words."""
    name = name_state(state)
    if name == "a-form" and state["timing"] == "late":
        return Sign(name, facts.text("site.sign.a-form.late"))
    if name == "a-plan" and state["timing"] == "no end date":
        return Sign(name, facts.text("site.sign.a-plan.open"))
    return sign_named(facts, name)


def sign_named(facts: Facts, name: str) -> Sign:
    """A square with its word."""
    return Sign(name, facts.text(f"site.sign.{name}"))


def sign_milestone(facts: Facts, milestone: Row) -> Sign:
    """The sign of a deed, or of one still expected."""
    if milestone["done"] is None:
        return Sign("a-plan", facts.text("site.milestone.expected"))
    word = facts.text(f"site.stage.{milestone['stage']}")
    ending = ENDINGS.get(milestone["stage"])
    return Sign(ending or FULFILS.get(milestone["fulfils"], ""), word)


def sign_verdict(facts: Facts, verdict: Row | None) -> Sign:
    """The sign of a verdict or outlook; without one, only the words that say so."""
    if verdict is None:
        return Sign("", facts.text("site.verdict.none"))
    value = verdict["value"]
    signs = VERDICTS if facts.final == "yes" else OUTLOOKS
    return Sign(signs.get(value, ""), value)


def sign_class(facts: Facts, word: str | None) -> Sign:
    """A delivery class; only the unknown has a sign, for the squares beside it tell the rest."""
    if word == "unknown" or word is None:
        return Sign("a-none", facts.text("site.delivery.unknown"))
    return Sign("", word)


def sign_grade(facts: Facts, grade: str | None) -> Sign:
    """The bars of a grade."""
    if grade is None:
        return Sign("f-wait", facts.text("site.grade.none-yet"))
    return Sign(GRADES[grade], grade)


def list_key(facts: Facts, names: Iterable[str]) -> list[Sign]:
    """The squares that occur, in order, for a key."""
    seen = set(names)
    return [sign_named(facts, name) for name in ORDER if name in seen]


def count_grades(facts: Facts, grades: Iterable[str | None]) -> list[tuple[Sign, int]]:
    """How often each grade was given, best first; those never given are left out."""
    counts = Counter(grades)
    ordered: list[str | None] = [*GRADES, None]
    return [(sign_grade(facts, one), counts[one]) for one in ordered if counts[one]]


def draw_strip(facts: Facts, what: str, names: Iterable[str], prefix: str) -> str:
    """One square an action, sorted by state."""
    strip = UnitStrip(what, tuple(names))
    return draw_units(strip, chart_words(facts), prefix=prefix, per_row=PER_ROW)


@lru_cache(maxsize=4)
def chart_words(facts: Facts) -> Words:
    """The words and numbers of charts as the house prints them."""
    squares = {name: facts.text(f"site.sign.{name}") for name in ORDER}

    def count_actions(number: int) -> str:
        return facts.text("site.actions", n=number)

    return replace(
        ENGLISH,
        number=facts.house.number,
        actions=count_actions,
        signs={**ENGLISH.signs, **squares},
    )
