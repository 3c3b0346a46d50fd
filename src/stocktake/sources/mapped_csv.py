"""Any other table: by a declared mapping, or by the usual names of its columns."""

from __future__ import annotations

import difflib
import re
from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from stocktake.sources.codelists import find_known_labels
from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.mapping import Mapping, make_mapping, parse_mapping
from stocktake.sources.observations import NO_PLACE, STATUS
from stocktake.sources.plain_head import is_percent, is_period_text, recognise
from stocktake.sources.rows import Rows, build, check_names, use_point
from stocktake.sources.text import LINE, TextTable, leave_out, load_table, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

FORMAT: Final = "csv"
Declared = Mapping | abc.Mapping[str, str] | str | None
"""A mapping as an object, as pairs or as one text; None = by the usual names."""

NAME: Final = re.compile(r"[^@\x00-\x1f][^\x00-\x1f]*")
INDICATOR: Final = "indicator"
MEASURES: Final = frozenset({"value", "obs_value", "n", "wert"})
"""Names of a measure that say nothing of it."""

UNSPECIFIED: Final = "_X"
"""SDMX's code for what is not specified, for an empty cell of a dimension."""


def read(content: bytes, mapping: Declared = None) -> Cube:
    """The cube of a text file with separators."""
    try:
        return build(read_rows(load_table(content, titled=True), mapping, FORMAT))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def read_rows(table: TextTable, mapping: Declared, format_: str) -> Rows:
    """The rows of a table, whatever file it comes from."""
    if isinstance(mapping, str):
        mapping = parse_mapping(mapping)
    elif isinstance(mapping, abc.Mapping):
        mapping = make_mapping(mapping)
    mapping = mapping or Mapping()
    table = leave_out(table, mapping.without)
    notes: list[Problem] = []
    if mapping.names_columns:
        _check_columns(mapping, table)
    else:
        mapping, notes = recognise(table, mapping)
        _check_given(mapping)
    return _Plain(table, mapping, format_, [*table.warnings, *notes]).read_rows()


def _check_columns(mapping: Mapping, table: TextTable) -> None:
    named = [*mapping.value, *mapping.dimensions, mapping.geo, mapping.period, mapping.flags]
    named.append("" if mapping.count == "*" else mapping.count)
    absent = [name for name in named if name and name not in table.header]
    if absent:
        near = difflib.get_close_matches(absent[0][:80], table.header, 1) or table.header[:1]
        why = f"the head has no column {absent[0]!r}, the nearest is {near[0]!r}"
        raise refusal(fault("mapping-broken", row="1", column=absent[0], why=why))
    if not (mapping.value or mapping.across or mapping.count):
        raise refusal(fault("mapping-broken", why="it needs value, across or count"))
    _check_given(mapping)


def _check_given(mapping: Mapping) -> None:
    """Every name of the cube is given once, and only names that a cube can have."""
    free = [name.lower() for name in mapping.dimensions]
    free += [name for name in mapping.constant if name not in {GEO, PERIOD}]
    free += [mapping.across] if mapping.across not in {"", GEO, PERIOD} else []
    free += [mapping.parts] if mapping.parts else []
    fixed = [GEO] * (bool(mapping.geo) + (GEO in mapping.constant) + (mapping.across == GEO))
    fixed += [PERIOD] * (
        bool(mapping.period) + (PERIOD in mapping.constant) + (mapping.across == PERIOD)
    )
    keys = [*fixed, *mapping.dimensions, *mapping.constant]
    if (mapping.count or mapping.parts) and not keys:
        raise refusal(fault("mapping-broken", why="it needs geo, period or dims to count by"))
    used = [*fixed, *mapping.value]
    twice = [name for name in dict.fromkeys(used) if used.count(name) > 1]
    if twice or not all(map(NAME.fullmatch, free)):
        names = ", ".join(twice) or "the name of a dimension"
        raise refusal(fault("mapping-broken", why=f"{names} is given twice or cannot be used"))
    if mapping.thousands and mapping.thousands == (mapping.decimal or "."):
        raise refusal(fault("mapping-broken", why="thousands and decimals have one separator"))
    check_names(free)


def _take_percent(frame: pl.DataFrame) -> pl.DataFrame:
    """A measure in per cent has the sign in its name and no longer in every cell."""
    for name in frame.columns:
        if name[:1] == "\x1f" and name[1:].lower() not in MEASURES and is_percent(frame[name]):
            cells = frame[name].str.strip_chars_end("% ").alias(f"{name} (%)")
            frame = frame.drop(name).with_columns(cells)
    return frame


