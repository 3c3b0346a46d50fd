"""Where every request of a round stands, and whose silence leaves what unknown."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from stocktake.assess.rounds import Round, rows_by
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import day_of

ANSWERED: Final = frozenset({"submitted", "cleared", "accepted", "closed"})

Row = dict[str, Any]


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
