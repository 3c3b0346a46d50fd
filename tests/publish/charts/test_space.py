"""Labels look for free ground."""

from __future__ import annotations

from stocktake.publish.charts.lettering import Box
from stocktake.publish.charts.space import Space, crosses

BOX = Box(0, 0, 10, 10)


def test_a_line_through_or_inside_a_label_is_noticed() -> None:
    assert crosses((-5, 5, 15, 5), BOX)
    assert crosses((4, 4, 5, 5), BOX)
    assert crosses((5, -5, 5, 15), BOX)


def test_a_line_beside_a_label_is_no_reason_to_move() -> None:
    assert not crosses((-5, 12, 15, 12), BOX)
    assert not crosses((-5, 5, -1, 5), BOX)
    assert not crosses((8, -9, 25, 8), BOX)


def test_a_second_label_at_the_same_place_moves_and_a_crowd_is_refused() -> None:
    space = Space(Box(0, 0, 60, 60))
    spots = [space.place("100", 30, 30) for _ in range(12)]
    found = [spot for spot in spots if spot]
    assert len(set(found)) == len(found) > 1
    assert spots[-1] is None


def test_a_label_stays_inside_the_plot() -> None:
    spot = Space(Box(0, 0, 60, 60)).place("1,000", 1, 2)
    assert spot is not None
    assert spot.x > 1
    assert spot.y > 2
