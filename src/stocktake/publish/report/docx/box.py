"""The verdict box: paragraphs that share one border and shading, so that it stays editable."""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.publish.charts.symbols import TONES
from stocktake.publish.report.blocks import Item, Verdict
from stocktake.publish.report.docx.draft import Draft, close_bookmark
from stocktake.publish.report.docx.markup import Element, add_run
from stocktake.publish.report.docx.measures import BOX
from stocktake.publish.report.docx.pictures import add_picture, chart_of, sign_of
from stocktake.publish.report.docx.prose import add_item, start_paragraph
from stocktake.publish.report.docx.styles import style_id, tint

_LABEL = style_id("Stocktake Verdict Label")


def write_verdict(verdict: Verdict, draft: Draft) -> Iterator[Element]:
    """Write the box; its first paragraph carries the bookmark of its key."""
    tone = TONES.get(verdict.outcome_symbol, "none")
    for place, (style, content) in enumerate(_list_rows(verdict), 1):
        paragraph = start_paragraph(tint(style, tone))
        mark = draft.open_bookmark(paragraph, verdict.key)
        holder = paragraph
        if verdict.origin == "generated":
            tag = f"{verdict.key}.{place}"
            holder = draft.open_control(paragraph, tag, draft.word("generated"))
        _add_content(holder, content, verdict, draft)
        close_bookmark(paragraph, mark)
        yield paragraph


def _list_rows(verdict: Verdict) -> Iterator[tuple[str, str | Item]]:
    if verdict.title:
        yield "Stocktake Verdict", "title"
    yield "Stocktake Verdict Word", "outcome"
    yield "Stocktake Verdict Word", "delivery"
    last = "" if verdict.chart else "Proof" if verdict.proof else "Line"
    for kind, items in (("Line", verdict.lines), ("Proof", verdict.proof)):
        for left, item in zip(range(len(items))[::-1], items, strict=True):
            end = " End" if kind == last and not left else ""
            yield f"Stocktake Verdict {kind}{end}", item
    if verdict.chart:
        yield "Stocktake Verdict Figure", "chart"


def _add_content(holder: Element, content: str | Item, verdict: Verdict, draft: Draft) -> None:
    if isinstance(content, Item):
        add_item(holder, content, draft)
    elif content == "title":
        add_run(holder, verdict.title)
    elif content == "outcome":
        _add_word(holder, verdict.outcome_label, verdict.outcome_symbol, verdict.outcome, draft)
        add_run(holder, "".join(f", {suffix}" for suffix in verdict.suffixes))
    elif content == "delivery":
        _add_word(holder, verdict.delivery_label, verdict.delivery_symbol, verdict.delivery, draft)
    else:
        _add_chart(holder, verdict, draft)


def _add_word(holder: Element, label: str, symbol: str, word: str, draft: Draft) -> None:
    add_run(holder, f"{label}\t", _LABEL)
    if symbol:
        picture = draft.pictures[sign_of(symbol)]
        relation = draft.relate("image", picture.part)
        number = draft.next_id()
        add_picture(holder, picture, word, relation=relation, number=number, widest=BOX)
        add_run(holder, " ")
    add_run(holder, word, "Strong")


def _add_chart(holder: Element, verdict: Verdict, draft: Draft) -> None:
    picture = draft.pictures[chart_of(verdict)]
    relation = draft.relate("image", picture.part)
    number = draft.next_id()
    alt = verdict.alt or verdict.title
    add_picture(holder, picture, alt, relation=relation, number=number, widest=BOX)
