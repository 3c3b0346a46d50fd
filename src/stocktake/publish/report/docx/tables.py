"""Tables: real head rows that repeat, rows that never split, widths in the page's measure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stocktake.publish.report.blocks import Column, Grid, Row
from stocktake.publish.report.docx.draft import Draft, close_bookmark
from stocktake.publish.report.docx.markup import Element, add, add_run, clean, make
from stocktake.publish.report.docx.measures import twips
from stocktake.publish.report.docx.prose import add_spans
from stocktake.publish.report.docx.style_sheet import TABLE_STYLE
from stocktake.publish.report.docx.styles import style_id
from stocktake.publish.spans import plain

STRIPED_FROM: Final = 8
_CELL: Final = {
    (kind, total): style_id(f"Stocktake Cell {'Total ' if total else ''}{kind}")
    for kind in ("Text", "Figure", "Row Head")
    for total in (False, True)
}
_HEAD: Final = {
    "left": style_id("Stocktake Cell Head"),
    "right": style_id("Stocktake Cell Head Figure"),
}


def share_widths(columns: tuple[Column, ...], whole: int) -> list[int]:
    """Share out a width in twips by the columns' weights, without a twip left over."""
    weights = [max(column.width, 0.01) for column in columns]
    ends, done = [0], 0.0
    for weight in weights:
        done += weight
        ends.append(round(whole * done / sum(weights)))
    return [end - begin for begin, end in pairwise(ends)]


def write_table(grid: Grid, draft: Draft) -> Element:
    """Write a table without its caption and notes."""
    widths = share_widths(grid.columns, twips(draft.paper.text))
    table = make("tbl")
    _add_properties(table, grid, sum(widths))
    columns = add(table, "tblGrid")
    for width in widths:
        add(columns, "gridCol", w=width)
    _add_head(table, grid, widths)
    kinds = list(_list_kinds(grid.columns))
    for row in grid.rows:
        _add_row(table, row, kinds, widths, draft)
    return table


def _add_properties(table: Element, grid: Grid, width: int) -> None:
    about = add(table, "tblPr")
    add(about, "tblStyle", val=style_id(TABLE_STYLE))
    add(about, "tblW", w=width, type="dxa")
    add(about, "tblLayout", type="fixed")
    last = int(bool(grid.rows) and grid.rows[-1].total)
    plain_rows = int(len(grid.rows) < STRIPED_FROM)
    value = 0x0020 | 0x0040 * last | 0x0080 | 0x0200 * plain_rows | 0x0400
    look = {"firstRow": 1, "lastRow": last, "firstColumn": 1, "lastColumn": 0}
    add(about, "tblLook", val=f"{value:04X}", **look, noHBand=plain_rows, noVBand=1)
    add(about, "tblCaption", val=clean(grid.number))
    add(about, "tblDescription", val=clean(plain(grid.caption)))


def _add_head(table: Element, grid: Grid, widths: list[int]) -> None:
    row = add(table, "tr")
    about = add(row, "trPr")
    add(about, "cantSplit")
    add(about, "tblHeader")
    for column, width in zip(grid.columns, widths, strict=True):
        add_run(_open_cell(row, width, _HEAD[column.align]), column.head)


def _list_kinds(columns: tuple[Column, ...]) -> Iterator[str]:
    for place, column in enumerate(columns):
        yield "Row Head" if not place else "Figure" if column.align == "right" else "Text"


def _add_row(table: Element, row: Row, kinds: list[str], widths: list[int], draft: Draft) -> None:
    element = add(table, "tr")
    add(add(element, "trPr"), "cantSplit")
    for place, (spans, kind, width) in enumerate(zip(row.cells, kinds, widths, strict=True)):
        paragraph = _open_cell(element, width, _CELL[kind, row.total])
        mark = "" if place or not row.key else draft.open_bookmark(paragraph, row.key)
        add_spans(paragraph, spans, draft)
        close_bookmark(paragraph, mark)


def _open_cell(row: Element, width: int, style: str) -> Element:
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
    paragraph = add(cell, "p")
    add(add(paragraph, "pPr"), "pStyle", val=style)
    return paragraph
