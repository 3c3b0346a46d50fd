"""The signs of the states: outline tells the kind, filling and inner mark tell the value."""

from __future__ import annotations

from stocktake.publish.charts.markup import NAMESPACE, Markup, Value, element, join
from stocktake.publish.charts.palette import HEX, TONE_HEX, Tone


def _line(steps: str, width: float, *extra: str) -> str:
    more = "".join(f" {part}" for part in extra)
    return f'<path d="{steps}" fill="none" stroke="currentColor" stroke-width="{width}"{more}/>'


def _inner(steps: str, width: float) -> str:
    paint = f'class="l-on-fill" stroke="{HEX["on-fill"]}"'
    return f'<path d="{steps}" fill="none" {paint} stroke-width="{width}"/>'


def _solid(steps: str) -> str:
    return f'<path d="{steps}" fill="currentColor"/>'


def _bar(left: str, top: str, height: str, fill: str, dashed: bool) -> str:
    dash = ' stroke-dasharray="1.6 1.2"' if dashed else ""
    place = f'x="{left}" y="{top}" width="3.4" height="{height}"'
    return f'<rect {place} fill="{fill}" stroke="currentColor" stroke-width="1.2"{dash}/>'


def _bars(filled: int, *, dashed: bool = False) -> str:
    places = (("1.5", "9.5", "5.5"), ("6.3", "5.7", "9.3"), ("11.1", "1.9", "13.1"))
    fills = ["currentColor"] * filled + ["none"] * (3 - filled)
    return "".join(_bar(*place, fill, dashed) for place, fill in zip(places, fills, strict=True))


_DASH = 'stroke-dasharray="2.6 1.9"'
_DISC = '<circle cx="8" cy="8" r="7.2" fill="currentColor"/>'
_CIRCLE_LINE = "M8 1.4a6.6 6.6 0 1 1 0 13.2a6.6 6.6 0 1 1 0-13.2z"
_CIRCLE = _line(_CIRCLE_LINE, 1.6)
_SQUARE_LINE = "M1.8 1.8h12.4v12.4h-12.4z"
_SQUARE = _line(_SQUARE_LINE, 1.6)
_BLOCK = _solid("M1 1h14v14h-14z")
_TICK = _inner("M4.3 8.4l2.5 2.5 5-5.6", 1.8)
_CROSS = _line("M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6", 1.7)
_QUESTION = _line("M6.1 6.3a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .8-1 1.6M8 11.2v1.2", 1.5)

SYMBOLS: dict[str, str] = {
    "v-met": _DISC + _TICK,
    "v-part": _CIRCLE + _solid("M8 1.4a6.6 6.6 0 0 0 0 13.2z"),
    "v-not": _CIRCLE + _CROSS,
    "v-none": _line(_CIRCLE_LINE, 1.6, _DASH) + _QUESTION,
    "a-done": _BLOCK + _TICK,
    "a-late": _BLOCK + _inner("M8 3.8V8.2l3 2", 1.7),
    "a-form": _BLOCK + _inner("M4 6.2h8M4 9.8h8M10 3.8L6 12.2", 1.4),
    "a-part": _SQUARE + _solid("M1.8 1.8v12.4h12.4z"),
    "a-going": _SQUARE + _line("M4.4 8h.1M8 8h.1M11.5 8h.1", 2, 'stroke-linecap="round"'),
    "a-over": _SQUARE + _line("M8 4.2v4.8M8 10.6v1.6", 1.8),
    "a-none": _line(_SQUARE_LINE, 1.6, _DASH) + _QUESTION,
    "a-plan": _SQUARE,
    "a-drop": _SQUARE + _CROSS,
    "a-gone": _SQUARE + _line("M1.8 14.2L14.2 1.8", 1.8),
    "o-on": _line("M2 12l6-8 6 8", 2.4),
    "o-open": _line("M3 2l8 6-8 6", 2.4, 'stroke-dasharray="3 2"'),
    "o-risk": _line("M2 4l6 8 6-8", 2.4, 'stroke-dasharray="3 2"'),
    "o-off": '<path d="M2 4l6 8 6-8" fill="currentColor" stroke="currentColor" stroke-width="2"/>',
    "f-3": _bars(3),
    "f-2": _bars(2),
    "f-1": _bars(1),
    "f-0": _bars(0),
    "f-over": _bars(0) + _line("M1 14.5L15 1.5", 1.8),
    "f-wait": _bars(0, dashed=True),
    "t-main": _solid("M8 .9L15.1 8 8 15.1 .9 8z"),
    "t-em": _line("M8 1.5L14.5 8 8 14.5 1.5 8z", 1.6),
}
"""Body of every sign, drawn in a square of 16 in the current colour."""

