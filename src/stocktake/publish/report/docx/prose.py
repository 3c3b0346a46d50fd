"""Spans as runs: links, marks with their spoken words, languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from stocktake.publish.report.blocks import Item
from stocktake.publish.report.docx.draft import Draft, spell_address
from stocktake.publish.report.docx.markup import Element, R, add, add_run, make
from stocktake.publish.report.docx.styles import style_id
from stocktake.publish.spans import Span, Spans, plain

_PLAIN: Final = {
    "": "",
    "strong": "Strong",
    "em": "Emphasis",
    "ref": style_id("Stocktake Ref"),
    "missing": style_id("Stocktake Missing"),
}
_LINKED: Final = {
    "": "Hyperlink",
    "strong": style_id("Stocktake Link Strong"),
    "em": style_id("Stocktake Link Emphasis"),
    "ref": style_id("Stocktake Link Ref"),
    "missing": "Hyperlink",
}
_FLAG: Final = style_id("Stocktake Flag")
_UNCONFIRMED: Final = style_id("Stocktake Unconfirmed")
SPOKEN: Final = style_id("Stocktake Spoken")


def start_paragraph(style: str) -> Element:
    """Begin a paragraph in a style, which is called by its name."""
    paragraph = make("p")
    add(add(paragraph, "pPr"), "pStyle", val=style_id(style))
    return paragraph


def add_spans(parent: Element, spans: Spans, draft: Draft, lang: str = "") -> None:
    """Add the runs of a text; `lang` is the language of its block where it has one."""
    for span in spans:
        proofing = draft.proofing(span.lang or lang)
        holder = _open_link(parent, span.to, draft) if span.to else None
        styles = _PLAIN if holder is None else _LINKED
        style = styles.get(span.style, styles[""])
        add_run(parent if holder is None else holder, span.text, style, proofing)
        if span.spoken:
            add_run(parent, f" ({span.spoken})", SPOKEN)
        if span.mark:
            _add_mark(parent, span, draft)


def _open_link(parent: Element, to: str, draft: Draft) -> Element | None:
    anchor = draft.bookmarks.get(to.removeprefix("#"))
    if anchor:
        return add(parent, "hyperlink", anchor=anchor, history=1)
    address = spell_address(to)
    if not address:
        return None
    link = add(parent, "hyperlink", history=1)
    link.set(f"{{{R}}}id", draft.relate("hyperlink", address, outside=True))
    return link


def _add_mark(parent: Element, span: Span, draft: Draft) -> None:
    style = _UNCONFIRMED if span.mark == "unconfirmed" else _FLAG
    add_run(parent, draft.word(f"{span.mark}.sign"), style)
    add_run(parent, f" ({draft.word(span.mark)})", SPOKEN)


def write_line(style: str, parts: Iterable[Span | str], draft: Draft) -> Element:
    """A whole paragraph in one style."""
    paragraph = start_paragraph(style)
    add_spans(
        paragraph, tuple(Span(part) if isinstance(part, str) else part for part in parts), draft
    )
    return paragraph


def add_item(holder: Element, item: Item, draft: Draft) -> None:
    """Add a term and what it means, or the text alone where there is no term."""
    if plain(item.term):
        add_spans(holder, tuple(_embolden(span) for span in item.term), draft)
        add_run(holder, "\t")
    add_spans(holder, item.text, draft)


def _embolden(span: Span) -> Span:
    return replace(span, style=span.style or "strong")