@dataclass
class _Plain:
    """One table on its way from its own columns to those of a cube."""

    table: TextTable
    mapping: Mapping
    format: str
    problems: list[Problem]

    def read_rows(self) -> Rows:
        """Dimensions, values and flags of all rows."""
        frame, dimensions = self._name_columns()
        if self.mapping.count:
            frame = self._count(frame, dimensions)
        else:
            frame, dimensions = self._spread(frame, dimensions)
        if VALUE in frame.columns:
            frame = frame.with_columns(self._use_point(frame[VALUE]))
        frame = self._read_periods(frame)
        columns = [*dimensions, *({GEO} & set(frame.columns))]
        blank = [pl.col(name).replace("", UNSPECIFIED) for name in columns]
        frame = frame.with_columns(blank)
        if self.mapping.parts:
            key = [*columns, *({PERIOD} & set(frame.columns))]
            number = pl.int_range(1, pl.len() + 1).over(key).cast(pl.String)
            frame = frame.with_columns(number.alias(self.mapping.parts))
            dimensions = [*dimensions, self.mapping.parts]
        return Rows(
            self.format,
            frame,
            dimensions,
            self._published(dimensions),
            problems=self.problems,
            labels=find_known_labels(frame, columns),
            missing=frozenset({"", *self.mapping.missing}),
            read_period=self._read_period,
        )

    def _name_columns(self) -> tuple[pl.DataFrame, list[str]]:
        """Columns under their final names, constants added, values still as they stand."""
        mapping = self.mapping
        names = {name: name.lower() for name in mapping.dimensions}
        kept = [pl.col(name).alias(ours) for name, ours in names.items()]
        for name, ours in ((mapping.geo, GEO), (mapping.period, PERIOD), (mapping.flags, STATUS)):
            kept += [pl.col(name).alias(ours)] if name else []
        kept += [pl.lit(value).alias(name) for name, value in mapping.constant.items()]
        rest = [pl.col(name).alias(f"\x1f{name}") for name in self._list_values()]
        frame = self.table.frame.select(*kept, *rest, LINE)
        given = [name for name in mapping.constant if name not in {GEO, PERIOD}]
        return frame, [*names.values(), *given]

    def _list_values(self) -> Sequence[str]:
        mapping = self.mapping
        if mapping.count:
            return [] if mapping.count == "*" else [mapping.count]
        if not mapping.across:
            return mapping.value
        used = {mapping.geo, mapping.period, mapping.flags, *mapping.dimensions}
        named = mapping.value or self.table.header
        return [name for name in named if name not in used]

    def _spread(self, frame: pl.DataFrame, dimensions: list[str]) -> tuple[pl.DataFrame, list[str]]:
        """Several columns of values are rows of one, with their heads as a dimension."""
        frame = _take_percent(frame)
        values = [name for name in frame.columns if name.startswith("\x1f")]
        across = self.mapping.across or (INDICATOR if self._has_measures(values) else "")
        if not across:
            return frame.rename({values[0]: VALUE}), dimensions
        if not values:
            raise refusal(fault("mapping-broken", why="no column is left to hold values"))
        if across not in {GEO, PERIOD}:
            check_names(
                [*dimensions, across, *([self.mapping.parts] if self.mapping.parts else [])]
            )
        index = [name for name in frame.columns if name not in values]
        long = frame.unpivot(on=values, index=index, variable_name=across, value_name=VALUE)
        long = long.with_columns(pl.col(across).str.strip_prefix("\x1f"))
        return long, [*dimensions, *({across} - {GEO, PERIOD})]

    def _has_measures(self, values: list[str]) -> bool:
        """The name of a single measure is kept unless it says nothing, such as `value`."""
        return len(values) != 1 or values[0][1:].lower() not in MEASURES

    def _count(self, frame: pl.DataFrame, dimensions: list[str]) -> pl.DataFrame:
        """How many records, or different ones, there are for each key."""
        key = [name for name in (*dimensions, GEO, PERIOD) if name in frame.columns]
        if PERIOD in frame.columns:
            undated = frame.filter(pl.col(PERIOD).str.strip_chars() == "")
            if len(undated):
                self.problems.append(fault("rows-without-period", count=len(undated)))
            frame = frame.filter(pl.col(PERIOD).str.strip_chars() != "")
            read = {text: self._read_period(text) or text for text in frame[PERIOD].unique()}
            frame = frame.with_columns(pl.col(PERIOD).replace(read))
        column = f"\x1f{self.mapping.count}"
        counted = pl.len() if self.mapping.count == "*" else pl.col(column).n_unique()
        groups = frame.group_by(key, maintain_order=True)
        return groups.agg(counted.cast(pl.String).alias(VALUE), pl.col(LINE).first())

    def _use_point(self, cells: pl.Series) -> pl.Series:
        """Plain numbers out of those with decimal commas and groups of thousands."""
        decimal, thousands = self.mapping.decimal or ".", self.mapping.thousands
        if self.mapping.decimal or thousands:
            point, group = re.escape(decimal), re.escape(thousands or "\x1f")
            form = rf"^-?(?:[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+)(?:{point}[0-9]+)?$"
            plain = cells.str.replace_all(thousands or "\x1f", "", literal=True)
            plain = plain.str.replace(decimal, ".", literal=True)
            fits = cells.str.contains(form)
            return plain.zip_with(fits, cells).alias(VALUE)
        shown, doubtful = use_point(cells, self.table.separator)
        if doubtful:
            raise refusal(fault("number-grouped", column=VALUE, cell=doubtful))
        return shown

    def _read_periods(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Empty periods are refused; a description among periods is kept without one."""
        if PERIOD not in frame.columns:
            return frame
        empty = frame.filter(pl.col(PERIOD).str.strip_chars() == "")[LINE].unique().sort()
        if len(empty):
            where = str(empty[0])
            raise refusal(fault("rows-missing-period", row=where, count=len(empty), first=empty[0]))
        for text in frame[PERIOD].unique().sort().to_list():
            if is_period_text(text) and text not in self.mapping.periods:
                line = frame.filter(pl.col(PERIOD) == text)[LINE][0]
                column = self.mapping.period
                self.problems.append(
                    fault("period-described", row=str(line), column=column, cell=text)
                )
        return frame

    def _read_period(self, text: str) -> str:
        if is_period_text(text) and text not in self.mapping.periods:
            return NO_PLACE
        return self.mapping.read_period(text)

    def _published(self, dimensions: list[str]) -> dict[str, str]:
        mapping = self.mapping
        names = {name.lower(): name for name in mapping.dimensions if name.lower() in dimensions}
        pairs = ((GEO, mapping.geo), (PERIOD, mapping.period), (VALUE, "".join(mapping.value[:1])))
        return {**names, **{ours: name for ours, name in pairs if name}}
