"""What is unknown is read every way it may turn out, and no bound is narrower than the truth."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.assess.dominance import count_places
from stocktake.assess.unknowns import MOST, Span, list_readings

Cells = list[list[int | None]]


def spans_of(cells: Cells) -> dict[str, list[Span]]:
    """A row a challenge, a column a criterion; None is unknown."""
    return {
        f"C{row}": [span(cell, f"{row}|{at}") for at, cell in enumerate(own)]
        for row, own in enumerate(cells)
    }


def span(cell: int | None, fact: str) -> Span:
    place = None if cell is None else Decimal(cell)
    return Span(place, place, fact)


def sorted_items(reading: dict[str, tuple[Decimal, ...]]) -> list[tuple[str, tuple[Decimal, ...]]]:
    return sorted(reading.items())


def test_what_is_known_is_read_once() -> None:
    assert list_readings(spans_of([[1, 2], [3, 4]])) == [
        {"C0": (Decimal(1), Decimal(2)), "C1": (Decimal(3), Decimal(4))}
    ]


def test_an_unknown_is_tried_below_at_between_and_above_the_known() -> None:
    tried = [one["C0"][0] for one in list_readings(spans_of([[None], [1], [3]]))]
    assert tried == sorted(tried)
    assert tried[0] < 1
    assert {Decimal(1), Decimal(3)} <= set(tried)
    assert any(1 < place < 3 for place in tried)
    assert tried[-1] > 3


def test_a_bound_is_kept() -> None:
    spans = {"C0": [Span(Decimal(1), Decimal(2), "a")], "C1": [Span(Decimal(5), Decimal(5), "b")]}
    tried = [one["C0"][0] for one in list_readings(spans)]
    assert [min(tried), max(tried)] == [1, 2]


def test_the_same_fact_turns_out_alike() -> None:
    spans = {ref: [Span(Decimal(1), Decimal(2), "a")] for ref in ("C0", "C1")}
    assert all(one["C0"] == one["C1"] for one in list_readings(spans))


def test_many_unknowns_are_drawn_with_the_extremes_of_each_among_them() -> None:
    cells: Cells = [[None, 1, None], [2, None, 1], [None, 3, None], [1, 1, 2]]
    read = list_readings(spans_of(cells))
    assert len(read) == MOST + 2 * len(cells)
    other = list_readings(dict(reversed(spans_of(cells).items())))
    assert sorted(map(sorted_items, read)) == sorted(map(sorted_items, other))
    low, high = (pick(one["C0"][0] for one in read) for pick in (min, max))
    favoured = [one for one in read if one["C0"][0] == high and one["C2"][0] == low]
    assert favoured


small = st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), min_size=2, max_size=4)


@settings(max_examples=15, deadline=None)
@given(small, st.integers(0, 3), st.integers(0, 1))
def test_however_the_unknown_turns_out_ranks_stay_within_their_bounds(
    known: list[list[int]], row: int, at: int
) -> None:
    cells: Cells = [list(own) for own in known]
    cells[row % len(cells)][at] = None
    bounds = [count_places(one) for one in list_readings(spans_of(cells))]
    for turned in map(Decimal, ("-5", "0", "0.5", "1", "1.5", "2", "9")):
        points = {
            ref: tuple(turned if span.low is None else span.low for span in own)
            for ref, own in spans_of(cells).items()
        }
        for ref, places in count_places(points).items():
            assert min(places.first) >= min(min(one[ref].first) for one in bounds)
            assert max(places.last) <= max(max(one[ref].last) for one in bounds)
            assert places.tier in {one[ref].tier for one in bounds}
