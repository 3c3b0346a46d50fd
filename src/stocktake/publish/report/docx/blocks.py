"""Each kind of block as paragraphs and tables of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stocktake.publish.report.blocks import (
    Block,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Origin,
    Para,
)
from stocktake.publish.report.docx.box import write_verdict
from stocktake.publish.report.docx.draft import Draft, close_bookmark
from stocktake.publish.report.docx.markup import Element, add_field, add_run
from stocktake.publish.report.docx.pictures import add_picture, figure_of
from stocktake.publish.report.docx.prose import add_item, add_spans, start_paragraph, write_line
from stocktake.publish.report.docx.styles import style_id
from stocktake.publish.report.docx.tables import write_table
from stocktake.publish.spans import Span, Spans, plain

EM_SPACE: Final = "\u2003"
_NUMBER: Final = style_id("Stocktake Paragraph Number")
_BODY: Final[dict[Origin, str]] = {
    "generated": "Stocktake Numbered",
    "written": "Stocktake Written",
    "quoted": "Stocktake Quoted",
}
_COUNTED: Final = re.compile(r"(.*?)(\d+)$", re.DOTALL)


def write_block(block: Block, draft: Draft) -> Iterator[Element]:
    """Write one block; a table is always followed by a paragraph."""
    if isinstance(block, Heading):
        return _write_heading(block, draft)
    if isinstance(block, Para):
        return _write_para(block, draft)
    if isinstance(block, Listing):
        return _write_listing(block, draft)
    if isinstance(block, Grid):
        return _write_grid(block, draft)
    if isinstance(block, Figure):
        return _write_figure(block, draft)
    return write_verdict(block, draft)


def name_heading(heading: Heading) -> str:
    """A heading as contents print it."""
    return EM_SPACE.join(part for part in (heading.number, plain(heading.text)) if part)


def _write_heading(heading: Heading, draft: Draft) -> Iterator[Element]:
    paragraph = start_paragraph(f"heading {min(heading.level, 3)}")
    mark = draft.open_bookmark(paragraph, heading.key)
    if heading.number:
        add_run(paragraph, heading.number + EM_SPACE)
    add_spans(paragraph, heading.text, draft)
    close_bookmark(paragraph, mark)
    yield paragraph


def _write_para(para: Para, draft: Draft) -> Iterator[Element]:
    if not plain(para.text):
        return
    paragraph = start_paragraph(_BODY[para.origin])
    mark = draft.open_bookmark(paragraph, para.key)
    _add_label(paragraph, para, draft)
    holder = paragraph
    if para.origin == "generated":
        holder = draft.open_control(paragraph, para.key, draft.word("generated"))
    add_spans(holder, para.text, draft, para.lang)
    close_bookmark(paragraph, mark)
    yield paragraph
    yield from _sign(para.origin, para.source, draft)


def _add_label(paragraph: Element, para: Para, draft: Draft) -> None:
    sign = draft.word(f"{para.origin}.sign")
    if para.number is None:
        add_run(paragraph, f"{sign}\t", _NUMBER)
        return
    mark = draft.open_bookmark(paragraph, f"p{para.number}")
    add_run(paragraph, f"{para.number} {sign}", _NUMBER)
    close_bookmark(paragraph, mark)
    add_run(paragraph, "\t", _NUMBER)


def _sign(origin: Origin, source: str, draft: Draft) -> Iterator[Element]:
    if origin != "generated" and source:
        yield write_line("Stocktake Signature", [f"{draft.word(origin)}: {source}"], draft)


def _write_listing(listing: Listing, draft: Draft) -> Iterator[Element]:
    if plain(listing.title):
        title = start_paragraph("Stocktake List Title")
        mark = draft.open_bookmark(title, listing.key)
        add_spans(title, listing.title, draft)
        close_bookmark(title, mark)
        yield title
    for place, item in enumerate(listing.items, 1):
        if plain(item.term) or plain(item.text):
            yield _write_item(listing, item, place, draft)
    yield from _sign(listing.origin, listing.source, draft)


def _write_item(listing: Listing, item: Item, place: int, draft: Draft) -> Element:
    defined = listing.kind == "definition"
    paragraph = start_paragraph("Stocktake Definition" if defined else "List Bullet")
    mark = draft.open_bookmark(paragraph, listing.key)
    holder = paragraph
    if listing.origin == "generated":
        holder = draft.open_control(paragraph, f"{listing.key}.{place}", draft.word("generated"))
    add_item(holder, item, draft)
    close_bookmark(paragraph, mark)
    return paragraph


def _write_caption(kind: str, block: Grid | Figure, draft: Draft) -> Element:
    paragraph = start_paragraph("caption")
    mark = draft.open_bookmark(paragraph, block.key)
    if block.number:
        _add_number(paragraph, kind, block.number)
    add_spans(paragraph, block.caption, draft)
    close_bookmark(paragraph, mark)
    return paragraph


def _add_number(paragraph: Element, kind: str, number: str) -> None:
    counted = _COUNTED.fullmatch(number)
    if counted is None:
        add_run(paragraph, f"{number}. ")
        return
    series = re.sub(r"[^A-Za-z]", "", counted[1].partition(" ")[2])
    name = f"{kind}_{series}" if series else kind
    add_run(paragraph, counted[1])
    # The switch \r pins the number: an updated field may not count otherwise than the release.
    add_field(paragraph, rf"SEQ {name} \* ARABIC \r {counted[2]}", counted[2])
    add_run(paragraph, ". ")


def _write_grid(grid: Grid, draft: Draft) -> Iterator[Element]:
    yield _write_caption("Table", grid, draft)
    yield write_table(grid, draft)
    lines = list(grid.notes)
    if grid.file:
        lines.append((Span(f"{draft.word('csv')}: "), Span(grid.file, style="ref")))
    if not lines and not plain(grid.source):
        lines.append((Span(draft.document.as_known),))
    yield from _write_tail(lines, grid.source, draft)


def _write_figure(figure: Figure, draft: Draft) -> Iterator[Element]:
    yield _write_caption("Figure", figure, draft)
    paragraph = start_paragraph("Stocktake Figure")
    picture = draft.pictures[figure_of(figure)]
    relation = draft.relate("image", picture.part)
    widest, number = draft.paper.text, draft.next_id()
    alt = figure.alt or plain(figure.caption)
    add_picture(paragraph, picture, alt, relation=relation, number=number, widest=widest)
    yield paragraph
    lines: list[Spans] = []
    if draft.tables.get(figure.table):
        name = Span(draft.tables[figure.table], to=figure.table)
        lines.append((Span(f"{draft.word('as table')}: "), name))
    yield from _write_tail(lines, figure.source, draft)


def _write_tail(lines: list[Spans], source: Spans, draft: Draft) -> Iterator[Element]:
    shown = [("Stocktake Note", line) for line in lines if plain(line)]
    if plain(source):
        label = Span(f"{draft.word('source')}: ")
        shown.append(("Stocktake Source", (label, *source)))
    elif shown:
        shown[-1] = ("Stocktake Note End", shown[-1][1])
    for style, line in shown:
        yield write_line(style, line, draft)
