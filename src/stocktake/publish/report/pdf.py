"""The PDF: a document set by typst, one file that is PDF/UA-1 and PDF/A-3a.

The document goes in as JSON, never as markup; fonts and template ship with the package and the
day is an argument, so that the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import typst

from stocktake.publish.charts.lettering import SIZE, measure
from stocktake.publish.charts.palette import HEX, Token
from stocktake.publish.charts.symbols import SYMBOLS, TONES, symbol
from stocktake.publish.report.blocks import (
    Block,
    Document,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Para,
    Row,
    Verdict,
)
from stocktake.publish.report.pdf_streams import mend_streams
from stocktake.publish.spans import MARKS, Span, Spans, plain
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import StocktakeError

Data = dict[str, Any]

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
MIME = {"json": "application/json", "zip": "application/zip", "csv": "text/csv"}
ORIGINS = ("generated", "written", "quoted")
HYPHENATED = ("fi", "hu", "de", "et", "sv", "nl")
CONTENTS_LINES = 40
PORTRAIT_MM, LANDSCAPE_MM = 160.0, 257.0
POINTS_PER_MM = 72 / 25.4
CELL_GAP_MM = 3.0
SHARE_OF_WORDS = 0.8
"""Share of a table's width that long words may claim; the rest goes by weight."""
BODY_SIZE = 10.5
TERM_MM = (28.0, 64.0)
TERM_GAP_MM = 4.0
BODY_LETTERS, HEAD_LETTERS, ITEM_LETTERS, TERM_LETTERS = 60, 34, 36, 24
"""Words of the text, of headings and of definition lists longer than this may be broken."""
FRONT = {
    "title": 22,
    "subtitle": HEAD_LETTERS,
    "as_known": HEAD_LETTERS,
    "notice": BODY_LETTERS,
    "strategy": ITEM_LETTERS,
    "issuer": BODY_LETTERS,
    "edition": BODY_LETTERS,
    "release": BODY_LETTERS,
}
"""Fields of the cover and of head and foot, with the letters a line of each can bear."""
SEAM, HYPHEN = "\u200b", "\u00ad"
"""Places where a line may end: without a sign, and with a hyphen."""

_MENDS = (
    ("could not be displayed", "Write the passage in Latin, Greek or Cyrillic letters."),
    ("alt", "Give every figure a text that says what it shows."),
    ("title", "Give the report a title."),
    ("heading", "Begin with a heading of level 1 and leave no level out."),
)
_MEND_ELSE = "Check the block the message speaks of; if it is sound, report a fault of Stocktake."
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
# A line may end behind a hyphen, but never before a digit (UAX 14): REC-2011-01a is one word.
_WORD = re.compile(r"(?:[^ \t\n\u200b-]|-(?=\d))+-?")
_SEAMS = re.compile(r"(?<=[./_:,;=&?+–-])(?=\w)")
_TONGUE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\Z")


def render_pdf(
    document: Document, attachments: Mapping[str, bytes], *, as_of: datetime.date
) -> bytes:
    """Print a document; `attachments` are files put inside, by name, `as_of` the day it bears."""
    day = datetime.datetime(as_of.year, as_of.month, as_of.day, tzinfo=datetime.UTC)
    with TemporaryDirectory() as name:
        # On disk, for typst takes files given in memory for text and refuses an archive.
        folder = _lay_out(Path(name), attachments)
        try:
            made = typst.compile(
                folder / "main.typ",
                root=folder,
                format="pdf",
                font_paths=_fonts(),
                sys_inputs={"document": _write(document, attachments, as_of)},
                pdf_standards=STANDARDS,
                timestamp=day,
            )
        except typst.TypstError as error:
            raise _refuse(error) from error
    return mend_streams(made)


