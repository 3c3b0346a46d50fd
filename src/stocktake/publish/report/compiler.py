"""The compiler: takes blocks from the chapters in order and gives every number once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from stocktake.publish.facts import Facts
from stocktake.publish.facts import Row as Record
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.report.blocks import (
    Block,
    Column,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Origin,
    Para,
    Row,
)
from stocktake.publish.sentences import Argument
from stocktake.publish.spans import Span, Spans, plain

Cell = str | Span | Spans
Page = Literal["", "new", "landscape"]


class Compiler:
    """Collects the blocks of one report. Chapters call it; it knows no chapter."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.blocks: list[Block] = []
        self._paragraphs = 0
        self._sections = [0, 0]
        self._grids = 0
        self._figures = 0
        self._annex = ""

    # --- headings -----------------------------------------------------------------------------

    def front(self, key: str, title: str, page: Page = "") -> None:
        """A heading before the first chapter, without a number."""
        self.blocks.append(Heading(key, 1, (Span(title),), "", page))

    def chapter(self, key: str, title: str) -> None:
        """A numbered chapter on a new page."""
        self._sections = [self._sections[0] + 1, 0]
        self.blocks.append(Heading(key, 1, (Span(title),), str(self._sections[0]), "new"))

    def section(self, key: str, title: str) -> None:
        """A numbered section of the chapter."""
        self._sections[1] += 1
        number = f"{self._sections[0]}.{self._sections[1]}"
        self.blocks.append(Heading(key, 2, (Span(title),), number))

    def objective(self, key: str, ref: str, title: Spans) -> None:
        """An objective: a section numbered by its reference."""
        self.blocks.append(Heading(key, 2, tuple(title), ref))

    def part(self, key: str, title: Cell) -> None:
        """A part of the objective, section or annex before it, without a number."""
        above = next(b for b in reversed(self.blocks) if isinstance(b, Heading) and b.number)
        self.blocks.append(Heading(key, above.level + 1, as_spans(title)))

    def annex(self, letter: str, title: str, page: Page = "new") -> None:
        """An annex; its tables are numbered A.1, A.2 ..."""
        self._annex, self._grids, self._figures = letter, 0, 0
        number = self.facts.text("annex", letter=letter)
        self.blocks.append(Heading(f"annex.{letter.lower()}", 1, (Span(title),), number, page))

    # --- text ---------------------------------------------------------------------------------

    def say(self, key: str, message: str, /, **arguments: Argument) -> None:
        """A generated paragraph from one message of the catalogue."""
        said = {name: _shown(given) for name, given in arguments.items()}
        self._para(key, self.facts.spans(message, **arguments), "generated", message, (), said)

    def add(self, key: str, text: Cell, message: str, refs: Iterable[str] = ()) -> None:
        """A generated paragraph of spans already made."""
        self._para(key, as_spans(text), "generated", message, refs)

    def add_all(self, key: str, sentences: Iterable[Spans], message: str) -> None:
        """One generated paragraph of several sentences."""
        self.add(key, join(sentences), message)

    def write(self, slot: str) -> bool:
        """The written passage of a slot, a paragraph each; False where nobody wrote it."""
        passage = self.facts.passage(slot)
        if passage is None:
            return False
        source = f"{slot}, {passage['by']}, {self.facts.day(passage['on'])}"
        address = f"{passage['cycle']}|{slot}"
        own = f"{slot}.text" if any(block.key == slot for block in self.blocks) else slot
        for number, text in enumerate(parse_markdown(passage["text"])):
            marked = self._marked_whole("passages", address, text)
            key = own if number == 0 else f"{own}.{number + 1}"
            self._para(key, marked, "written", source, passage["cites"] or ())
        return True

    def quote(self, key: str, lead: Spans, text: str, contribution: str) -> None:
        """A contributor's statement, its author first."""
        paragraphs = parse_markdown(text)
        for number, spans in enumerate(paragraphs):
            marked = self._marked_whole("contributions", contribution, spans)
            spoken = (*lead, Span(" "), *marked) if number == 0 else marked
            name = key if number == 0 else f"{key}.{number + 1}"
            self._para(name, spoken, "quoted", contribution, (contribution,))

    def cite(self, key: str, table: str, row: Record, field: str, lead: Spans = ()) -> None:
        """Words of the tables as they stand there: a statement, a note; first what they are of."""
        for number, spans in enumerate(parse_markdown(row[field] or "")):
            marked = self._marked_whole(table, row["ref"], spans, field)
            spoken = (*lead, Span(": "), *marked) if lead and number == 0 else marked
            name = key if number == 0 else f"{key}.{number + 1}"
            self._para(name, spoken, "quoted", f"{table}|{row['ref']}|{field}", (row["ref"],))

    def _marked_whole(self, table: str, address: str, text: Spans, field: str = "text") -> Spans:
        """Free text that is unconfirmed carries its mark at the end."""
        mark = self.facts.mark(table, address, field)
        if not mark or not text:
            return text
        return (*text, Span("", mark=mark))

    def _para(
        self,
        key: str,
        text: Spans,
        origin: Origin,
        source: str,
        refs: Iterable[str],
        said: dict[str, str] | None = None,
    ) -> None:
        self._paragraphs += 1
        number = self._paragraphs
        self.blocks.append(
            Para(key, tuple(text), origin, source, number, args=said or {}, refs=tuple(refs))
        )

    def list(self, key: str, items: Iterable[Spans], title: Spans = ()) -> None:
        """A list; nothing is printed where it is empty."""
        entries = tuple(Item(tuple(item)) for item in items)
        if entries:
            self.blocks.append(Listing(key, entries, title=tuple(title)))

    def define(self, key: str, items: Iterable[tuple[Cell, Cell]]) -> None:
        """A definition list of terms and what they stand for; nothing where it is empty."""
        entries = tuple(Item(as_spans(text), as_spans(term)) for term, text in items)
        if entries:
            self.blocks.append(Listing(key, entries, kind="definition"))

    # --- tables and figures -------------------------------------------------------------------

    def table(
        self,
        key: str,
        caption: Cell,
        heads: Sequence[Column],
        rows: Iterable[Row],
        source: Cell = (),
        notes: Iterable[Cell] = (),
        file: str = "",
        wide: bool = False,
    ) -> str:
        """A numbered table; returns its number as printed. Nothing is printed without rows."""
        listed = tuple(rows)
        if not listed:
            return ""
        self._grids += 1
        number = self.facts.text("words.table", n=self._numbered(self._grids))
        self.blocks.append(
            Grid(
                key,
                number,
                as_spans(caption),
                tuple(heads),
                listed,
                tuple(as_spans(note) for note in notes),
                as_spans(source),
                wide,
                file,
            )
        )
        return number

    def figure(
        self,
        key: str,
        caption: Cell,
        svg: str,
        alt: str,
        width_mm: float,
        source: Cell = (),
        table: str = "",
    ) -> None:
        """A numbered figure."""
        self._figures += 1
        number = self.facts.text("words.figure", n=self._numbered(self._figures))
        self.blocks.append(
            Figure(key, number, as_spans(caption), svg, alt, width_mm, as_spans(source), table)
        )

    def _numbered(self, count: int) -> str:
        return f"{self._annex}.{count}" if self._annex else str(count)


def _shown(given: Argument) -> str:
    return (
        given.text
        if isinstance(given, Span)
        else str(given)
        if not isinstance(given, tuple)
        else plain(given)
    )


def as_spans(cell: Cell) -> Spans:
    """Text, one span or spans, as spans."""
    if isinstance(cell, str):
        return (Span(cell),) if cell else ()
    return (cell,) if isinstance(cell, Span) else tuple(cell)


def join(sentences: Iterable[Spans], between: str = " ") -> Spans:
    """Sentences one after another."""
    joined: list[Span] = []
    for sentence in sentences:
        if joined and sentence:
            joined.append(Span(between))
        joined.extend(sentence)
    return tuple(joined)


def row(*cells: Cell, total: bool = False, key: str = "") -> Row:
    """A table row; its first cell is the row head."""
    return Row(tuple(as_spans(cell) for cell in cells), total, key)


def left(head: str, width: float = 1.0) -> Column:
    """A column of text."""
    return Column(head, "left", width)


def right(head: str, width: float = 1.0) -> Column:
    """A column of figures."""
    return Column(head, "right", width)
