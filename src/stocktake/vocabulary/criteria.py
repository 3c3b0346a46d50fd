"""The criteria by which challenges are ranked, and the scale each is stated on.

A value is a number, or a word of the criterion's scale; higher is graver. Evidence quality is a
word and ranks nothing: how well a thing is known does not say how grave it is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from stocktake.vocabulary.decimals import is_number
from stocktake.vocabulary.words import WORDS

QUALITY: Final = "evidence quality"
WEAK: Final = "low"
VULNERABILITY: Final = "vulnerability"
RANKING: Final = tuple(word for word in WORDS["criterion"] if word != QUALITY)

_GRAVITY: Final = tuple(WORDS["gravity"])
SCALES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(RANKING, _GRAVITY),
    "trend": tuple(WORDS["heading"]),
    QUALITY: tuple(reversed(WORDS["reliability"])),
}
"""The words of each criterion, least first."""


def is_word(criterion: str, value: str) -> bool:
    """Whether the value is a word of the criterion's scale."""
    return value in SCALES.get(criterion, ())


def place_on_scale(criterion: str, value: str) -> Decimal | None:
    """A number as it is, a word as its place from 0; None for what is on no scale."""
    if is_word(criterion, value):
        return Decimal(SCALES[criterion].index(value))
    return Decimal(value) if criterion != QUALITY and is_number(value) else None
