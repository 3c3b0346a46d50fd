"""What is in a file, by its content and never by its name; and the reader for it."""

from __future__ import annotations

import bz2
import codecs
import contextlib
import lzma
import re
from collections.abc import Callable, Collection
from typing import Final

from stocktake.sources import (
    databrowser,
    eurostat_tsv,
    json_text,
    jsonstat,
    mapped_csv,
    opensdg,
    owid,
    records_json,
    sdmx_csv,
    sdmx_json,
    sdmx_ml,
    xlsx,
)
from stocktake.sources.cubes import Cube, refuse
from stocktake.sources.limits import DEFAULT, Limits
from stocktake.sources.mapping import Mapping, find_left_out
from stocktake.sources.unpack import GZIP, is_packed, is_workbook, unpack
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

EMPTY, HTML, XML, JSON, TABLE = "empty", "html", "sdmx-ml", "json", "csv"
HEAD: Final = 2**16
# One piece at a time: Python before 3.11.5 gets possessive groups wrong.
_BEFORE_ROOT: Final = re.compile(
    r"\s+|<\?[^>]*>|<!--.*?-->|<!doctype\s+(?!html)[^>]*>", re.IGNORECASE | re.DOTALL
)
_ANYTHING: Final = re.compile(rb"[^ \t\r\n\0\xef\xbb\xbf]")
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_PAGE_TITLE: Final = re.compile(r"<(?:title|h1)[^<>]{0,200}>([^<]{1,500})", re.IGNORECASE)

MAGIC: Final = {
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "xls",
    b"RDX": "rda",
    b"RDA": "rda",
    b"PAR1": "parquet",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
}
"""Other files, by their first bytes."""

OTHER: Final = {
    "pdf": "Keep it as evidence: stocktake read --as evidence FILE",
    "xls": "Open it in Excel or LibreOffice and save it as .xlsx or CSV.",
    "rda": "Export the table from R with write.csv, and give the CSV file.",
    "markdown": "Keep it as evidence: stocktake read --as evidence FILE",
}
NAMES: Final = {
    ".xml": {XML},
    ".json": {JSON, "json-stat", "sdmx-json", "json-records"},
    ".csv": {TABLE, "sdmx-csv", "databrowser", "owid", "opensdg"},
    ".tsv": {"eurostat-tsv", TABLE, "sdmx-csv"},
    ".xlsx": {"xlsx"},
    ".zip": {"zip"},
    ".gz": {"gzip"},
}
"""What a name promises."""

TABLES: Final[dict[str, tuple[Callable[[str], bool], Callable[[bytes], Cube]]]] = {
    "sdmx-csv": (sdmx_csv.looks_like, sdmx_csv.read),
    "eurostat-tsv": (eurostat_tsv.looks_like, eurostat_tsv.read),
    "databrowser": (databrowser.looks_like, databrowser.read),
    "owid": (owid.looks_like, owid.read),
    "opensdg": (opensdg.looks_like, opensdg.read),
}
"""Tables one can tell by their head, and their readers."""

SDMX: Final = {XML: sdmx_ml.read, "sdmx-csv": sdmx_csv.read}
"""Messages that may leave open what is a dimension."""

JSONS: Final[dict[str, tuple[Callable[[object], bool], Callable[[object], Cube]]]] = {
    "json-stat": (jsonstat.looks_like, jsonstat.read_found),
    "sdmx-json": (sdmx_json.looks_like, sdmx_json.read_found),
    "json-records": (records_json.looks_like, records_json.read_found),
}


def recognise(content: bytes, name: str = "") -> str:
    """The kind of file. The name says nothing, but a workbook that is none is asked about."""
    if not _ANYTHING.search(content):
        return EMPTY
    if is_workbook(content):
        return "xlsx"
    if is_packed(content):
        return "gzip" if content.startswith(GZIP) else "zip"
    start = _peek(content)
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    return _recognise_text(content)


def _peek(content: bytes) -> bytes:
    """The first bytes; those within of what R packs (bzip2, xz), which no office sends."""
    opener: bz2.BZ2Decompressor | lzma.LZMADecompressor
    if content.startswith(b"BZh"):
        opener = bz2.BZ2Decompressor()
    elif content.startswith(b"\xfd7zXZ"):
        opener = lzma.LZMADecompressor(memlimit=2**26)
    else:
        return content[:16]
    with contextlib.suppress(OSError, EOFError, lzma.LZMAError, ValueError):
        inner = opener.decompress(content, 8)
        return inner if inner.startswith((b"RDX", b"RDA")) else content[:16]
    return content[:16]


