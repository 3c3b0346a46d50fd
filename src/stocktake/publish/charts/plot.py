"""The plot of values by year: lines that never bridge a gap, points, breaks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from stocktake.publish.charts.lettering import Box
from stocktake.publish.charts.marks import draw_break, draw_point
from stocktake.publish.charts.markup import Markup, draw_path, join
from stocktake.publish.charts.palette import Token
from stocktake.publish.charts.scale import Axis, Scale
from stocktake.publish.charts.series import (
    Observation,
    Series,
    find_last_break,
    read_value,
    split_runs,
    take_known,
)
from stocktake.publish.charts.space import Segment

Place = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """How a line is drawn: its colour, the quieter one before a break, its dashes."""

    token: Token
    before_break: Token
    dash: str = ""
    width: float = 1.6
    radius: float = 2.2


LOOKS: tuple[Look, ...] = (
    Look("c1", "c2"),
    Look("c2", "c2"),
    Look("c3", "c3", dash="5 1.6 1.2 1.6"),
    Look("ink", "ink", dash="1.4 1.6"),
)
MOST_LINES = len(LOOKS)


@dataclass(frozen=True)
class Plot:
    """Where years and values lie."""

    years: Scale
    values: Scale

    @classmethod
    def fit(cls, area: Box, span: tuple[int, int], axis: Axis, inset: float) -> Plot:
        """Fit years from left to right, `inset` from the sides, and values from the foot up."""
        years = Scale(Decimal(span[0]), Decimal(span[1]), area.left + inset, area.right - inset)
        return cls(years, Scale(axis.low, axis.high, area.bottom, area.top))

    @property
    def step(self) -> float:
        """Distance between two years."""
        span = int(self.years.high - self.years.low)
        return (self.years.end - self.years.start) / max(1, span)

    def locate(self, one: Observation) -> Place:
        """Give the place of an observation that has a value."""
        return self.years.place(one.year), self.values.place(read_value(one))


def list_segments(plot: Plot, observations: Series) -> list[Segment]:
    """List the straight pieces of a line, for labels to keep off."""
    segments: list[Segment] = []
    for run in split_runs(observations):
        places = [plot.locate(one) for one in run]
        segments += [(*left, *right) for left, right in pairwise(places)]
    return segments


def locate_breaks(plot: Plot, observations: Series) -> list[Place]:
    """Give the middle of every gap that a break makes."""
    known = take_known(observations)
    places: list[Place] = []
    for number, one in enumerate(known):
        if one.breaks:
            x, y = plot.locate(one)
            before = plot.locate(known[number - 1])[1] if number else y
            places.append((max(plot.years.start - 6, x - plot.step / 2), (y + before) / 2))
    return places


def _draw_run(plot: Plot, run: Series, token: Token, look: Look) -> Markup:
    if len(run) < 2:
        return Markup("")
    steps = "L".join("{:.1f} {:.1f}".format(*plot.locate(one)) for one in run)
    return draw_path(f"M{steps}", stroke=token, width=look.width, dash=look.dash)


def draw_line(plot: Plot, observations: Series, look: Look, *, points: bool = True) -> Markup:
    """Draw a series: its runs, its points (provisional ones hollow) and its breaks."""
    last_break = find_last_break(take_known(observations))
    lines, dots = [], []
    for run in split_runs(observations):
        early = last_break is not None and run[-1].year < last_break
        token = look.before_break if early else look.token
        lines.append(_draw_run(plot, run, token, look))
        dots += [
            draw_point(*plot.locate(one), token, hollow=one.provisional, radius=look.radius)
            for one in run
            if points or one.provisional or len(run) == 1
        ]
    strokes = [draw_break(*place) for place in locate_breaks(plot, observations)]
    return join([*lines, *dots, *strokes])
