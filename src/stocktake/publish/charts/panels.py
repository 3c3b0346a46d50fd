"""Small multiples of states, 38 x 28 mm each, four in a row, all on one axis."""

from __future__ import annotations

from dataclasses import dataclass

from stocktake.publish.charts.indicator import describe_line, write_title, write_value
from stocktake.publish.charts.lettering import Box, cut
from stocktake.publish.charts.marks import draw_empty_frame, draw_rectangle
from stocktake.publish.charts.markup import (
    POINTS,
    Label,
    Markup,
    Size,
    clean,
    draw_document,
    draw_rule,
    join,
    write,
)
from stocktake.publish.charts.palette import paint
from stocktake.publish.charts.plot import LOOKS, Plot, draw_line, list_segments
from stocktake.publish.charts.scale import Axis, choose_axis
from stocktake.publish.charts.series import Observation, Series, arrange, list_values, take_known
from stocktake.publish.charts.space import Space, Spot
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
PANEL = Size.of_mm(38, 28)
PER_ROW = 4
_GAP = (WIDTH - PER_ROW * PANEL.width) / (PER_ROW - 1)
_NOTE = 13.0


@dataclass(frozen=True)
class State:
    """One state (or route, or agency) with its values by year."""

    name: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class StatePanels:
    """States in protocol order; they are never sorted by value."""

    what: str
    states: tuple[State, ...]
    unit: str = ""
    from_zero: bool = True

    @property
    def observations(self) -> list[Observation]:
        """All observations of all states."""
        return [one for state in self.states for one in arrange(state.observations)]

    def find_span(self) -> tuple[int, int] | None:
        """Give the first and last year of all."""
        years = [one.year for one in self.observations]
        return (min(years), max(years)) if years else None

    def choose_axis(self) -> Axis:
        """Choose the one axis for all."""
        return choose_axis(list_values(self.observations), from_zero=self.from_zero)


def describe_states(chart: StatePanels, words: Words = ENGLISH) -> str:
    """Write the alternative text of small multiples."""
    span = chart.find_span()
    period = words.span(*span) if span else words.without_period
    said = [words.a_panels.format(what=clean(chart.what), period=period)]
    if chart.unit:
        said.append(words.say_unit.format(unit=clean(chart.unit)))
    states = [describe_line(words, one.name, one.observations) for one in chart.states]
    return " ".join([*said, *(states or [words.say_empty])])


def draw_states(chart: StatePanels, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw one panel a state in the order given; a state without values keeps its frame."""
    rows = max(1, -(-len(chart.states) // PER_ROW))
    size = Size(WIDTH, rows * (PANEL.height + _GAP) - _GAP + _NOTE)
    title = write_title(words, chart.what, chart.find_span())
    label = Label(prefix, title, describe_states(chart, words))
    if not chart.states:
        frame = Box(0.5, 0.5, WIDTH - 0.5, size.height - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty))
    panels = [_draw_panel(chart, words, number) for number in range(len(chart.states))]
    return draw_document(label, size, *panels, _draw_note(chart, words, size.height - 2))


def _draw_note(chart: StatePanels, words: Words, base: float) -> Markup:
    axis = chart.choose_axis()
    low, high = clean(words.number(axis.low)), clean(words.number(axis.high))
    known = bool(list_values(chart.observations))
    note = words.same_axis.format(low=low, high=high) if known else words.empty
    if known and chart.unit:
        note = f"{note} ({clean(chart.unit)})"
    return write(cut(note, WIDTH), 0, base, token="ink-2")


def _draw_panel(chart: StatePanels, words: Words, number: int) -> Markup:
    state = chart.states[number]
    left = number % PER_ROW * (PANEL.width + _GAP)
    top = number // PER_ROW * (PANEL.height + _GAP)
    frame = Box(left + 0.4, top + 12, left + PANEL.width - 0.4, top + PANEL.height - 11.5)
    name = write(cut(clean(state.name), PANEL.width, bold=True), left, top + 8.5, bold=True)
    line, span = take_known(state.observations), chart.find_span()
    if not line or span is None:
        return join([name, draw_empty_frame(frame, words.missing, "ink")])
    area = Box(frame.left, frame.top + 11, frame.right, frame.bottom)
    plot = Plot.fit(area, span, chart.choose_axis(), 7)
    body = (_draw_frame(plot, frame), draw_line(plot, line, LOOKS[0]))
    ends = (_draw_last(words, plot, line, frame), _draw_span(span, frame))
    return join([name, *body, *ends])


def _draw_frame(plot: Plot, frame: Box) -> Markup:
    outline = draw_rectangle(frame, paint(None, "rule"), stroke_width=0.7)
    zero = plot.values.low <= 0 <= plot.values.high
    foot = plot.values.place(0) if zero else frame.bottom
    return join([outline, draw_rule((frame.left, foot, frame.right, foot), "ink", 0.7)])


def _draw_span(span: tuple[int, int], frame: Box) -> Markup:
    base = frame.bottom + 9.5
    first = write(str(span[0]), frame.left, base, token="ink-2")
    if span[0] == span[1]:
        return first
    return join([first, write(str(span[1]), frame.right, base, anchor="end", token="ink-2")])


def _draw_last(words: Words, plot: Plot, line: Series, frame: Box) -> Markup:
    space = Space(frame)
    space.segments += list_segments(plot, line)
    for one in line:
        space.block_point(*plot.locate(one))
    text = cut(write_value(words, line[-1]), frame.width - 6)
    spot = space.place(text, *plot.locate(line[-1])) or Spot(frame.right - 2, frame.top + 8, "end")
    return write(text, spot.x, spot.y, anchor=spot.anchor)
