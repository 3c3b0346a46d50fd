"""The same values under the published methods: what a verdict would be if others had written it.

Each method's words become our classes by one table. A target that is met is met under every
method; where a method says nothing (too few points, a growth rate through zero) our class stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stocktake.assess.methods import (
    assess_canada,
    assess_destatis,
    assess_escap,
    assess_eurostat,
    assess_sdsn,
    assess_unsd_2019,
    assess_unsd_2023,
)
from stocktake.assess.outcomes import Outcome, meets, place_in_time
from stocktake.assess.rounds import Round
from stocktake.vocabulary.periods import year_of
from stocktake.vocabulary.when import last_day

Row = dict[str, Any]
Endpoints = pl.DataFrame
STEPS: Final = (
    ("nearly met", "on course"),
    ("partly", "open"),
    ("little", "at risk"),
    ("worse", "off course"),
)
"""Our classes from the best down, in a final cycle and on the way."""

WORDS: Final[dict[str, tuple[str, ...]]] = {
    "Eurostat": (
        "significant progress", "moderate progress",
        "insufficient progress|moderate movement away", "movement away|significant movement away",
    ),
    "Statistics Canada": (
        "substantial_progress", "moderate_progress", "limited_progress", "deterioration",
    ),
    "UN 2019": (
        "substantial progress", "fair progress", "limited or no progress", "deterioration",
    ),
    "UN 2023": ("met or on track", "fair progress", "stagnation or regression", ""),
    "SDSN": ("on track or maintaining", "moderately improving", "stagnating", "decreasing"),
    "Destatis": ("sun", "sun_cloud", "cloud", "storm"),
    "ESCAP": ("maintain", "accelerate", "", "reverse"),
}  # fmt: skip
"""Each method's words for our four classes; two words of one class stand side by side."""


def _ask_destatis(table: Endpoints, observations: pl.DataFrame) -> pl.DataFrame:
    rule = pl.when(pl.col("target").is_null()).then(pl.lit("direction")).otherwise(pl.lit("value"))
    targets = table.select(
        "key",
        rule=rule,
        page=pl.lit(""),
        series_key="key",
        target_value="target",
        target_year="target_year",
        direction="direction",
        assessed_year="current_year",
    )
    points = observations.select(page=pl.lit(""), series_key="key", year="year", value="value")
    return assess_destatis(targets, points).rename({"symbol": "status"})


def _ask_escap(table: Endpoints, observations: pl.DataFrame) -> pl.DataFrame:
    series = table.with_columns(series="key")
    return assess_escap(series, observations.rename({"key": "series"}))


Ask = Callable[[Endpoints, pl.DataFrame], pl.DataFrame]
ASKED: Final[dict[str, Ask]] = {
    "Eurostat": lambda table, _: assess_eurostat(table),
    "Statistics Canada": lambda table, _: assess_canada(table),
    "UN 2019": lambda table, _: assess_unsd_2019(table),
    "UN 2023": lambda table, _: assess_unsd_2023(table),
    "SDSN": lambda table, _: assess_sdsn(table),
    "Destatis": _ask_destatis,
    "ESCAP": _ask_escap,
}


def judge_by_methods(outcomes: Sequence[Outcome], now: Round) -> dict[str, list[Outcome]]:
    """The outcomes under each method, ours by pace and by probability among them."""
    table, observations = _tabulate(outcomes)
    found = {
        "additive pace": [_judge_pace(one, now) for one in outcomes],
        "probability": [_judge_probability(one, now) for one in outcomes],
    }
    for name, ask in ASKED.items():
        told = ask(table, observations) if len(table) else table.with_columns(status=pl.lit(""))
        words = dict(told.select("key", "status").iter_rows())
        found[name] = [
            _translate(one, name, words.get(str(n)), now) for n, one in enumerate(outcomes)
        ]
    return found


def _tabulate(outcomes: Sequence[Outcome]) -> tuple[Endpoints, pl.DataFrame]:
    """First and last value of each, and all values, as the methods ask for them."""
    asked = [(str(n), one) for n, one in enumerate(outcomes) if _has_rule(one)]
    numbers = ("base_value", "base_year", "current_value", "current_year", "direction", "target",
               "target_year", "limit", "sign")  # fmt: skip
    table = pl.DataFrame(
        [{"key": key, **_find_ends(one)} for key, one in asked],
        {"key": pl.String, **dict.fromkeys(numbers, pl.Float64)},
    )
    observations = [
        {"key": key, "year": place_in_time(row["period"]), "value": float(row["value"])}
        for key, one in asked
        for row in one.reading.line
    ]
    return table, pl.DataFrame(
        observations, {"key": pl.String, "year": pl.Float64, "value": pl.Float64}
    )


def _has_rule(one: Outcome) -> bool:
    """Whether other methods have a rule for it: something to reach, or only a direction."""
    return one.aim is not None and one.aim.kind != "hold" and one.value != "unknown"


def _find_ends(one: Outcome) -> Row:
    assert one.aim is not None and one.reading.target is not None
    assert one.reading.base is not None
    reaches = one.aim.kind == "reach"
    base = float(one.reading.base)
    return {
        "base_value": base,
        "base_year": float(year_of(one.reading.target["baseline_period"])),
        "current_value": float(one.reading.last["value"]),
        "current_year": float(year_of(one.reading.last["period"])),
        "direction": float(one.aim.sign),
        "target": float(one.aim.value) if reaches else None,
        "target_year": float(last_day(one.reading.target["deadline"]).year) if reaches else None,
        "limit": None,
        "sign": -1.0 if base < 0 else 1.0,
    }


def _translate(one: Outcome, method: str, word: str | None, now: Round) -> Outcome:
    if not word or not _has_rule(one) or (one.aim and one.aim.kind == "reach" and meets(one)):
        return one
    steps = [step for step, words in enumerate(WORDS[method]) if word in words.split("|")]
    return _step(one, steps[0], now) if steps else one


def _step(one: Outcome, step: int, now: Round) -> Outcome:
    """Our class of a step; a direction that is kept is met, not nearly met."""
    final, on_the_way = STEPS[step]
    if now.final and step == 0 and one.aim and one.aim.kind == "direction":
        final = "met"
    return replace(one, value=final if now.final else on_the_way)


def _judge_pace(one: Outcome, now: Round) -> Outcome:
    if one.pace is None or not _has_rule(one) or meets(one):
        return one
    bounds = (now.threshold("pace.on"), now.threshold("pace.slow"), Decimal(0))
    return _step(one, next((n for n, bound in enumerate(bounds) if one.pace >= bound), 3), now)


def _judge_probability(one: Outcome, now: Round) -> Outcome:
    probability = one.trend["probability"] if one.trend else None
    if probability is None or not _has_rule(one) or meets(one):
        return one
    names = ("on_course", "open", "at_risk")
    bounds = [float(now.threshold(f"probability.{name}")) for name in names]
    return _step(one, next((n for n, bound in enumerate(bounds) if probability >= bound), 3), now)
