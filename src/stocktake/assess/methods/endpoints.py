"""Two points of each series, and what a formula asks of them before it can say anything.

An **endpoint table** has one row a series with numbers in `base_value`, `base_year`,
`current_value`, `current_year`, `direction` (1: up is good, -1: down is good), `target` and
`target_year` (both empty: no quantitative target). Other columns pass through. A value that is
no finite number counts as missing. A column that is not there raises ColumnNotFoundError.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

Check = tuple[str, pl.Expr]
"""A reason code, and where it holds."""

Bands = tuple[tuple[float, str], ...]
"""Classes from the best down, each with the lowest value that belongs to it."""

REASONS: Final[dict[str, str]] = {
    "no_direction": "the wanted direction is neither up nor down",
    "no_target": "no target",
    "no_deadline": "the target has no deadline after the baseline",
    "no_baseline": "no baseline",
    "no_observation_after_baseline": "no value after the baseline",
    "no_observation_in_year": "no value in the year that is assessed",
    "too_few_points": "too few values",
    "break_unresolved": "a break in the series",
    "zero_base": "the baseline is zero, so growth has no rate",
    "sign_change": "the values lie on both sides of zero, so growth has no rate",
    "target_at_base": "the target is the baseline, so no pace is required",
    "after_deadline": "the value or the year assessed lies after the deadline",
    "expert_judgement": "the method leaves this kind of indicator to experts",
    "unknown_rule": "the method has no rule of this name",
    "too_much_missing": "too many indicators are missing",
    "no_regional_mean": "a goal is not scored, and nowhere in the region",
    "ambiguous_series": "two series share one shortened name",
}
"""Why a method gives nothing, in words; those it shares with `outcomes` are the same codes."""

PLACES: Final = 12
"""Decimals kept before a class is chosen: one per cent over five years is one per cent."""


def number(name: str) -> pl.Expr:
    """A column as finite floats; anything else that can be a number's cell is missing."""
    value = pl.col(name).cast(pl.Float64)
    return pl.when(value.is_finite()).then(value)


BASE: Final = number("base_value")
CURRENT: Final = number("current_value")
TARGET: Final = number("target")
DIRECTION: Final = number("direction")
BASE_YEAR: Final = number("base_year")
CURRENT_YEAR: Final = number("current_year")
TARGET_YEAR: Final = number("target_year")

ELAPSED: Final = CURRENT_YEAR - BASE_YEAR
ALLOWED: Final = TARGET_YEAR - BASE_YEAR
MET: Final = DIRECTION * (CURRENT - TARGET) >= 0

DIRECTED: Final[Check] = ("no_direction", ~DIRECTION.is_in([1.0, -1.0]) | DIRECTION.is_null())
TWO_POINTS: Final[tuple[Check, ...]] = (
    ("no_baseline", BASE.is_null() | BASE_YEAR.is_null()),
    (
        "no_observation_after_baseline",
        CURRENT.is_null() | CURRENT_YEAR.is_null() | (CURRENT_YEAR <= BASE_YEAR),
    ),
)
TARGETED: Final[Check] = ("no_target", TARGET.is_null())


def aim(
    base: pl.Expr = BASE, target: pl.Expr = TARGET, since: pl.Expr = BASE_YEAR
) -> tuple[Check, ...]:
    """What a required pace asks of a target, where there is one."""
    late = TARGET_YEAR.is_null() | TARGET_YEAR.le(since)
    return ("no_deadline", target.is_not_null() & late), ("target_at_base", target == base)


def rate(base: pl.Expr, *others: pl.Expr) -> tuple[Check, ...]:
    """What a compound rate asks: a base that is not zero, and no value on its other side."""
    return (
        ("zero_base", base == 0),
        *(("sign_change", base * other < 0) for other in others),
    )


def grow(first: pl.Expr, last: pl.Expr, years: pl.Expr) -> pl.Expr:
    """Compound annual growth, 0.02 for 2 % a year; of negative values positive means upward."""
    return first.sign() * ((last / first).pow(1 / years) - 1)


def find_reason(checks: Iterable[Check]) -> pl.Expr:
    """The code of the first check that holds, empty if none does."""
    return pl.coalesce(pl.when(holds).then(pl.lit(code)) for code, holds in checks)


def classify(value: pl.Expr, bands: Bands, below: str) -> pl.Expr:
    """The word of the first band whose bound the value reaches, else `below`; empty stays."""
    found = pl.coalesce(
        *(pl.when(value >= bound).then(pl.lit(word)) for bound, word in bands), pl.lit(below)
    )
    return pl.when(value.is_not_null()).then(found)


def unless(reason: str, value: pl.Expr) -> pl.Expr:
    """A value where the column `reason` is empty."""
    return pl.when(pl.col(reason).is_null()).then(value)
