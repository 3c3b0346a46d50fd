"""Exact numbers: decimal text in files, Decimal in frames, never a float on the way."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DIGITS: Final = 38
"""Decimal digits a frame can hold; a longer number is a problem, not a rounded number."""

EXACT: Final = Context(
    prec=4 * DIGITS,
    rounding=ROUND_HALF_EVEN,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
"""To compute in: sums and products of numbers a frame can hold are exact, whoever calls."""


def is_number(text: str) -> bool:
    """Whether the text is a plain decimal number of at most 38 digits."""
    return bool(NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) <= DIGITS


def normal(text: str) -> str:
    """The normal form of a decimal text: no needless zeros, no -0; other text stays as it is."""
    if not NUMBER.fullmatch(text):
        return text
    whole, _, part = text.removeprefix("-").partition(".")
    shown = ".".join(filter(None, (whole.lstrip("0") or "0", part.rstrip("0"))))
    return f"-{shown}" if text.startswith("-") and shown != "0" else shown


def scale(text: str) -> int:
    """Digits after the point in normal form."""
    return len(normal(text).partition(".")[2])


def plain(value: Decimal) -> str:
    """Exact text of a Decimal without exponent, in normal form."""
    return normal(f"{value:f}")
