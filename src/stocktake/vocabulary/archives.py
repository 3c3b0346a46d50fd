"""Is this file a workbook one may open? Looked at byte by byte before any reader sees it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Final, NoReturn
from xml.parsers import expat

MEMBERS: Final = 1000
UNPACKED: Final = 50 * 2**20
RATIO: Final = 100
SMALL: Final = 2**20
"""Bytes below which a ratio says nothing: a short text of one letter packs a thousandfold."""

CELLS: Final = 2_000_000
ELEMENTS: Final = 3_000_000
PLAIN: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
UNWANTED: Final = re.compile(
    r"vbaProject|/externalLinks/|/embeddings/|/activeX/|/connections\.xml|/queryTables/"
    r"|/macrosheets/|/dialogsheets/",
    re.I,
)
UNWANTED_KIND: Final = re.compile(
    r"vbaProject|macroEnabled|macrosheet|externalLink|oleObject", re.I
)
"""What a part is, by its content type or relation, whatever its name."""

CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LOCAL: Final = struct.Struct("<4s5H3I2H")
"""The header before each packed file; the directory at the end tells the same once more."""

STREAMED, UTF8, LATER = 0x8, 0x800, 0xFFFFFFFF
"""Flags of a file whose sizes follow it, of a name in UTF-8; a size that stands elsewhere."""

LONGEST: Final = 19
"""Characters of a double in its long form, such as 0.10000000000000001."""

_MARKED: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<|^(?:\xff\xfe|\xfe\xff|<\0|\0<)")
_NO_INDEX: Final = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>(?!\s*[0-9]+\s*<)"""
)
_MASKED: Final = re.compile(rb"<(?:\w+:)?v>[0-9.eE+-]*&#")
_FINE: Final = re.compile(rb">-?[0-9]*\.[0-9]{10}|>-?[0-9]{7,}(?:\.|[0-9]{9})|>-?[0-9.]+[eE]")
_LONG: Final = re.compile(rb"<(?:\w+:)?v>(-?[0-9.]{16,}(?:[eE][+-]?[0-9]{1,3})?)<")


class Trap(StrEnum):
    """Classes of what is wrong with an archive."""

    BROKEN = "broken"
    SIZE = "size"
    RATIO = "ratio"
    PATH = "path"
    DOCTYPE = "doctype"
    UNSAFE = "unsafe"


class ArchiveError(Exception):
    """Why a workbook should not be opened: the class of trap, what it holds, and the limit.

    `needed` is the least limit that lets it through, in bytes or times, where one can be raised.
    """

    def __init__(self, trap: Trap, what: object, limit: str = "", needed: int = 0) -> None:
        super().__init__(f"{trap}: {what}")
        self.trap = trap
        self.what = str(what)
        self.limit = limit
        self.needed = needed


@dataclass
class Parts:
    """What the XML parts say: sheets, where they are kept, and which of their cells compute."""

    sheets: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    targets: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    errors: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    rounded: dict[str, list[str]] = field(default_factory=dict)
    fine: set[str] = field(default_factory=set)

    def formulas_of(self, sheet: str) -> list[tuple[int, str]]:
        """Row and column letters of each formula of a sheet."""
        return self.formulas.get(self._find_part(sheet), [])

    def errors_of(self, sheet: str) -> list[tuple[int, str]]:
        """Row and column letters of each cell that holds an error, such as #N/A."""
        return self.errors.get(self._find_part(sheet), [])

    def rounded_of(self, sheet: str) -> list[str]:
        """Numbers of a sheet that have more digits than any spreadsheet keeps."""
        return self.rounded.get(self._find_part(sheet), [])

    def is_fine(self, sheet: str) -> bool:
        """Whether a number has many places, many digits before the point, or an exponent."""
        return self._find_part(sheet) in self.fine

    def _find_part(self, sheet: str) -> str:
        return PurePosixPath(self.targets.get(self.sheets.get(sheet, ""), "")).name


