"""Documents kept as evidence: what in them would run, fetch, or lead out of its folder.

Every search runs once over the file: a text made to be slow to search is as fast as any other.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from itertools import product
from typing import Final

from stocktake.sources.evidence.pdf import check_pdf, is_pdf
from stocktake.sources.evidence.pictures import KINDS, NAMES, check_picture
from stocktake.sources.evidence.yaml_text import check_yaml
from stocktake.sources.limits import DEFAULT, Limits
from stocktake.sources.odd_codes import ACTIVE
from stocktake.sources.unpack import (
    GZIP,
    check_members,
    gunzip,
    is_packed,
    is_tar,
    read_members,
    read_tar,
)
from stocktake.sources.xml_walk import Attributes, Walker, XmlRefusedError, local_name
from stocktake.vocabulary.archives import ArchiveError, Trap, check_workbook
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

SHOWN: Final = 5

PROGRAMS: Final = {
    b"MZ": "a program for Windows",
    b"\x7fELF": "a program for Linux",
    b"\xca\xfe\xba\xbe": "a program for Java or macOS",
    b"\xcf\xfa\xed\xfe": "a program for macOS",
    b"L\0\0\0\x01\x14\x02\0": "a shortcut of Windows",
}
_PICKLE: Final = re.compile(rb"\x80[\x02-\x05]")
_RUNS: Final = tuple(map(re.compile, ACTIVE))
_STEERING: Final = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COMPUTES: Final = re.compile(r"""(?:^|[,;\t|])"?[=@][A-Za-z(]""", re.MULTILINE)
_ATTACHED: Final = re.compile(
    r"^Content-(?:Disposition:\s*attachment|Type:\s*(?:application|multipart/related))[^\n]{0,200}",
    re.IGNORECASE | re.MULTILINE,
)
_EMBEDDED: Final = re.compile(r"\\(?:objdata|objemb|objlink|objocx)|\bDDE(?:AUTO)?\b")
_FIELD: Final = re.compile(rb"instrText[^<>]{0,200}>[^<]{0,200}\bDDE")
_FOREIGN: Final = re.compile(r"\s*(?!#|data:image/(?:png|jpeg|gif|webp);)\S", re.IGNORECASE)
_CSS_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_FETCH: Final = re.compile(
    r"@import|expression\s*+\(|url\s*+\(\s*+[\"']?+(?!#|data:image/)", re.IGNORECASE
)
_ACTIVE_TAGS: Final = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler", "audio", "video", "set"}
    | {"animate", "animatetransform", "animatemotion"}
)


def check_evidence(
    content: bytes, name: str = "", limits: Limits = DEFAULT, depth: int = 0
) -> list[Problem]:
    """What is wrong with a document; an error means that it is not kept.

    Files within archives are looked at too; `depth` counts the archives around this one.
    """
    if not content.strip():
        return [] if depth else [fault("empty-file", file=name)]
    for magic, what in PROGRAMS.items():
        if content.startswith(magic):
            return [fault("evidence-program", file=name, what=what)]
    if _PICKLE.match(content):
        return [fault("evidence-program", file=name, what="a packed object of Python")]
    if is_packed(content) or is_tar(content):
        return [*_check_archive(content, name, limits, depth)]
    return [*_choose_check(content, name.lower().rpartition(".")[2])(content, name)]


_Check = Callable[[bytes, str], Iterator[Problem]]


