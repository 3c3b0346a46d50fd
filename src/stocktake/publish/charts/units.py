"""The unit strip: one square is one action, sorted by state so that lengths compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stocktake.publish.charts.markup import Label, Size, clean, draw_document, write
from stocktake.publish.charts.symbols import draw_symbol
from stocktake.publish.charts.wording import ENGLISH, Words

ORDER = (
    "a-done",
    "a-late",
    "a-form",
    "a-part",
    "a-going",
    "a-over",
    "a-none",
    "a-plan",
    "a-drop",
    "a-gone",
)
"""States of actions from delivered to superseded."""

PER_ROW = 30
_SIDE, _PITCH = 16, 20


@dataclass(frozen=True)
class UnitStrip:
    """The states of some actions (names of signs, "a-done" to "a-gone") in any order."""

    what: str
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        wrong = sorted(set(self.states) - set(ORDER))
        if wrong:
            raise ValueError(f"{self.what!r} has states that have no square: {', '.join(wrong)}")

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many actions have each state that occurs, in order."""
        counted = Counter(self.states)
        return [(name, counted[name]) for name in ORDER if counted[name]]


def describe_units(chart: UnitStrip, words: Words = ENGLISH) -> str:
    """Write the alternative text of a unit strip: how many of what."""
    parts = words.comma.join(
        words.pair.format(count=count, word=words.name_sign(name)) for name, count in chart.counts
    )
    return words.a_units.format(
        what=clean(chart.what),
        count=words.actions(len(chart.states)),
        parts=parts or words.empty_rows,
    )


def draw_units(
    chart: UnitStrip, words: Words = ENGLISH, *, prefix: str, per_row: int = PER_ROW
) -> str:
    """Draw one square an action, by state; long strips go on in a second row."""
    label = Label(prefix, clean(chart.what), describe_units(chart, words))
    squares = [name for name, count in chart.counts for _ in range(count)]
    if not squares:
        return draw_document(label, Size(16, 16, "px"), write(words.missing, 6, 11), kind="units")
    places = [(at % per_row * _PITCH, at // per_row * _PITCH) for at in range(len(squares))]
    size = Size(max(x for x, _ in places) + _SIDE, max(y for _, y in places) + _SIDE, "px")
    marks = [draw_symbol(name, x, y, _SIDE) for name, (x, y) in zip(squares, places, strict=True)]
    kind = "units" if len(squares) <= per_row else "units rows"
    return draw_document(label, size, *marks, kind=kind)
