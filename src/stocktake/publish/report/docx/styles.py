"""The styles of the Word edition, as data: measures of the layout, colours of the tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from stocktake.publish.charts.palette import HEX, Token
from stocktake.publish.report.docx.measures import LANDSCAPE, MARGIN_COLUMN, MEASURE, PORTRAIT

FONT: Final = "Source Sans 3"
FALLBACKS: Final = "Source Sans Pro,Noto Sans,Segoe UI,DejaVu Sans"
PADDING: Final = 4.0
"""Space between a box's edge and its letters, in millimetres (10 points and the rule)."""

Sides = dict[str, tuple[int, int, Token]]
"""Rules by side: width in eighths of a point, distance in points, colour."""


@dataclass(frozen=True)
class Style:
    """One style. Sizes and spaces are points, indents and tabs millimetres; None is inherited."""

    name: str
    base: str = "Normal"
    kind: Literal["paragraph", "character"] = "paragraph"
    after_it: str = ""
    size: float | None = None
    line: float | None = None
    before: float | None = None
    after: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: Token | None = None
    align: Literal["left", "right"] | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    new_page: bool = False
    hyphens: bool = True
    outline: int | None = None
    bullets: bool = False
    tabs: tuple[tuple[str, float], ...] = ()
    sides: Sides | None = None
    fill: Token | None = None
    hidden: bool = False
    proofed: bool = True
    underline: bool = False
    raised: bool = False
    tabular: bool = False
    listed: bool = True

    @property
    def id(self) -> str:
        """What paragraphs and runs call it by."""
        return style_id(self.name)


