"""Laws of the order: who stands above whom, and what may not move anybody."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stocktake.assess.dominance import Point, count_places, dominates, sort_tiers
from stocktake.assess.weightings import DRAWS

Field = dict[str, Point]
few = settings(max_examples=15, deadline=None)
"""Each example is two thousand weightings."""


def fields(most: int = 6, least: int = 1) -> st.SearchStrategy[Field]:
    """A few challenges on the same criteria, with ties, as few grades make them."""
    cell = st.integers(0, 3).map(Decimal)

    def of(criteria: int) -> st.SearchStrategy[Field]:
        point = st.tuples(*[cell] * criteria)
        points = st.lists(point, min_size=least, max_size=most)
        return points.map(lambda listed: {f"C{at}": one for at, one in enumerate(listed)})

    return st.integers(1, 4).flatmap(of)


@given(fields())
def test_what_dominates_is_never_in_a_lower_tier(points: Field) -> None:
    tiers = sort_tiers(points)
    for one in points:
        for other in points:
            if dominates(points[one], points[other]):
                assert tiers[one] < tiers[other]


@given(fields())
def test_a_tier_is_as_high_as_it_can_be(points: Field) -> None:
    tiers = sort_tiers(points)
    for ref, tier in tiers.items():
        above = [tiers[one] for one in points if dominates(points[one], points[ref])]
        assert tier == max(above, default=0) + 1


@few
@given(fields())
def test_what_dominates_is_ahead_in_every_weighting(points: Field) -> None:
    every = count_places(points)
    for one in points:
        for other in points:
            if dominates(points[one], points[other]):
                pairs = zip(every[one].last, every[other].first, strict=True)
                assert all(above < below for above, below in pairs)


@few
@given(fields(least=2))
def test_what_dominates_nobody_moves_nobody_above_it(points: Field) -> None:
    """One more row changes no tier, and no place in the tiers above its own."""
    tiers = sort_tiers(points)
    new = max(tiers, key=tiers.__getitem__)
    fewer = {ref: point for ref, point in points.items() if ref != new}
    assert sort_tiers(fewer) | {new: tiers[new]} == tiers
    for ref in fewer:
        if tiers[ref] < tiers[new]:
            assert count_places(fewer)[ref] == count_places(points)[ref]


@given(fields(), st.integers(0, 3), st.integers(1, 9))
def test_what_is_dominated_moves_nobody_out_of_tier_one(points: Field, at: int, by: int) -> None:
    new = tuple(cell - by if place == at else cell for place, cell in enumerate(points["C0"]))
    assume(new != points["C0"])
    every = sort_tiers(points | {"new": new})
    assert every.pop("new") > 1
    assert {ref for ref in every if every[ref] == 1} == {
        ref for ref, tier in sort_tiers(points).items() if tier == 1
    }


def test_what_is_dominated_may_push_down_what_it_dominates() -> None:
    a, b, c = ((Decimal(3),), (Decimal(2),), (Decimal(1),))
    assert sort_tiers({"a": a, "c": c}) == {"a": 1, "c": 2}
    assert sort_tiers({"a": a, "b": b, "c": c}) == {"a": 1, "b": 2, "c": 3}


@few
@given(fields(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(points: Field, chance: Random) -> None:
    refs = chance.sample(list(points), len(points))
    assert count_places({ref: points[ref] for ref in refs}) == count_places(points)


@few
@given(fields(), st.integers(0, 3))
def test_a_scale_stretched_in_any_way_changes_nothing(points: Field, at: int) -> None:
    def stretch(point: Point) -> Point:
        return tuple(
            cell**3 * 1000 - 7 if place == at else cell for place, cell in enumerate(point)
        )

    assert count_places({ref: stretch(point) for ref, point in points.items()}) == count_places(
        points
    )


@few
@given(fields())
def test_places_are_places(points: Field) -> None:
    every = count_places(points)
    for places in every.values():
        assert len(places.first) == len(places.last) == DRAWS
    for at in range(0, DRAWS, 97):
        first = sorted(one.first[at] for one in every.values())
        last = sorted(one.last[at] for one in every.values())
        assert first[0] == 1
        assert last[-1] == len(points)
        pairs = enumerate(zip(first, last, strict=True), start=1)
        assert all(low <= place <= high for place, (low, high) in pairs)


@few
@given(fields(5))
def test_equals_are_treated_alike(points: Field) -> None:
    every = count_places(points | {"twin": points["C0"]})
    assert every["twin"] == every["C0"]
    pairs = zip(every["twin"].first, every["twin"].last, strict=True)
    assert all(first < last for first, last in pairs)


def test_two_opposites_share_the_weightings_between_them() -> None:
    points = {"a": (Decimal(1), Decimal(0)), "b": (Decimal(0), Decimal(1))}
    every = count_places(points)
    wins = sum(place == 1 for place in every["a"].first)
    assert wins == pytest.approx(DRAWS / 2, rel=0.1)
    assert wins + sum(place == 1 for place in every["b"].last) == DRAWS
