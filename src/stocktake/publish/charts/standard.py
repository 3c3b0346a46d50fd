"""The standard indicator chart, 160 x 62 mm."""

from __future__ import annotations

from stocktake.publish.charts.indicator import Indicator, describe, write_title, write_value
from stocktake.publish.charts.key import draw_key
from stocktake.publish.charts.layout import (
    INSET,
    MOST_TICK,
    SIZE_STANDARD,
    YEARS,
    EndLabel,
    Layout,
    find_gaps,
    lay_out,
)
from stocktake.publish.charts.lettering import LEADING, SIZE, Box, cut, find_text_box, measure
from stocktake.publish.charts.marks import draw_empty_frame, draw_rectangle, draw_territory
from stocktake.publish.charts.markup import (
    Label,
    Markup,
    clean,
    draw_document,
    draw_path,
    draw_rule,
    join,
    write,
)
from stocktake.publish.charts.palette import paint
from stocktake.publish.charts.plot import LOOKS, draw_line, list_segments, locate_breaks
from stocktake.publish.charts.scale import choose_years
from stocktake.publish.charts.series import Observation, Series, read_value, summarise
from stocktake.publish.charts.space import Space, Spot
from stocktake.publish.charts.wording import ENGLISH, Words


def describe_indicator(chart: Indicator, words: Words = ENGLISH) -> str:
    """Write the alternative text of a standard indicator chart."""
    return describe(chart, words, words.a_line)


