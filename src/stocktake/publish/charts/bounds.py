"""The bounds of a verdict, 160 x 12 mm: the measured part solid, the unmeasurable part hatched."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from stocktake.publish.charts.key import KeyItem, arrange_key, draw_key, measure_key
from stocktake.publish.charts.lettering import Box, cut, measure, spread
from stocktake.publish.charts.marks import define_hatch, draw_hatched, draw_rectangle
from stocktake.publish.charts.markup import (
    Label,
    Markup,
    Size,
    clean,
    draw_document,
    draw_path,
    draw_rule,
    element,
    join,
    write,
)
from stocktake.publish.charts.palette import Token, paint
from stocktake.publish.charts.scale import Scale
from stocktake.publish.charts.wording import ENGLISH, Words

SIZE_BOUNDS = Size.of_mm(160, 12)
_TOP, _BOTTOM = 2.0, 11.5
_WORDS, _NUMBERS = 22.0, 32.0
_SIDE = 6.0


@dataclass(frozen=True)
class Bounds:
    """How far a verdict may lie: low if all unmeasured parts fail, high if all succeed."""

    what: str
    low: Decimal
    high: Decimal
    thresholds: tuple[Decimal, ...]
    zones: tuple[str, ...]
    computed: Decimal | None = None
    start: Decimal = Decimal(0)
    end: Decimal = Decimal(1)
    unit: str = ""

    def __post_init__(self) -> None:
        marks = (self.start, *self.thresholds, self.end)
        if len(self.zones) != len(self.thresholds) + 1:
            raise ValueError(f"{self.what!r} needs one zone word more than it has thresholds")
        if list(marks) != sorted(set(marks)):
            raise ValueError(f"{self.what!r} has thresholds out of order or off the scale: {marks}")
        if not self.start <= self.low <= self.high <= self.end:
            raise ValueError(f"{self.what!r} has bounds off its scale: {self.low} to {self.high}")


def describe_bounds(chart: Bounds, words: Words = ENGLISH) -> str:
    """Write the alternative text of a bounds drawing."""
    number = _Number(chart, words)
    marks = words.comma.join(number.write(one) for one in chart.thresholds)
    zones = words.comma.join(clean(zone) for zone in chart.zones)
    head = words.a_bounds.format(
        what=clean(chart.what), low=number.write(chart.start), high=number.write(chart.end)
    )
    said = [head]
    if chart.thresholds:
        said.append(words.say_zones.format(zones=zones, thresholds=marks))
    said.append(_say_range(chart, words, number))
    if chart.computed is not None:
        said.append(words.say_computed.format(value=number.write(chart.computed)))
    return " ".join(said)


def _say_range(chart: Bounds, words: Words, number: _Number) -> str:
    low, high = number.write(chart.low), number.write(chart.high)
    if chart.low == chart.start and chart.high == chart.end:
        return words.say_all_unknown
    template = words.say_point if chart.low == chart.high else words.say_bounds
    return template.format(low=low, high=high)


@dataclass(frozen=True)
class _Number:
    chart: Bounds
    words: Words

    def write(self, value: Decimal) -> str:
        number = clean(self.words.number(value))
        return f"{number}\u00a0{clean(self.chart.unit)}" if self.chart.unit else number


def draw_bounds(chart: Bounds, words: Words = ENGLISH, *, prefix: str) -> str:
    """Draw the scale, the bounds on it, the thresholds and the words of the zones."""
    scale = Scale(chart.start, chart.end, _SIDE, SIZE_BOUNDS.width - _SIDE)
    label = Label(prefix, clean(chart.what), describe_bounds(chart, words))
    defs = element("defs", {}, define_hatch(prefix))
    parts = (_draw_bar(chart, scale, prefix), _draw_thresholds(chart, scale))
    point, numbers = _draw_point(chart, scale), _draw_numbers(chart, words, scale)
    names = _Row([clean(zone) for zone in chart.zones], _find_middles(chart, scale))
    key = arrange_key([] if names.stands_near(_find_edges(chart, scale)) else _list_key(names), 440)
    zones = names.as_letters() if key else names
    size = Size(SIZE_BOUNDS.width, SIZE_BOUNDS.height + measure_key(key))
    lettering = (zones.draw(_WORDS, "ink"), numbers, draw_key(key, _SIDE, _NUMBERS + 1, 440))
    return draw_document(label, size, defs, *parts, *lettering, point, kind="bounds-svg")


def _list_key(names: _Row) -> list[KeyItem]:
    pairs = zip(names.as_letters().texts, names.texts, strict=True)
    return [KeyItem(f"{letter}\u00a0{text}") for letter, text in pairs]


def _draw_bar(chart: Bounds, scale: Scale, prefix: str) -> Markup:
    low, high = scale.place(chart.low), scale.place(chart.high)
    frame = Box(scale.start, _TOP, scale.end, _BOTTOM)
    parts = [draw_rectangle(frame, paint("paper", "control"), stroke_width=0.8)]
    if chart.low > chart.start:
        solid = Box(scale.start, _TOP, low, _BOTTOM)
        parts.append(draw_rectangle(solid, paint("c1", "c1"), stroke_width=0.8))
    if chart.high > chart.low:
        parts.append(draw_hatched(Box(low, _TOP, high, _BOTTOM), prefix))
    return join(parts)


def _draw_thresholds(chart: Bounds, scale: Scale) -> Markup:
    places = [scale.place(one) for one in chart.thresholds]
    halo: list[Markup] = [draw_rule((x, _TOP, x, _BOTTOM), "paper", 2.6) for x in places]
    return join(halo + [draw_rule((x, 0.3, x, _BOTTOM + 3.5), "ink", 1) for x in places])


def _draw_point(chart: Bounds, scale: Scale) -> Markup:
    if chart.computed is None:
        return Markup("")
    x, y = scale.place(min(max(chart.computed, chart.start), chart.end)), (_TOP + _BOTTOM) / 2
    steps = (
        f"M{x - 4.6:.1f} {y:.1f}L{x:.1f} {y - 4.6:.1f}L{x + 4.6:.1f} {y:.1f}L{x:.1f} {y + 4.6:.1f}z"
    )
    return draw_path(steps, fill="ink", stroke="paper", width=1.2)


def _find_edges(chart: Bounds, scale: Scale) -> list[float]:
    return [scale.place(one) for one in (chart.start, *chart.thresholds, chart.end)]


def _find_middles(chart: Bounds, scale: Scale) -> list[float]:
    return [(left + right) / 2 for left, right in pairwise(_find_edges(chart, scale))]


def _draw_numbers(chart: Bounds, words: Words, scale: Scale) -> Markup:
    marks = (chart.start, *chart.thresholds, chart.end)
    texts = [clean(words.number(one)) for one in marks[:-1]]
    row = _Row([*texts, _Number(chart, words).write(chart.end)], _find_edges(chart, scale))
    return row.draw(_NUMBERS, "ink-2")


@dataclass(frozen=True)
class _Row:
    """Labels centred on their places, pushed apart and cut only where they must be."""

    texts: list[str]
    middles: list[float]

    def fit(self) -> list[tuple[float, str]]:
        """Give where every label begins, and what is left of it."""
        texts, room = self.texts, SIZE_BOUNDS.width
        if sum(measure(text) + 5 for text in texts) > room:
            texts = [cut(text, room / len(texts) - 5) for text in texts]
        widths = [measure(text) + 5 for text in texts]
        wanted = [middle - width / 2 for middle, width in zip(self.middles, widths, strict=True)]
        starts = spread(wanted, widths, -2.5, room + 2.5)
        return [(start + 2.5, text) for start, text in zip(starts, texts, strict=True)]

    def stands_near(self, edges: list[float]) -> bool:
        """Tell whether every label still touches the ground of its own zone, uncut."""
        placed = [(start, start + measure(text)) for start, text in self.fit()]
        uncut = [text for _, text in self.fit()] == self.texts
        zones = pairwise(edges)
        return uncut and all(
            start <= (left + right) / 2 <= end
            for (start, end), (left, right) in zip(placed, zones, strict=True)
        )

    def as_letters(self) -> _Row:
        """Give the same places with a letter each."""
        return _Row([chr(ord("a") + at % 26) for at in range(len(self.texts))], self.middles)

    def draw(self, base: float, token: Token) -> Markup:
        """Write the labels on one line."""
        return join([write(text, start, base, token=token) for start, text in self.fit()])