def _recognise_text(content: bytes) -> str:
    head = _decode_head(content).lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        return HTML if _is_page(head) else XML
    if head.startswith(("{", "[")):
        return _recognise_json(content)
    if opensdg.is_metadata(head):
        return "opensdg-metadata"
    if head.startswith("# ") and "," not in head.partition("\n")[0].replace(", ", ""):
        return "markdown"
    first = head.partition("\n")[0].rstrip("\r")
    return next((kind for kind, (looks, _) in TABLES.items() if looks(first)), TABLE)


def _is_page(head: str) -> bool:
    """Whether the root of a document is HTML's."""
    at = 0
    while piece := _BEFORE_ROOT.match(head, at):
        at = piece.end()
    return bool(_PAGE.match(head, at))


def _decode_head(content: bytes) -> str:
    start = content[:HEAD]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace")
    if start[:2] in {b"<\0", b"\0<"}:
        return start.decode("utf-16-le" if start[0] else "utf-16-be", "replace")
    return start.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _recognise_json(content: bytes) -> str:
    try:
        return _choose_json(json_text.read_json(content))
    except RefusedError:
        return JSON


def _choose_json(found: object) -> str:
    return next((kind for kind, (looks, _) in JSONS.items() if looks(found)), JSON)


def read_any(
    content: bytes,
    name: str = "",
    mapping: Mapping | str | None = None,
    limits: Limits = DEFAULT,
    dimensions: Collection[str] = (),
) -> Cube:
    """The cube of a file of any kind we read, or a refusal that names what it is.

    `dimensions` names those that an SDMX message without its structure leaves open.
    """
    try:
        inner = unpack(content, limits)
    except RefusedError as error:
        return refuse(recognise(content), *error.problems)
    if name.lower().endswith(".xlsx") and not is_packed(inner):
        return xlsx.read(inner, mapping, limits)
    kind = JSON if _is_json(inner) else recognise(inner)
    cube = _read_kind(inner, kind, mapping, limits, dimensions)
    return _note_name(cube, name, kind) if inner is content else cube


def _is_json(content: bytes) -> bool:
    return _decode_head(content).lstrip()[:1] in {"{", "["}


def _read_kind(
    content: bytes,
    kind: str,
    mapping: Mapping | str | None,
    limits: Limits,
    dimensions: Collection[str],
) -> Cube:
    if kind == "opensdg" and (lines := find_left_out(mapping)):
        return opensdg.read(content, without=lines)
    if kind == TABLE or (mapping and kind in TABLES):
        return mapped_csv.read(content, mapping)
    if kind == "xlsx":
        return xlsx.read(content, mapping, limits)
    if kind in SDMX:
        return SDMX[kind](content, dimensions=dimensions)
    if kind in TABLES:
        return TABLES[kind][1](content)
    readers: dict[str, Callable[[bytes], Cube]] = {
        JSON: _read_json,
        "opensdg-metadata": opensdg.read,
    }
    return readers[kind](content) if kind in readers else refuse(kind, _say_other(kind, content))


def _read_json(content: bytes) -> Cube:
    try:
        found = json_text.read_json(content)
    except RefusedError as error:
        return refuse(JSON, *error.problems)
    kind = _choose_json(found)
    return JSONS[kind][1](found) if kind in JSONS else refuse(JSON, _say_json(found))


def _say_json(found: object) -> Problem:
    if not isinstance(found, dict):
        return fault("json-unknown", what=type(found).__name__)
    if {"resources", "sources", "dataPackageVersion", "profile"} & set(found):
        return fault("metadata-file")
    return fault("json-unknown", what=", ".join(list(found)[:6]))


def _say_other(kind: str, content: bytes) -> Problem:
    if kind == EMPTY:
        return fault("empty-file")
    if kind == HTML:
        words = _PAGE_TITLE.search(_decode_head(content))
        return fault("html-answer", text=" ".join(words[1].split()) if words else "no title")
    advice = OTHER.get(kind, "Ask the office for SDMX-CSV, SDMX-ML, JSON-stat, TSV or .xlsx.")
    return fault("file-other", what=kind, advice=advice)


def _note_name(cube: Cube, name: str, kind: str) -> Cube:
    """A note where the name promises something else."""
    ending = f".{name.lower().rpartition('.')[2]}" if "." in name else ""
    promised = NAMES.get(ending)
    if promised is None or kind in promised or cube.is_refused:
        return cube
    problem = fault("name-mismatch", name=ending, kind=kind)
    return Cube(
        cube.format,
        cube.dataset,
        cube.dimensions,
        cube.frame,
        (*cube.problems, problem),
        cube.updated,
        cube.labels,
    )