TONES: dict[str, Tone] = {
    **dict.fromkeys(("v-met", "a-done", "a-late", "a-form", "o-on", "f-3", "f-2"), "good"),
    **dict.fromkeys(("v-part", "a-part", "o-risk", "f-1", "t-em"), "mid"),
    **dict.fromkeys(("v-not", "a-over", "a-drop", "o-off", "f-0", "t-main"), "bad"),
    **dict.fromkeys(("v-none", "a-going", "a-none", "a-plan", "a-gone", "o-open"), "none"),
    **dict.fromkeys(("f-over", "f-wait"), "none"),
}

VERDICTS = {
    "met": "v-met",
    "partly met": "v-part",
    "not met": "v-not",
    "cannot be judged": "v-none",
}
OUTLOOKS = {
    "on course": "o-on",
    "open": "o-open",
    "at risk": "o-risk",
    "off course": "o-off",
    "cannot be judged": "v-none",
}
GRADES = {
    "in full": "f-3",
    "in most respects": "f-2",
    "in some respects": "f-1",
    "not implemented": "f-0",
    "overtaken by events": "f-over",
    "not graded": "f-wait",
}
ACTIONS = {
    "delivered on time": "a-done",
    "delivered early": "a-done",
    "delivered late": "a-late",
    "in another form": "a-form",
    "delivered in part": "a-part",
    "in progress": "a-going",
    "overdue": "a-over",
    "unknown": "a-none",
    "planned": "a-plan",
    "not yet due": "a-plan",
    "dropped": "a-drop",
    "superseded": "a-gone",
}
"""Sign for each printed word of the vocabulary."""


def _colour(name: str) -> dict[str, Value]:
    tone = TONES[name]
    return {"class": f"k-{tone}", "color": TONE_HEX[tone]}


def draw_symbol(name: str, x: float, y: float, size: float) -> Markup:
    """Draw a sign inside a chart, its upper left corner at x, y."""
    place = f"translate({x:.1f} {y:.1f}) scale({size / 16:.3f})"
    return element("g", {"transform": place, **_colour(name)}, Markup(SYMBOLS[name]))


def symbol(name: str, size: float = 16) -> str:
    """Give one sign as a picture of its own; the word beside it is its name."""
    frame: dict[str, Value] = {
        "xmlns": NAMESPACE,
        "viewBox": "0 0 16 16",
        "width": f"{size:g}",
        "height": f"{size:g}",
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", {**frame, **_colour(name)}, Markup(SYMBOLS[name]))


def symbol_sheet() -> str:
    """Give the hidden sheet of all signs that an HTML page refers to with <use>."""
    kinds = [
        element("symbol", {"id": name, "viewBox": "0 0 16 16"}, Markup(body))
        for name, body in SYMBOLS.items()
    ]
    frame: dict[str, Value] = {
        "xmlns": NAMESPACE,
        "width": 0,
        "height": 0,
        "style": "position:absolute",
        "aria-hidden": "true",
        "focusable": "false",
    }
    return element("svg", frame, element("defs", {}, join(kinds)))
