"""`styles.xml`, the font table and the list of bullets, written from the styles."""

from __future__ import annotations

from lxml import etree

from stocktake.publish.report.docx.markup import W14, Element, add, make, start
from stocktake.publish.report.docx.measures import twips
from stocktake.publish.report.docx.styles import (
    FALLBACKS,
    FONT,
    STYLES,
    Sides,
    Style,
    hex_of,
    style_id,
)

TABLE_STYLE = "Stocktake Table"
_SIDES = ("top", "left", "bottom", "right")


def write_styles(proofing: str) -> Element:
    """Write `styles.xml`; the proofing language of the document is its default."""
    root = start("styles")
    _add_defaults(root, proofing)
    _add_basics(root)
    for style in STYLES:
        _add_style(root, style)
    _add_table_style(root)
    return root


def _add_defaults(root: Element, proofing: str) -> None:
    defaults = add(root, "docDefaults")
    run = add(add(defaults, "rPrDefault"), "rPr")
    add(run, "rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    add(run, "color", val=hex_of("ink"))
    add(run, "sz", val=21)
    add(run, "szCs", val=21)
    add(run, "lang", val=proofing, eastAsia=proofing, bidi="ar-SA")
    paragraph = add(add(defaults, "pPrDefault"), "pPr")
    add(paragraph, "widowControl")
    add(paragraph, "spacing", before=0, after=0, line=280, lineRule="atLeast")


def _add_basics(root: Element) -> None:
    normal = add(root, "style", type="paragraph", default=1, styleId="Normal")
    add(normal, "name", val="Normal")
    add(normal, "qFormat")
    for kind, ident, name in (
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    ):
        style = add(root, "style", type=kind, default=1, styleId=ident)
        add(style, "name", val=name)
        add(style, "uiPriority", val=99)
        add(style, "semiHidden")
        add(style, "unhideWhenUsed")
        if kind == "table":
            _add_cell_margins(add(style, "tblPr"), 0)


def _add_style(root: Element, style: Style) -> None:
    own = {"customStyle": 1} if style.name.startswith("Stocktake") else {}
    element = add(root, "style", type=style.kind, **own, styleId=style.id)
    add(element, "name", val=style.name)
    if style.base:
        add(element, "basedOn", val=style_id(style.base))
    if style.after_it:
        add(element, "next", val=style_id(style.after_it))
    add(element, "uiPriority", val=10 if style.listed else 99)
    add(element, "qFormat" if style.listed else "semiHidden")
    looks = (_write_paragraph(style), _write_run(style))
    element.extend(look for look in looks if len(look))


def _add_switch(parent: Element, name: str, value: bool | None) -> None:
    if value is not None:
        add(parent, name, **({} if value else {"val": "0"}))


def _write_paragraph(style: Style) -> Element:
    look = make("pPr")
    _add_switch(look, "keepNext", style.keep_next)
    _add_switch(look, "keepLines", style.keep_lines)
    _add_switch(look, "pageBreakBefore", style.new_page or None)
    if style.bullets:
        add(add(look, "numPr"), "numId", val=1)
    if style.sides:
        _add_sides(look, "pBdr", style.sides)
    if style.fill:
        add(look, "shd", val="clear", color="auto", fill=hex_of(style.fill))
    if style.tabs:
        tabs = add(look, "tabs")
        for kind, place in style.tabs:
            add(tabs, "tab", val=kind, pos=twips(place))
    _add_switch(look, "suppressAutoHyphens", None if style.hyphens else True)
    _add_spacing(look, style)
    _add_indents(look, style)
    if style.align:
        add(look, "jc", val=style.align)
    if style.outline is not None:
        add(look, "outlineLvl", val=style.outline)
    return look


def _add_sides(parent: Element, name: str, sides: Sides) -> None:
    borders = add(parent, name)
    for side in _SIDES:
        if side in sides:
            width, distance, colour = sides[side]
            add(borders, side, val="single", sz=width, space=distance, color=hex_of(colour))


def _add_spacing(look: Element, style: Style) -> None:
    values: dict[str, str | int] = {}
    for name, points in (("before", style.before), ("after", style.after), ("line", style.line)):
        if points is not None:
            values[name] = round(points * 20)
    if style.line is not None:
        values["lineRule"] = "atLeast"
    if values:
        add(look, "spacing", **values)


def _add_indents(look: Element, style: Style) -> None:
    sides = (("left", style.left), ("right", style.right), ("hanging", style.hanging))
    values = {name: twips(mm) for name, mm in sides if mm is not None}
    if values:
        add(look, "ind", **values)


def _write_run(style: Style) -> Element:
    look = make("rPr")
    for name, value in (("b", style.bold), ("i", style.italic)):
        _add_switch(look, name, value)
        _add_switch(look, f"{name}Cs", value)
    _add_switch(look, "noProof", None if style.proofed else True)
    _add_switch(look, "vanish", style.hidden or None)
    if style.colour:
        add(look, "color", val=hex_of(style.colour))
    if style.size is not None:
        add(look, "sz", val=round(style.size * 2))
        add(look, "szCs", val=round(style.size * 2))
    if style.underline:
        add(look, "u", val="single")
    if style.raised:
        add(look, "vertAlign", val="superscript")
    if style.tabular:
        etree.SubElement(look, f"{{{W14}}}numSpacing", {f"{{{W14}}}val": "tabular"})
    return look


def _add_cell_margins(table: Element, top: int, side: int = 108) -> None:
    margins = add(table, "tblCellMar")
    for name, width in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        add(margins, name, w=width, type="dxa")


def _add_table_style(root: Element) -> None:
    style = add(root, "style", type="table", customStyle=1, styleId=style_id(TABLE_STYLE))
    add(style, "name", val=TABLE_STYLE)
    add(style, "basedOn", val="TableNormal")
    add(style, "uiPriority", val=10)
    add(style, "qFormat")
    table = add(style, "tblPr")
    add(table, "tblStyleRowBandSize", val=1)
    _add_sides(table, "tblBorders", {"top": (8, 0, "ink"), "bottom": (4, 0, "ink")})
    _add_cell_margins(table, 0, 57)
    _add_part(style, "firstRow", {"top": (8, 0, "ink"), "bottom": (4, 0, "ink")}, low=True)
    _add_part(style, "lastRow", {"top": (4, 0, "ink"), "bottom": (4, 0, "ink")})
    _add_part(style, "band2Horz", {}, filled=True)


def _add_part(
    style: Element, name: str, sides: Sides, *, low: bool = False, filled: bool = False
) -> None:
    part = add(style, "tblStylePr", type=name)
    cell = add(part, "tcPr")
    if sides:
        _add_sides(cell, "tcBorders", sides)
    if filled:
        add(cell, "shd", val="clear", color="auto", fill=hex_of("surface"))
    if low:
        add(cell, "vAlign", val="bottom")


def write_fonts() -> Element:
    """Write the font table: one family, and what to take where it is missing."""
    root = start("fonts")
    font = add(root, "font", name=FONT)
    add(font, "altName", val=FALLBACKS)
    add(font, "charset", val="00")
    add(font, "family", val="swiss")
    add(font, "pitch", val="variable")
    return root


def write_numbering() -> Element:
    """Write the one list there is: bullets, tied to their style."""
    root = start("numbering")
    abstract = add(root, "abstractNum", abstractNumId=0)
    add(abstract, "multiLevelType", val="singleLevel")
    level = add(abstract, "lvl", ilvl=0)
    add(level, "start", val=1)
    add(level, "numFmt", val="bullet")
    add(level, "pStyle", val=style_id("List Bullet"))
    add(level, "lvlText", val="•")
    add(level, "lvlJc", val="left")
    add(add(root, "num", numId=1), "abstractNumId", val=0)
    return root