@cache
def _template() -> bytes:
    return files(__package__).joinpath("report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    folder = files("stocktake.publish").joinpath("fonts")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


def _refuse(error: typst.TypstError) -> StocktakeError:
    said = error.message
    mend = next((mend for sign, mend in _MENDS if sign in said), _MEND_ELSE)
    problem = fault("pdf-refused", "report.pdf", said=said, mend=mend)
    return StocktakeError(f"{problem.message} {problem.mend}", [problem])


def _lay_out(folder: Path, attachments: Mapping[str, bytes]) -> Path:
    (folder / "main.typ").write_bytes(_template())
    (folder / "attached").mkdir()
    for place, data in enumerate(attachments.values()):
        (folder / "attached" / str(place)).write_bytes(data)
    return folder


def _describe_file(place: int, name: str, words: Mapping[str, str]) -> Data:
    report = name == "report.json"
    described = words.get("download.json", name) if report else words.get(f"attached.{name}", name)
    return {
        "name": name,
        "file": f"attached/{place}",
        "relationship": "source" if report else "data",
        "mime": MIME.get(name.rpartition(".")[2], "application/octet-stream"),
        "description": described,
    }


def _write(document: Document, attachments: Iterable[str], as_of: datetime.date) -> str:
    """Give everything the template prints, as JSON."""
    setter = Setter(document.words, find_targets(document.blocks))
    words = document.words
    front = {name: clean(getattr(document, name), room) for name, room in FRONT.items()}
    data = {
        **front,
        "lang": document.lang,
        "keywords": document.keywords,
        "day": (as_of.year, as_of.month, as_of.day),
        "tongue": speak(document.lang),
        "words": {"contents": "", "source": "", "page": "{page} / {pages}", **words},
        "depth": choose_depth(document),
        "legend": [*list_legend(document)],
        "symbols": dict(draw_states(document.blocks)),
        "attachments": [_describe_file(*entry, words) for entry in enumerate(attachments)],
        "sections": split_sections(setter, document.blocks),
    }
    return json.dumps(data, ensure_ascii=False)


def clean(text: str, room: int) -> str:
    """Leave out control characters, and let words of more than `room` letters be broken."""
    return soften(_CONTROL.sub("", text), room)


def soften(text: str, room: int) -> str:
    """Let words of more than `room` letters be broken, at signs where they have some."""
    if len(text) <= room:
        return text
    return _WORD.sub(lambda found: _break(found[0], max(room, 1)), text)


def _break(word: str, room: int) -> str:
    if len(word) <= room:
        return word
    seam = HYPHEN if word.isalpha() else SEAM
    parts = [
        part[start : start + room]
        for part in _SEAMS.split(word)
        for start in range(0, len(part), room)
    ]
    return seam.join(parts)


def speak(lang: str) -> Data:
    """Give a language as arguments of typst's text; nothing where it is no language."""
    found = _TONGUE.match(lang)
    if not found:
        return {}
    tongue: Data = {"lang": found[1], "hyphenate": found[1] in HYPHENATED}
    return tongue | ({"region": found[2]} if found[2] else {})


def choose_depth(document: Document) -> int:
    """Levels of the contents: three where they fit on a page, none without headings."""
    if not any(document.headings(3)):
        return 0
    return 3 if sum(1 for _ in document.headings(3)) <= CONTENTS_LINES else 2


def list_legend(document: Document) -> Iterator[Data]:
    """Signs of origin, and of the marks the text bears, with their words."""
    words = document.words
    origins = {block.origin for block in document.blocks if isinstance(block, Para)}
    marks = {span.mark for span in list_spans(document.blocks)}
    for name in (*ORIGINS, *MARKS):
        if name in origins | marks and f"{name}.sign" in words:
            yield {"term": words[f"{name}.sign"], "text": words.get(name, name)}


def list_spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """Every run of text of a document."""
    for block in blocks:
        for spans in _texts(block):
            yield from spans


def _texts(block: Block) -> Iterator[Spans]:
    match block:
        case Heading() | Para():
            yield block.text
        case Listing():
            yield block.title
            yield from _item_texts(block.items)
        case Verdict():
            yield from _item_texts((*block.lines, *block.proof))
        case Grid():
            yield from (block.caption, block.source, *block.notes)
            yield from (cell for row in block.rows for cell in row.cells)
        case Figure():
            yield from (block.caption, block.source)


def _item_texts(items: Iterable[Item]) -> Iterator[Spans]:
    for item in items:
        yield from (item.term, item.text)


def draw_states(blocks: Iterable[Block]) -> Iterator[tuple[str, Data]]:
    """Signs and colours of the states in the verdict boxes."""
    for block in blocks:
        if isinstance(block, Verdict):
            for name in (block.outcome_symbol, block.delivery_symbol):
                if name in SYMBOLS:
                    colour = HEX[cast(Token, f"s-{TONES[name]}")]
                    yield name, {"svg": symbol(name), "colour": colour}


def find_targets(blocks: Sequence[Block]) -> dict[str, Block | Row]:
    """Keys a link may lead to, with what bears each first: every block, rows only where asked."""
    asked = {span.to for span in list_spans(blocks)}
    targets: dict[str, Block | Row] = {}
    for block in blocks:
        targets.setdefault(block.key, block)
        for row in block.rows if isinstance(block, Grid) else ():
            if row.key in asked:
                targets.setdefault(row.key, row)
    return {key: owner for key, owner in targets.items() if key}


@dataclass(frozen=True, slots=True)
class Setter:
    """Turns blocks into the data of the template."""

    words: Mapping[str, str]
    targets: Mapping[str, Block | Row]

    def set_block(self, block: Block, room_mm: float) -> Data:
        data = {"kind": block.kind, **self.name(block)}
        match block:
            case Heading():
                return data | self.set_heading(block)
            case Para():
                return data | self.set_para(block)
            case Listing():
                return data | self.set_list(block)
            case Verdict():
                return data | self.set_verdict(block)
            case Grid():
                return data | self.set_table(block, room_mm)
            case Figure():
                return data | self.set_figure(block, room_mm)

    def name(self, owner: Block | Row) -> Data:
        return {"label": owner.key} if self.targets.get(owner.key) is owner else {}

    def set_heading(self, block: Heading) -> Data:
        unlinked = tuple(replace(span, to="") for span in block.text)
        return {
            "level": block.level,
            "number": block.number,
            "page": block.page,
            "text": self.runs(unlinked, HEAD_LETTERS),
        }

    def set_para(self, block: Para) -> Data:
        letter = self.words.get(f"{block.origin}.sign", "")
        number = "" if block.number is None else str(block.number)
        return {
            "origin": block.origin,
            "mark": f"{number}\u00a0{letter}".strip("\u00a0"),
            "tongue": speak(block.lang),
            "text": self.runs(block.text),
        }

    def set_list(self, block: Listing) -> Data:
        items = self.set_items(block.items)
        return {
            "origin": block.origin,
            "title": self.runs(block.title),
            "items": items,
            "term_mm": fit_terms(block.items),
        }

    def set_items(self, items: Iterable[Item]) -> list[Data]:
        return [
            {"term": self.runs(item.term, TERM_LETTERS), "text": self.runs(item.text, ITEM_LETTERS)}
            for item in items
        ]

    def set_verdict(self, block: Verdict) -> Data:
        lines, proof = self.set_items(block.lines), self.set_items(block.proof)
        width = fit_terms((*block.lines, *block.proof))
        return asdict(block) | {"lines": lines, "proof": proof, "term_mm": width}

    def set_figure(self, block: Figure, room_mm: float) -> Data:
        return self.set_frame(block) | {
            "svg": block.svg,
            "alt": block.alt,
            "width_mm": min(block.width_mm, room_mm),
        }

    def set_frame(self, block: Grid | Figure) -> Data:
        return {
            "number": block.number,
            "caption": self.runs(block.caption),
            "source": self.runs(block.source),
        }

    def set_table(self, block: Grid, room_mm: float) -> Data:
        size = 9 if len(block.columns) <= 8 else 8
        widths = fit_columns(block, room_mm, size)
        rooms = [int((width - CELL_GAP_MM) / letter_mm(size)) for width in widths]
        columns = [
            {"head": soften(column.head, room), "align": column.align, "width": round(width, 3)}
            for column, room, width in zip(block.columns, rooms, widths, strict=True)
        ]
        return self.set_frame(block) | {
            "size": size,
            "gap": CELL_GAP_MM,
            "columns": columns,
            "rows": [
                {"total": row.total, "cells": self.set_cells(row.cells, rooms), **self.name(row)}
                for row in block.rows
            ],
            "notes": [self.runs(note) for note in block.notes],
        }

    def set_cells(self, cells: Sequence[Spans], rooms: Sequence[int]) -> list[Any]:
        return [self.runs(cell, room) for cell, room in zip(cells, rooms, strict=True)]

    def runs(self, spans: Spans, room: int = BODY_LETTERS) -> Any:
        made = [self.run(span, room) for span in spans]
        return made[0] if len(made) == 1 and isinstance(made[0], str) else made

    def run(self, span: Span, room: int) -> str | Data:
        text = clean(span.text, room)
        more = {
            "style": span.style,
            "spoken": span.spoken or span.text if span.style == "missing" else "",
            "tongue": speak(span.lang),
            **self.link(span),
            **self.sign(span.mark),
        }
        more = {name: value for name, value in more.items() if value}
        return {"text": text, **more} if more else text

    def link(self, span: Span) -> Data:
        if not span.text.strip():
            return {}
        if span.to.startswith(("https://", "http://")):
            return {"url": span.to}
        return {"goal": span.to} if span.to in self.targets else {}

    def sign(self, mark: str) -> Data:
        if not mark:
            return {}
        return {"sign": self.words.get(f"{mark}.sign", mark), "says": self.words.get(mark, mark)}


def split_sections(setter: Setter, blocks: Iterable[Block]) -> list[Data]:
    """Parts printed on paper of one direction, each beginning a page."""
    sections: list[Data] = [{"wide": False, "blocks": []}]
    for block in blocks:
        if isinstance(block, Heading) and block.page:
            wide = block.page == "landscape"
            if wide or sections[-1]["wide"]:
                sections.append({"wide": wide, "blocks": []})
        room = LANDSCAPE_MM if sections[-1]["wide"] else PORTRAIT_MM
        sections[-1]["blocks"].append(setter.set_block(block, room))
    return [section for section in sections if section["blocks"]]


def fit_terms(items: Iterable[Item]) -> float:
    """Width of the left column of a definition list: its longest term, within limits."""
    longest = max((measure(plain(item.term), bold=True) for item in items), default=0.0)
    wanted = longest * BODY_SIZE / SIZE / POINTS_PER_MM + TERM_GAP_MM
    return round(min(max(wanted, TERM_MM[0]), TERM_MM[1]), 2)


def letter_mm(size: float) -> float:
    """Width of a wide small letter, in millimetres."""
    return 0.6 * size / POINTS_PER_MM


def fit_columns(block: Grid, room_mm: float, size: float) -> list[float]:
    """Widths by weight, but none narrower than its longest word while there is room."""
    weights = [max(column.width, 0.01) for column in block.columns]
    needs = [_need(block, place, size) for place in range(len(weights))]
    level = _find_level(needs, room_mm * SHARE_OF_WORDS)
    floors = [min(need, level) for need in needs]
    share = _find_share(weights, floors, room_mm)
    return [max(weight * share, floor) for weight, floor in zip(weights, floors, strict=True)]


def _find_level(needs: Sequence[float], room: float) -> float:
    """The greatest width at which needs cut down to it fit into the room."""
    level = left = room
    for done, need in enumerate(sorted(needs)):
        level = left / (len(needs) - done)
        if need > level:
            return level
        left -= need
    return max((*needs, level))


def _find_share(weights: Sequence[float], floors: Sequence[float], room: float) -> float:
    """Width for a weight of 1, once the columns held up by their floor have taken theirs."""
    free, weight = room, sum(weights)
    held = sorted(zip(weights, floors, strict=True), key=lambda pair: pair[1] / pair[0])
    for own, floor in reversed(held):
        if own * free / weight >= floor:
            break
        free, weight = free - floor, weight - own
        if weight <= 0:
            return 0.0
    return free / weight


def _need(block: Grid, place: int, size: float) -> float:
    words = {word for row in block.rows for s in row.cells[place] for word in _WORD.findall(s.text)}
    longest = sorted(words | set(_WORD.findall(block.columns[place].head)), key=len)[-5:]
    widest = max((measure(word, bold=True) for word in longest), default=0.0)
    return widest * size / SIZE / POINTS_PER_MM + CELL_GAP_MM
