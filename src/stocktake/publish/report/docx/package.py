"""The file itself: parts, relations, content types, properties, always in the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.docx.draft import Relation
from stocktake.publish.report.docx.languages import LONG_WORDS
from stocktake.publish.report.docx.markup import Element, add, clean, serialise, start, start_plain

_OPEN: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_KINDS: Final = "application/vnd.openxmlformats"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_CORE: Final = f"{_OPEN}/metadata/core-properties"
_APP: Final = f"{_OFFICE}/extended-properties"
_WORD: Final = "http://schemas.microsoft.com/office/word"
LEVEL: Final = 6

_PARTS: Final = {
    "word/document.xml": "officedocument.wordprocessingml.document.main",
    "word/styles.xml": "officedocument.wordprocessingml.styles",
    "word/settings.xml": "officedocument.wordprocessingml.settings",
    "word/fontTable.xml": "officedocument.wordprocessingml.fontTable",
    "word/numbering.xml": "officedocument.wordprocessingml.numbering",
    "word/header1.xml": "officedocument.wordprocessingml.header",
    "word/header2.xml": "officedocument.wordprocessingml.header",
    "word/footer1.xml": "officedocument.wordprocessingml.footer",
    "word/footer2.xml": "officedocument.wordprocessingml.footer",
    "docProps/core.xml": "package.core-properties",
    "docProps/app.xml": "officedocument.extended-properties",
}

Parts = dict[str, bytes]


def write_settings(lang: str) -> Element:
    """Write `settings.xml`: mirrored margins, hyphens where words are long, no old quirks."""
    root = start("settings")
    add(root, "mirrorMargins")
    add(root, "defaultTabStop", val=720)
    if lang[:2] in LONG_WORDS:
        add(root, "autoHyphenation")
    add(root, "characterSpacingControl", val="doNotCompress")
    add(add(root, "compat"), "compatSetting", name="compatibilityMode", uri=_WORD, val=15)
    add(root, "decimalSymbol", val=".")
    add(root, "listSeparator", val=",")
    return root


def write_core(document: Document, as_of: date) -> bytes:
    """Write the properties; both days are the as-of day, not that of the build."""
    spaces = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=spaces)
    stamp = f"{as_of.isoformat()}T00:00:00Z"
    for name, text in (
        (f"{{{_DC}}}title", document.title),
        (f"{{{_DC}}}subject", document.subtitle),
        (f"{{{_DC}}}creator", document.issuer),
        (f"{{{_DC}}}identifier", document.release),
        (f"{{{_DC}}}language", document.lang),
        (f"{{{_CORE}}}keywords", ", ".join(document.keywords)),
        (f"{{{_CORE}}}lastModifiedBy", document.issuer),
        (f"{{{_CORE}}}revision", "1"),
        (f"{{{_TERMS}}}created", stamp),
        (f"{{{_TERMS}}}modified", stamp),
    ):
        element = etree.SubElement(root, name)
        element.text = clean(text)
        if text is stamp:
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
    return serialise(root)


def write_app() -> bytes:
    """Name the program, without its version: the bytes depend on the release alone."""
    root = start_plain("Properties", _APP)
    etree.SubElement(root, f"{{{_APP}}}Application").text = "Stocktake"
    return serialise(root)


def write_relations(relations: Iterable[Relation]) -> bytes:
    """Write the relations of a part."""
    space = f"{_OPEN}/relationships"
    root = start_plain("Relationships", space)
    for relation in relations:
        values = {"Id": relation.id, "Type": _name_kind(relation), "Target": relation.target}
        if relation.outside:
            values["TargetMode"] = "External"
        etree.SubElement(root, f"{{{space}}}Relationship", values)
    return serialise(root)


def _name_kind(relation: Relation) -> str:
    # The properties are the one part here whose kind belongs to the package, not to Office.
    base = _OPEN if relation.kind.startswith("metadata/") else _OFFICE
    return f"{base}/relationships/{relation.kind}"


def write_roots() -> bytes:
    """Write the relations of the file."""
    core = Relation("rId2", "metadata/core-properties", "docProps/core.xml")
    document = Relation("rId1", "officeDocument", "word/document.xml")
    return write_relations(
        (document, core, Relation("rId3", "extended-properties", "docProps/app.xml"))
    )


def write_types(names: Iterable[str]) -> bytes:
    """Write the content types of all parts."""
    space = f"{_OPEN}/content-types"
    root = start_plain("Types", space)
    for ending, kind in (
        ("png", "image/png"),
        ("rels", f"{_KINDS}-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{space}}}Default", Extension=ending, ContentType=kind)
    for name in names:
        if name in _PARTS:
            values = {"PartName": f"/{name}", "ContentType": f"{_KINDS}-{_PARTS[name]}+xml"}
            etree.SubElement(root, f"{{{space}}}Override", values)
    return serialise(root)


def pack(parts: Parts) -> bytes:
    """Put the parts into one file; no clock and no system leaves a trace in it."""
    whole = {"[Content_Types].xml": write_types(parts), "_rels/.rels": write_roots(), **parts}
    store = BytesIO()
    with ZipFile(store, "w", ZIP_DEFLATED) as file:
        for name, data in whole.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.external_attr = 0o600 << 16
            entry.compress_type = ZIP_DEFLATED
            file.writestr(entry, data, compresslevel=LEVEL)
    return store.getvalue()
