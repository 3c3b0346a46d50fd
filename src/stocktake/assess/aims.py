"""What a target asks, by cases: reach a value, hold it every year, or only move the right way.

The split is that of Destatis' weather symbols (`methods.md` 2.5), the only official method with a
clean rule for constant, directional and interval targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

SIGNS = {"up": 1, "down": -1}


@dataclass(frozen=True)
class Aim:
    """`kind` is reach, hold or direction; `sign` +1 where up is good. Values between `low` and
    `high` meet it (None = no end on that side); `value` is the end that is nearest to the start."""

    kind: str
    sign: int
    value: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    tolerance: Decimal = Decimal(0)

    def meets(self, value: Decimal) -> bool:
        """Whether a value meets it, as far as its printed digits can tell."""
        return self.slack(value) >= -self.tolerance

    def slack(self, value: Decimal) -> Decimal:
        """How far a value lies on the right side; negative on the wrong one."""
        ends = []
        if self.low is not None:
            ends.append(value - self.low)
        if self.high is not None:
            ends.append(self.high - value)
        return min(ends)


def find_aim(
    indicator: dict[str, Any], target: dict[str, Any], base: Decimal, tolerance: Decimal
) -> Aim | None:
    """What a target asks of an indicator that began at `base`; None if it asks nothing.

    A target that is met at the start is one to hold (`methods.md` 4.5).
    """
    sign = SIGNS.get(indicator["direction"], 0)
    if target["rule"] == "direction":
        return Aim("direction", sign) if sign else None
    low, high = _find_ends(target, sign, base)
    if low is None and high is None:
        return None
    if target["rule"] == "hold" or _lies_within(base, low, high):
        return Aim("hold", sign, low if low is not None else _known(high), low, high, tolerance)
    if low is not None and base < low:
        return Aim("reach", 1, low, low, high, tolerance)
    return Aim("reach", -1, _known(high), low, high, tolerance)


def _find_ends(
    target: dict[str, Any], sign: int, base: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """Lower and upper end of what meets the target; without a direction the start tells it."""
    value, upper = target["value"], target["upper"]
    if value is None or upper is not None:
        return value, upper
    sign = sign or (1 if value > base else -1)
    return (value, None) if sign > 0 else (None, value)


def _lies_within(base: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or base >= low) and (high is None or base <= high)


def _known(value: Decimal | None) -> Decimal:
    assert value is not None
    return value
