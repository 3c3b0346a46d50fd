"""What the writers of one document share: words, bookmarks, parts tied to it, running numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote, urlsplit

from stocktake.publish.report.blocks import Document, Grid
from stocktake.publish.report.docx.anchors import LONGEST_TAG, name_bookmarks, shorten
from stocktake.publish.report.docx.languages import name_proofing
from stocktake.publish.report.docx.markup import Element, add, clean
from stocktake.publish.report.docx.measures import LANDSCAPE, PORTRAIT, Paper
from stocktake.publish.report.docx.pictures import Drawing, Picture

_SCHEMES = ("http", "https", "mailto")


@dataclass(frozen=True)
class Relation:
    """A part or address the document points at."""

    id: str
    kind: str
    target: str
    outside: bool = False


@dataclass
class Draft:
    """The state of one document while it is written."""

    document: Document
    pictures: dict[Drawing, Picture]
    bookmarks: dict[str, str] = field(init=False)
    tables: dict[str, str] = field(init=False)
    relations: dict[tuple[str, str], Relation] = field(default_factory=dict)
    paper: Paper = PORTRAIT
    _set: set[str] = field(default_factory=set)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.bookmarks = name_bookmarks(self.document)
        blocks = self.document.blocks
        self.tables = {block.key: block.number for block in blocks if isinstance(block, Grid)}

    @property
    def wide(self) -> bool:
        """Whether the present section lies on its side."""
        return self.paper is LANDSCAPE

    def word(self, key: str) -> str:
        """A fixed word of the document's language."""
        return self.document.words[key]

    def next_id(self) -> int:
        """A number not yet given to a bookmark, control or picture."""
        return next(self._numbers)

    def proofing(self, lang: str) -> str:
        """The proofing tag where it differs from the document's, else nothing."""
        return name_proofing(lang) if lang and lang != self.document.lang else ""

    def relate(self, kind: str, target: str, *, outside: bool = False) -> str:
        """Tie a part or address to the document; the same one twice is one relation."""
        known = self.relations.get((kind, target))
        if known is None:
            known = Relation(f"rId{len(self.relations) + 1}", kind, target, outside)
            self.relations[kind, target] = known
        return known.id

    def open_bookmark(self, parent: Element, key: str) -> str:
        """Begin the bookmark of a key, once in a document; give back what closes it."""
        if key not in self.bookmarks or key in self._set:
            return ""
        self._set.add(key)
        number = str(self.next_id())
        add(parent, "bookmarkStart", id=number, name=self.bookmarks[key])
        return number

    def open_control(self, parent: Element, tag: str, alias: str) -> Element:
        """Begin a content control that cannot be deleted, only its text be changed."""
        control = add(parent, "sdt")
        about = add(control, "sdtPr")
        add(about, "alias", val=shorten(clean(alias), LONGEST_TAG))
        add(about, "tag", val=shorten(clean(tag), LONGEST_TAG))
        add(about, "id", val=self.next_id())
        add(about, "lock", val="sdtLocked")
        return add(control, "sdtContent")


def close_bookmark(parent: Element, number: str) -> None:
    """End a bookmark that was begun."""
    if number:
        add(parent, "bookmarkEnd", id=number)


def spell_address(to: str) -> str:
    """A web address in the letters a relation may hold, or nothing when it is none."""
    try:
        parts = urlsplit(clean(to).strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
        return ""
    return quote(parts.geturl(), safe="%/:?#[]@!$&'()*+,;=~-._")