def style_id(name: str) -> str:
    """The id of a style: its name in one word, built-in ones with a capital as Word does."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


_HEADING = Style("", after_it="Body Text", bold=True, keep_next=True, keep_lines=True,
                 hyphens=False)  # fmt: skip
_CELL = Style("", size=9, line=12, before=1, after=1, hyphens=False, tabular=True)
_SMALL = Style("", size=8.5, line=11, before=3.5, after=0, colour="ink-2")
_MARK = Style("", base="", kind="character")
_FURNITURE = Style("", size=8, line=10, before=0, after=0, colour="ink-2", hyphens=False)
_COVER = Style("", size=10.5, line=14, before=0, after=3.5, hyphens=False)


def _ends(width: float) -> tuple[tuple[str, float], ...]:
    return (("center", width * 0.7), ("right", width))


COVER: Final = (
    replace(_HEADING, name="Title", size=26, line=32, before=184, after=7, keep_next=False,
            after_it="Subtitle"),
    Style("Subtitle", size=16, line=21, before=0, after=14, hyphens=False),
    replace(_COVER, name="Stocktake Cover Line"),
    replace(_COVER, name="Stocktake Cover Foot", before=140),
    replace(_COVER, name="Stocktake Cover Notice", size=9.5, line=13, before=14, colour="ink-2"),
)  # fmt: skip

HEADINGS: Final = (
    replace(_HEADING, name="heading 1", size=18, line=24, before=28, after=7, outline=0,
            colour="c1"),
    replace(_HEADING, name="heading 2", size=14, line=19, before=21, after=7, outline=1),
    replace(_HEADING, name="heading 3", size=11.5, line=16, before=14, after=3.5, outline=2),
    replace(_HEADING, name="TOC Heading", size=18, line=24, before=0, after=14, colour="c1",
            new_page=True),
    Style("toc 1", before=7, after=0, bold=True, right=0, hyphens=False,
          tabs=(("right", PORTRAIT.text),)),
    Style("toc 2", before=0, after=0, left=6, right=14, hyphens=False,
          tabs=(("right", PORTRAIT.text),)),
    Style("toc 3", base="toc 2", left=12),
    Style("table of figures", before=0, after=0, hyphens=False,
          tabs=(("right", PORTRAIT.text),)),
)  # fmt: skip

TEXT: Final = (
    Style("Body Text", before=0, after=7, right=PORTRAIT.text - MEASURE),
    Style("Stocktake Numbered", base="Body Text", left=0, hanging=MARGIN_COLUMN),
    Style("Stocktake Written", base="Stocktake Numbered", sides={"left": (4, 4, "c1")}),
    Style("Stocktake Quoted", base="Stocktake Numbered", left=6, hanging=MARGIN_COLUMN + 6),
    Style("Stocktake List Title", base="Body Text", bold=True, after=3.5, keep_next=True),
    Style("List Bullet", base="Body Text", after=3.5, left=6, hanging=4, bullets=True),
    Style("Stocktake Definition", base="Body Text", after=3.5, left=44, hanging=44),
)
NOTES: Final = (
    Style("caption", size=9.5, line=13, before=14, after=3.5, bold=True, keep_next=True,
          keep_lines=True, hyphens=False),
    Style("Stocktake Figure", before=0, after=3.5, line=12, keep_next=True),
    replace(_SMALL, name="Stocktake Note"),
    replace(_SMALL, name="Stocktake Note End", after=14),
    replace(_SMALL, name="Stocktake Source", after=14),
    replace(_SMALL, name="Stocktake Signature", before=0, after=7),
    replace(_SMALL, name="footnote text", before=0, colour="ink"),
)  # fmt: skip

CELLS: Final = (
    replace(_CELL, name="Stocktake Cell Text"),
    replace(_CELL, name="Stocktake Cell Row Head", keep_lines=True),
    replace(_CELL, name="Stocktake Cell Figure", align="right"),
    replace(_CELL, name="Stocktake Cell Head", bold=True, keep_next=True),
    Style("Stocktake Cell Head Figure", base="Stocktake Cell Head", align="right"),
    Style("Stocktake Cell Total Text", base="Stocktake Cell Text", bold=True),
    Style("Stocktake Cell Total Row Head", base="Stocktake Cell Row Head", bold=True),
    Style("Stocktake Cell Total Figure", base="Stocktake Cell Figure", bold=True),
)

FURNITURE: Final = (
    replace(_FURNITURE, name="header", tabs=(("right", PORTRAIT.text),)),
    replace(_FURNITURE, name="footer", tabs=_ends(PORTRAIT.text)),
    replace(_FURNITURE, name="Stocktake Header Wide", tabs=(("right", LANDSCAPE.text),)),
    replace(_FURNITURE, name="Stocktake Footer Wide", tabs=_ends(LANDSCAPE.text)),
)

CHARACTERS: Final = (
    replace(_MARK, name="Strong", bold=True),
    replace(_MARK, name="Emphasis", italic=True),
    replace(_MARK, name="Hyperlink", colour="c1", underline=True),
    replace(_MARK, name="footnote reference", raised=True),
    replace(_MARK, name="Stocktake Paragraph Number", size=8.5, colour="ink-2", tabular=True),
    replace(_MARK, name="Stocktake Ref", proofed=False),
    replace(_MARK, name="Stocktake Missing", colour="ink-2"),
    replace(_MARK, name="Stocktake Unconfirmed", colour="s-mid"),
    replace(_MARK, name="Stocktake Flag", raised=True, colour="ink-2"),
    replace(_MARK, name="Stocktake Spoken", hidden=True),
    replace(_MARK, name="Stocktake Verdict Label", size=9, colour="ink-2"),
    Style("Stocktake Link Strong", base="Hyperlink", kind="character", bold=True),
    Style("Stocktake Link Emphasis", base="Hyperlink", kind="character", italic=True),
    Style("Stocktake Link Ref", base="Hyperlink", kind="character", proofed=False),
)

TONES: Final[dict[str, Token]] = {
    "none": "s-none", "good": "s-good", "mid": "s-mid", "bad": "s-bad",
}  # fmt: skip


def _box_sides(tone: Token) -> Sides:
    flat: tuple[int, int, Token] = (4, 7, "surface")
    return {"top": flat, "left": (12, 10, tone), "bottom": flat, "right": (4, 10, "surface")}


_BOX = Style("Stocktake Verdict", base="Body Text", before=7, after=3.5, left=PADDING + 38,
             hanging=38, right=PADDING, size=9, line=12, colour="ink-2", keep_next=True,
             keep_lines=True, hyphens=False, fill="surface",
             sides=_box_sides("s-none"))  # fmt: skip
_LINE = Style("Stocktake Verdict Line", base=_BOX.name, before=0, size=10.5, line=14, colour="ink")
_PROOF = replace(_LINE, name="Stocktake Verdict Proof", after=1, size=9, line=12)
_LAST = Style("", keep_next=False, after=14)
BOX: Final = (
    _BOX,
    replace(_LINE, name="Stocktake Verdict Word", size=13, line=18, after=2),
    _LINE,
    _PROOF,
    replace(_LAST, name="Stocktake Verdict Line End", base=_LINE.name),
    replace(_LAST, name="Stocktake Verdict Proof End", base=_PROOF.name),
    replace(_LAST, name="Stocktake Verdict Figure", base=_LINE.name, before=7),
)


def tint(name: str, tone: str) -> str:
    """The name of a box style in the colour of a state; the base styles are those of `none`."""
    return name if tone == "none" else f"{name} {tone.capitalize()}"


def _list_tints() -> Iterator[Style]:
    for tone, token in TONES.items():
        if tone != "none":
            for style in BOX:
                sides = _box_sides(token)
                yield Style(tint(style.name, tone), base=style.name, sides=sides, listed=False)


STYLES: Final = (
    *COVER, *HEADINGS, *TEXT, *NOTES, *CELLS, *FURNITURE, *BOX, *_list_tints(), *CHARACTERS,
)  # fmt: skip
"""Every style of the Word edition beside Normal and the table style."""


def hex_of(token: Token) -> str:
    """A colour as Word writes it."""
    return HEX[token][1:].upper()
