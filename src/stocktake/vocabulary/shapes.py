"""What a table is: its columns, types, key and references, written in a small readable notation.

One column a line, parts set apart by two or more spaces::

    ref K       ref                       printed reference
    lead        refs > actors             who answers for it; at least one
    due?        when                      latest day; empty = no end date
    stage       word stage                what it reached

`K` marks a key column, `?` one that may be empty, `>` the tables a reference points to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from stocktake.vocabulary.words import WORDS


class Type(StrEnum):
    """The types of `tables.md`; `num` is exact decimal text in a folder and Decimal in a frame."""

    REF = "ref"
    REFS = "refs"
    TEXT = "text"
    MD = "md"
    WORD = "word"
    DAY = "day"
    WHEN = "when"
    PERIOD = "period"
    NUM = "num"
    INT = "int"
    YES_NO = "yes/no"


POLARS: Final[dict[Type, pl.DataType]] = {
    Type.REFS: pl.List(pl.String),
    Type.DAY: pl.Date(),
    Type.NUM: pl.Decimal(38, 0),
    Type.INT: pl.Int64(),
    Type.YES_NO: pl.Boolean(),
}
"""Polars types; every type not named here is text. The scale of `num` is that of its values."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, whether it is key or may be empty, and what it means."""

    name: str
    type: Type
    about: str
    key: bool = False
    optional: bool = False
    to: tuple[str, ...] = ()
    words: str = ""

    @property
    def polars(self) -> pl.DataType:
        """The type of this column in a frame."""
        return POLARS.get(self.type, pl.String())


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the dictionary.

    `known_by` names the columns that hold a fact's own day; `planned_by` a column that keeps the
    row visible, with the `known_by` facts blanked, before that day; `cycle` the column that ties
    a row without a day to its round.
    """

    name: str
    group: str
    about: str
    columns: tuple[Column, ...]
    computed: bool = False
    known_by: str = ""
    planned_by: str = ""
    blank: tuple[str, ...] = ()
    cycle: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns; a row's address is their values joined by `|`."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column names and Polars types of a typed frame."""
        return {column.name: column.polars for column in self.columns}


LINE = re.compile(
    r"(?P<name>[a-z_0-9]+)(?P<key> K)?(?P<optional>\?)?"
    r"\s{2,}(?P<type>[a-z/]+)(?: (?P<words>[a-z_]+))?(?: > (?P<to>[a-z_, ]+?))?"
    r"\s{2,}(?P<about>.+)"
)


def parse_columns(text: str) -> Iterator[Column]:
    """Columns written in the notation of this module; ValueError names a line that is not."""
    for line in filter(None, map(str.strip, text.splitlines())):
        found = LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"not a column: {line!r}")
        words = found["words"] or ""
        if words and words not in WORDS:
            raise ValueError(f"no closed list {words!r}: {line!r}")
        yield Column(
            name=found["name"],
            type=Type(found["type"]),
            about=found["about"],
            key=bool(found["key"]),
            optional=bool(found["optional"]),
            to=tuple((found["to"] or "").split(", ")) if found["to"] else (),
            words=words,
        )


def table(group: str, name: str, about: str, columns: str, **options: object) -> Table:
    """A table from its notation; options are the fields of Table."""
    return Table(name, group, about, tuple(parse_columns(columns)), **options)  # type: ignore[arg-type]
