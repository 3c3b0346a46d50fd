"""Where the parts of a standard indicator chart go, measured before the first stroke."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from stocktake.publish.charts.indicator import (
    Indicator,
    list_changes,
    list_years,
    write_target,
)
from stocktake.publish.charts.key import KeyItem, KeyRows, arrange_key, measure_key
from stocktake.publish.charts.lettering import LEADING, Box, measure, spread, wrap
from stocktake.publish.charts.marks import draw_break, draw_point, draw_territory
from stocktake.publish.charts.markup import Markup, Size, clean, write
from stocktake.publish.charts.palette import Token
from stocktake.publish.charts.plot import LOOKS, Plot
from stocktake.publish.charts.scale import Axis
from stocktake.publish.charts.series import (
    Series,
    find_missing_years,
    list_spans,
    read_value,
    take_known,
)
from stocktake.publish.charts.wording import Words

SIZE_STANDARD = Size.of_mm(160, 62)
HEAD = 13.0
YEARS = 14.0
INSET = 20.0
MOST_TICK = 96.0
MOST_END = 118.0
MOST_TWO_ROWS = 4


@dataclass(frozen=True)
class EndLabel:
    """Words at the right end: of a target, or of a line beginning at x."""

    text: list[str]
    value: Decimal
    token: Token
    year: int | None = None

    @property
    def height(self) -> float:
        """The height its lines take."""
        return len(self.text) * LEADING


@dataclass(frozen=True)
class Layout:
    """A chart with all its places."""

    chart: Indicator
    words: Words
    axis: Axis
    area: Box
    plot: Plot
    ends: list[EndLabel]
    key: KeyRows
    lines: tuple[Series, ...]

    def find_end_tops(self) -> list[float]:
        """Give the upper edge of every end label, in the order of the labels."""
        order = self.order_ends()
        heights = [self.ends[index].height for index in order]
        wanted = [
            self.plot.values.place(self.ends[index].value) - height / 2
            for index, height in zip(order, heights, strict=True)
        ]
        tops = spread(wanted, heights, 1.0, self.area.bottom + YEARS)
        return [top for _, top in sorted(zip(order, tops, strict=True))]

    def order_ends(self) -> list[int]:
        """Order the end labels from top to bottom."""
        return sorted(range(len(self.ends)), key=lambda index: (-self.ends[index].value, index))


def lay_out(chart: Indicator, words: Words) -> Layout:
    """Measure a chart that has at least one value."""
    axis, span = chart.choose_axis(), chart.find_reach()
    assert span is not None
    ends = list_end_labels(chart, words)
    key = arrange_key(_list_key(chart, words, axis), SIZE_STANDARD.width)
    area = Box(
        find_tick_width(axis, words) + 5,
        HEAD,
        SIZE_STANDARD.width - _find_end_width(ends),
        SIZE_STANDARD.height - YEARS - measure_key(key),
    )
    lines = tuple(take_known(line.observations) for line in chart.lines)
    plot = Plot.fit(area, span, axis, INSET)
    return Layout(chart, words, axis, area, plot, ends, key, lines)


def find_tick_width(axis: Axis, words: Words) -> float:
    """Give the room the numbers beside the gridlines need."""
    return min(MOST_TICK, max(measure(clean(words.number(tick))) for tick in axis.ticks))


def _find_end_width(ends: list[EndLabel]) -> float:
    widths = [measure(line) for end in ends for line in end.text]
    return max(widths) + 7 if widths else 1.0


def list_end_labels(chart: Indicator, words: Words) -> list[EndLabel]:
    """List the labels at the right end: targets first, then lines if there are several."""
    several = len(chart.lines) > 1
    rows = 2 if len(chart.targets) + several * len(chart.lines) <= MOST_TWO_ROWS else 1
    labels = [
        EndLabel(wrap(text, MOST_END, rows), target.value, "ink")
        for target in chart.targets
        for text in [write_target(words, target, words.target, words.target_by)]
    ]
    for line, look in zip(chart.lines if several else (), LOOKS, strict=False):
        known = take_known(line.observations)
        if known:
            token: Token = "ink-2" if look.token == "c2" else look.token
            text = wrap(clean(line.name), MOST_END, rows)
            labels.append(EndLabel(text, read_value(known[-1]), token, known[-1].year))
    return labels


def _list_key(chart: Indicator, words: Words, axis: Axis) -> list[KeyItem]:
    seen = chart.observations
    known = [one for one in seen if one.known is not None]
    breaks = words.list_years(list_years(known, lambda one: one.breaks))
    changes = list_changes(words, seen)
    missing = words.list_years(list_spans(find_gaps(chart)))
    start = words.axis_start.format(value=clean(words.number(axis.low)))
    entries = (
        (not axis.has_zero, KeyItem(start)),
        (any(one.provisional for one in known), KeyItem(words.provisional, _draw_point, 6)),
        (breaks, KeyItem(words.series_break.format(years=breaks), _draw_break, 6)),
        (changes, KeyItem(words.territory.format(changes=changes), _draw_territory, 6)),
        (missing, _key_missing(words, missing)),
    )
    return [item for due, item in entries if due]


def find_gaps(chart: Indicator) -> list[int]:
    """List the years to mark as missing; with several lines the mark would not say whose."""
    return find_missing_years(chart.observations) if len(chart.lines) == 1 else []


def _draw_point(x: float, y: float) -> Markup:
    return draw_point(x + 3, y - 3, "c1", hollow=True)


def _draw_break(x: float, y: float) -> Markup:
    return draw_break(x + 3, y - 3)


def _draw_territory(x: float, y: float) -> Markup:
    return draw_territory(x + 3, y)


def _key_missing(words: Words, years: str) -> KeyItem:
    def draw(x: float, y: float) -> Markup:
        return write(words.missing, x, y, bold=True)

    width = measure(words.missing, bold=True)
    return KeyItem(words.no_value.format(years=years), draw, width)
