"""Marks shared by the charts: points, breaks, territory changes, hatching, empty frames."""

from __future__ import annotations

from stocktake.publish.charts.lettering import SIZE, Box, cut
from stocktake.publish.charts.markup import Markup, Value, draw_path, element, join, write
from stocktake.publish.charts.palette import HEX, Token, paint


def draw_point(
    x: float, y: float, token: Token, *, hollow: bool = False, radius: float = 2.2
) -> Markup:
    """Draw a value; hollow when it is provisional."""
    look = paint("paper", token) if hollow else paint(token, token)
    place: dict[str, Value] = {"cx": float(x), "cy": float(y), "r": radius}
    return element("circle", {**place, **look, "stroke-width": 1.2})


def draw_break(x: float, y: float, token: Token = "ink") -> Markup:
    """Draw the short double stroke that says: what is left and right cannot be compared."""
    steps = "".join(
        f"M{x + shift - 1:.1f} {y + 4:.1f}L{x + shift + 1:.1f} {y - 4:.1f}" for shift in (-1.4, 1.4)
    )
    return draw_path(steps, stroke=token, width=1.1)


def draw_territory(x: float, y: float) -> Markup:
    """Draw a small triangle standing on y: from here on the territory is another."""
    steps = f"M{x - 3:.1f} {y:.1f}L{x:.1f} {y - 5.4:.1f}L{x + 3:.1f} {y:.1f}z"
    return draw_path(steps, fill="paper", stroke="ink-2", width=1)


def draw_rectangle(box: Box, look: dict[str, str], **line: Value) -> Markup:
    """Draw a rectangle; words in line are attributes (stroke_width=1.2)."""
    place: dict[str, Value] = {
        "x": float(box.left),
        "y": float(box.top),
        "width": float(max(0.0, box.width)),
        "height": float(max(0.0, box.height)),
    }
    return element(
        "rect", {**place, **look, **{key.replace("_", "-"): value for key, value in line.items()}}
    )


def define_pattern(name: str, side: float, steps: str, token: Token, width: float) -> Markup:
    """Define a pattern of strokes, slanted by 45 degrees."""
    frame: dict[str, Value] = {
        "id": name,
        "width": side,
        "height": side,
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)",
    }
    return element("pattern", frame, draw_path(steps, stroke=token, width=width))


def define_hatch(prefix: str) -> Markup:
    """Define the hatching that means unknown everywhere."""
    return define_pattern(f"{prefix}-hatch", 4.5, "M0 0v4.5", "s-none", 1.9)


def draw_hatched(box: Box, prefix: str, *, dashed: bool = False) -> Markup:
    """Draw an unknown part: hatched inside a thin line."""
    ground = draw_rectangle(box, paint("paper"))
    dash: dict[str, Value] = {"stroke-dasharray": "2.6 1.9"} if dashed else {}
    look = {"class": "l-s-none", "fill": f"url(#{prefix}-hatch)", "stroke": HEX["s-none"]}
    return join([ground, draw_rectangle(box, look, stroke_width=0.8, **dash)])


def draw_empty_frame(box: Box, words: str, token: Token = "ink-2") -> Markup:
    """Draw an empty frame that says in words that there is nothing to show."""
    frame = draw_rectangle(box, paint(None, "control"), stroke_width=0.8)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + SIZE * 0.35
    inside = cut(words, box.width - 6)
    return join([frame, write(inside, *middle, anchor="middle", token=token)])
