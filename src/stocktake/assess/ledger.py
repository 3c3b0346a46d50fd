"""Where every recommendation stands, year after year, and who has not answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import day_of
from stocktake.vocabulary.when import last_day, months_between

CLOSING: Final = frozenset({"in full", "overtaken by events"})
ANSWERED: Final = frozenset({"submitted", "cleared", "accepted", "closed"})

Row = dict[str, Any]


def keep_ledger(tables: Tables, now: Round) -> pl.DataFrame:
    """`ledger`: newest grade, punctuality beside it, and whether an open one is taken over."""
    grades = rows_by(_in_order_of_cycles(tables), "recommendation")
    days = dict(tables["cycles"].select("ref", "as_of").iter_rows())
    split = set(tables["recommendations"]["split_from"].drop_nulls())
    repeated = set(tables["recommendations"]["repeats"].drop_nulls())
    rows = [
        _stand(recommendation, grades.get(recommendation["ref"], []), repeated, days, now)
        for recommendation in tables["recommendations"].iter_rows(named=True)
        if recommendation["ref"] not in split
    ]
    return frame_of("ledger", rows)


def _in_order_of_cycles(tables: Tables) -> pl.DataFrame:
    order = tables["cycles"].select(cycle="ref", day="as_of")
    return tables["follow_ups"].join(order, on="cycle", how="left").sort("day", maintain_order=True)


def _stand(
    recommendation: Row, grades: list[Row], repeated: set[str], days: dict[str, date], now: Round
) -> Row:
    newest = grades[-1] if grades else None
    closed = next((day_of(grade["closed"]) for grade in reversed(grades) if grade["closed"]), None)
    made = days[recommendation["cycle"]]
    is_open = newest is None or newest["grade"] not in CLOSING
    taken_over = recommendation["ref"] in repeated or any(
        recommendation[name] for name in ("merged_into", "handed_to")
    )
    return {
        "recommendation": recommendation["ref"],
        "grade": newest["grade"] if newest else None,
        "graded_in": newest["cycle"] if newest else None,
        "timeliness": _timeliness(
            recommendation["due"], closed or _first_closing(grades), made, is_open, now.today
        ),
        "months": months_between(made, closed) if closed and closed >= made else None,
        "open": is_open,
        "orphan": now.final and is_open and not taken_over and recommendation["cycle"] != now.cycle,
    }


def _first_closing(grades: list[Row]) -> date | None:
    """The day on which it was first found closed, where nobody tells the day of the deed."""
    return next((grade["day"] for grade in grades if grade["grade"] in CLOSING), None)


def _timeliness(
    due: str | None, closed: date | None, made: date, is_open: bool, today: date
) -> str:
    if closed and not is_open and closed < made:
        return "before the recommendation"
    if due is None or due == "-":
        return "no due date"
    last = last_day(due)
    if is_open:
        return "overdue" if last <= today else "open"
    return "closed late" if closed and closed > last else "closed on time"


def follow_requests(tables: Tables, now: Round) -> pl.DataFrame:
    """`request_states`: once the round is over, what is not answered is silent."""
    answers = rows_by(tables["contributions"].filter(pl.col("answers").is_not_null()), "answers")
    rows = []
    for request in tables["requests"].filter(pl.col("cycle") == now.cycle).iter_rows(named=True):
        given = max(answers.get(request["ref"], []), key=_precedence, default=None)
        over = now.today >= (request["extended_to"] or request["due"])
        state = _request_state(given["state"] if given else None, over)
        silent = state == "silent" and not request["optional"]
        costs = f"{request['subject']} stays unknown" if silent else None
        rows.append({"request": request["ref"], "state": state, "silent": silent, "costs": costs})
    return frame_of("request_states", rows)


def _precedence(contribution: Row) -> tuple[bool, bool, date, str]:
    """Of several answers the newest that was handed in, else a draft."""
    state = contribution["state"]
    handed_in = state not in {"draft", "withdrawn"}
    given = day_of(contribution["given"]) or date.min
    return handed_in, state == "draft", given, contribution["ref"]


def _request_state(contribution: str | None, over: bool) -> str:
    if contribution in {None, "draft", "withdrawn"}:
        return "silent" if over else "in progress" if contribution == "draft" else "due"
    return "closed" if over and contribution in ANSWERED else str(contribution)
