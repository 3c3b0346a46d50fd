"""Ranges of ranks, 160 x 9 mm a row: how far up or down each may stand, whatever is weighed how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import LEADING, Box, cut, measure, wrap
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
from stocktake.publish.charts.palette import Token, paint
from stocktake.publish.charts.scale import Scale, choose_years
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
ROW = 9 * POINTS
_BAR = 9.0
_HEAD = 26.0
_MOST_NAME = 215.0
_LOOKS: dict[str, tuple[Token, Token]] = {
    "main": ("c1", "c1"),
    "contested": ("paper", "c1"),
    "further": ("paper", "c2"),
}
"""Ground and line of the bar of each standing."""


@dataclass(frozen=True)
class Ranked:
    """One with its best and worst rank, and what follows: main, contested or further."""

    name: str
    low: int
    high: int
    standing: str

    def __post_init__(self) -> None:
        if self.standing not in _LOOKS:
            raise ValueError(f"{self.name!r} is {self.standing!r}, none of: {', '.join(_LOOKS)}")


@dataclass(frozen=True)
class RankRanges:
    """All that are in one order, `top` of whose places count as the first."""

    what: str
    rows: tuple[Ranked, ...]
    top: int

    def __post_init__(self) -> None:
        wrong = [one.name for one in self.rows if not 1 <= one.low <= one.high <= len(self.rows)]
        if wrong or self.top < 1:
            raise ValueError(f"{self.what!r} has ranks off its order: {', '.join(wrong)}")


def describe_ranks(chart: RankRanges, words: Words = ENGLISH) -> str:
    """Write the alternative text of a drawing of ranges of ranks."""
    head = words.a_ranks.format(what=clean(chart.what), last=len(chart.rows), top=chart.top)
    rows = [_describe_row(row, words) for row in chart.rows]
    return " ".join([head, *(rows or [words.say_empty])])


def _describe_row(row: Ranked, words: Words) -> str:
    return words.say_ranks.format(
        name=clean(row.name),
        ranks=words.span(row.low, row.high),
        word=words.standings[row.standing],
    )


def draw_ranks(chart: RankRanges, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw one bar from the best to the worst rank for each, the first places shaded."""
    key = arrange_key(_list_key(chart, words), WIDTH)
    foot = _HEAD + ROW * max(1, len(chart.rows))
    size = Size(WIDTH, foot + 3 + measure_key(key))
    label = Label(prefix, clean(chart.what), describe_ranks(chart, words))
    if not chart.rows:
        frame = Box(0.5, 0.5, WIDTH - 0.5, size.height - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty_rows))
    scale = _find_scale(chart)
    ground = _draw_ground(chart, words, scale, foot)
    rows = [_draw_row(row, scale, at) for at, row in enumerate(chart.rows)]
    return draw_document(label, size, ground, *rows, draw_key(key, 0.5, foot + 3, WIDTH - 1))


def _find_scale(chart: RankRanges) -> Scale:
    """Each rank has a cell as wide as its neighbours; a rank lies in the middle of its cell."""
    left = min(_MOST_NAME, max(measure(clean(row.name)) for row in chart.rows)) + 10
    cell = (WIDTH - 6 - left) / len(chart.rows)
    last = Decimal(max(2, len(chart.rows)))
    return Scale(Decimal(1), last, left + cell / 2, left + cell * (float(last) - 0.5))


def _half_cell(scale: Scale) -> float:
    return (scale.place(2) - scale.place(1)) / 2


def _draw_ground(chart: RankRanges, words: Words, scale: Scale, foot: float) -> Markup:
    half, last = _half_cell(scale), len(chart.rows)
    edge = scale.place(min(chart.top, last)) + half
    start = scale.place(1) - half
    shade = draw_rectangle(Box(start, 0.5, edge, foot), paint("surface-2"))
    told = cut(words.top_places.format(top=chart.top), edge - start - 6)
    labels = [
        write(str(rank), scale.place(rank), 21, anchor="middle", token="ink-2")
        for rank in choose_years(1, last, max(2, int(half * 2 * last / 16)))
    ]
    rule = draw_rule((start, _HEAD - 0.5, scale.place(last) + half, _HEAD - 0.5), "ink")
    return join([shade, write(told, start + 3, 9.5), *labels, rule])


def _draw_row(row: Ranked, scale: Scale, at: int) -> Markup:
    middle = _HEAD + at * ROW + ROW / 2
    half = _half_cell(scale)
    left, right = scale.place(row.low) - half + 2, scale.place(row.high) + half - 2
    box = Box(left, middle - _BAR / 2, right, middle + _BAR / 2)
    return join([_draw_name(row, middle), _draw_bar(row.standing, box)])


def _draw_name(row: Ranked, middle: float) -> Markup:
    lines = wrap(clean(row.name), _MOST_NAME, 2)
    first = middle + 3 - (len(lines) - 1) * LEADING / 2
    return join([write(line, 0.5, first + at * LEADING) for at, line in enumerate(lines)])


def _draw_bar(standing: str, box: Box) -> Markup:
    ground, line = _LOOKS[standing]
    return draw_rectangle(box, paint(ground, line), stroke_width=1.4)


def _list_key(chart: RankRanges, words: Words) -> list[KeyItem]:
    used = {row.standing for row in chart.rows}
    return [
        KeyItem(words.standings[standing], _make_swatch(standing), 16)
        for standing in _LOOKS
        if standing in used
    ]


def _make_swatch(standing: str) -> Callable[[float, float], Markup]:
    return lambda x, y: _draw_bar(standing, Box(x + 0.8, y - 6.5, x + 15.2, y + 0.5))
