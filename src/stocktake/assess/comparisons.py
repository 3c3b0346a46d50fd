"""Reported, computed and assessed, side by side and never merged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from stocktake.assess.readings import OFFICIAL
from stocktake.assess.rounds import Round
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.when import last_days

NOTHING: Final = "nothing to report"
Row = dict[str, Any]
Said = dict[tuple[str, str], Row]


def compare_columns(
    tables: Tables,
    states: pl.DataFrame,
    deliveries: pl.DataFrame,
    verdicts: pl.DataFrame,
    now: Round,
) -> pl.DataFrame:
    """`comparisons`: what a contributor, the rule and a person say of each subject."""
    reported, assessed = _reported(tables, now), _assessed(tables, now)
    rows = [
        _compare(subject, axis, branch, computed, reported, assessed)
        for subject, axis, branch, computed in _computed(states, deliveries, verdicts, now)
    ]
    return frame_of("comparisons", rows)


def _computed(
    states: pl.DataFrame, deliveries: pl.DataFrame, verdicts: pl.DataFrame, now: Round
) -> Iterator[tuple[str, str, str, str]]:
    axis = "outcome" if now.final else "outlook"
    for objective, branch, value in verdicts.select("objective", "branch", "value").iter_rows():
        yield objective, axis, branch, value
    objectives = set(verdicts["objective"])
    for subject, value in deliveries.select("subject", "class").iter_rows():
        if subject in objectives:
            yield subject, "delivery", OFFICIAL, value
    for action, state in states.select("action", "state").iter_rows():
        yield action, "delivery", OFFICIAL, state


def _reported(tables: Tables, now: Round) -> Said:
    """The newest accepted report on each subject; on an objective the owner's own comes first."""
    said = tables["contributions"].filter(
        (pl.col("cycle") == now.cycle)
        & (pl.col("state") == "accepted")
        & pl.col("kind").is_in(["status", "state"])
    )
    found: Said = {}
    given = last_days("given").fill_null(date.min)
    owned = (pl.col("kind") == "state") & (pl.col("actor") == now.issuer)
    for row in said.sort(owned, given, "ref").iter_rows(named=True):
        axis = "delivery" if row["kind"] == "status" else "outcome" if now.final else "outlook"
        found[row["subject"], axis] = row
    return found


def _assessed(tables: Tables, now: Round) -> dict[tuple[str, str, str], str]:
    own = tables["assessments"].filter(pl.col("cycle") == now.cycle)
    return {
        (row["subject"], row["axis"], row["branch"]): row["assessed"]
        for row in own.iter_rows(named=True)
    }


def _compare(
    subject: str,
    axis: str,
    branch: str,
    computed: str,
    reported: Said,
    assessed: dict[tuple[str, str, str], str],
) -> Row:
    report = reported.get((subject, axis), {})
    decided = assessed.get((subject, axis, branch))
    word = report.get("reported")
    return {
        "subject": subject,
        "axis": axis,
        "branch": branch,
        "reported": word,
        "reported_by": report.get("actor"),
        "computed": computed,
        "assessed": decided,
        "differ": find_difference(word, computed, decided),
    }


def find_difference(reported: str | None, computed: str, assessed: str | None) -> str | None:
    """Which of the three columns differ; an empty one differs from nothing.

    Neither does `nothing to report`: it answers the question and leaves the item unknown.
    """
    if reported == NOTHING:
        reported = None
    rc = reported is not None and reported != computed
    ca = assessed is not None and assessed != computed
    ra = reported is not None and assessed is not None and reported != assessed
    if rc and ca and ra:
        return "all"
    return next((code for code, differs in (("rc", rc), ("ca", ca), ("ra", ra)) if differs), None)
