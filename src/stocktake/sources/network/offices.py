"""Offices as rows: where each is asked, by which standard, in which formats, and with what licence.

Ours are in `offices.toml`; a file of the user's own adds to them or replaces a row.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from stocktake.sources.network.lines import FetchError, refuse, split_address
from stocktake.sources.network.quirks import QUIRKS

OURS: Final = Path(__file__).with_name("offices.toml")
LARGEST: Final = 1_000_000

SDMX21, SDMX30, JSON_STAT, FILES = "sdmx-2.1", "sdmx-3.0", "json-stat", "files"
STANDARDS: Final = (SDMX21, SDMX30, JSON_STAT, FILES)

_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{1,30}", re.ASCII)
_HEADER: Final = re.compile(r"[ -~]{0,200}")
_NEEDED: Final = ("title", "base", "standard", "formats", "licence", "note", "checked")


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is asked for: by a header, by parameters, or both."""

    accept: str = "*/*"
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Office:
    """One row. `flow` completes a bare dataset name, `whole` is the key that stands for all of it.

    `key_order` names the dimensions of datasets whose order is known. `http` allows plain http,
    for which `note` must give the reason; `checked` is the day on which the row was looked up.
    """

    name: str
    title: str
    base: str
    standard: str
    formats: Mapping[str, Format]
    licence: str
    note: str
    checked: date
    flow: str = "{dataset}"
    agency: str = ""
    version: str = ""
    whole: str = ""
    path: str = "{dataset}"
    key_order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quirks: str = ""
    http: bool = False


_TYPES: Final[dict[str, type]] = {
    **{item.name: str for item in fields(Office)},
    "formats": dict,
    "key_order": dict,
    "checked": date,
    "http": bool,
}


def read_offices(own: Path | None = None) -> dict[str, Office]:
    """All offices by name; FetchError says what is wrong with a row."""
    rows = _load(OURS) | (_load(own) if own else {})
    return {name: _read_row(name, row) for name, row in rows.items()}


def find_office(name: str, offices: Mapping[str, Office]) -> Office:
    """The first office of that name or title, capitals or not; FetchError if there is none."""
    for office in offices.values():
        if name.casefold() in (office.name.casefold(), office.title.casefold()):
            return office
    raise refuse("office-unknown", cell=name, guess=_guess(name, offices))


def find_format(office: Office, name: str) -> Format:
    """The format of that name, or the office's first; FetchError if it has none such."""
    if name and name not in office.formats:
        names = list(office.formats)
        raise refuse("office-format", cell=name, office=office.name, names=names)
    return office.formats[name or next(iter(office.formats))]


def _guess(name: str, offices: Mapping[str, Office]) -> str:
    rows = reversed(list(offices.values()))
    known = {text.casefold(): row.name for row in rows for text in (row.title, row.name)}
    close = difflib.get_close_matches(name.casefold(), known, n=1)
    return f"Did you mean {known[close[0]]}? " if close else ""


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            return tomllib.loads(stream.read(LARGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise refuse("office-broken", str(path), office="offices", why=str(error)) from None


def _read_row(name: str, row: Any) -> Office:
    why = _find_slip(name, row)
    if why:
        raise _broken(name, why)
    formats = {key: _read_format(name, value) for key, value in row["formats"].items()}
    orders = {key: tuple(map(str, value)) for key, value in row.get("key_order", {}).items()}
    return Office(**{**row, "name": name, "formats": formats, "key_order": orders})


def _find_slip(name: str, row: Any) -> str:
    """What is wrong with a row, in words; empty if nothing is."""
    if not isinstance(row, dict) or not _NAME.fullmatch(name):
        return "a row is a table with a name in capitals, such as [MY_OFFICE]"
    for key, value in row.items():
        if key not in _TYPES or key == "name":
            return f"there is no column {key}"
        if not isinstance(value, _TYPES[key]):
            return f"{key} must be a {_TYPES[key].__name__}"
    missing = [key for key in _NEEDED if not row.get(key)]
    return f"{missing[0]} is missing" if missing else _find_wrong_cell(row)


def _find_wrong_cell(row: Mapping[str, Any]) -> str:
    schemes = ("https", "http") if row.get("http") else ("https",)
    parts = split_address(row["base"])
    if parts is None or parts.scheme not in schemes or parts.query or parts.fragment:
        return "base must be an address beginning with https:// and without ? and #"
    if row["standard"] not in STANDARDS:
        return f"standard must be one of {', '.join(STANDARDS)}"
    if row.get("quirks", "") not in ("", *QUIRKS):
        return f"quirks must be one of {', '.join(QUIRKS)}"
    if row["standard"] == SDMX30 and not row.get("agency"):
        return "agency is missing, which SDMX 3.0 wants in the path"
    for column in ("flow", "path"):
        if "{dataset}" not in row.get(column, "{dataset}"):
            return f"{column} must hold {{dataset}}"
    return ""


def _read_format(office: str, row: Any) -> Format:
    known = isinstance(row, dict) and row.keys() <= {"accept", "query"}
    if not known or not isinstance(row.get("query", {}), dict):
        raise _broken(office, "a format has accept and query, and nothing besides")
    accept, query = row.get("accept", "*/*"), row.get("query", {})
    texts = [accept, *query, *query.values()]
    if not all(isinstance(text, str) and _HEADER.fullmatch(text) for text in texts):
        raise _broken(office, "accept and query are plain texts of one line")
    return Format(accept, query)


def _broken(office: str, why: str) -> FetchError:
    return refuse("office-broken", office=office, why=why)
