"""Colours of the charts: the light tokens of the interface, and the rules that let HTML restyle."""

from __future__ import annotations

from typing import Literal

Token = Literal[
    "paper",
    "surface",
    "surface-2",
    "rule",
    "ink",
    "ink-2",
    "control",
    "on-fill",
    "s-good",
    "s-mid",
    "s-bad",
    "s-none",
    "c1",
    "c2",
    "c3",
]

HEX: dict[Token, str] = {
    "paper": "#ffffff",
    "surface": "#f4f5f2",
    "surface-2": "#e8ebe7",
    "rule": "#cdd3cf",
    "ink": "#17202a",
    "ink-2": "#4a5560",
    "control": "#68737d",
    "on-fill": "#ffffff",
    "s-good": "#005f96",
    "s-mid": "#855600",
    "s-bad": "#b0351d",
    "s-none": "#58626b",
    "c1": "#0b5170",
    "c2": "#77828b",
    "c3": "#b0351d",
}

Tone = Literal["good", "mid", "bad", "none"]

TONE_HEX: dict[Tone, str] = {
    "good": HEX["s-good"],
    "mid": HEX["s-mid"],
    "bad": HEX["s-bad"],
    "none": HEX["s-none"],
}

TEXT_PAIRS: tuple[tuple[Token, Token], ...] = (
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "surface-2"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("on-fill", "s-good"),
    ("c1", "paper"),
    ("c3", "paper"),
)
"""Every pair of letters and ground the charts use; contrast 4.5 or more."""

MARK_PAIRS: tuple[tuple[Token, Token], ...] = (
    ("c1", "paper"),
    ("c2", "paper"),
    ("c3", "paper"),
    ("control", "paper"),
    ("s-good", "paper"),
    ("s-mid", "paper"),
    ("s-bad", "paper"),
    ("s-none", "paper"),
    ("s-none", "surface"),
    ("on-fill", "s-good"),
)
"""Every pair of mark and ground that carries meaning; contrast 3 or more."""


def paint(fill: Token | None = None, stroke: Token | None = None) -> dict[str, str]:
    """Give the attributes that colour an element: literal for print, a class for HTML."""
    names = [f"f-{fill}"] if fill else []
    look = {"fill": HEX[fill] if fill else "none"}
    if stroke:
        names.append(f"l-{stroke}")
        look["stroke"] = HEX[stroke]
    return {"class": " ".join(names), **look} if names else look


_TOKENS = "".join(
    f".f-{token}{{fill:var(--{token})}}.l-{token}{{stroke:var(--{token})}}" for token in HEX
)
_TONES = "".join(f".k-{tone}{{color:var(--s-{tone})}}" for tone in TONE_HEX)
_FORCED = (
    "@media (forced-colors: active){.f-paper,.f-surface,.f-surface-2{fill:Canvas}"
    ".l-paper{stroke:Canvas}.l-rule{stroke-width:.4px}.f-c3{fill:CanvasText}.l-c3{stroke:CanvasText}}"
)

# Labels are placed by their measured width: a page must scale the picture, not its letters.
_FRAME = (
    ".chart-svg,.bounds-svg{display:block;max-width:100%;height:auto}"
    ".chart-svg.chart-svg.chart-svg text,.bounds-svg.bounds-svg.bounds-svg text"
    "{font-size:inherit}"
)

STYLE = f"{_TOKENS}{_TONES}{_FRAME}.units.rows{{height:auto}}{_FORCED}"
"""Style sheet text for HTML: the same drawings in the reader's theme."""
