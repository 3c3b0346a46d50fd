"""Sections of the body: page set-up, heads and feet, cover and contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stocktake.publish.report.blocks import Heading
from stocktake.publish.report.docx.blocks import name_heading
from stocktake.publish.report.docx.draft import Draft
from stocktake.publish.report.docx.languages import name_in_itself
from stocktake.publish.report.docx.markup import (
    Element,
    R,
    add,
    add_field,
    add_run,
    close_field,
    make,
    open_field,
    start,
)
from stocktake.publish.report.docx.measures import LANDSCAPE, PORTRAIT, Paper, twips
from stocktake.publish.report.docx.prose import start_paragraph, write_line
from stocktake.publish.report.docx.styles import hex_of

CONTENTS_TO: Final = 2
"""Deepest level in the contents; the navigation pane shows all."""
_FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def write_section(draft: Draft, *, cover: bool) -> Element:
    """Write the set-up of the section that ends here."""
    section = make("sectPr")
    number = 2 if draft.wide else 1
    for kind in ("header", "footer"):
        reference = add(section, f"{kind}Reference", type="default")
        reference.set(f"{{{R}}}id", draft.relate(kind, f"{kind}{number}.xml"))
    add(section, "type", val="nextPage")
    _add_paper(section, draft.paper)
    if cover:
        bar = add(section, "pgBorders", offsetFrom="page", display="firstPage")
        add(bar, "left", val="single", sz=96, space=0, color=hex_of("c1"))
    add(section, "cols", space=720)
    if cover:
        add(section, "titlePg")
    return section


def _add_paper(section: Element, paper: Paper) -> None:
    turned = "landscape" if paper.width > paper.height else "portrait"
    add(section, "pgSz", w=twips(paper.width), h=twips(paper.height), orient=turned)
    add(
        section,
        "pgMar",
        top=twips(paper.top),
        right=twips(paper.right),
        bottom=twips(paper.bottom),
        left=twips(paper.left),
        header=twips(paper.edge),
        footer=twips(paper.edge),
        gutter=0,
    )


def write_cover(draft: Draft) -> Iterator[Element]:
    """Write the first page; it says that this is an editable copy."""
    document = draft.document
    copy = draft.word("copy").replace("{release}", document.release)
    for style, text in (
        ("Title", document.title),
        ("Subtitle", document.subtitle),
        ("Stocktake Cover Line", document.as_known),
        ("Stocktake Cover Foot", document.issuer),
        ("Stocktake Cover Line", document.edition),
        ("Stocktake Cover Line", name_in_itself(document.lang)),
        ("Stocktake Cover Line", document.release),
        ("Stocktake Cover Notice", document.notice),
        ("Stocktake Cover Notice", copy),
    ):
        if text:
            yield write_line(style, [text], draft)


def write_contents(draft: Draft) -> Iterator[Element]:
    """Write the contents field with its entries, readable before Word updates it."""
    headings = list(draft.document.headings(CONTENTS_TO))
    if not headings:
        return
    yield write_line("TOC Heading", [draft.word("contents")], draft)
    for heading in headings:
        entry = start_paragraph(f"toc {heading.level}")
        if heading is headings[0]:
            open_field(entry, rf'TOC \o "1-{CONTENTS_TO}" \h \z')
        _add_entry(entry, heading, draft)
        if heading is headings[-1]:
            close_field(entry)
        yield entry


def _add_entry(entry: Element, heading: Heading, draft: Draft) -> None:
    link = add(entry, "hyperlink", anchor=draft.bookmarks[heading.key], history=1)
    add_run(link, name_heading(heading))


def write_header(draft: Draft, *, wide: bool) -> Element:
    """Write a head: short title of the strategy, and the section the page belongs to."""
    root = start("hdr")
    line = write_line("Stocktake Header Wide" if wide else "header", [], draft)
    add_run(line, f"{draft.document.strategy}\t")
    # By number, because the name of the style differs in other languages of Word.
    add_field(line, "STYLEREF 1", draft.document.subtitle or draft.document.title)
    root.append(line)
    return root


def write_footer(draft: Draft, *, wide: bool) -> Element:
    """Write a foot: release and as-of day, language, page of pages."""
    root = start("ftr")
    document = draft.document
    line = write_line("Stocktake Footer Wide" if wide else "footer", [], draft)
    add_run(line, f"{document.release} · {document.as_known}\t{document.lang.upper()}\t")
    for piece in re.split(r"(\{pages?\})", draft.word("page")):
        if piece in _FIELDS:
            add_field(line, _FIELDS[piece], "1")
        else:
            add_run(line, piece)
    root.append(line)
    return root


def paper_of(heading: Heading) -> Paper:
    """The paper a heading that begins a page asks for."""
    return LANDSCAPE if heading.page == "landscape" else PORTRAIT
