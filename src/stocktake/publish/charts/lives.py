"""The lives of recommendations, 160 x 7.5 mm each: asked, due, graded round by round, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import Box, cut, measure
from stocktake.publish.charts.marks import draw_empty_frame, draw_point
from stocktake.publish.charts.markup import (
    POINTS,
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
from stocktake.publish.charts.palette import Token
from stocktake.publish.charts.symbols import SYMBOLS, draw_symbol
from stocktake.publish.charts.wording import ENGLISH, Words

WIDTH = 160 * POINTS
ROW = 7.5 * POINTS
_HEAD = 16.0
_LEFT, _RIGHT = 224.0, WIDTH - 15
_SIGN = 11.0
_DOTS = "1 2.2"


@dataclass(frozen=True)
class Life:
    """A recommendation: its reference and text, days, and the grade (a sign) of each round."""

    ref: str
    text: str
    asked: date
    grades: Mapping[str, str] = field(default_factory=dict)
    due: date | None = None
    closed: date | None = None
    moved: date | None = None
    heirs: tuple[str, ...] = ()
    orphan: bool = False

    def __post_init__(self) -> None:
        wrong = sorted(set(self.grades.values()) - SYMBOLS.keys())
        if wrong:
            raise ValueError(f"{self.ref!r} has grades that have no sign: {', '.join(wrong)}")

    @property
    def is_open(self) -> bool:
        """Whether it goes on to the last round as itself."""
        return self.closed is None and self.moved is None


@dataclass(frozen=True)
class Lives:
    """Recommendations in the order given, over rounds with their days in order of time."""

    what: str
    rounds: Mapping[str, date]
    rows: tuple[Life, ...]

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and last day drawn."""
        days = [*self.rounds.values(), *(row.asked for row in self.rows)]
        return min(days), max(self.rounds.values())

    def place(self, day: date) -> float:
        """Where a day lies from left to right; days outside lie on the edge."""
        first, last = self.days
        share = (day - first).days / max(1, (last - first).days)
        return _LEFT + min(1.0, max(0.0, share)) * (_RIGHT - _LEFT)

    @property
    def used(self) -> list[str]:
        """The signs that occur, in the order of the scale."""
        seen = {sign for row in self.rows for sign in row.grades.values()}
        return [name for name in SYMBOLS if name in seen]


def describe_lives(chart: Lives, words: Words = ENGLISH) -> str:
    """Write the alternative text: every recommendation with its days and grades."""
    if not chart.rows or not chart.rounds:
        head = words.a_lives.format(what=clean(chart.what), period=words.without_period)
        return " ".join([head, words.say_empty])
    head = words.a_lives.format(what=clean(chart.what), period=_write_period(chart, words))
    return " ".join([head, *(_describe_life(row, words) for row in chart.rows)])


def _write_period(chart: Lives, words: Words) -> str:
    first, last = chart.days
    return words.span(first.year, last.year)


def _describe_life(row: Life, words: Words) -> str:
    said = [words.life_asked.format(day=words.day(row.asked))]
    if row.due:
        said.append(words.life_due.format(day=words.day(row.due)))
    said += [
        words.colon_pair.format(name=clean(name), word=words.name_sign(sign))
        for name, sign in row.grades.items()
    ]
    said.append(_describe_end(row, words))
    name = clean(f"{row.ref} {row.text}").rstrip(".")
    return words.say_grades.format(name=name, parts=words.semicolon.join(said))


def _describe_end(row: Life, words: Words) -> str:
    if row.closed:
        return words.life_closed.format(day=words.day(row.closed))
    if row.moved:
        return words.life_moved.format(refs=words.comma.join(clean(ref) for ref in row.heirs))
    return words.life_orphan if row.orphan else words.life_open