def draw_indicator(chart: Indicator, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw a standard indicator chart."""
    title = write_title(words, chart.what, chart.find_span())
    label = Label(prefix, title, describe_indicator(chart, words))
    if chart.is_empty:
        frame = Box(0.5, 0.5, SIZE_STANDARD.width - 0.5, SIZE_STANDARD.height - 0.5)
        return draw_document(label, SIZE_STANDARD, draw_empty_frame(frame, words.empty))
    layout = lay_out(chart, words)
    parts = (_draw_axes, _draw_base_year, _draw_targets, _draw_lines, _draw_axis_marks)
    body = [part(layout) for part in parts]
    return draw_document(label, SIZE_STANDARD, *body, _draw_values(layout), _draw_key(layout))


def _draw_key(layout: Layout) -> Markup:
    return draw_key(layout.key, 0, layout.area.bottom + YEARS, SIZE_STANDARD.width)


def _draw_axes(layout: Layout) -> Markup:
    area, parts = layout.area, list[Markup]()
    foot = 0 if layout.axis.has_zero else layout.axis.low
    for tick in layout.axis.ticks:
        y = layout.plot.values.place(tick)
        parts.append(draw_rule((area.left, y, area.right, y), "ink" if tick == foot else "rule"))
        number = cut(clean(layout.words.number(tick)), MOST_TICK)
        parts.append(write(number, area.left - 5, y + 3, anchor="end", token="ink-2"))
    return join([*parts, _draw_years(layout)])


def _draw_years(layout: Layout) -> Markup:
    years, y = layout.plot.years, layout.area.bottom + 11
    span = int(years.low), int(years.high)
    room = int((years.end - years.start + 2 * INSET) / (measure(str(span[1])) + 7))
    labels = choose_years(*span, room)
    return join([write(str(year), years.place(year), y, anchor="middle") for year in labels])


def _find_base_word(layout: Layout) -> tuple[str, float] | None:
    year = layout.chart.base_year
    if year is None:
        return None
    word = cut(layout.words.base_year, layout.area.width)
    half = measure(word) / 2
    x = layout.plot.years.place(year)
    return word, min(max(x, layout.area.left + half), layout.area.right - half)


def _draw_base_year(layout: Layout) -> Markup:
    found = _find_base_word(layout)
    if found is None or layout.chart.base_year is None:
        return Markup("")
    x = layout.plot.years.place(layout.chart.base_year)
    rule = draw_rule((x, layout.area.top - 1.5, x, layout.area.bottom), "control", 0.6)
    return join([rule, write(found[0], found[1], 8.5, anchor="middle", token="ink-2")])


def _draw_targets(layout: Layout) -> Markup:
    parts = []
    for target in layout.chart.targets:
        y = layout.plot.values.place(target.value)
        steps = f"M{layout.area.left:.1f} {y:.1f}L{layout.area.right:.1f} {y:.1f}"
        # A gridline at the same height would fill the gaps between the dashes.
        parts.append(draw_path(steps, stroke="paper", width=2))
        parts.append(draw_path(steps, stroke="ink", width=1, dash="4 2.5"))
    return join(parts)


def _draw_lines(layout: Layout) -> Markup:
    lines = zip(layout.lines, LOOKS, strict=False)
    drawn = [draw_line(layout.plot, line, look) for line, look in lines]
    ends = zip(layout.ends, layout.find_end_tops(), strict=True)
    return join([*drawn, *(_draw_end(layout, end, top) for end, top in ends)])


def _draw_end(layout: Layout, end: EndLabel, top: float) -> Markup:
    x = layout.area.right + 5
    rows = enumerate(end.text)
    letters = [write(line, x, top + SIZE + row * LEADING, token=end.token) for row, line in rows]
    return join([_draw_leader(layout, end, top + end.height / 2), *letters])


def _draw_leader(layout: Layout, end: EndLabel, middle: float) -> Markup:
    y = layout.plot.values.place(end.value)
    x = layout.area.right if end.year is None else layout.plot.years.place(end.year) + 4
    if end.year is None and abs(y - middle) < 2:
        return Markup("")
    return draw_rule((x, y, layout.area.right + 4, middle), end.token, 0.5)


def _locate_territory(layout: Layout) -> list[float]:
    years = {one.year for one in layout.chart.observations if one.territory}
    plot = layout.plot
    return [
        max(layout.area.left + 3, plot.years.place(year) - plot.step / 2) for year in sorted(years)
    ]


def _draw_axis_marks(layout: Layout) -> Markup:
    foot, years = layout.area.bottom, layout.plot.years
    signs = [draw_territory(x, foot) for x in _locate_territory(layout)]
    gaps = [
        write(layout.words.missing, years.place(year), foot - 2.5, anchor="middle", bold=True)
        for year in _list_marked_gaps(layout)
    ]
    return join(signs + gaps)


def _list_marked_gaps(layout: Layout) -> list[int]:
    return find_gaps(layout.chart) if layout.plot.step > measure(layout.words.missing) + 1 else []


def _block_space(layout: Layout) -> Space:
    area = layout.area
    space = Space(Box(area.left - 3, 0.5, area.right, area.bottom))
    for line in layout.lines:
        space.segments += list_segments(layout.plot, line)
        for one in line:
            space.block_point(*layout.plot.locate(one))
        for place in locate_breaks(layout.plot, line):
            space.block_point(*place, radius=5)
    _block_frame(layout, space)
    return space


def _block_frame(layout: Layout, space: Space) -> None:
    area, years = layout.area, layout.plot.years
    for target in layout.chart.targets:
        y = layout.plot.values.place(target.value)
        space.segments.append((area.left, y, area.right, y))
    base = _find_base_word(layout)
    if base is not None and layout.chart.base_year is not None:
        x = years.place(layout.chart.base_year)
        space.segments.append((x, area.top, x, area.bottom))
        space.boxes.append(find_text_box(base[0], base[1], 8.5, "middle"))
    for year in _list_marked_gaps(layout):
        x, y = years.place(year), area.bottom - 2.5
        space.boxes.append(find_text_box(layout.words.missing, x, y, "middle", bold=True))
    for x in _locate_territory(layout):
        space.boxes.append(Box(x - 4, area.bottom - 7, x + 4, area.bottom))


def _is_valley(line: Series, index: int) -> bool:
    value = read_value(line[index])
    beside = [read_value(one) for one in (*line[max(0, index - 1) : index], *line[index + 1 :][:1])]
    return bool(beside) and all(value < other for other in beside)


Placed = list[tuple[str, Spot]]


def _place_values(layout: Layout, line: Series, chosen: list[Observation]) -> Placed | None:
    """Place labels for the chosen points; None when one of them finds no room."""
    space, placed = _block_space(layout), Placed()
    for one in chosen:
        text = write_value(layout.words, one)
        below = _is_valley(line, line.index(one))
        spot = space.place(text, *layout.plot.locate(one), below=below)
        if spot is None:
            return None
        placed.append((text, spot))
    return placed


def _choose_values(layout: Layout) -> Placed:
    line = layout.lines[0]
    everything = _place_values(layout, line, list(line))
    facts = summarise(line)
    if everything is not None or facts is None:
        return everything or Placed()
    chosen: list[Observation] = []
    for one in (facts.last, facts.first, facts.highest, facts.lowest):
        if one not in chosen and _place_values(layout, line, [*chosen, one]) is not None:
            chosen.append(one)
    return _place_values(layout, line, chosen) or Placed()


def _draw_values(layout: Layout) -> Markup:
    """Label the values; with several lines the labels would not say whose they are."""
    if len(layout.lines) != 1:
        return Markup("")
    return join([_draw_value(text, spot) for text, spot in _choose_values(layout)])


def _draw_value(text: str, spot: Spot) -> Markup:
    """Write a value on a plate of paper, so that no gridline runs through it."""
    box = find_text_box(text, spot.x, spot.y, spot.anchor)
    plate = Box(box.left, box.top + 0.5, box.right, box.bottom - 1)
    letters = write(text, spot.x, spot.y, anchor=spot.anchor)
    return join([draw_rectangle(plate, paint("paper")), letters])