def check_workbook(content: bytes, unpacked: int = UNPACKED, ratio: int = RATIO) -> Parts:
    """What the parts of a workbook say; ArchiveError if it should not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, unpacked, ratio)
            check_layout(content, members)
            return _read_parts(archive, members, unpacked)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError) as error:
        raise ArchiveError(Trap.BROKEN, error) from None
    except (NotImplementedError, RuntimeError, LookupError) as error:
        raise ArchiveError(Trap.UNSAFE, error) from None


def _check_members(members: list[zipfile.ZipInfo], unpacked: int, ratio: int) -> None:
    size = sum(member.file_size for member in members)
    if len(members) > MEMBERS:
        raise ArchiveError(Trap.SIZE, f"{len(members)} parts", f"{MEMBERS} parts")
    if size > unpacked:
        raise ArchiveError(Trap.SIZE, f"{size} bytes unpacked", f"{unpacked} bytes", size)
    for member in members:
        _check_member(member, ratio)
    if len({member.filename.lower() for member in members}) < len(members):
        raise ArchiveError(Trap.UNSAFE, "two parts of the same name")


def _check_member(member: zipfile.ZipInfo, ratio: int) -> None:
    name = member.orig_filename
    if name.startswith("/") or ".." in name.split("/") or set(name) & set("\\:\0"):
        raise ArchiveError(Trap.PATH, f"a part that leads out of it ({name})")
    if is_link(member):
        raise ArchiveError(Trap.UNSAFE, f"a link ({name})")
    if UNWANTED.search(f"/{name}"):
        raise ArchiveError(Trap.UNSAFE, f"macros, links or embedded files ({name})")
    if member.flag_bits & 1 or member.compress_type not in PLAIN:
        raise ArchiveError(Trap.UNSAFE, f"an encrypted or unknown packing ({name})")
    if member.file_size > SMALL and member.file_size > ratio * max(member.compress_size, 1):
        what = f"a part packed more than {ratio} times ({name})"
        raise ArchiveError(Trap.RATIO, what, needed=count_times(member))


def count_times(member: zipfile.ZipInfo) -> int:
    """How many times its size a file of an archive is said to unpack to."""
    return -(-member.file_size // max(member.compress_size, 1))


def check_layout(content: bytes, members: list[zipfile.ZipInfo]) -> None:
    """Each file begins where the one before ends, and says of itself what the directory says."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise ArchiveError(Trap.BROKEN, f"two files share their bytes ({member.filename})")
        end = _check_header(content, member)


def _check_header(content: bytes, member: zipfile.ZipInfo) -> int:
    """Where the packed bytes of this file end."""
    start = member.header_offset
    fields: tuple[Any, ...] = LOCAL.unpack_from(content, start)
    mark, _, flags, method, _, _, _, packed, size, name, extra = fields
    begin = start + LOCAL.size
    shown = content[begin : begin + name].decode("utf-8" if flags & UTF8 else "cp437", "replace")
    sizes = {(packed, size), (member.compress_size, member.file_size)}
    is_same = mark == b"PK\x03\x04" and method == member.compress_type
    is_same = is_same and shown == member.orig_filename
    if not is_same or (len(sizes) > 1 and not flags & STREAMED and LATER not in {packed, size}):
        what = f"a file and the directory disagree ({member.filename})"
        raise ArchiveError(Trap.BROKEN, what)
    return begin + int(name) + int(extra) + member.compress_size


def is_link(member: zipfile.ZipInfo) -> bool:
    """Whether a file is a link to another place."""
    return member.external_attr >> 28 == 0xA


def _read_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], unpacked: int) -> Parts:
    parts, left, elements = Parts(), unpacked, ELEMENTS
    for member in members:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            what = f"more than {unpacked} bytes unpacked"
            raise ArchiveError(Trap.SIZE, what, f"{unpacked} bytes", 2 * unpacked)
        if _is_xml(member.filename, content):
            elements = _PartReader(parts, member.filename, elements).read(content)
    return parts


