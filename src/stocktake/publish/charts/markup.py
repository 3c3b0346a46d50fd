"""Writing SVG: elements, escaped text and the outer document, always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NewType

from stocktake.publish.charts.lettering import SIZE
from stocktake.publish.charts.palette import Token, paint

Markup = NewType("Markup", str)
Value = str | int | float
Anchor = Literal["start", "middle", "end"]

NAMESPACE = "http://www.w3.org/2000/svg"
# Quoted, because a family name that holds a bare 3 is not valid CSS and would be ignored.
FAMILY = "'Source Sans 3', 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif"
POINTS = 72 / 25.4
"""Drawing units (points) in a millimetre."""

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_PREFIX = re.compile(r"[^\W\d][\w.-]*")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def clean(text: str) -> str:
    """Drop what XML cannot hold and fold line ends and runs of blanks; hard spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", _FORBIDDEN.sub("", text)).strip(" ")


def escape(text: str) -> Markup:
    """Turn any text into markup that shows it."""
    return Markup(clean(text).translate(_ENTITIES))


def format_value(value: Value) -> str:
    """Write an attribute's value; a float gets exactly one decimal and no minus zero."""
    if isinstance(value, float):
        text = f"{value:.1f}"
        return "0.0" if text == "-0.0" else text
    return escape(str(value))


def join(parts: list[Markup]) -> Markup:
    """Put pieces of markup behind one another."""
    return Markup("".join(parts))


def element(name: str, attributes: Mapping[str, Value], *children: Markup) -> Markup:
    """Write one element."""
    words = "".join(f' {key}="{format_value(value)}"' for key, value in attributes.items())
    inside = "".join(children)
    return Markup(f"<{name}{words}>{inside}</{name}>" if inside else f"<{name}{words}/>")


def draw_path(
    steps: str,
    *,
    fill: Token | None = None,
    stroke: Token | None = None,
    width: float | None = None,
    dash: str = "",
) -> Markup:
    """Draw a path in the colours named."""
    look: dict[str, Value] = {"d": steps, **paint(fill, stroke)}
    if width is not None:
        look["stroke-width"] = width
    if dash:
        look["stroke-dasharray"] = dash
    return element("path", look)


def draw_rule(ends: tuple[float, float, float, float], token: Token, width: float = 0.8) -> Markup:
    """Draw a straight line from x1, y1 to x2, y2."""
    x1, y1, x2, y2 = (format_value(float(end)) for end in ends)
    return draw_path(f"M{x1} {y1}L{x2} {y2}", stroke=token, width=width)


def write(
    text: str,
    x: float,
    y: float,
    *,
    anchor: Anchor = "start",
    token: Token = "ink",
    bold: bool = False,
) -> Markup:
    """Write one line of letters with its baseline at y."""
    if not clean(text):
        return Markup("")
    look: dict[str, Value] = {"x": float(x), "y": float(y), **paint(token)}
    if anchor != "start":
        look["text-anchor"] = anchor
    if bold:
        look["font-weight"] = 600
    return element("text", look, escape(text))


@dataclass(frozen=True)
class Size:
    """Width and height of a drawing in points, or in pixels for those made for the screen."""

    width: float
    height: float
    unit: Literal["mm", "px"] = "mm"

    @classmethod
    def of_mm(cls, width: float, height: float) -> Size:
        """Give the size of a drawing measured in millimetres."""
        return cls(width * POINTS, height * POINTS)


@dataclass(frozen=True)
class Label:
    """What a reader who cannot see the drawing gets: a name and a description."""

    prefix: str
    title: str
    description: str


def check_prefix(prefix: str) -> str:
    """Give the prefix back, or say why it cannot begin an id."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(
            f"chart prefix {prefix!r} cannot be part of an id: begin with a letter, "
            "go on with letters, digits, '.', '-' or '_'"
        )
    return prefix


def _describe_size(size: Size) -> dict[str, Value]:
    factor = 1 / POINTS if size.unit == "mm" else 1.0
    width, height = (f"{side * factor:.1f}{size.unit}" for side in (size.width, size.height))
    box = f"0 0 {size.width:.1f} {size.height:.1f}"
    return {"viewBox": box, "width": width, "height": height}


def draw_document(label: Label, size: Size, *body: Markup, kind: str = "chart-svg") -> str:
    """Close a drawing: one picture with a name, a description and a fixed size."""
    prefix = check_prefix(label.prefix)
    ids = f"{prefix}-t", f"{prefix}-d"
    frame: dict[str, Value] = {
        "xmlns": NAMESPACE,
        "class": kind,
        **_describe_size(size),
        "role": "img",
        "aria-labelledby": " ".join(ids),
        "font-family": FAMILY,
        "font-size": SIZE,
    }
    title = element("title", {"id": ids[0]}, escape(label.title))
    description = element("desc", {"id": ids[1]}, escape(label.description))
    return element("svg", frame, title, description, *body)
