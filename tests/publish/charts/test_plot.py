"""Breaks are marked where they are."""

from __future__ import annotations

from decimal import Decimal

from stocktake.publish.charts.lettering import Box
from stocktake.publish.charts.plot import Plot, list_segments, locate_breaks
from stocktake.publish.charts.scale import Axis

from .samples import MARKED, year_by_year

PLOT = Plot.fit(Box(0, 0, 100, 50), (2008, 2014), Axis((Decimal(0), Decimal(600))), 5)


def test_a_break_is_marked_in_the_gap_before_its_year() -> None:
    ((x, _),) = locate_breaks(PLOT, MARKED)
    assert PLOT.years.place(2011) < x < PLOT.years.place(2012)


def test_a_break_at_the_first_value_stays_inside_the_plot() -> None:
    ((x, _),) = locate_breaks(PLOT, (MARKED[4],))
    assert x >= 0


def test_labels_keep_off_the_pieces_that_are_drawn() -> None:
    assert len(list_segments(PLOT, MARKED)) == 4
    assert list_segments(PLOT, year_by_year(2009, 1, None, 2)) == []
