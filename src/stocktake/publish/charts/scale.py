"""Axes with round numbers, and where a value lies on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

GRIDLINES = 4


@dataclass(frozen=True)
class Axis:
    """The part of the number line a chart shows, with round ticks; ends are ticks."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        """The lowest number shown."""
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        """The highest number shown."""
        return self.ticks[-1]

    @property
    def has_zero(self) -> bool:
        """Tell whether zero is on the axis; if not, a reader must be told."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Scale:
    """A straight map from numbers to places on the drawing."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def place(self, value: Decimal | int) -> float:
        """Give the place of a value; one lone value lies in the middle."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = float((Decimal(value) - self.low) / (self.high - self.low))
        return self.start + share * (self.end - self.start)


def _list_round_steps(least: Decimal) -> Iterator[Decimal]:
    power = least.adjusted()
    while True:
        for digit in (1, 2, 5):
            step = Decimal(digit).scaleb(power)
            if step >= least:
                yield step
        power += 1


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value


def _list_ticks(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [_plain((first + index) * step) for index in range(int(last - first) + 1)]


def _widen(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    if low != high:
        return low, high
    margin = abs(low) / 10 or Decimal(1)
    return low - margin, high + margin


def choose_axis(values: Sequence[Decimal], *, from_zero: bool) -> Axis:
    """Choose an axis that holds all values with at most four gridlines above its foot."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
        high = high if low != high else Decimal(1)
    low, high = _widen(low, high)
    for step in _list_round_steps((high - low) / GRIDLINES):
        ticks = _list_ticks(low, high, step)
        if len(ticks) <= GRIDLINES + 1:
            break
    return Axis(tuple(ticks))


def choose_years(first: int, last: int, room: int) -> list[int]:
    """Choose years to label: first, last and round ones, at most about `room` side by side."""
    span = last - first
    if span < room:
        return list(range(first, last + 1))
    for step in (2, 5, 10, 20, 50, 100, 200, 500):
        if span / step + 1 <= room:
            near = step * 0.8
            inner = range(first + 1, last)
            round_years = [year for year in inner if year % step == 0]
            kept = [year for year in round_years if year - first >= near and last - year >= near]
            return [first, *kept, last]
    return [first]
