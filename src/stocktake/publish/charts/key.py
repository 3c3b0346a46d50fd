"""The key under a chart: small marks with the words they stand for, in as many rows as needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stocktake.publish.charts.lettering import cut, measure
from stocktake.publish.charts.markup import Markup, clean, join, write

ROW = 11.5
_GAP = 12.0
_SPACE = 4.0


@dataclass(frozen=True)
class KeyItem:
    """One entry: how to draw its mark (from left and baseline), how wide that is, what it means."""

    text: str
    draw: Callable[[float, float], Markup] | None = None
    width: float = 0.0

    @property
    def offset(self) -> float:
        """Where the words begin behind the mark."""
        return self.width + _SPACE if self.draw else 0.0

    def find_width(self, most: float) -> float:
        """Give the width of the entry, never more than `most`."""
        return min(most, self.offset + measure(clean(self.text)))


KeyRows = list[list[KeyItem]]


def arrange_key(items: list[KeyItem], width: float) -> KeyRows:
    """Fill rows from the left in the order given."""
    rows: KeyRows = []
    room = 0.0
    for item in items:
        need = item.find_width(width)
        if not rows or need > room:
            rows.append([])
            room = width
        rows[-1].append(item)
        room -= need + _GAP
    return rows


def measure_key(rows: KeyRows) -> float:
    """Give the height the rows need."""
    return len(rows) * ROW


def _draw_item(item: KeyItem, x: float, y: float, most: float) -> Markup:
    mark = item.draw(x, y) if item.draw else Markup("")
    words = cut(clean(item.text), most - item.offset + 0.01)
    return join([mark, write(words, x + item.offset, y, token="ink-2")])


def draw_key(rows: KeyRows, left: float, top: float, width: float) -> Markup:
    """Draw the rows below one another, the first just under `top`."""
    parts = []
    for number, row in enumerate(rows):
        x = left
        for item in row:
            parts.append(_draw_item(item, x, top + number * ROW + 8.5, width))
            x += item.find_width(width) + _GAP
    return join(parts)