def _is_xml(name: str, content: bytes) -> bool:
    """By content too: a part may have any name."""
    return name.lower().endswith((".xml", ".rels", ".vml")) or bool(_MARKED.match(content))


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet could have written this: a double in its short or its long form."""
    if text.count(".") > 1 or (len(text) < LONGEST and "." in text):
        return True
    number = float(text)
    return Decimal(text) in {Decimal(repr(number)), Decimal(f"{number:.17g}")}


class _PartReader:
    """One XML part; keeps what `Parts` wants and stops at what must not be there."""

    def __init__(self, parts: Parts, name: str, elements: int) -> None:
        self.parts = parts
        self.name = PurePosixPath(name).name
        self.is_sheet = self.has_root = False
        self.elements = elements
        self.size = 0
        self.row = self.column = self.rows = self.columns = self.values = 0

    def read(self, content: bytes) -> int:
        """Read the part; how many elements are left for the others."""
        self.size = len(content)
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.CommentHandler = lambda _: self._check_place(content, parser.CurrentByteIndex)
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ArchiveError(Trap.BROKEN, f"{self.name}: {error}") from None
        except OverflowError as error:
            raise ArchiveError(
                Trap.SIZE, f"{error} in {self.name}", f"{CELLS} cells a sheet"
            ) from None
        if self.is_sheet:
            self._search_numbers(content)
        return self.elements

    def _check_place(self, content: bytes, at: int) -> None:
        """A comment within a cell: readers take the text before it, after it, or both."""
        before = content[content.rfind(b"<", 0, at) : at]
        if re.match(rb"<(?:\w+:)?[vtf][\s>]", before):
            raise ArchiveError(Trap.BROKEN, f"a comment within a cell ({self.name})")

    def _search_numbers(self, content: bytes) -> None:
        if _NO_INDEX.search(content):
            raise ArchiveError(Trap.BROKEN, f"a cell names no text of the list ({self.name})")
        if b"&#" in content and _MASKED.search(content):
            raise ArchiveError(Trap.BROKEN, f"a number in character references ({self.name})")
        if _FINE.search(content):
            self.parts.fine.add(self.name)
            found = [text.decode() for text in _LONG.findall(content)]
            rounded = [text[:80] for text in found if not _is_exact(text)]
            self.parts.rounded[self.name] = rounded

    def _refuse_doctype(self, *_: object) -> None:
        raise ArchiveError(Trap.DOCTYPE, f"a document type ({self.name})")

    def _start(self, tag: str, at: dict[str, str]) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise OverflowError(f"more than {ELEMENTS} elements")
        tag = tag.rpartition(":")[2]
        if self.is_sheet:
            self._start_in_sheet(tag, at)
        elif not self.has_root:
            self.has_root, self.is_sheet = True, tag == "worksheet"
            self._check_count(at.get("uniqueCount", at.get("count", "0")))
        elif tag == "Relationship":
            self._start_relation(at)
        elif tag == "sheet":
            self._start_sheet(at)
        elif tag in {"Override", "Default"}:
            self._check_kind(at.get("ContentType", ""))

    def _check_count(self, count: str) -> None:
        """A list of texts says how many it has; readers make room for them unseen."""
        if int(count) > self.size:
            raise ArchiveError(Trap.BROKEN, f"{self.name} claims {count} texts")

    def _start_sheet(self, at: dict[str, str]) -> None:
        name = at.get("name", "")
        self.parts.sheets[name] = next((at[key] for key in at if key.endswith(":id")), "")
        if at.get("state", "visible") != "visible":
            self.parts.hidden.add(name)

    def _check_kind(self, kind: str) -> None:
        if UNWANTED_KIND.search(kind):
            raise ArchiveError(Trap.UNSAFE, f"macros, links or embedded files ({kind})")

    def _start_relation(self, at: dict[str, str]) -> None:
        self._check_kind(at.get("Type", ""))
        outside = at.get("TargetMode", "").lower() == "external"
        if outside and not at.get("Type", "").endswith("/hyperlink"):
            raise ArchiveError(Trap.UNSAFE, f"a link to another file ({self.name})")
        if self.name == "workbook.xml.rels":
            if at.get("Id", "") in self.parts.targets:
                raise ArchiveError(Trap.BROKEN, "two relations of the same name")
            self.parts.targets[at.get("Id", "")] = at.get("Target", "")

    def _start_in_sheet(self, tag: str, at: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(at)
        elif tag in {"v", "is"}:
            self._measure()
            self.values += 1
            if self.values > 1:
                raise ArchiveError(Trap.BROKEN, f"a cell with two values ({self.name})")
        elif tag == "row":
            self._start_row(at.get("r", ""))
        elif tag == "f":
            self._measure()
            self.parts.formulas.setdefault(self.name, []).append(self._place())

    def _start_cell(self, at: dict[str, str]) -> None:
        found = CELL.fullmatch(at.get("r", ""))
        column = _number(found[1]) if found else self.column + 1
        if column <= self.column:
            self._refuse_order(f"{_letters(column)}{self.row}")
        self.column, self.values = column, 0
        self.row = int(found[2]) if found else self.row
        if at.get("t") == "e":
            self.parts.errors.setdefault(self.name, []).append(self._place())

    def _start_row(self, ref: str) -> None:
        row = int(ref) if ref else self.row + 1
        if row <= self.row:
            self._refuse_order(str(row))
        self.row, self.column = row, 0

    def _refuse_order(self, where: str) -> NoReturn:
        """Of two cells at one place readers take the first or the last."""
        raise ArchiveError(Trap.BROKEN, f"{where} stands twice or out of order ({self.name})")

    def _place(self) -> tuple[int, str]:
        return self.row, _letters(self.column)

    def _measure(self) -> None:
        if self.row <= self.rows and self.column <= self.columns:
            return
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows * self.columns > CELLS:
            raise OverflowError(f"{self.rows} rows and {self.columns} columns")


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
