"""`document.xml`: cover, contents and blocks, in sections."""

from __future__ import annotations

from stocktake.publish.report.blocks import Block, Heading
from stocktake.publish.report.docx.blocks import write_block
from stocktake.publish.report.docx.draft import Draft
from stocktake.publish.report.docx.markup import Element, add, name_in_w, start
from stocktake.publish.report.docx.sections import (
    paper_of,
    write_contents,
    write_cover,
    write_section,
)


def write_document(draft: Draft) -> Element:
    """Write the whole body in reading order."""
    root = start("document")
    body = add(root, "body")
    body.extend(write_cover(draft))
    body.extend(write_contents(draft))
    cover = True
    for block in draft.document.blocks:
        turned = _turn_paper(body, block, draft, cover=cover)
        cover = cover and not turned
        elements = list(write_block(block, draft))
        if isinstance(block, Heading) and block.page and not turned:
            add(elements[0][0], "pageBreakBefore")
        body.extend(elements)
    body.append(write_section(draft, cover=cover))
    return root


def _turn_paper(body: Element, block: Block, draft: Draft, *, cover: bool) -> bool:
    """End the section where a heading wants other paper; say whether it did."""
    if not isinstance(block, Heading) or not block.page or paper_of(block) is draft.paper:
        return False
    look = body[-1].find(name_in_w("pPr"))
    if look is None:
        raise AssertionError("the last element of a section is not a paragraph")
    look.append(write_section(draft, cover=cover))
    draft.paper = paper_of(block)
    return True
