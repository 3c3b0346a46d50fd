"""Delivery bars, 160 x 9 mm a row: what became of the due actions of every objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import LEADING, Box, cut, measure, wrap
from stocktake.publish.charts.marks import (
    define_hatch,
    define_pattern,
    draw_empty_frame,
    draw_hatched,
    draw_rectangle,
)
from stocktake.publish.charts.markup import (
    POINTS,
    Label,
    Markup,
    Size,
    clean,
    draw_document,
    element,
    join,
    write,
)
from stocktake.publish.charts.palette import Token, paint
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
ROW = 9 * POINTS
_BAR = 14.0
_MOST_NAME = 150.0
_NUMBER_FROM = 6 * POINTS


@dataclass(frozen=True)
class DueActions:
    """The due actions of one objective by what became of them; they add up to the base."""

    name: str
    on_time: int = 0
    late: int = 0
    in_part: int = 0
    overdue: int = 0
    dropped: int = 0
    unknown: int = 0

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The parts in their order on the bar."""
        names = ("on_time", "late", "in_part", "overdue", "dropped", "unknown")
        return tuple((name, getattr(self, name)) for name in names)

    @property
    def base(self) -> int:
        """All due actions."""
        return sum(count for _, count in self.parts)

    def __post_init__(self) -> None:
        if any(count < 0 for _, count in self.parts):
            raise ValueError(f"{self.name!r} counts less than no action: {self.parts}")


@dataclass(frozen=True)
class Delivery:
    """Delivery by objective, in the order of the strategy."""

    what: str
    rows: tuple[DueActions, ...]


Drawer = Callable[[Box, str], Markup]


def _draw_on_time(box: Box, prefix: str) -> Markup:
    return draw_rectangle(box, paint("s-good", "s-good"), stroke_width=0.8)


def _draw_late(box: Box, prefix: str) -> Markup:
    stripes = {"fill": f"url(#{prefix}-late)"}
    return join([_draw_on_time(box, prefix), draw_rectangle(box, stripes)])


def _draw_outline(box: Box, token: Token) -> Markup:
    return draw_rectangle(box, paint("paper", token), stroke_width=1.2)


def _draw_in_part(box: Box, prefix: str) -> Markup:
    lower = Box(box.left, (box.top + box.bottom) / 2, box.right, box.bottom)
    return join([_draw_outline(box, "s-mid"), draw_rectangle(lower, paint("s-mid"))])


def _draw_overdue(box: Box, prefix: str) -> Markup:
    return _draw_outline(box, "s-bad")


def _draw_dropped(box: Box, prefix: str) -> Markup:
    crossed = {"fill": f"url(#{prefix}-dropped)"}
    return join([_draw_outline(box, "s-bad"), draw_rectangle(box, crossed)])


def _draw_unknown(box: Box, prefix: str) -> Markup:
    return draw_hatched(box, prefix, dashed=True)


_DRAWERS: dict[str, Drawer] = {
    "on_time": _draw_on_time,
    "late": _draw_late,
    "in_part": _draw_in_part,
    "overdue": _draw_overdue,
    "dropped": _draw_dropped,
    "unknown": _draw_unknown,
}


def describe_delivery(chart: Delivery, words: Words = ENGLISH) -> str:
    """Write the alternative text of delivery bars."""
    head = words.a_delivery.format(what=clean(chart.what))
    rows = [_describe_row(row, words) for row in chart.rows]
    return " ".join([head, *(rows or [words.say_empty])])


def _describe_row(row: DueActions, words: Words) -> str:
    if not row.base:
        return words.say_none_due.format(name=clean(row.name))
    parts = words.comma.join(
        words.pair.format(count=count, word=words.delivery[name])
        for name, count in row.parts
        if count
    )
    return words.say_delivery.format(name=clean(row.name), count=row.base, parts=parts)


