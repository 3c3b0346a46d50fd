"""Lengths and page sizes in the units Word keeps them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EMU: Final = 36_000
"""Drawing units in a millimetre."""


def twips(mm: float) -> int:
    """Twentieths of a point."""
    return round(mm * 1440 / 25.4)


@dataclass(frozen=True)
class Paper:
    """A page with its margins and the distance of head and foot from the edge, in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    edge: float = 12

    @property
    def text(self) -> float:
        """Width left for text."""
        return self.width - self.left - self.right


PORTRAIT: Final = Paper(210, 297, top=25, bottom=25, left=30, right=20)
LANDSCAPE: Final = Paper(297, 210, top=22, bottom=20, left=20, right=20)
MARGIN_COLUMN: Final = 12.0
"""How far paragraph numbers hang to the left of the text."""
MEASURE: Final = 146.0
BOX: Final = 150.0
"""Widest picture in a verdict box."""
