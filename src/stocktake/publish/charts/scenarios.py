"""The grid of scenarios, 160 x 5 mm a row: the verdict in words under each assumption."""

from __future__ import annotations

from dataclasses import dataclass

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import LEADING, Box, measure, wrap
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
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
ROW = 5 * POINTS
_LEAST_NAME = 110.0
_MOST_LINES = 4
_PAD = 3.0
_BETWEEN = 7.0


@dataclass(frozen=True)
class Scenario:
    """A named assumption and the word it gives in every column."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ScenarioGrid:
    """Scenarios by objective or indicator; the first row is the computation as it stands."""

    what: str
    columns: tuple[str, ...]
    rows: tuple[Scenario, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"scenario {row.name!r} has {len(row.cells)} words for "
                    f"{len(self.columns)} columns"
                )

    def differs(self, row: int, column: int) -> bool:
        """Tell whether a cell says another word than the first row."""
        return self.rows[row].cells[column] != self.rows[0].cells[column]


def describe_scenarios(chart: ScenarioGrid, words: Words = ENGLISH) -> str:
    """Write the alternative text of a grid of scenarios."""
    head = words.a_grid.format(what=clean(chart.what))
    rows = [_describe_row(chart, row, words) for row in chart.rows]
    return " ".join([head, *(rows or [words.say_empty])])


def _describe_row(chart: ScenarioGrid, row: Scenario, words: Words) -> str:
    parts = words.comma.join(
        words.colon_pair.format(name=clean(column), word=clean(cell))
        for column, cell in zip(chart.columns, row.cells, strict=True)
    )
    return words.say_scenario.format(name=clean(row.name), parts=parts)


@dataclass(frozen=True)
class _Table:
    """Columns that fit side by side, broken into lines: rows of cells of lines."""

    part: ScenarioGrid
    name: float
    cell: float
    rows: list[list[list[str]]]

    @property
    def heights(self) -> list[float]:
        """The height of every row, the head first."""
        lines = [max(len(cell) for cell in row) for row in self.rows]
        return [max(ROW, count * LEADING + ROW - LEADING) for count in lines]


def _list_texts(chart: ScenarioGrid) -> list[list[str]]:
    texts = [("", *chart.columns), *((row.name, *row.cells) for row in chart.rows)]
    return [[clean(text) for text in row] for row in texts]


def _split_columns(chart: ScenarioGrid) -> list[ScenarioGrid]:
    """Split a grid so that no word in a cell has to be broken."""
    words = [word for row in _list_texts(chart) for cell in row[1:] for word in cell.split(" ")]
    longest = max(measure(word, bold=True) for word in words) + 2 * _PAD + 1
    fitting = max(1, int((WIDTH - _LEAST_NAME) / longest))
    blocks = -(-len(chart.columns) // fitting)
    size = -(-len(chart.columns) // blocks)
    return [_take_columns(chart, at, at + size) for at in range(0, len(chart.columns), size)]


def _take_columns(chart: ScenarioGrid, start: int, end: int) -> ScenarioGrid:
    rows = tuple(Scenario(row.name, row.cells[start:end]) for row in chart.rows)
    return ScenarioGrid(chart.what, chart.columns[start:end], rows)


def _break_lines(chart: ScenarioGrid) -> _Table:
    rows = _list_texts(chart)
    need = max(measure(cell, bold=True) for row in rows for cell in row[1:])
    count = len(chart.columns)
    cell = min(need + 2 * _PAD + 1, (WIDTH - _LEAST_NAME) / count)
    name = WIDTH - cell * count
    widths = [name - 2 * _PAD, *[cell - 2 * _PAD] * count]
    lines = [
        [
            wrap(text, width, _MOST_LINES, bold=True) or [""]
            for text, width in zip(row, widths, strict=True)
        ]
        for row in rows
    ]
    return _Table(chart, name, cell, lines)


def draw_scenarios(chart: ScenarioGrid, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw words in cells; a word that differs from the first row is bold on a grey ground."""
    label = Label(prefix, clean(chart.what), describe_scenarios(chart, words))
    if not chart.rows or not chart.columns:
        size = Size(WIDTH, 2 * ROW)
        frame = Box(0.5, 0.5, WIDTH - 0.5, size.height - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty_rows))
    top, body = 0.0, list[Markup]()
    for part in _split_columns(chart):
        table = _break_lines(part)
        body.append(_draw_table(table, top))
        top += sum(table.heights) + _BETWEEN
    key = arrange_key(_list_key(chart, words), WIDTH)
    body.append(draw_key(key, 0, top - _BETWEEN, WIDTH))
    return draw_document(label, Size(WIDTH, top - _BETWEEN + measure_key(key)), *body)


def _draw_table(table: _Table, top: float) -> Markup:
    rows, heights = [], table.heights
    for number, height in enumerate(heights):
        rows.append(_draw_row(table, number, top, height))
        top += height
    return join(rows)


def _list_key(chart: ScenarioGrid, words: Words) -> list[KeyItem]:
    changed = any(
        chart.differs(row, column)
        for row in range(len(chart.rows))
        for column in range(len(chart.columns))
    )
    return [KeyItem(words.changed_cell, _draw_swatch, 10)] if changed else []


def _draw_swatch(x: float, y: float) -> Markup:
    return _draw_ground(Box(x, y - 7, x + 10, y + 1))


def _draw_ground(box: Box) -> Markup:
    bar = Box(box.left, box.top, box.left + 1.6, box.bottom)
    return join([draw_rectangle(box, paint("surface-2")), draw_rectangle(bar, paint("ink"))])


def _draw_row(table: _Table, number: int, top: float, height: float) -> Markup:
    x, parts = 0.0, list[Markup]()
    for column, lines in enumerate(table.rows[number]):
        width = table.cell if column else table.name
        changed = number > 0 and column > 0 and table.part.differs(number - 1, column - 1)
        if changed:
            parts.append(_draw_ground(Box(x, top + 0.5, x + width - 1, top + height - 0.7)))
        parts.append(_draw_lines(lines, x + (_PAD if column else 0), top, changed or number == 0))
        x += width
    bottom = top + height - 0.4
    rule = draw_rule((0, bottom, WIDTH, bottom), "rule" if number else "ink", 0.7)
    return join([*parts, rule])


def _draw_lines(lines: list[str], x: float, top: float, bold: bool) -> Markup:
    return join(
        [write(line, x, top + 10 + at * LEADING, bold=bold) for at, line in enumerate(lines)]
    )
