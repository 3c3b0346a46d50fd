"""Marks that say what is not known."""

from __future__ import annotations

from stocktake.publish.charts.lettering import Box
from stocktake.publish.charts.marks import draw_empty_frame, draw_hatched, draw_point


def test_a_hollow_point_is_filled_with_paper() -> None:
    assert 'fill="#ffffff"' in draw_point(1, 1, "c1", hollow=True)
    assert 'fill="#0b5170"' in draw_point(1, 1, "c1")


def test_hatching_is_that_of_its_own_picture() -> None:
    assert "url(#o4-hatch)" in draw_hatched(Box(0, 0, 9, 9), "o4")


def test_an_empty_frame_says_why() -> None:
    assert ">No values on record<" in draw_empty_frame(Box(0, 0, 200, 50), "No values on record")
