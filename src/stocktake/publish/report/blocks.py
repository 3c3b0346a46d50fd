"""The document model: one ordered list of blocks that every renderer prints.

Renderers never see a table of the release. The compiler gives every number (paragraph, table,
figure, section) once; `report.json` is this model, published beside the documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from stocktake.publish.spans import Spans

Origin = Literal["generated", "written", "quoted"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `number` is printed before it (`3.1`, `Annex A`) or empty.

    `page` is `new` where print begins a page, `landscape` where the section is printed wide.
    """

    key: str
    level: int
    text: Spans
    number: str = ""
    page: Literal["", "new", "landscape"] = ""
    kind: Literal["heading"] = "heading"

    @property
    def is_listed(self) -> bool:
        """Whether contents name it: parts of an objective or annex would drown the rest."""
        return self.level == 1 or self.number != ""


@dataclass(frozen=True, slots=True)
class Para:
    """A numbered paragraph with the mark of its origin."""

    key: str
    text: Spans
    origin: Origin
    source: str
    number: int | None = None
    lang: str = ""
    args: dict[str, str] = field(default_factory=dict)
    refs: tuple[str, ...] = ()
    kind: Literal["para"] = "para"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list or of a definition list; a plain list has no term."""

    text: Spans
    term: Spans = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list or, where its items have terms, a definition list."""

    key: str
    items: tuple[Item, ...]
    origin: Origin = "generated"
    source: str = ""
    title: Spans = ()
    kind: Literal["list", "definition"] = "list"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict box: word and sign of outcome and delivery, the three columns, the proof lines.

    `lines` are always Reported, Computed and Assessed, also when empty; `proof` the small print.
    """

    key: str
    outcome: str
    outcome_label: str
    outcome_symbol: str
    suffixes: tuple[str, ...]
    delivery: str
    delivery_label: str
    delivery_symbol: str
    title: str
    lines: tuple[Item, ...]
    proof: tuple[Item, ...]
    chart: str = ""
    alt: str = ""
    origin: Origin = "generated"
    refs: tuple[str, ...] = ()
    kind: Literal["verdict"] = "verdict"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; figures stand right."""

    head: str
    align: Literal["left", "right"] = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell is the row head. `total` rows are set apart."""

    cells: tuple[Spans, ...]
    total: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with caption, notes and source; no merged and no empty cell."""

    key: str
    number: str
    caption: Spans
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Spans, ...] = ()
    source: Spans = ()
    wide: bool = False
    file: str = ""
    refs: tuple[str, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, drawn once as SVG; `alt` says what it shows, `table` is the key of its table."""

    key: str
    number: str
    caption: Spans
    svg: str
    alt: str
    width_mm: float
    source: Spans = ()
    table: str = ""
    refs: tuple[str, ...] = ()
    kind: Literal["figure"] = "figure"


Block = Heading | Para | Listing | Verdict | Grid | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, ready to be printed in any format."""

    lang: str
    title: str
    subtitle: str
    as_known: str
    strategy: str
    issuer: str
    edition: str
    release: str
    notice: str
    keywords: tuple[str, ...]
    words: dict[str, str]
    blocks: tuple[Block, ...]

    def to_json(self) -> str:
        """The published twin, `report.json`: a block a line, what is empty left out."""
        head = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "blocks"}
        lines = ",\n".join(
            json.dumps(_without_empty(asdict(block)), ensure_ascii=False) for block in self.blocks
        )
        opening = json.dumps(head, ensure_ascii=False)[:-1]
        return f'{opening}, "blocks": [\n{lines}\n]}}\n'

    def headings(self, deepest: int) -> Iterator[Heading]:
        """Headings for contents: chapters, and below them those with a number."""
        for block in self.blocks:
            if isinstance(block, Heading) and block.level <= deepest and block.is_listed:
                yield block


def _without_empty(value: Any) -> Any:
    """The value without empty texts, lists and absent numbers, at every depth."""
    if isinstance(value, dict):
        kept = {name: _without_empty(cell) for name, cell in value.items()}
        return {name: cell for name, cell in kept.items() if cell not in ("", None, [], {}, False)}
    if isinstance(value, list | tuple):
        return [_without_empty(cell) for cell in value]
    return value


def as_data(document: Document) -> dict[str, Any]:
    """The document as plain data, for a renderer outside Python."""
    return asdict(document)
