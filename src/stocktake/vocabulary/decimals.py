"""Exact numbers: decimal text in files, Decimal in frames, never a float on the way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
DIGITS: Final = 38
"""Decimal digits a frame can hold; a longer number is a problem, not a rounded number."""


def is_number(text: str) -> bool:
    """Whether the text is a plain decimal number of at most 38 digits."""
    return bool(NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) <= DIGITS


def normal(text: str) -> str:
    """The normal form of a decimal text: no trailing zeros after the point, no -0."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def scale(text: str) -> int:
    """Digits after the point in normal form."""
    return len(normal(text).partition(".")[2])


def plain(value: Decimal) -> str:
    """Exact text of a Decimal without exponent, in normal form."""
    return normal(f"{value:f}")
