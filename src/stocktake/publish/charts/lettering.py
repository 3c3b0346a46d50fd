"""How wide letters are, without a font: for cutting, wrapping and keeping labels apart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

SIZE = 8.5
"""Size of all letters in charts, in points."""
LEADING = 10.5
ELLIPSIS = "…"

# Thousandths of an em in the widest common face of our font list, grouped by width.
_GROUPS = {
    234: "ijl'|",
    292: "ftI.,:;/\\![] \u00a0\u202f",
    350: 'r-()`{}"‘’',
    525: "ckszvxyJ“”„",
    584: "abdeghnopquL_?#$0123456789–«»",
    613: "+<>=~^*−≥≤",
    642: "FTZ",
    700: "ABEKPSVXY&",
    758: "CDHNRUw",
    817: "GOQ",
    875: "Mm",
    934: "%",
    991: "W",
    1050: "—…@",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}


@cache
def _measure_letter(letter: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if unicodedata.combining(base) or unicodedata.category(base) in ("Cf", "Mn"):
        return 0
    if unicodedata.east_asian_width(base) in "WF":
        return 1100
    return 620 if base.islower() else 780


def measure(text: str, *, bold: bool = False) -> float:
    """Estimate the width of a line in points, rather too wide than too narrow."""
    thousandths = sum(_measure_letter(letter) for letter in text)
    return thousandths * SIZE / 1000 * (1.06 if bold else 1.0)


def cut(text: str, width: float, *, bold: bool = False) -> str:
    """Shorten a line with an ellipsis until it fits; nothing when not even that fits."""
    if measure(text, bold=bold) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = text[:end].rstrip(" ,.;:–-") + ELLIPSIS
        if measure(short, bold=bold) <= width:
            return short
    return ELLIPSIS if measure(ELLIPSIS, bold=bold) <= width else ""


def _count_fitting(word: str, width: float, bold: bool) -> int:
    fitting = [end for end in range(1, len(word)) if measure(word[:end], bold=bold) <= width]
    return max(fitting, default=1)


def _take_line(words: list[str], width: float, bold: bool) -> tuple[str, list[str]]:
    line, rest = words[0], words[1:]
    if measure(line, bold=bold) > width and len(line) > 1:
        end = _count_fitting(line, width, bold)
        return line[:end], [line[end:], *rest]
    while rest and measure(f"{line} {rest[0]}", bold=bold) <= width:
        line, rest = f"{line} {rest[0]}", rest[1:]
    return line, rest


def wrap(text: str, width: float, lines: int = 2, *, bold: bool = False) -> list[str]:
    """Break a text into at most so many lines; what is left over is cut with an ellipsis."""
    rest, done = [word for word in text.split(" ") if word], list[str]()
    while rest and len(done) < lines - 1:
        line, rest = _take_line(rest, width, bold)
        done.append(line)
    if rest:
        done.append(cut(" ".join(rest), width, bold=bold))
    return done


@dataclass(frozen=True)
class Box:
    """A rectangle, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Distance from top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share any ground."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Tell whether the other lies wholly inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


def find_text_box(
    text: str, x: float, y: float, anchor: str = "start", *, bold: bool = False
) -> Box:
    """Give the ground a line of letters takes with its baseline at y."""
    width = measure(text, bold=bold)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - SIZE * 0.74, left + width, y + SIZE * 0.22)


def spread(wanted: list[float], lengths: list[float], low: float, high: float) -> list[float]:
    """Give starting places in the order given: near those wanted, apart, and inside if possible."""
    starts, edge = list[float](), low
    for place, length in zip(wanted, lengths, strict=True):
        starts.append(max(place, edge))
        edge = starts[-1] + length
    for index in range(len(starts) - 1, -1, -1):
        starts[index] = min(starts[index], high - lengths[index])
        high = starts[index]
    return starts
