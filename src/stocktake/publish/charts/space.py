"""Free ground in a chart: where a label may stand without touching lines, points or letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stocktake.publish.charts.lettering import SIZE, Box, find_text_box
from stocktake.publish.charts.markup import Anchor

Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A place for a label: baseline start, middle or end."""

    x: float
    y: float
    anchor: Anchor


def crosses(segment: Segment, box: Box) -> bool:
    """Tell whether a straight line touches a rectangle (clipping after Liang and Barsky)."""
    x1, y1, x2, y2 = segment
    across, down = x2 - x1, y2 - y1
    start, end = 0.0, 1.0
    for slope, room in (
        (-across, x1 - box.left),
        (across, box.right - x1),
        (-down, y1 - box.top),
        (down, box.bottom - y1),
    ):
        if slope == 0 and room < 0:
            return False
        if slope < 0:
            start = max(start, room / slope)
        elif slope > 0:
            end = min(end, room / slope)
    return start <= end


ROUNDING: Final = 0.1
"""What two places drawn to a tenth can come nearer than they were reckoned."""


@dataclass
class Space:
    """What is taken within the bounds, growing with every label placed."""

    bounds: Box
    boxes: list[Box] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def block_point(self, x: float, y: float, radius: float = 2.8) -> None:
        """Keep labels off a point."""
        self.boxes.append(Box(x - radius, y - radius, x + radius, y + radius))

    def is_free(self, box: Box) -> bool:
        """Tell whether a label would stand inside the bounds and touch nothing."""
        left, right = box.left - ROUNDING, box.right + ROUNDING
        drawn = Box(left, box.top - ROUNDING, right, box.bottom + ROUNDING)
        if not self.bounds.holds(box) or any(drawn.overlaps(other) for other in self.boxes):
            return False
        return not any(crosses(segment, box) for segment in self.segments)

    def place(self, text: str, x: float, y: float, *, below: bool = False) -> Spot | None:
        """Find room for a label near a point and take it."""
        for spot in _list_spots(x, y, below):
            box = find_text_box(text, spot.x, spot.y, spot.anchor)
            if self.is_free(box):
                self.boxes.append(Box(box.left - 1.5, box.top, box.right + 1.5, box.bottom))
                return spot
        return None


def _list_spots(x: float, y: float, below: bool) -> Iterator[Spot]:
    over, under = y - 5, y + SIZE * 0.74 + 4.5
    for height in (under, over) if below else (over, under):
        yield Spot(x, height, "middle")
        yield Spot(x + 2.5, height, "start")
        yield Spot(x - 2.5, height, "end")
    yield Spot(x, over - 6, "middle")
    yield Spot(x, under + 6, "middle")
    yield Spot(x + 5, y + SIZE * 0.3, "start")
    yield Spot(x - 5, y + SIZE * 0.3, "end")