def draw_lives(chart: Lives, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw one line a recommendation on a common axis of time, its grades above its rounds."""
    if not chart.rows or not chart.rounds:
        size = Size(WIDTH, ROW * 2)
        title = words.title.format(what=clean(chart.what), period=words.without_period)
        label = Label(prefix, title, describe_lives(chart, words))
        frame = Box(0.5, 0.5, WIDTH - 0.5, size.height - 0.5)
        return draw_document(label, size, draw_empty_frame(frame, words.empty_rows))
    title = words.title.format(what=clean(chart.what), period=_write_period(chart, words))
    label = Label(prefix, title, describe_lives(chart, words))
    key = arrange_key(list(_list_key(chart, words)), WIDTH)
    foot = _HEAD + ROW * len(chart.rows)
    rows = [_draw_life(chart, row, number) for number, row in enumerate(chart.rows)]
    return draw_document(
        label,
        Size(WIDTH, foot + 4 + measure_key(key)),
        _draw_rounds(chart, foot),
        *rows,
        _draw_moves(chart),
        draw_key(key, 0, foot + 4, WIDTH),
    )


def _draw_rounds(chart: Lives, foot: float) -> Markup:
    """A line for each round, named at its head where there is room; the last is always named."""
    parts = [draw_rule((0, _HEAD - 0.5, WIDTH, _HEAD - 0.5), "ink")]
    edge = WIDTH
    for name, day in reversed(list(chart.rounds.items())):
        x = chart.place(day)
        parts.append(draw_rule((x, _HEAD, x, foot), "rule", 0.6))
        shown = cut(clean(name), 60)
        right = min(x + measure(shown) / 2, edge)
        if right - measure(shown) >= _LEFT - 24 and right > x:
            parts.append(write(shown, right, 10, anchor="end", token="ink-2"))
            edge = right - measure(shown) - 6
    return join(parts)


def _find_line(number: int) -> float:
    """The height at which the line of a row runs."""
    return _HEAD + (number + 1) * ROW - 4.5


def _draw_life(chart: Lives, row: Life, number: int) -> Markup:
    y, bottom = _find_line(number), _HEAD + (number + 1) * ROW - 0.3
    rule = draw_rule((0, bottom, WIDTH, bottom), "rule", 0.6)
    ref = clean(row.ref)
    room = _LEFT - 12
    after = min(room, max(measure(clean(one.ref), bold=True) for one in chart.rows) + 8)
    name = write(cut(ref, room, bold=True), 0, y - 3, bold=True)
    text = write(cut(clean(row.text), room - after), after, y - 3)
    return join([rule, name, text, *_draw_line(chart, row, y), *_draw_grades(chart, row, y)])


def _draw_line(chart: Lives, row: Life, y: float) -> Iterator[Markup]:
    """Thin while it is not due, thick after, dotted from the deed to the round that found it."""
    start = chart.place(row.asked)
    end = chart.place(row.closed or row.moved or chart.days[1])
    due = chart.place(row.due) if row.due and row.due <= chart.days[1] else None
    yield draw_rule((start, y, end, y), "c1", 1.2)
    if due is not None and start <= due < end:
        yield draw_rule((due, y, end, y), "c3", 2.6)
    graded = [chart.place(chart.rounds[name]) for name in row.grades if name in chart.rounds]
    if row.closed and graded and max(graded) > end:
        steps = f"M{end:.1f} {y:.1f}L{max(graded):.1f} {y:.1f}"
        yield draw_path(steps, stroke="c2", width=0.9, dash=_DOTS)
    if due is not None:
        yield _draw_due(due, y)
    yield _draw_end(row, end, y)


def _draw_due(x: float, y: float) -> Markup:
    return draw_rule((x, y - 3.6, x, y + 3.6), "ink", 1.1)


def _draw_end(row: Life, x: float, y: float) -> Markup:
    if row.closed:
        return draw_point(x, y, "c1")
    if row.moved:
        return Markup("")
    if row.orphan:
        return draw_point(x + 9, y, "c3", hollow=True, radius=2.6)
    return _draw_arrow(x + 6, y)


def _draw_arrow(x: float, y: float) -> Markup:
    steps = f"M{x:.1f} {y - 3:.1f}L{x + 5:.1f} {y:.1f}L{x:.1f} {y + 3:.1f}z"
    return draw_path(steps, fill="c1")


def _measure_sign(chart: Lives) -> float:
    places = sorted(chart.place(day) for day in chart.rounds.values())
    gaps = [after - before for before, after in pairwise(places)]
    return max(1.5, min(_SIGN, min(gaps, default=_SIGN + 1) - 1))


def _draw_grades(chart: Lives, row: Life, y: float) -> Iterator[Markup]:
    size = _measure_sign(chart)
    for name, sign in row.grades.items():
        if name in chart.rounds:
            yield draw_symbol(sign, chart.place(chart.rounds[name]) - size / 2, y - 3 - size, size)


def _draw_moves(chart: Lives) -> Markup:
    """A dotted line from where one ends to each of those it lives on in."""
    lines = {row.ref: _find_line(number) for number, row in enumerate(chart.rows)}
    parts = []
    for row in chart.rows:
        if row.moved is None:
            continue
        x = chart.place(row.moved)
        for heir in row.heirs:
            if heir in lines:
                parts.append(_draw_dots(x, lines[row.ref], lines[heir]))
    return join(parts)


def _draw_dots(x: float, top: float, bottom: float) -> Markup:
    steps = f"M{x:.1f} {top:.1f}L{x:.1f} {bottom:.1f}"
    return draw_path(steps, stroke="c1", width=1.2, dash=_DOTS)


def _list_key(chart: Lives, words: Words) -> Iterator[KeyItem]:
    """What the signs and marks mean, those alone that are there."""
    last, rows = chart.days[1], chart.rows
    for name in chart.used:
        yield KeyItem(words.name_sign(name), _make_sign(name), 10)
    due = [row for row in rows if row.due and row.due <= last]
    past = [row for row in due if row.due and row.due < (row.closed or row.moved or last)]
    going = [row for row in rows if row.is_open]
    entries = (
        (rows, KeyItem(words.key_asked, lambda x, y: _draw_stroke(x, y, "c1", 1.2), 14)),
        (due, KeyItem(words.key_due, lambda x, y: _draw_due(x + 2, y - 3), 4)),
        (past, KeyItem(words.key_past, lambda x, y: _draw_stroke(x, y, "c3", 2.6), 14)),
        ([row for row in rows if row.closed], KeyItem(words.key_closed, _draw_closed, 6)),
        (
            [row for row in rows if row.moved],
            KeyItem(words.key_moved, lambda x, y: _draw_dots(x + 2, y - 7, y + 1), 4),
        ),
        (
            [row for row in going if not row.orphan],
            KeyItem(words.key_open, lambda x, y: _draw_arrow(x, y - 3), 6),
        ),
        ([row for row in going if row.orphan], KeyItem(words.key_orphan, _draw_orphan, 6)),
    )
    yield from (item for there, item in entries if there)


def _draw_stroke(x: float, y: float, token: Token, width: float) -> Markup:
    return draw_rule((x, y - 3, x + 14, y - 3), token, width)


def _draw_closed(x: float, y: float) -> Markup:
    return draw_point(x + 3, y - 3, "c1")


def _draw_orphan(x: float, y: float) -> Markup:
    return draw_point(x + 3, y - 3, "c3", hollow=True, radius=2.6)


def _make_sign(name: str) -> Callable[[float, float], Markup]:
    return lambda x, y: draw_symbol(name, x, y - 8, 10)
