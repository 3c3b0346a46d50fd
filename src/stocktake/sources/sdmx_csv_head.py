"""What each column of an SDMX-CSV message is: the head does not say which are dimensions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.concepts import FLAG_CONCEPTS, UNITS, find_time, is_attribute, is_dimension
from stocktake.sources.text import TextTable, name_first, refusal, refuse_patterns
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

FIRST: Final = re.compile(r"(DATAFLOW|STRUCTURE|KEY)(\[.{0,3}\])?", re.I)
LEADING: Final = frozenset(
    {"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "SERIES_KEY", "OBS_KEY"}
    | {"DATAFLOW", "LAST UPDATE", "LAST_UPDATE", "KEY"}
)
MEASURES: Final = re.compile(r"OBS_?VALUE[A-Z0-9_]*|MEAS(URE)?_[A-Z0-9_]+", re.I)
BOTH: Final = re.compile(r"([A-Za-z0-9_]+):.")
"""`REF_AREA: Reference area`; BIS and UNICEF leave out the blank."""

CODE: Final = r"(?s)^(.*?)(?:: .*)?$"
CODE_CLOSE: Final = r"(?s)^(.*?)(?::[^0-9/].*)?$"
"""The code of `AT: Austria`, and where heads leave out the blank also of `AT:Austria`."""

DIMENSIONS: Final = re.compile(r"DIM_[A-Z0-9_]+", re.I)
ATTRIBUTES: Final = re.compile(
    r"ATTR(IBUTE)?_[A-Z0-9_]+|(COMMENT|NOTE|TITLE|METADATA|FOOTNOTE|UNIT|OBS|CONF|COLL|PUBL|BREAK)"
    r"_[A-Z0-9_]+|UPDATED?|UNIT|DECIMALS|[^\[]*\[.*|[^.]+\..+",
    re.I,
)
"""Names only an attribute has: arrays, languages, metadata with dots, and families of names."""


@dataclass
class Head:
    """The columns by what they are."""

    structure: str
    action: str = ""
    time: str = ""
    dimensions: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def say_what_else(self) -> str:
        """What a message without measures holds, in words."""
        return "attributes and metadata" if self.attributes else "dimensions"


def take_identities(table: TextTable) -> TextTable:
    """Where heads are `DIM: Label` and cells `A: Value A`, the table with names and codes alone."""
    found = {column: BOTH.match(column) for column in table.header}
    both = {column: match[1] for column, match in found.items() if match}
    if not both:
        return table
    header = tuple(both.get(column, column) for column in table.header)
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        faults = (fault("duplicate-column", row="1", column=name, count=2) for name in twice)
        raise refusal(*faults)
    refuse_patterns(header)
    codes = [
        pl.col(column).str.extract(CODE if ": " in column else CODE_CLOSE).fill_null("")
        for column in both
    ]
    frame = table.frame.with_columns(codes).rename(both)
    return TextTable(header, frame, table.separator, table.warnings)


def read_head(table: TextTable, declared: Collection[str] = ()) -> Head:
    """The roles of all columns; RefusedError where one cannot be told."""
    by_upper = {column.upper(): column for column in table.header}
    found = FIRST.fullmatch(table.header[0])
    if not found:
        why = "it begins neither with DATAFLOW nor with STRUCTURE"
        raise refusal(fault("head-unknown", row="1", format="SDMX-CSV", why=why))
    head = Head(by_upper.get("STRUCTURE_ID", table.header[0]), by_upper.get("ACTION", ""))
    columns = _list_components(table.header, "STRUCTURE_NAME" in by_upper)
    sorter = _Sorter(head, {name.upper() for name in declared}, found[1].upper() == "STRUCTURE")
    sorter.sort(columns)
    head.time = find_time(head.dimensions)
    return head


def _list_components(header: Sequence[str], has_names: bool) -> list[str]:
    """With STRUCTURE_NAME, each component is followed by a column with its labels."""
    rest = [name for name in header[1:] if name.upper() not in LEADING]
    return rest[::2] if has_names and len(rest) % 2 == 0 else rest


@dataclass
class _Sorter:
    """Puts each column where it belongs, by its name and its place before or after the measure."""

    head: Head
    declared: Collection[str]
    is_second: bool
    has_order: bool = True

    def sort(self, columns: Sequence[str]) -> None:
        """In version 1.0 a column after the measure that we do not know is refused."""
        first = next((n for n, name in enumerate(columns) if MEASURES.fullmatch(name)), 0)
        # Version 2.0 lets dimensions stand anywhere; then only their names tell what they are.
        self.has_order = bool(find_time(columns[:first])) or not find_time(columns)
        unknown = [column for column in columns if not self._place(column)]
        if unknown:
            faults = [fault("unknown-column", row="1", column=c, guess="") for c in unknown]
            raise refusal(*name_first(faults))

    def _place(self, column: str) -> bool:
        head = self.head
        if MEASURES.fullmatch(column):
            head.measures.append(column)
        elif self._is_dimension(column):
            head.dimensions.append(column)
        elif column.upper() in FLAG_CONCEPTS:
            head.flags.append(column)
        elif is_attribute(column) or ATTRIBUTES.fullmatch(column):
            head.attributes.append(column)
        elif self.is_second or (self.has_order and is_dimension(column)):
            head.attributes.append(column)
            head.problems.append(fault("attribute-unknown", row="1", column=column))
        else:
            return False
        return True

    def _is_dimension(self, column: str) -> bool:
        upper = column.upper()
        if upper in self.declared or DIMENSIONS.fullmatch(column):
            return True
        if upper in FLAG_CONCEPTS or "[" in column:
            return False
        if self.head.measures:
            return not self.has_order and is_dimension(column) and upper not in UNITS
        return is_dimension(column) or not is_attribute(column)
