"""A small declared mapping: which column of a plain table is territory, period, value."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from stocktake.sources.notations import read_period
from stocktake.sources.text import refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.periods import is_period
from stocktake.vocabulary.problems import RefusedError

SPAN: Final = re.compile(r"([0-9]{4}) ?[-–] ?([0-9]{4}(?:-[0-9]{2})?)")
SHORT_SPAN: Final = re.compile(r"([0-9]{2})([0-9]{2})[-/–]([0-9]{2})")
FLOAT_YEAR: Final = re.compile(r"([0-9]{4})\.0+")
YES: Final = {"yes": True, "no": False}


@dataclass(frozen=True)
class Mapping:
    """What the columns of a table are.

    `value` may name several columns, then their names are the dimension `indicator`. `across`
    says what the heads of all columns not named are: `geo`, `period`, or a dimension. `count`
    names the column whose different texts are counted, `*` all rows. `constant` gives what no
    column says, `periods` what a text in the column of periods stands for, `without` the lines
    that are left out. `parts` is the name of a dimension that numbers rows of the same key, where
    a publisher states parts of one observation without saying which.
    """

    geo: str = ""
    period: str = ""
    value: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    flags: str = ""
    across: str = ""
    count: str = ""
    constant: dict[str, str] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)
    fiscal: bool = False
    decimal: str = ""
    thousands: str = ""
    missing: tuple[str, ...] = (":", "..", "…")
    without: tuple[int, ...] = ()
    parts: str = ""

    @property
    def names_columns(self) -> bool:
        """Whether it says what columns are, and not only how what they hold is to be read."""
        return bool(
            self.geo or self.period or self.value or self.dimensions or self.flags
            or self.across or self.count
        )  # fmt: skip

    def read_period(self, text: str) -> str:
        """A period as this table writes it, in our notation; empty if it is none."""
        text = self.periods.get(text.strip(), text.strip())
        if found := FLOAT_YEAR.fullmatch(text):
            text = found[1]
        if self.fiscal and (found := SHORT_SPAN.fullmatch(text)):
            return _write_fiscal(found)
        if found := SPAN.fullmatch(text):
            text = f"{found[1]}/{found[2]}"
        return text if is_period(text) else read_period(text)


def _write_fiscal(found: re.Match[str]) -> str:
    first, last = int(found[1] + found[2]), int(found[3])
    return f"{first}/{first + 1}" if (first + 1) % 100 == last else ""


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _lines(text: str) -> tuple[int, ...]:
    return tuple(map(int, _list(text)))


_FIELDS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "geo": ("geo", str),
    "period": ("period", str),
    "value": ("value", _list),
    "dims": ("dimensions", _list),
    "dimensions": ("dimensions", _list),
    "flags": ("flags", str),
    "across": ("across", str),
    "count": ("count", str),
    "fiscal": ("fiscal", YES.__getitem__),
    "decimal": ("decimal", str),
    "thousands": ("thousands", str),
    "missing": ("missing", _list),
    "without": ("without", _lines),
    "parts": ("parts", str),
}
_GIVEN: Final = {"set.": "constant", "period.": "periods"}


def parse_mapping(text: str) -> Mapping:
    """`geo=Country;period=Year;value=Deaths|Injured;dims=Sex;set.unit=persons` as a mapping."""
    pairs: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        key, equals, value = part.partition("=")
        if not equals:
            raise _refuse(f"{part.strip()} has no =")
        pairs[key.strip()] = value
    return make_mapping(pairs)


def find_left_out(mapping: Mapping | str | None) -> tuple[int, ...]:
    """The lines that a mapping leaves out, if it says nothing else."""
    if isinstance(mapping, str) and re.fullmatch(r"\s*without\s*=[0-9| ]*", mapping):
        mapping = parse_mapping(mapping)
    is_all = isinstance(mapping, Mapping) and mapping == Mapping(without=mapping.without)
    return mapping.without if is_all and isinstance(mapping, Mapping) else ()


def make_mapping(pairs: abc.Mapping[str, str]) -> Mapping:
    """The same from pairs of key and text; so a column may have `;` or `=` in its name."""
    fields: dict[str, Any] = {"constant": {}, "periods": {}}
    for key, text in pairs.items():
        value = text if key == "thousands" else text.strip()
        given = next((prefix for prefix in _GIVEN if key.startswith(prefix)), "")
        if given:
            fields[_GIVEN[given]][key.removeprefix(given)] = value
        elif key in _FIELDS:
            name, read = _FIELDS[key]
            fields[name] = _read_field(key, value, read)
        else:
            names = ", ".join([*_FIELDS, "set.NAME", "period.TEXT"])
            raise _refuse(f"there is no {key}; there are {names}")
    return Mapping(**fields)


def _read_field(key: str, value: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(value)
    except (KeyError, ValueError):
        raise _refuse(f"{key} cannot be {value}") from None


def _refuse(why: str) -> RefusedError:
    return refusal(fault("mapping-broken", why=why))
