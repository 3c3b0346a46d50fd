"""Who stands above whom on several criteria, without a product and without chosen weights.

Only the order within each criterion counts, so a scale stretched in any way changes nothing
(`methods.md` section 5):

1. **Tiers.** One stands above another if it is at least as grave on every criterion and graver on
   one. Those above whom none stands are tier 1; without them, the next are tier 2; and so on
   (Pareto layers; Goldberg, Genetic Algorithms, 1989, chapter 5).
2. **Weightings.** Within a tier every weighting gives an order: by the weighted sum of how many of
   the tier each is graver than, criterion by criterion, equals counting half (Borda). Over many
   weightings this is stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and
   Salminen, European Journal of Operational Research 106, 1998). Places are counted within the
   tier alone, so that who stands in a lower tier never moves those above.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import mul

from stocktake.assess.weightings import draw_weightings

Point = tuple[Decimal, ...]
"""Places on every criterion, graver = higher."""


@dataclass(frozen=True, slots=True)
class Places:
    """The tier of one, and its first and last place among equals in every weighting."""

    tier: int
    first: tuple[int, ...]
    last: tuple[int, ...]


def dominates(one: Point, other: Point) -> bool:
    """Whether one is at least as grave on every criterion and graver on one."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def sort_tiers(points: Mapping[str, Point]) -> dict[str, int]:
    """The tier of everyone, from 1; equals share a tier."""
    tiers: dict[str, int] = {}
    rest, tier = dict(points), 0
    while rest:
        tier += 1
        front = {
            ref: tier
            for ref, own in rest.items()
            if not any(dominates(other, own) for other in rest.values())
        }
        tiers |= front
        rest = {ref: own for ref, own in rest.items() if ref not in front}
    return tiers


def count_places(points: Mapping[str, Point]) -> dict[str, Places]:
    """Where everyone stands in every weighting; all of a higher tier stand ahead."""
    found: dict[str, Places] = {}
    tiers = sort_tiers(points)
    for tier in sorted(set(tiers.values())):
        own = {ref: point for ref, point in points.items() if tiers[ref] == tier}
        found |= _order_tier(tier, len(found), own)
    return {ref: found[ref] for ref in points}


def _order_tier(tier: int, ahead: int, points: Mapping[str, Point]) -> dict[str, Places]:
    graded = _count_below(points)
    first: dict[str, list[int]] = {ref: [] for ref in points}
    last: dict[str, list[int]] = {ref: [] for ref in points}
    for weighting in draw_weightings(len(next(iter(points.values())))):
        sums = {ref: sum(map(mul, weighting, grades)) for ref, grades in graded.items()}
        order = sorted(sums.values())
        for ref, own in sums.items():
            first[ref].append(ahead + 1 + len(order) - bisect_right(order, own))
            last[ref].append(ahead + len(order) - bisect_left(order, own))
    return {ref: Places(tier, tuple(first[ref]), tuple(last[ref])) for ref in points}


def _count_below(points: Mapping[str, Point]) -> dict[str, tuple[int, ...]]:
    """In half places how many of the tier each is graver than, criterion by criterion."""
    columns = [sorted(column) for column in zip(*points.values(), strict=True)]
    return {
        ref: tuple(
            bisect_left(column, cell) + bisect_right(column, cell)
            for cell, column in zip(point, columns, strict=True)
        )
        for ref, point in points.items()
    }
