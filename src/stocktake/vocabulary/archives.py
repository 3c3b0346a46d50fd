"""Is this file a workbook one may open? Looked at byte by byte before any reader sees it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
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
    r"vbaProject|/externalLinks/|/embeddings/|/activeX/|/connections\.xml|/queryTables/", re.I
)
CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


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
    targets: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def formulas_of(self, sheet: str) -> list[tuple[int, str]]:
        """Row and column letters of each formula of a sheet."""
        target = self.targets.get(self.sheets.get(sheet, ""), "")
        return self.formulas.get(PurePosixPath(target).name, [])


def check_workbook(content: bytes, unpacked: int = UNPACKED, ratio: int = RATIO) -> Parts:
    """What the parts of a workbook say; ArchiveError if it should not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, unpacked, ratio)
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


def _read_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], unpacked: int) -> Parts:
    parts, left, elements = Parts(), unpacked, ELEMENTS
    for member in members:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            what = f"more than {unpacked} bytes unpacked"
            raise ArchiveError(Trap.SIZE, what, f"{unpacked} bytes", 2 * unpacked)
        if member.filename.endswith((".xml", ".rels", ".vml")):
            elements = _PartReader(parts, member.filename, elements).read(content)
    return parts


class _PartReader:
    """One XML part; keeps what `Parts` wants and stops at what must not be there."""

    def __init__(self, parts: Parts, name: str, elements: int) -> None:
        self.parts = parts
        self.name = PurePosixPath(name).name
        self.is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        self.elements = elements
        self.row = self.column = self.rows = self.columns = 0

    def read(self, content: bytes) -> int:
        """Read the part; how many elements are left for the others."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ArchiveError(Trap.BROKEN, f"{self.name}: {error}") from None
        except OverflowError as error:
            raise ArchiveError(
                Trap.SIZE, f"{error} in {self.name}", f"{CELLS} cells a sheet"
            ) from None
        return self.elements

    def _refuse_doctype(self, *_: object) -> None:
        raise ArchiveError(Trap.DOCTYPE, f"a document type ({self.name})")

    def _start(self, tag: str, at: dict[str, str]) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise OverflowError(f"more than {ELEMENTS} elements")
        tag = tag.rpartition(":")[2]
        if self.is_sheet:
            self._start_in_sheet(tag, at.get("r", ""))
        elif tag == "Relationship":
            self._start_relation(at)
        elif tag == "sheet":
            self.parts.sheets[at.get("name", "")] = at.get("r:id", "")

    def _start_relation(self, at: dict[str, str]) -> None:
        outside = at.get("TargetMode", "").lower() == "external"
        if outside and not at.get("Type", "").endswith("/hyperlink"):
            raise ArchiveError(Trap.UNSAFE, f"a link to another file ({self.name})")
        if self.name == "workbook.xml.rels":
            self.parts.targets[at.get("Id", "")] = at.get("Target", "")

    def _start_in_sheet(self, tag: str, ref: str) -> None:
        if tag == "row":
            self.row, self.column = int(ref) if ref else self.row + 1, 0
        elif tag == "c":
            found = CELL.fullmatch(ref)
            self.column = _number(found[1]) if found else self.column + 1
            self.row = int(found[2]) if found else self.row
        elif tag in {"v", "is", "f"}:
            self._measure()
        if tag == "f":
            where = (self.row, _letters(self.column))
            self.parts.formulas.setdefault(self.name, []).append(where)

    def _measure(self) -> None:
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
