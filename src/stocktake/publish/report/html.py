"""The report as one HTML page that needs nothing else: no script, no network, no font file."""

# ruff: noqa: A005 - one module per format, each named after it

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from stocktake.publish.charts import STYLE, SYMBOLS, TONES, symbol_sheet
from stocktake.publish.markdown import clean_text
from stocktake.publish.report.blocks import Block, Document, Figure, Grid, Heading, Para, Verdict
from stocktake.publish.spans import Span, plain
from stocktake.publish.style import join_sheets

DOWNLOADS = ("pdf", "docx", "json")
DEEPEST_HEADING = 6
_NO_LINKS: Mapping[str, str] = MappingProxyType({})
_ID = re.compile(r'\sid="([^"]*)"')


def render_html(document: Document, links: Mapping[str, str] = _NO_LINKS) -> str:
    """Write the page.

    `links` gives the addresses of the other forms (`pdf`, `docx`, `json`) and, under `files`, what
    stands before the path of a table's data file.
    """
    page = _Page(document, links)
    text = _read_template().render(
        document=document,
        words=document.words,
        styles=_trust(join_sheets("tokens", "components", "report") + STYLE),
        symbols=_trust(symbol_sheet()),
        placed=page.placed,
        entries=page.list_contents(),
        downloads=page.list_downloads(),
        **page.list_questions(),
    )
    return clean_text(text) + "\n"


def _trust(own: str) -> Markup:
    """Pass on markup as it is; only for what our own writers of charts and styles made."""
    return Markup(own)


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _read_template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = _capitalise
    source = resources.files("stocktake.publish.report").joinpath("report.html.jinja")
    return environment.from_string(source.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block, the level its heading has in the page, and its anchors (empty: none)."""

    block: Block
    level: int
    anchor: str
    permalink: str
    rows: tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    """A line of the contents."""

    anchor: str
    number: str
    text: str
    below: list[_Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Look:
    """The element around a span, if it needs one."""

    tag: str
    attributes: dict[str, str | None]


class _Anchors:
    """The ids of the page; each is given once, to the first who asks."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.taken = {"main", *SYMBOLS}
        for block in blocks:
            self._reserve(_ID.findall(_find_svg(block)))

    def _reserve(self, names: list[str]) -> None:
        for name in names:
            if name in self.taken:
                raise ValueError(
                    f"the id {name!r} stands in two charts of the report: "
                    "give each chart a prefix of its own"
                )
            self.taken.add(name)

    def claim(self, name: str) -> str:
        """Give the name back as an id, or nothing where it cannot be one or is taken."""
        if not name or name in self.taken or re.search(r"\s", name) or name != clean_text(name):
            return ""
        self.taken.add(name)
        return name


def _find_svg(block: Block) -> str:
    if isinstance(block, Figure):
        return block.svg
    return block.chart if isinstance(block, Verdict) else ""


def _find_levels(blocks: tuple[Block, ...]) -> Iterator[int]:
    """Heading levels below the page's h1, none skipped; other blocks stand one deeper."""
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level + 1, level + 1, DEEPEST_HEADING)
            yield level
        else:
            yield min(level + 1, DEEPEST_HEADING)


def _name_permalink(block: Block) -> str:
    numbered = isinstance(block, Para) and block.number is not None
    return f"p{block.number}" if numbered else ""  # type: ignore[union-attr]


def _place_blocks(blocks: tuple[Block, ...], anchors: _Anchors) -> list[_Placed]:
    """Give out the anchors: paragraph numbers first, then block keys, then keys of rows."""
    permalinks = [anchors.claim(_name_permalink(block)) for block in blocks]
    keys = [anchors.claim(block.key) for block in blocks]
    rows = [
        tuple(anchors.claim(row.key) for row in block.rows) if isinstance(block, Grid) else ()
        for block in blocks
    ]
    parts = zip(blocks, _find_levels(blocks), keys, permalinks, rows, strict=True)
    return [_Placed(*part) for part in parts]


class _Page:
    """What the template asks about a document."""

    def __init__(self, document: Document, links: Mapping[str, str]) -> None:
        self.document, self.links = document, links
        self.placed = _place_blocks(document.blocks, _Anchors(document.blocks))
        self.targets = {
            name for at in self.placed for name in (at.anchor, at.permalink, *at.rows) if name
        }
        self.grids = {at.anchor: at.block for at in self.placed if isinstance(at.block, Grid)}

    def list_questions(self) -> dict[str, Callable[..., Any]]:
        return {
            "describe_span": self.describe_span,
            "describe": _describe,
            "describes_itself": _describes_itself,
            "find_drawing": lambda block: _trust(_find_svg(block)),
            "find_file": lambda file: self.links.get("files", "") + file,
            "find_table": self.find_table,
            "find_tone": lambda symbol: TONES.get(symbol, "none"),
            "has_symbol": SYMBOLS.__contains__,
        }

    def find_address(self, to: str) -> str:
        """An address of the web or of this page; an unknown key has none."""
        if to.startswith(("http://", "https://")):
            return to
        return f"#{quote(to)}" if to in self.targets else ""

    def describe_span(self, span: Span) -> _Look:
        href = self.find_address(span.to)
        names = ["ref"] if span.style == "ref" else []
        if href.startswith("#") and span.text[:1].isdigit():
            names.append("n")
        given = {"href": href, "class": " ".join(names), "lang": span.lang}
        attributes = {name: value or None for name, value in given.items()}
        tag = "a" if href else "span" if any(attributes.values()) else ""
        return _Look(tag, attributes)

    def find_table(self, key: str) -> dict[str, str] | None:
        grid = self.grids.get(key)
        if not key or grid is None:
            return None
        return {"href": f"#{quote(key)}", "number": grid.number or plain(grid.caption)}

    def list_downloads(self) -> list[dict[str, str]]:
        return [
            {"href": self.links[kind], "word": self.document.words[f"download.{kind}"]}
            for kind in DOWNLOADS
            if kind in self.links
        ]

    def list_contents(self) -> list[_Entry]:
        """Sections, and what stands one level below them."""
        top: list[_Entry] = []
        for at in self.placed:
            if isinstance(at.block, Heading) and at.level <= 3 and at.block.is_listed:
                entry = _Entry(at.anchor, at.block.number, plain(at.block.text))
                (top[-1].below if at.level == 3 and top else top).append(entry)
        return top


def _describe(block: Grid | Figure) -> str:
    return f"{block.number}. {plain(block.caption)}" if block.number else plain(block.caption)


def _describes_itself(svg: str) -> bool:
    return "<desc" in svg
