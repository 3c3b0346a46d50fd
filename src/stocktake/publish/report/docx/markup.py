"""Writing WordprocessingML: elements, clean text and serialised parts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
NAMES: Final = {"w": W, "r": R, "w14": W14, "mc": MC}

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_BREAKS = re.compile(r"([\n\t])")


def clean(text: str) -> str:
    """Drop the characters XML cannot hold."""
    return _FORBIDDEN.sub("", text)


@cache
def name_in_w(name: str) -> str:
    return f"{{{W}}}{name}"


def start(name: str) -> Element:
    """Begin a part, or a piece that is put in its place later."""
    root = etree.Element(name_in_w(name), nsmap=NAMES)
    root.set(f"{{{MC}}}Ignorable", "w14")
    return root


def start_plain(name: str, space: str) -> Element:
    """Begin a part of the package around the document, its namespace being the default one."""
    return etree.fromstring(f'<{name} xmlns="{space}"/>')


def make(name: str, /, **values: str | int) -> Element:
    """Make an element without a parent; the attributes are all in the main namespace."""
    return etree.Element(
        name_in_w(name), {name_in_w(key): str(value) for key, value in values.items()}
    )


def add(parent: Element, name: str, /, **values: str | int) -> Element:
    """Add an element at the end of another; the attributes are all in the main namespace."""
    return etree.SubElement(
        parent, name_in_w(name), {name_in_w(key): str(value) for key, value in values.items()}
    )


def add_run(parent: Element, text: str, style: str = "", lang: str = "") -> None:
    """Add a run of text; line ends and tabs become elements, nothing becomes no run."""
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return
    run = start_run(parent, style, lang)
    for piece in _BREAKS.split(text) if "\n" in text or "\t" in text else (text,):
        _add_piece(run, piece)


def start_run(parent: Element, style: str = "", lang: str = "") -> Element:
    run = add(parent, "r")
    if style or lang:
        look = add(run, "rPr")
        if style:
            add(look, "rStyle", val=style)
        if lang:
            add(look, "lang", val=lang)
    return run


def _add_piece(run: Element, piece: str) -> None:
    if piece in ("\n", "\t"):
        add(run, "br" if piece == "\n" else "tab")
    elif piece:
        letters = add(run, "t")
        letters.text = piece
        if piece[0] == " " or piece[-1] == " " or "  " in piece:
            letters.set(SPACE, "preserve")


def add_field(parent: Element, code: str, result: str) -> None:
    """Add a field with the result it had when the document was built."""
    open_field(parent, code)
    add_run(parent, result)
    close_field(parent)


def open_field(parent: Element, code: str) -> None:
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    words = add(add(parent, "r"), "instrText")
    words.text = f" {code} "
    words.set(SPACE, "preserve")
    add(add(parent, "r"), "fldChar", fldCharType="separate")


def close_field(parent: Element) -> None:
    add(add(parent, "r"), "fldChar", fldCharType="end")


def serialise(root: Element) -> bytes:
    """Write a part, always the same bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