def _choose_check(content: bytes, ending: str) -> _Check:
    """By content where the content says what it is, else by name."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_pdf(content):
        return check_pdf
    if ending == "svg" or (b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!"))):
        return _check_svg
    if ending in NAMES or content.startswith(tuple(KINDS)):
        return _check_picture
    return _check_yaml if ending in {"yaml", "yml"} else _check_text


def _check_archive(content: bytes, name: str, limits: Limits, depth: int) -> Iterator[Problem]:
    if depth > 1:
        what = "an archive within an archive within an archive"
        yield fault("zip-unsafe", file=name, what=what)
        return
    try:
        if _is_office(content, limits):
            yield from _check_office(content, name)
            return
        left = limits.unpacked
        for member, inner in _open_archive(content, limits):
            left -= len(inner)
            place = f"{name}/{member}"
            if left < 0:
                raise RefusedError(place, [fault("zip-size", limit=limits.unpacked)])
            if not member.isprintable():
                yield fault("text-hidden", file=name, cell=member)
            yield from check_evidence(inner, place, replace(limits, unpacked=left), depth + 1)
    except RefusedError as error:
        yield from error.problems


def _is_office(content: bytes, limits: Limits) -> bool:
    if not content.startswith(b"PK"):
        return False
    names = {member.filename for member in check_members(content, limits)}
    return "[Content_Types].xml" in names


def _open_archive(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    if is_tar(content):
        return read_tar(content, limits)
    if content.startswith(GZIP):
        return iter([("", gunzip(content, limits))])
    return read_members(content, limits)


def _check_office(content: bytes, name: str) -> Iterator[Problem]:
    """Documents of Office: what runs or fetches is told, a document type refused."""
    try:
        check_workbook(content)
    except ArchiveError as error:
        if error.trap is Trap.DOCTYPE:
            yield fault("xml-dtd", file=name)
        elif error.trap is Trap.UNSAFE:
            yield fault("office-active", file=name, what=error.what)
        else:
            yield fault("zip-broken", file=name, why=error.what)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(_FIELD.search(archive.read(part)) for part in archive.namelist()):
            yield fault("office-active", file=name, what="a field that calls another program")


def _check_picture(content: bytes, name: str) -> Iterator[Problem]:
    ending = name.lower().rpartition(".")[2]
    if ending in NAMES and not content.startswith(NAMES[ending]):
        yield fault("picture-broken", file=name, name=f".{ending}")
        return
    magic = next(magic for magic in KINDS if content.startswith(magic))
    yield from check_picture(content, name, KINDS[magic])


def _check_yaml(content: bytes, name: str) -> Iterator[Problem]:
    yield from check_yaml(_decode(content), name)


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _check_text(content: bytes, name: str) -> Iterator[Problem]:
    """Text, Markdown, HTML, CSV, mail: shown as text, so what would run is only told."""
    text = _decode(content)
    if "\0" in text:
        yield fault("control-char", file=name, byte=content.index(b"\0"), character="U+0000")
    lines: dict[int, str] = {}
    for found in _find_active(text):
        lines.setdefault(found.string.count("\n", 0, found.start()) + 1, found[0])
        if len(lines) == SHOWN:
            break
    for line, cell in sorted(lines.items()):
        yield fault("html-removed", file=name, row=str(line), cell=cell)
    yield from _find_others(text, name)


def _find_active(text: str) -> Iterator[re.Match[str]]:
    """What runs, also once a browser has read &#58; as a colon."""
    small = text.lower()
    texts = [small, unescape(small)] if "&" in small else [small]
    for pattern, where in product(_RUNS, texts):
        yield from pattern.finditer(where)


def _find_others(text: str, name: str) -> Iterator[Problem]:
    """What steers a terminal, computes in a spreadsheet, or is carried along."""
    ending = name.lower().rpartition(".")[2]
    if found := _STEERING.search(text):
        yield fault("text-hidden", file=name, cell=text[found.start() : found.start() + 40])
    if ending in {"csv", "tsv"} and (found := _COMPUTES.search(text)):
        count = len(_COMPUTES.findall(text))
        cell = text[found.end() - 2 :].partition("\n")[0]
        yield fault("csv-formula", file=name, count=count, cell=cell)
    if ending in {"eml", "mht", "mhtml"} and (found := _ATTACHED.search(text)):
        yield fault("mail-parts", file=name, cell=found[0])
    if text.startswith("{\\rtf") and (found := _EMBEDDED.search(text)):
        yield fault("office-active", file=name, what=f"embedded files or links ({found[0]})")


class _SvgWalker(Walker):
    """Notes the first thing in a drawing that runs or fetches."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.found: dict[str, None] = {}
        self.style: list[str] | None = None
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruct

    def _start(self, tag: str, attributes: Attributes) -> None:
        self.opened += 1
        if self.opened - len(self.ends) > 256:
            self.refuse_depth()
        name = local_name(tag).lower()
        if name in _ACTIVE_TAGS:
            self.found.setdefault(f"<{name}>")
        self.style = [] if name == "style" else self.style
        for key, value in attributes.items():
            self._check_attribute(local_name(key).lower(), value)

    def _check_attribute(self, key: str, value: str) -> None:
        if key.startswith("on"):
            self.found.setdefault(f"{key}=")
            return
        fetches = key in {"href", "src"} and _FOREIGN.match(value)
        if fetches or _CSS_FETCH.search(_read_css(value)) or "javascript:" in value.lower():
            self.found.setdefault(f"{key}={value}")

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _end(self, tag: str) -> None:
        self.ends.append(tag)
        if self.style is not None and local_name(tag).lower() == "style":
            if found := _CSS_FETCH.search(_read_css("".join(self.style))):
                self.found.setdefault(f"style {found[0]}")
            self.style = None

    def _instruct(self, target: str, text: str) -> None:
        if target == "xml-stylesheet":
            self.found.setdefault(f"<?{target} {text}?>")


def _read_css(text: str) -> str:
    """As a browser reads it: without comments, `\\69` as the letter it names."""

    def read(found: re.Match[str]) -> str:
        code = int(found[1] or "0", 16)
        return chr(code) if 0 < code < 0x110000 else ""

    return _CSS_ESCAPE.sub(read, text)


def _check_svg(content: bytes, name: str) -> Iterator[Problem]:
    walker = _SvgWalker(content)
    try:
        for _piece in walker.walk():
            pass
    except XmlRefusedError as error:
        yield error.problem
        return
    for what in list(walker.found)[:SHOWN]:
        yield fault("svg-active", file=name, cell=what)
