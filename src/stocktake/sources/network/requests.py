"""From what is wanted to the address that asks for it, by the standard of the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from stocktake.sources.network.lines import refuse
from stocktake.sources.network.offices import (
    FILES,
    JSON_STAT,
    SDMX21,
    SDMX30,
    Office,
    find_format,
)
from stocktake.sources.network.quirks import find_quirks
from stocktake.vocabulary.periods import is_period

_PART: Final = r"(?:[A-Za-z0-9_][\w@$-]*(?:\.[\w@$-]+)*[+]?|[+~*])"
DATASET: Final = re.compile(rf"{_PART}(?:,{_PART}){{0,2}}", re.ASCII)
"""`nama_10_gdp`, or `AGENCY,ID` or `AGENCY,ID,VERSION`; never a dot segment."""

PLACES: Final = re.compile(r"[\w@$.+*,-]{0,2000}", re.ASCII)
"""Codes by position, as in `A.CP_MEUR+PC_GDP..DE`."""

FILTER: Final = re.compile(r"[A-Za-z_]\w*=[\w@$-]+(?:,[\w@$-]+)*", re.ASCII)
"""Codes by name, as in `geo=DE,FR`; several are joined by semicolons."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of an office.

    `key` gives codes by position (`A.CP_MEUR..DE+FR`) or by name (`geo=DE,FR;freq=A`); empty is
    the whole dataset. `start` and `end` are periods; `format` is a format of the office's row.
    """

    office: str
    dataset: str
    key: str = ""
    start: str = ""
    end: str = ""
    format: str = ""


def build_address(request: Request, office: Office) -> str:
    """The address to ask; FetchError if the request holds what cannot stand in one."""
    _check_request(request)
    path, pairs = _BUILDERS[office.standard](request, office)
    pairs += find_format(office, request.format).query.items()
    query = urlencode(pairs, safe=":,+*", quote_via=quote)
    joint = "&" if "?" in path else "?"
    return f"{office.base.rstrip('/')}/{path}" + (f"{joint}{query}" if query else "")


def _check_request(request: Request) -> None:
    if not DATASET.fullmatch(request.dataset) or len(request.dataset) > 200:
        raise refuse("request-invalid", column="dataset", cell=request.dataset)
    if "=" not in request.key and not PLACES.fullmatch(request.key):
        raise refuse("request-invalid", column="key", cell=request.key)
    for column, text in (("start", request.start), ("end", request.end)):
        if text and ("/" in text or not is_period(text)):
            raise refuse("period-invalid", column=column, cell=text)


def _build_21(request: Request, office: Office) -> tuple[str, Pairs]:
    key = request.key
    if "=" in key:
        named = _read_filters(request)
        order = _find_order(request, office)
        key = ".".join("+".join(named.pop(name, ())) for name in order)
    path = f"data/{quote(_write_flow(request, office), safe=',@$+*~')}"
    key = find_quirks(office.quirks).write_key(key if key.strip(".") else office.whole)
    # Programs on the way take a key of dots alone ("..") for a step up.
    path += f"/{quote(key, safe='+,*@$')}" if key else ""
    return path, [*_write_span(request, "startPeriod", "endPeriod")]


def _build_30(request: Request, office: Office) -> tuple[str, Pairs]:
    agency, dataset, version = _split_flow(request, office)
    pairs: Pairs = []
    key = ".".join(place or "*" for place in request.key.split("."))
    if "=" in request.key:
        named = _read_filters(request, str.upper)
        pairs += ((f"c[{name}]", ",".join(codes)) for name, codes in named.items())
        key = "*"
    key = find_quirks(office.quirks).write_key(key)
    span = "+".join(f"{sign}:{text}" for sign, text in _write_span(request, "ge", "le"))
    pairs += [("c[TIME_PERIOD]", span)] if span else []
    parts = ("data", "dataflow", agency, dataset, version, key)
    return "/".join(quote(part, safe="+,*@$~") for part in parts), pairs


def _build_json_stat(request: Request, office: Office) -> tuple[str, Pairs]:
    named = _read_filters(request) if "=" in request.key else {}
    if request.key and not named:
        order = _find_order(request, office)
        places = request.key.split(".")
        named = {name: place.split("+") for name, place in zip(order, places, strict=False)}
    pairs = [(name, code) for name, codes in named.items() for code in codes if code]
    pairs += _write_span(request, "sinceTimePeriod", "untilTimePeriod")
    return f"data/{quote(request.dataset, safe='')}", pairs


def _build_file(request: Request, office: Office) -> tuple[str, Pairs]:
    for column in ("key", "start", "end"):
        if getattr(request, column):
            raise refuse("request-unfit", column=column, office=office.name)
    return office.path.format(dataset=quote(request.dataset, safe="")), []


_BUILDERS: Final[dict[str, Callable[[Request, Office], tuple[str, Pairs]]]] = {
    SDMX21: _build_21,
    SDMX30: _build_30,
    JSON_STAT: _build_json_stat,
    FILES: _build_file,
}


def _write_span(request: Request, first: str, last: str) -> Iterator[tuple[str, str]]:
    if request.start:
        yield first, request.start
    if request.end:
        yield last, request.end


def _write_flow(request: Request, office: Office) -> str:
    bare = "," not in request.dataset
    return office.flow.format(dataset=request.dataset) if bare else request.dataset


def _split_flow(request: Request, office: Office) -> tuple[str, str, str]:
    """Agency, dataset and version; what the request leaves open is taken from the row."""
    parts = request.dataset.split(",")
    agency, dataset = (office.agency, parts[0]) if len(parts) == 1 else parts[:2]
    return agency, dataset, parts[2] if len(parts) == 3 else office.version or "+"


def _read_filters(request: Request, write: Callable[[str], str] = str) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for part in request.key.split(";"):
        name, _, codes = part.partition("=")
        if not FILTER.fullmatch(part) or write(name) in named:
            raise refuse("filter-form", column="key", cell=part)
        named[write(name)] = codes.split(",")
    return named


def _find_order(request: Request, office: Office) -> tuple[str, ...]:
    """The dimensions of the dataset in order, as the filters of the request write them."""
    order = _look_up_order(request, office)
    if "=" not in request.key:
        return order
    given = {name.upper(): name for name in _read_filters(request)}
    unknown = [name for name in given if name not in map(str.upper, order)]
    if unknown:
        cell, dataset = given[unknown[0]], request.dataset
        raise refuse("filter-dimension", cell=cell, dataset=dataset, guess="", names=order)
    return tuple(given.get(name.upper(), name) for name in order)


def _look_up_order(request: Request, office: Office) -> tuple[str, ...]:
    known = {name.upper(): order for name, order in office.key_order.items()}
    for name in (request.dataset, request.dataset.split(",")[1 if "," in request.dataset else 0]):
        if name.upper() in known:
            return known[name.upper()]
    raise refuse("key-order-unknown", dataset=request.dataset, office=office.name)
