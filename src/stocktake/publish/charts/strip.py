"""The strip of recommendations, 160 x 7 mm a row: one cell a year with the grade it got."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import Box, cut, measure
from stocktake.publish.charts.marks import draw_empty_frame
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
from stocktake.publish.charts.scale import choose_years
from stocktake.publish.charts.symbols import SYMBOLS, draw_symbol
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
ROW = 7 * POINTS
_SIGN = 11.0
_LEAST_NAME = 150.0
_MOST_CELL = 110.0


@dataclass(frozen=True)
class Recommendation:
    """A recommendation with its grade (the name of a sign, "f-3" to "f-wait") by year."""

    name: str
    grades: Mapping[int, str]

    def __post_init__(self) -> None:
        wrong = sorted(set(self.grades.values()) - SYMBOLS.keys())
        if wrong:
            raise ValueError(f"{self.name!r} has grades that have no sign: {', '.join(wrong)}")


@dataclass(frozen=True)
class RecommendationStrip:
    """Recommendations in the order given, graded over the years."""

    what: str
    years: tuple[int, ...]
    rows: tuple[Recommendation, ...]

    @property
    def period(self) -> tuple[int, int] | None:
        """The first and last year."""
        return (min(self.years), max(self.years)) if self.years else None

    @property
    def used(self) -> list[str]:
        """The signs that occur, in the order of the scale."""
        seen = {row.grades[year] for row in self.rows for year in self.years if year in row.grades}
        return [name for name in SYMBOLS if name in seen]


def describe_recommendations(chart: RecommendationStrip, words: Words = ENGLISH) -> str:
    """Write the alternative text of a strip of recommendations."""
    period = words.span(*chart.period) if chart.period else words.without_period
    head = words.a_strip.format(what=clean(chart.what), period=period)
    rows = [_describe_row(row, chart, words) for row in chart.rows]
    return " ".join([head, *(rows or [words.say_empty])])


def _describe_row(row: Recommendation, chart: RecommendationStrip, words: Words) -> str:
    parts = [
        words.colon_pair.format(name=year, word=words.name_sign(row.grades[year]))
        for year in chart.years
        if year in row.grades
    ]
    if not parts:
        return words.say_ungraded.format(name=clean(row.name))
    return words.say_grades.format(name=clean(row.name), parts=words.comma.join(parts))


@dataclass(frozen=True)
class _Columns:
    """Where the cells begin, how wide they are, and whether words fit beside the signs."""

    left: float
    cell: float
    worded: bool


def _measure_columns(chart: RecommendationStrip, words: Words) -> _Columns:
    room = WIDTH - _LEAST_NAME - 8
    need = max((measure(words.name_sign(name)) for name in chart.used), default=0.0) + _SIGN + 10
    count = max(1, len(chart.years))
    worded = need * count <= room
    cell = min(_MOST_CELL, max(need, 26.0)) if worded else min(26.0, room / count)
    return _Columns(WIDTH - cell * count, cell, worded)


def draw_recommendations(chart: RecommendationStrip, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw one row a recommendation and one cell a year."""
    columns = _measure_columns(chart, words)
    key = arrange_key([] if columns.worded else _list_key(chart, words), WIDTH)
    top = ROW * (max(1, len(chart.rows)) + 1)
    size = Size(WIDTH, top + measure_key(key))
    label = _make_label(chart, words, prefix)
    if not chart.rows or not chart.years:
        frame = Box(0.5, 0.5, WIDTH - 0.5, size.height - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty_rows))
    rows = [_draw_row(chart, row, words, columns, at + 1) for at, row in enumerate(chart.rows)]
    head, foot = _draw_head(chart, columns), draw_key(key, 0, top, WIDTH)
    return draw_document(label, size, head, *rows, foot)


def _make_label(chart: RecommendationStrip, words: Words, prefix: str) -> Label:
    period = words.span(*chart.period) if chart.period else words.without_period
    title = words.title.format(what=clean(chart.what), period=period)
    return Label(prefix, title, describe_recommendations(chart, words))


def _draw_head(chart: RecommendationStrip, columns: _Columns) -> Markup:
    labelled = _choose_labels(chart, columns)
    years = [
        write(str(year), columns.left + at * columns.cell + _indent(columns), 12, token="ink-2")
        for at, year in enumerate(chart.years)
        if year in labelled and columns.left + at * columns.cell + 24 <= WIDTH
    ]
    return join([draw_rule((0, ROW - 0.5, WIDTH, ROW - 0.5), "ink"), *years])


def _choose_labels(chart: RecommendationStrip, columns: _Columns) -> Collection[int]:
    need = measure("2000") + 5
    if columns.cell >= need:
        return chart.years
    room = int(columns.cell * len(chart.years) / need)
    return choose_years(min(chart.years), max(chart.years), max(1, room))


def _indent(columns: _Columns) -> float:
    return 2.0 if columns.cell >= 24 else 0.0


def _draw_row(
    chart: RecommendationStrip, row: Recommendation, words: Words, columns: _Columns, at: int
) -> Markup:
    base = at * ROW + ROW / 2 + 3
    name = write(cut(clean(row.name), columns.left - 8), 0, base)
    cells = [
        _draw_cell(row.grades[year], words, columns, columns.left + number * columns.cell, base)
        for number, year in enumerate(chart.years)
        if year in row.grades
    ]
    rule = draw_rule((0, (at + 1) * ROW - 0.3, WIDTH, (at + 1) * ROW - 0.3), "rule", 0.6)
    return join([name, *cells, rule])


def _draw_cell(grade: str, words: Words, columns: _Columns, x: float, base: float) -> Markup:
    size = min(_SIGN, columns.cell - 1.5)
    x += _indent(columns)
    sign = draw_symbol(grade, x, base - 3 - size / 2, size)
    word = words.name_sign(grade) if columns.worded else ""
    return join([sign, write(word, x + size + 4, base)])


def _list_key(chart: RecommendationStrip, words: Words) -> list[KeyItem]:
    return [KeyItem(words.name_sign(name), _make_sign(name), 10) for name in chart.used]


def _make_sign(name: str) -> Callable[[float, float], Markup]:
    return lambda x, y: draw_symbol(name, x, y - 8, 10)
