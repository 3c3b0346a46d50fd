"""The small indicator chart, 75 x 40 mm, and the sparkline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from stocktake.publish.charts.indicator import (
    Indicator,
    Line,
    describe,
    write_title,
    write_value,
)
from stocktake.publish.charts.lettering import Box, cut, find_text_box, measure
from stocktake.publish.charts.marks import draw_empty_frame, draw_point
from stocktake.publish.charts.markup import (
    Label,
    Markup,
    Size,
    clean,
    draw_document,
    draw_path,
    draw_rule,
    join,
    write,
)
from stocktake.publish.charts.plot import LOOKS, Look, Plot, draw_line, list_segments, locate_breaks
from stocktake.publish.charts.scale import Axis
from stocktake.publish.charts.series import Observation, Series, read_value, take_known
from stocktake.publish.charts.space import Space, Spot
from stocktake.publish.charts.wording import ENGLISH, Words

SIZE_SMALL = Size.of_mm(75, 40)
SIZE_SPARK = Size(96, 28, "px")
_SPARK_LOOK = Look("c1", "c2", width=1.8, radius=1.8)


def describe_small_indicator(chart: Indicator, words: Words = ENGLISH) -> str:
    """Write the alternative text of a small indicator chart."""
    return describe(_reduce(chart), words, words.a_small_line)


def _reduce(chart: Indicator) -> Indicator:
    """Keep what a small chart has room for: the first line and the first target."""
    return replace(chart, lines=chart.lines[:1], targets=chart.targets[:1], base_year=None)


def draw_small_indicator(chart: Indicator, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw the first line of an indicator with its first and last value labelled."""
    chart = _reduce(chart)
    title = write_title(words, chart.what, chart.find_span())
    label = Label(prefix, title, describe_small_indicator(chart, words))
    width, height = SIZE_SMALL.width, SIZE_SMALL.height
    span = chart.find_span()
    if chart.is_empty or span is None:
        frame = Box(0.5, 0.5, width - 0.5, height - 0.5)
        return draw_document(label, SIZE_SMALL, draw_empty_frame(frame, words.empty))
    note = _write_note(chart, words, width)
    area = Box(0.5, 14, width - 0.5, height - 13 - (11 if note else 0))
    line = take_known(chart.lines[0].observations)
    plot = Plot.fit(area, span, chart.choose_axis(), _find_inset(words, line))
    parts = (_draw_foot(plot, area, span), _draw_target(chart, plot, area))
    ends = _draw_ends(words, line, _block_space(chart, plot, line, area), plot)
    foot = write(note, 0.5, height - 2, token="ink-2")
    return draw_document(label, SIZE_SMALL, *parts, draw_line(plot, line, LOOKS[0]), ends, foot)


def _find_inset(words: Words, line: Series) -> float:
    """Leave room at the sides for half of the wider label, within reason."""
    widest = max(measure(write_value(words, one)) for one in (line[0], line[-1]))
    return min(40.0, max(13.0, widest / 2 + 1))


def _write_note(chart: Indicator, words: Words, width: float) -> str:
    axis = chart.choose_axis()
    if axis.has_zero:
        return ""
    return cut(clean(words.axis_start.format(value=clean(words.number(axis.low)))), width - 1)


def _draw_foot(plot: Plot, area: Box, span: tuple[int, int]) -> Markup:
    zero = plot.values.low <= 0 <= plot.values.high
    y = plot.values.place(0) if zero else area.bottom
    rule = draw_rule((area.left, y, area.right, y), "ink")
    years = [
        write(str(year), plot.years.place(year), area.bottom + 10, anchor="middle")
        for year in dict.fromkeys(span)
    ]
    return join([rule, *years])


def _draw_target(chart: Indicator, plot: Plot, area: Box) -> Markup:
    if not chart.targets:
        return Markup("")
    y = plot.values.place(chart.targets[0].value)
    steps = f"M{area.left:.1f} {y:.1f}L{area.right:.1f} {y:.1f}"
    return draw_path(steps, stroke="ink", width=0.9, dash="4 2.5")


def _block_space(chart: Indicator, plot: Plot, line: Series, area: Box) -> Space:
    space = Space(Box(area.left, 0.5, area.right, area.bottom))
    space.segments += list_segments(plot, line)
    heights = [plot.values.place(target.value) for target in chart.targets]
    space.segments += [(area.left, y, area.right, y) for y in heights]
    for one in line:
        space.block_point(*plot.locate(one))
    for place in locate_breaks(plot, line):
        space.block_point(*place, radius=5)
    return space


def _draw_ends(words: Words, line: Series, space: Space, plot: Plot) -> Markup:
    bounds = space.bounds
    last = _draw_value(words, plot, space, line[-1], Spot(bounds.right, 8, "end"))
    if len(line) == 1:
        return last
    return join([last, _draw_value(words, plot, space, line[0], Spot(bounds.left, 8, "start"))])


def _draw_value(words: Words, plot: Plot, space: Space, one: Observation, last: Spot) -> Markup:
    """Label a point where there is room, else in its corner above all lines."""
    text = cut(write_value(words, one), space.bounds.width / 2 - 4)
    spot = space.place(text, *plot.locate(one)) or last
    space.boxes.append(find_text_box(text, spot.x, spot.y, spot.anchor))
    return write(text, spot.x, spot.y, anchor=spot.anchor)


@dataclass(frozen=True)
class Sparkline:
    """A line the size of a word; place is the year, `years` the span if it is wider."""

    what: str
    observations: tuple[Observation, ...]
    years: tuple[int, int] | None = None

    def as_indicator(self) -> Indicator:
        """Give the same facts as an indicator on its own scale from zero."""
        return Indicator(self.what, (Line("", self.observations),))


def describe_sparkline(chart: Sparkline, words: Words = ENGLISH) -> str:
    """Write the alternative text of a sparkline."""
    return describe(chart.as_indicator(), words, words.a_spark)


def draw_sparkline(chart: Sparkline, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw a sparkline; gaps stay gaps, the last value carries a point."""
    indicator = chart.as_indicator()
    span = chart.years or indicator.find_span()
    title = write_title(words, chart.what, span)
    label = Label(prefix, title, describe_sparkline(chart, words))
    if indicator.is_empty or span is None:
        mark = write(words.missing, SIZE_SPARK.width / 2, 17, anchor="middle", token="ink-2")
        foot = draw_rule((2, 25, 94, 25), "rule")
        return draw_document(label, SIZE_SPARK, foot, mark, kind="spark")
    area = Box(2, 5, 94, 24)
    line = take_known(chart.observations)
    plot = Plot.fit(area, span, _choose_tight_axis(line), 3)
    base = plot.values.place(0) + (1 if plot.values.low == 0 else 0)
    last = draw_point(*plot.locate(line[-1]), "c1", hollow=line[-1].provisional, radius=2.8)
    body = draw_line(plot, line, _SPARK_LOOK, points=False)
    rule = draw_rule((2, base, 94, base), "rule")
    return draw_document(label, SIZE_SPARK, rule, body, last, kind="spark")


def _choose_tight_axis(line: Series) -> Axis:
    values = [read_value(one) for one in line]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    return Axis((low, high if high != low else Decimal(1)))
