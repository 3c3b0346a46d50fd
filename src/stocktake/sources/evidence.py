"""Documents kept as evidence: what in them would run, fetch, or lead out of its folder.

Every search runs once over the file: a text made to be slow to search is as fast as any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from stocktake.sources.limits import DEFAULT, Limits
from stocktake.sources.unpack import check_members, is_packed, unpack
from stocktake.sources.xml_walk import Attributes, Walker, XmlRefusedError, local_name
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

SHOWN: Final = 5

PICTURES: Final = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
_ACTIVE_HTML: Final = re.compile(
    rb"<(?:script|iframe|object|embed|form|base|meta|link|svg|math|style|template|applet)\b"
    rb"|<[a-z][a-z0-9-]{0,20}\s[^<>]{0,500}?\bon[a-z]{3,20}\s*="
    rb"|\bon(?:error|load|click|toggle|mouseover|focus|begin)\s*="
    rb"|(?:javascript|vbscript)\s*:|data\s*:\s*text/html",
    re.IGNORECASE,
)
_ACTIVE_PDF: Final = re.compile(
    rb"/(JavaScript|JS|OpenAction|AA|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|SubmitForm"
    rb"|ImportData|GoToR|GoToE|XFA)(?![A-Za-z])"
)
_HASHED_NAME: Final = re.compile(rb"#([0-9a-fA-F]{2})")
_YAML_TAG: Final = re.compile(rb"(?:^|[\s\[{,:-])(!(?:![A-Za-z]|<)[^\s,\]}]{0,100})", re.MULTILINE)
_PLAIN_TAGS: Final = frozenset(
    {b"!!str", b"!!int", b"!!float", b"!!bool", b"!!null", b"!!seq", b"!!map", b"!!timestamp"}
)
_FOREIGN: Final = re.compile(r"\s*(?!#|data:image/(?:png|jpeg|gif|webp);)\S", re.IGNORECASE)
_CSS_FETCH: Final = re.compile(
    r"@import|expression\s*+\(|url\s*+\(\s*+[\"']?+(?!#|data:image/)", re.IGNORECASE
)
_ACTIVE_TAGS: Final = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler", "audio", "video", "set"}
    | {"animate", "animatetransform", "animatemotion"}
)


def check_evidence(content: bytes, name: str = "", limits: Limits = DEFAULT) -> list[Problem]:
    """What is wrong with a document; an error means that it is not kept."""
    if not content.strip():
        return [fault("empty-file", file=name)]
    check = _choose_check(content, name.lower().rpartition(".")[2])
    return [*check(content, name, limits)]


_Check = Callable[[bytes, str, Limits], Iterator[Problem]]


def _choose_check(content: bytes, ending: str) -> _Check:
    """By content where the content says what it is, else by name."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_packed(content):
        return _check_archive
    if b"%pdf-" in content[:1024].lower():
        return _check_pdf
    if ending == "svg" or (b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!"))):
        return _check_svg
    if ending in PICTURES or content.startswith(tuple(sum(PICTURES.values(), ()))):
        return _check_picture
    if ending in {"yaml", "yml"}:
        return _check_yaml
    return _check_text


def _check_archive(content: bytes, name: str, limits: Limits) -> Iterator[Problem]:
    try:
        if content.startswith(b"PK"):
            check_members(content, limits)
        else:
            unpack(content, limits)
    except RefusedError as error:
        yield from error.problems


def _check_pdf(content: bytes, name: str, _: Limits) -> Iterator[Problem]:
    """A name may be spelt with codes: /J#53 is /JS."""
    plain = _HASHED_NAME.sub(lambda found: bytes([int(found[1], 16)]), content)
    seen = dict.fromkeys(found[0].decode("latin-1") for found in _ACTIVE_PDF.finditer(plain))
    if seen:
        yield fault("pdf-active", file=name, cell=", ".join(seen))
    after = content[content.rfind(b"%%EOF") + 5 :].strip() if b"%%EOF" in content else b""
    if after:
        yield fault("pdf-active", file=name, cell=after[:80].decode("latin-1"))


def _check_picture(content: bytes, name: str, _: Limits) -> Iterator[Problem]:
    ending = name.lower().rpartition(".")[2]
    if ending in PICTURES and not content.startswith(PICTURES[ending]):
        yield fault("picture-broken", file=name, name=f".{ending}")


def _check_yaml(content: bytes, name: str, _: Limits) -> Iterator[Problem]:
    tags = dict.fromkeys(found[1] for found in _YAML_TAG.finditer(content))
    for tag in [tag for tag in tags if tag not in _PLAIN_TAGS][:SHOWN]:
        yield fault("yaml-tag", file=name, cell=tag.decode("utf-8", "replace"))


def _check_text(content: bytes, name: str, _: Limits) -> Iterator[Problem]:
    """Text, Markdown, HTML, CSV: shown as text, so what would run is only told."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        byte = content.index(b"\0")
        yield fault("control-char", file=name, byte=byte, character="U+0000")
    lines: dict[int, bytes] = {}
    for found in _ACTIVE_HTML.finditer(content):
        lines.setdefault(content.count(b"\n", 0, found.start()) + 1, found[0])
        if len(lines) > SHOWN:
            break
    for line, text in list(lines.items())[:SHOWN]:
        cell = text[:80].decode("utf-8", "replace")
        yield fault("html-removed", file=name, row=str(line), cell=cell)


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
        if fetches or _CSS_FETCH.search(value) or "javascript:" in value.lower():
            self.found.setdefault(f"{key}={value}")

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _end(self, tag: str) -> None:
        self.ends.append(tag)
        if self.style is not None and local_name(tag).lower() == "style":
            if found := _CSS_FETCH.search("".join(self.style)):
                self.found.setdefault(f"style {found[0]}")
            self.style = None

    def _instruct(self, target: str, text: str) -> None:
        if target == "xml-stylesheet":
            self.found.setdefault(f"<?{target} {text}?>")


def _check_svg(content: bytes, name: str, _: Limits) -> Iterator[Problem]:
    walker = _SvgWalker(content)
    try:
        for _piece in walker.walk():
            pass
    except XmlRefusedError as error:
        yield error.problem
        return
    for what in list(walker.found)[:SHOWN]:
        yield fault("svg-active", file=name, cell=what)
