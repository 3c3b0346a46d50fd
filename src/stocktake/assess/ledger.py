"""Where every recommendation stands, year after year: one identity, one grade a round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

import polars as pl

from stocktake.assess.requests import ANSWERED
from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import day_of
from stocktake.vocabulary.lineage import (
    find_rings,
    group_families,
    list_steps,
    list_wholes,
    turn,
    walk,
)
from stocktake.vocabulary.when import last_day, months_between
from stocktake.vocabulary.words import CLOSING

Row = dict[str, Any]


def keep_ledger(tables: Tables, now: Round) -> pl.DataFrame:
    """`ledger`: identity, newest grade, punctuality beside it, and who takes an open one over.

    One row for each recommendation that is graded by itself: of one that was split, its parts. A
    part was asked for when its whole was, and is answered, handed over or said again with it. One
    that went into another or is said again counts once, by its newest grade, and stays open until
    it is closed itself or all it lives on in is.
    """
    known = _Known(tables, now)
    return frame_of("ledger", [_stand(known, ref) for ref in known.singly])


class Closing(NamedTuple):
    """The day it was closed, and whether that is the day of the deed rather than of a report."""

    day: date
    told: bool


class _Known:
    """Recommendations as known on the day, by reference."""

    def __init__(self, tables: Tables, now: Round) -> None:
        self.now = now
        rows = tables["recommendations"].to_dicts()
        self.rows: dict[str, Row] = {row["ref"]: row for row in rows}
        self.days: dict[str, date] = dict(tables["cycles"].select("ref", "as_of").iter_rows())
        self.grades = rows_by(_in_order_of_cycles(tables), "recommendation")
        self.identities = {
            ref: self.oldest(family) for family in group_families(rows) for ref in family
        }
        self.wholes = list_wholes(rows)
        self.back = turn(list_steps(rows))
        self.parts = list_steps(rows, ("split_from",))
        self.heirs = list_steps(rows, ("merged_into", "repeats"))
        self.singly = [ref for ref in self.rows if not self.parts[ref]]
        self.answers = _list_answers(tables)
        self.members = rows_by(tables["actors"], "member_of")
        answering = tables["actions"].select("ref", "answers").explode("answers")
        self.actions = rows_by(answering, "answers")

    def place_in_time(self, ref: str) -> tuple[date, str]:
        """What orders recommendations by age, whatever the order of their rows."""
        return self.days[self.rows[ref]["cycle"]], ref

    def oldest(self, refs: Iterable[str]) -> str:
        """The one made first."""
        return min(refs, key=self.place_in_time)

    def round_of(self, ref: str) -> str:
        """The round that made it."""
        return str(self.rows[ref]["cycle"])

    def whole(self, ref: str) -> tuple[str, ...]:
        """The recommendation and all it is a part of."""
        return (ref, *self.wholes[ref])

    @cached_property
    def lives_on(self) -> dict[str, list[str]]:
        """Those graded by themselves in which one lives on, of one that was split its parts.

        A part goes where its whole goes, unless it would come back to itself that way.
        """
        whole = {ref: list(self._list_heirs(ref, self.whole(ref))) for ref in self.singly}
        coming_back = find_rings(whole)
        own = {ref: list(self._list_heirs(ref, (ref,))) for ref in coming_back}
        return whole | own

    def _list_heirs(self, ref: str, asked: tuple[str, ...]) -> Iterator[str]:
        named = dict.fromkeys(heir for one in asked for heir in self.heirs[one])
        found = dict.fromkeys(one for heir in named for one in (heir, *walk(self.parts, heir)))
        return (one for one in found if not self.parts[one] and one != ref)

    @cached_property
    def closings(self) -> dict[str, Closing]:
        """Of those closed by their own newest grades, or because all they live on in are: when."""
        own = {ref: _find_closing(self.grades.get(ref, [])) for ref in self.singly}
        closings = {ref: closing for ref, closing in own.items() if closing}
        found = closings
        while found:
            found = {
                ref: max(closings[heir] for heir in heirs)
                for ref, heirs in self.lives_on.items()
                if ref not in closings and heirs and closings.keys() >= set(heirs)
            }
            closings |= found
        return closings

    def newest(self, ref: str) -> Row | None:
        """The newest grade."""
        return self.grades[ref][-1] if ref in self.grades else None

    def is_new(self, ref: str) -> bool:
        """Whether this round made it, so that nobody can have answered yet."""
        rows = [self.rows[one] for one in self.whole(ref)]
        made_now = all(row["cycle"] == self.now.cycle for row in rows)
        return made_now and not any(row["inherited_from"] for row in rows)


def _in_order_of_cycles(tables: Tables) -> pl.DataFrame:
    order = tables["cycles"].select(cycle="ref", day="as_of")
    return tables["follow_ups"].join(order, on="cycle", how="left").sort("day", maintain_order=True)


def _find_closing(grades: list[Row]) -> Closing | None:
    """When it was closed, unless its newest grade leaves it open.

    Where nobody tells the day of the deed it counts as the round that first found it closed.
    """
    closing = list(takewhile(lambda grade: grade["grade"] in CLOSING, reversed(grades)))
    if not closing:
        return None
    told = next((grade["closed"] for grade in closing if grade["closed"]), None)
    day = day_of(told)
    return Closing(day or closing[-1]["day"], day is not None)


def _list_answers(tables: Tables) -> dict[str, set[str]]:
    """By recommendation: who responded, in `responses` or by a contribution handed in."""
    given = tables["contributions"].filter(
        pl.col("kind") == "response", pl.col("state").is_in(list(ANSWERED))
    )
    told = [
        tables["responses"].select("recommendation", "actor"),
        given.select(pl.col("subject").alias("recommendation"), "actor"),
    ]
    answers: dict[str, set[str]] = {}
    for ref, actor in pl.concat(told).iter_rows():
        answers.setdefault(ref, set()).add(actor)
    return answers


def _stand(known: _Known, ref: str) -> Row:
    newest, closing = known.newest(ref), known.closings.get(ref)
    made_in, heirs = known.round_of(known.oldest(known.whole(ref))), known.lives_on[ref]
    made = known.days[made_in]
    graded_again = any(one in known.grades for one in walk(known.lives_on, ref))
    answered, silent = _sort_addressees(known, ref)
    return {
        "recommendation": ref,
        "identity": known.identities[ref],
        "made_in": made_in,
        "asked_in": known.round_of(known.oldest((ref, *walk(known.back, ref)))),
        "grade": newest["grade"] if newest else None,
        "graded_in": newest["cycle"] if newest else None,
        "counted": newest is not None and not graded_again,
        "timeliness": _judge_time(known.rows[ref]["due"], closing, made, known.now.today),
        "closed": closing.day if closing else None,
        "months": _count_months(made, closing),
        "open": closing is None,
        "lives_on_in": heirs or None,
        "orphan": known.now.final and closing is None and not _is_taken_over(known, ref),
        "actions": _list_actions(known, ref) or None,
        "answered_by": answered or None,
        "silent": silent or None,
    }


def _judge_time(due: str | None, closing: Closing | None, made: date, today: date) -> str:
    if closing and closing.day < made:
        return "before the recommendation"
    if due is None or due == "-":
        return "no due date"
    last = last_day(due)
    if closing is None:
        return "overdue" if last <= today else "open"
    return "closed late" if closing.day > last else "closed on time"


def _count_months(made: date, closing: Closing | None) -> int | None:
    """Whole months to the deed; nothing where its day is not told, or it came before."""
    if closing is None or not closing.told or closing.day < made:
        return None
    return months_between(made, closing.day)


def _is_taken_over(known: _Known, ref: str) -> bool:
    """Whether something goes on with it: another one, a successor, or the round that asks it."""
    handed = any(known.rows[one]["handed_to"] for one in known.whole(ref))
    return bool(known.lives_on[ref]) or handed or known.is_new(ref)


def _list_actions(known: _Known, ref: str) -> list[str]:
    found = (row["ref"] for one in known.whole(ref) for row in known.actions.get(one, []))
    return list(dict.fromkeys(found))


def _sort_addressees(known: _Known, ref: str) -> tuple[list[str], list[str]]:
    """Who responded, and who of those asked did not; a group is silent if none of it responded.

    A response to the whole, or to one it lives on in, is a response to it.
    """
    asked = (*known.whole(ref), *walk(known.lives_on, ref))
    given: set[str] = set().union(*(known.answers.get(one, set()) for one in asked))
    answered: list[str] = []
    silent: list[str] = []
    for actor in known.rows[ref]["addressees"] or ():
        members = [row["ref"] for row in known.members.get(actor, [])]
        spoke = [one for one in (actor, *members) if one in given]
        answered += spoke
        if actor not in given:
            silent += [one for one in members if one not in given] if spoke else [actor]
    return answered, [] if known.is_new(ref) else silent
