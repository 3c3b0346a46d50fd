"""Charts and signs as pictures: drawn from SVG by typst, all in one go."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst
from lxml import etree

from stocktake.publish.charts.symbols import symbol
from stocktake.publish.report.blocks import Document, Figure, Verdict
from stocktake.publish.report.docx.markup import Element, R, add, clean
from stocktake.publish.report.docx.measures import BOX, EMU, LANDSCAPE

PIXELS: Final = 192
"""Pixels in an inch: twice those of a screen."""
SIGN: Final = 4.2
FONTS: Final = Path(__file__).parents[2] / "fonts"

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_INLINE = f"""<wp:inline xmlns:wp="{_WP}" xmlns:a="{_A}" distT="0" distB="0" distL="0" distR="0">
<wp:extent/><wp:docPr/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>
</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">
<pic:nvPicPr><pic:cNvPr/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip/>
<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext/>
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>
</a:graphic></wp:inline>""".replace("\n", "")
_WIDTH = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)mm"')


@dataclass(frozen=True)
class Drawing:
    """An SVG, how wide it is printed, and whether the ground shows through."""

    svg: str
    width_mm: float
    clear: bool = False


@dataclass(frozen=True)
class Picture:
    """A finished picture: its bytes, its number among the parts, and its sides in millimetres."""

    png: bytes
    number: int
    width_mm: float
    height_mm: float

    @property
    def part(self) -> str:
        """Where it lies beside the document."""
        return f"media/image{self.number}.png"


def sign_of(name: str) -> Drawing:
    """The sign of a state, to stand beside its word."""
    return Drawing(symbol(name), SIGN, clear=True)


def chart_of(verdict: Verdict) -> Drawing:
    """The chart of a verdict box, never wider than the box."""
    width = _WIDTH.search(verdict.chart)
    return Drawing(verdict.chart, min(float(width[1]) if width else BOX, BOX), clear=True)


def figure_of(figure: Figure) -> Drawing:
    """The drawing of a figure, never wider than the widest page."""
    return Drawing(figure.svg, min(figure.width_mm, LANDSCAPE.text))


def _list_drawings(document: Document) -> Iterator[Drawing]:
    for block in document.blocks:
        if isinstance(block, Figure):
            yield figure_of(block)
        elif isinstance(block, Verdict):
            yield from (sign_of(name) for name in list_signs(block))
            if block.chart:
                yield chart_of(block)


def list_signs(verdict: Verdict) -> tuple[str, ...]:
    """The names of the signs of a box."""
    return tuple(name for name in (verdict.outcome_symbol, verdict.delivery_symbol) if name)


def draw_pictures(document: Document) -> dict[Drawing, Picture]:
    """Draw every chart and sign of a document, equal ones once."""
    drawings = list(dict.fromkeys(_list_drawings(document)))
    if not drawings:
        return {}
    pages = _rasterise(drawings)
    return {
        drawing: _measure(drawing, png, number)
        for number, (drawing, png) in enumerate(zip(drawings, pages, strict=True), 1)
    }


@cache
def _load_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _rasterise(drawings: list[Drawing]) -> list[bytes]:
    pages = (_write_page(number, drawing) for number, drawing in enumerate(drawings))
    texts = {str(number): clean(drawing.svg) for number, drawing in enumerate(drawings)}
    made = typst.compile(
        "\n".join(pages).encode(),
        format="png",
        ppi=PIXELS,
        font_paths=_load_fonts(),
        ignore_system_fonts=True,
        sys_inputs=texts,
    )
    pngs = made if isinstance(made, list) else [made]
    return [png for png in pngs if png is not None]


def _write_page(number: int, drawing: Drawing) -> str:
    fill = "none" if drawing.clear else "white"
    width = f"{drawing.width_mm:.3f}mm"
    return (
        f"#page(width: {width}, height: auto, margin: 0pt, fill: {fill}, image("
        f'bytes(sys.inputs.at("{number}")), format: "svg", width: {width}))'
    )


def _measure(drawing: Drawing, png: bytes, number: int) -> Picture:
    width, height = struct.unpack(">II", png[16:24])
    return Picture(png, number, drawing.width_mm, drawing.width_mm * height / width)


def add_picture(
    parent: Element, picture: Picture, alt: str, *, relation: str, number: int, widest: float
) -> None:
    """Add a picture in the line, with the text for those who cannot see it."""
    shrink = min(1.0, widest / picture.width_mm)
    inline = etree.fromstring(_INLINE)
    sides = {
        "cx": str(round(picture.width_mm * shrink * EMU)),
        "cy": str(round(picture.height_mm * shrink * EMU)),
    }
    about = {"id": str(number), "name": f"Picture {number}", "descr": clean(alt)}
    for name, values in (
        (f"{{{_WP}}}extent", sides),
        (f"{{{_A}}}ext", sides),
        (f"{{{_WP}}}docPr", about),
        (f"{{{_PIC}}}cNvPr", {"id": str(number), "name": f"image{picture.number}.png"}),
        (f"{{{_A}}}blip", {f"{{{R}}}embed": relation}),
    ):
        element = next(inline.iter(name))
        for key, value in values.items():
            element.set(key, value)
    add(add(parent, "r"), "drawing").append(inline)
