"""Challenges from round to round: identity is the chain of `carried_from`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from stocktake.assess.rounds import Round
from stocktake.vocabulary.frames import Tables, frame_of

Row = dict[str, Any]


def follow_chains(tables: Tables, now: Round) -> pl.DataFrame:
    """`challenge_chains`: challenges of the round, then those of the one before nothing carries on.

    One that joins several is as old as the oldest of them.
    """
    named = {row["ref"]: row for row in tables["challenges"].iter_rows(named=True)}
    days = dict(tables["cycles"].select("ref", "as_of").iter_rows())
    own = [row for row in named.values() if row["cycle"] == now.cycle]
    kept = {ref for row in own for ref in row["carried_from"] or ()}
    gone = [
        row for row in named.values() if row["cycle"] == now.previous and row["ref"] not in kept
    ]
    rows = []
    for row in [*own, *gone]:
        rounds = list_rounds(row["ref"], named)
        state = "carried" if len(rounds) > 1 else "new"
        if row["cycle"] != now.cycle:
            state = "no longer named"
        since = min(rounds, key=days.__getitem__)
        rows.append({"challenge": row["ref"], "state": state, "since": since})
    return frame_of("challenge_chains", rows)


def list_rounds(ref: str, named: Mapping[str, Row]) -> set[str]:
    """Every round in which a challenge, or one it carries on, was named."""
    seen: set[str] = set()
    ahead = [ref]
    while ahead:
        at = ahead.pop()
        if at in named and at not in seen:
            seen.add(at)
            ahead += named[at]["carried_from"] or ()
    return {named[one]["cycle"] for one in seen}