def draw_delivery(chart: Delivery, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw one bar an objective; equal lengths are equal numbers of actions."""
    key = arrange_key(_list_key(chart, words, prefix), WIDTH - 1)
    top = ROW * max(1, len(chart.rows))
    size = Size(WIDTH, top + measure_key(key))
    label = Label(prefix, clean(chart.what), describe_delivery(chart, words))
    if not chart.rows:
        frame = Box(0.5, 0.5, WIDTH - 0.5, top - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty_rows))
    field = _find_field(chart, words)
    rows = [_draw_row(row, words, prefix, field, index) for index, row in enumerate(chart.rows)]
    return draw_document(
        label, size, _define_patterns(prefix), *rows, draw_key(key, 0.5, top, WIDTH - 1)
    )


@dataclass(frozen=True)
class _Field:
    """The ground the bars stand on, and how wide one action is."""

    left: float
    right: float
    unit: float


def _find_field(chart: Delivery, words: Words) -> _Field:
    most = max(row.base for row in chart.rows)
    names = max(measure(clean(row.name)) for row in chart.rows)
    base = max(measure(_write_base(row, words)) for row in chart.rows)
    left, right = min(names, _MOST_NAME) + 8, WIDTH - min(base, 90.0) - 8
    return _Field(left, right, (right - left) / max(1, most))


def _write_base(row: DueActions, words: Words) -> str:
    return words.base.format(count=row.base) if row.base else words.none_due


def _draw_row(row: DueActions, words: Words, prefix: str, field: _Field, index: int) -> Markup:
    top = index * ROW
    middle = top + ROW / 2
    name = _draw_name(row, middle)
    base = cut(_write_base(row, words), 90.0)
    base_text = write(base, WIDTH - 0.5, middle + 3, anchor="end", token="ink-2")
    bars, x = [], field.left
    for state, count in row.parts:
        if count:
            box = Box(x, middle - _BAR / 2, x + count * field.unit, middle + _BAR / 2)
            bars.append(_draw_part(state, count, box, prefix))
            x = box.right
    return join([name, *bars, base_text])


def _draw_name(row: DueActions, middle: float) -> Markup:
    lines = wrap(clean(row.name), _MOST_NAME, 2)
    first = middle + 3 - (len(lines) - 1) * LEADING / 2
    return join([write(line, 0.5, first + at * LEADING) for at, line in enumerate(lines)])


def _draw_part(state: str, count: int, box: Box, prefix: str) -> Markup:
    inner = Box(box.left + 0.7, box.top, box.right - 0.7, box.bottom)
    bar = _DRAWERS[state](inner, prefix)
    number = str(count)
    width = measure(number) + 5
    if box.width < max(_NUMBER_FROM, width + 4):
        return bar
    middle, base = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 3
    if state == "on_time":
        return join([bar, write(number, middle, base, anchor="middle", token="on-fill")])
    plate = Box(middle - width / 2, box.top + 1.6, middle + width / 2, box.bottom - 1.6)
    ground = draw_rectangle(plate, paint("paper"))
    return join([bar, ground, write(number, middle, base, anchor="middle")])


def _define_patterns(prefix: str) -> Markup:
    late = define_pattern(f"{prefix}-late", 4, "M0 0v4", "on-fill", 1.2)
    dropped = define_pattern(f"{prefix}-dropped", 5, "M0 0v5M0 0h5", "s-bad", 1.4)
    return element("defs", {}, define_hatch(prefix), late, dropped)


def _list_key(chart: Delivery, words: Words, prefix: str) -> list[KeyItem]:
    used = {state for row in chart.rows for state, count in row.parts if count}
    return [
        KeyItem(words.delivery[state], _make_swatch(drawer, prefix), 12)
        for state, drawer in _DRAWERS.items()
        if state in used
    ]


def _make_swatch(drawer: Drawer, prefix: str) -> Callable[[float, float], Markup]:
    return lambda x, y: drawer(Box(x + 0.7, y - 7, x + 11.3, y + 1), prefix)
