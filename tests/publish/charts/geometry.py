"""Reading a drawing back: its texts, their ground, and every point its shapes touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from stocktake.publish.charts.lettering import SIZE, Box, measure

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def number(element: etree._Element, name: str) -> float:
    return float(element.get(name, "0"))


def view_box(root: etree._Element) -> Box:
    """Give the frame, wider by the rounding of coordinates."""
    left, top, right, bottom = (float(part) for part in root.get("viewBox", "").split())
    return Box(left - 0.1, top - 0.1, right + 0.1, bottom + 0.1)


@dataclass(frozen=True)
class Text:
    words: str
    box: Box


def read_texts(root: etree._Element) -> list[Text]:
    found = []
    for element in root.iter(f"{SVG}text"):
        words = element.text or ""
        width = measure(words, bold=element.get("font-weight") == "600")
        shift = {None: 0.0, "middle": width / 2, "end": width}[element.get("text-anchor")]
        left, base = number(element, "x") - shift, number(element, "y")
        box = Box(left, base - SIZE * 0.74, left + width, base + SIZE * 0.22)
        found.append(Text(words, box))
    return found


def read_boxes(root: etree._Element) -> Iterator[Box]:
    """Give the ground of every shape and text; signs lie in a square of 16."""
    for child in root:
        if child.tag == f"{SVG}g":
            yield _read_sign(child)
        elif child.tag == f"{SVG}rect":
            x, y = number(child, "x"), number(child, "y")
            yield Box(x, y, x + number(child, "width"), y + number(child, "height"))
        elif child.tag == f"{SVG}circle":
            x, y, r = number(child, "cx"), number(child, "cy"), number(child, "r")
            yield Box(x - r, y - r, x + r, y + r)
        elif child.tag == f"{SVG}path":
            yield _read_path(child)
    for text in read_texts(root):
        yield text.box


def _read_sign(group: etree._Element) -> Box:
    found = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+)\)", group.get("transform", ""))
    assert found
    x, y, scale = (float(part) for part in found.groups())
    return Box(x, y, x + 16 * scale, y + 16 * scale)


def read_places(path: etree._Element) -> list[tuple[float, float]]:
    steps = path.get("d", "")
    assert re.fullmatch(r"(?:[ML]-?[\d.]+ -?[\d.]+)+z?|(?:[MLz\d. -])+", steps), steps
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+?) ([^MLz]+)", steps)]


def _read_path(path: etree._Element) -> Box:
    places = read_places(path)
    across, down = [x for x, _ in places], [y for _, y in places]
    return Box(min(across), min(down), max(across), max(down))


def find_circles(root: etree._Element) -> list[tuple[float, float]]:
    return [(number(one, "cx"), number(one, "cy")) for one in root.iter(f"{SVG}circle")]


def find_series_paths(root: etree._Element) -> list[list[tuple[float, float]]]:
    """Give the places of every piece of a drawn series: joined points of the first line."""
    kinds = {"l-c1", "l-c2"}
    return [read_places(one) for one in root.iter(f"{SVG}path") if one.get("class") in kinds]


def find_overlaps(texts: list[Text]) -> list[tuple[str, str]]:
    return [
        (one.words, other.words)
        for at, one in enumerate(texts)
        for other in texts[at + 1 :]
        if one.box.overlaps(other.box)
    ]
