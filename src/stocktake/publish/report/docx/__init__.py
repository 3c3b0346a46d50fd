"""The Word edition: an editable copy of the report, for translation, comment and further layout."""

from __future__ import annotations

from datetime import date

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.docx.body import write_document
from stocktake.publish.report.docx.draft import Draft
from stocktake.publish.report.docx.languages import name_proofing
from stocktake.publish.report.docx.markup import serialise
from stocktake.publish.report.docx.package import (
    Parts,
    pack,
    write_app,
    write_core,
    write_relations,
    write_settings,
)
from stocktake.publish.report.docx.pictures import draw_pictures
from stocktake.publish.report.docx.sections import write_footer, write_header
from stocktake.publish.report.docx.style_sheet import write_fonts, write_numbering, write_styles

__all__ = ["render_docx"]


def render_docx(document: Document, as_of: date) -> bytes:
    """Print a report as a Word file; the same report and day give the same bytes."""
    draft = Draft(document, draw_pictures(document))
    for kind in ("styles", "settings", "fontTable", "numbering"):
        draft.relate(kind, f"{kind}.xml")
    body = write_document(draft)
    parts: Parts = {
        "docProps/core.xml": write_core(document, as_of),
        "docProps/app.xml": write_app(),
        "word/document.xml": serialise(body),
        "word/_rels/document.xml.rels": write_relations(draft.relations.values()),
        **_write_companions(draft),
    }
    parts |= {f"word/{picture.part}": picture.png for picture in draft.pictures.values()}
    return pack(parts)


def _write_companions(draft: Draft) -> Parts:
    lang = draft.document.lang
    parts: Parts = {
        "word/styles.xml": serialise(write_styles(name_proofing(lang))),
        "word/settings.xml": serialise(write_settings(lang)),
        "word/fontTable.xml": serialise(write_fonts()),
        "word/numbering.xml": serialise(write_numbering()),
    }
    targets = [relation.target for relation in draft.relations.values()]
    for number, wide in ((1, False), (2, True)):
        if f"header{number}.xml" in targets:
            parts[f"word/header{number}.xml"] = serialise(write_header(draft, wide=wide))
            parts[f"word/footer{number}.xml"] = serialise(write_footer(draft, wide=wide))
    return parts
