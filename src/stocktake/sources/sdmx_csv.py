"""SDMX-CSV 1.0 and 2.0, with codes, labels or both, and as Eurostat, ECB and OECD write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.concepts import (
    CONFIDENTIALITY,
    MULTIPLIERS,
    STATUS_FLAGS,
    find_first,
    find_geo,
)
from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.distinct import list_distinct
from stocktake.sources.notations import read_period
from stocktake.sources.observations import CONFIDENTIAL, STATUS, say_multiplied
from stocktake.sources.rows import Rows, build, check_names, use_point
from stocktake.sources.sdmx_csv_head import Head, read_head, take_identities
from stocktake.sources.text import LINE, load_table, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.formulas import rearm
from stocktake.vocabulary.problems import Problem, RefusedError

FORMAT: Final = "sdmx-csv"
MEASURE: Final = "measure"
"""Dimension for the names of the measures where a file has several."""

MISSING: Final = frozenset({"", ":", "-"})
AGENCY: Final = "STOCKTAKE"
"""Whose messages are our own: their codes were made harmless for spreadsheets."""

DELETE: Final = "D"
STAMP: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2}) ([0-9:]{8})")
REFERENCE: Final = re.compile(r"[^\s(]+(?:\([0-9a-z.+]*\))?")


def looks_like(head: str) -> bool:
    """Whether the first line of a file is the head of an SDMX-CSV message."""
    return bool(re.match(r'\ufeff?"?(DATAFLOW|STRUCTURE(\[.{0,3}\])?|KEY)"?[,;\t|:]', head))


def read(content: bytes, *, dimensions: Collection[str] = ()) -> Cube:
    """The cube of a message; `dimensions` names those that the head leaves open."""
    try:
        return build(_open(content, dimensions).read_rows())
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _open(content: bytes, dimensions: Collection[str]) -> _Message:
    """The message alone: columns that no row of the cube needs go with it, before building."""
    table = take_identities(load_table(content))
    head = read_head(table, dimensions)
    return _Message(table.frame, table.separator, head, [*table.warnings, *head.problems])


@dataclass
class _Message:
    """One message on its way from cells to rows of a cube."""

    frame: pl.DataFrame
    separator: str
    head: Head
    problems: list[Problem]
    distinct: dict[str, pl.Series] = field(init=False)
    """The different texts of the columns with codes; most questions are about them alone."""

    def __post_init__(self) -> None:
        self._list_distinct()

    def _list_distinct(self) -> None:
        head = self.head
        columns = [head.structure, head.action, *head.dimensions, *head.flags]
        self.distinct = list_distinct(self.frame, filter(None, columns))

    def _leave_out(self, rows: pl.Series) -> None:
        self.frame = self.frame.filter(~rows)
        self._list_distinct()

    def read_rows(self) -> Rows:
        """Dimensions, values and flags of the rows that hold observations."""
        self._leave_deletions()
        if not self.head.measures:
            raise refusal(fault("values-absent", row="1", what=self.head.say_what_else()))
        time = self.head.time or self._assume_time()
        self._leave_partial_rows()
        names, dimensions = self._name_dimensions(time)
        long, dimensions = self._spread_measures(names, dimensions)
        published = {ours: name for name, ours in names.items()}
        published[VALUE] = self.head.measures[0]
        for name in self.head.attributes:
            if name.upper() in MULTIPLIERS:
                self.problems += say_multiplied(name, self.frame[name])
        return Rows(
            FORMAT,
            long,
            dimensions,
            published,
            self._read_dataset(),
            self._read_update(),
            self.problems,
            None,
            MISSING,
            {"number-nan": "number-nan"},
            distinct={ours: self.distinct[name] for name, ours in names.items()},
        )

    def _leave_deletions(self) -> None:
        action = self.head.action
        deletes = {DELETE, DELETE.lower()} & set(self.distinct.get(action, ()))
        if not deletes:
            return
        is_deletion = self.frame[action].is_in(sorted(deletes))
        if is_deletion.all():
            raise refusal(
                fault("delete-message", row="2", column=action, what=f"{action} {DELETE}")
            )
        lines = self.frame[LINE].filter(is_deletion)
        self.problems.append(
            fault("rows-deleting", row=str(lines[0]), count=len(lines), first=lines[0])
        )
        self._leave_out(is_deletion)

    def _assume_time(self) -> str:
        """Without TIME_PERIOD, the last dimension that holds nothing but periods."""
        for name in reversed(self.head.dimensions):
            texts = [text for text in self.distinct[name] if text]
            if texts and all(map(read_period, texts)):
                self.problems.append(fault("period-assumed", row="1", column=name))
                return name
        return ""

    def _leave_partial_rows(self) -> None:
        """Attributes of groups stand in rows without a full key and without a value."""
        keys, values = self.head.dimensions, self.head.measures
        if not self._list_gaps(keys):
            return
        lacks = pl.any_horizontal(pl.col(keys) == "") & pl.all_horizontal(pl.col(values) == "")
        is_partial = self.frame.select(lacks).to_series()
        if not is_partial.any():
            return
        lines = self.frame[LINE].filter(is_partial)
        self.problems.append(
            fault("rows-partial", row=str(lines[0]), count=len(lines), first=lines[0])
        )
        self._leave_out(is_partial)

    def _list_gaps(self, names: Iterable[str]) -> list[str]:
        """Which of these columns have empty cells."""
        return [name for name in names if "" in self.distinct[name]]

    def _name_dimensions(self, time: str) -> tuple[dict[str, str], list[str]]:
        """All columns of the key under our names, and those that are neither geo nor period."""
        geo = find_geo([name for name in self.head.dimensions if name != time])
        ours = {geo: GEO, time: PERIOD}
        names = {name: ours.get(name, name.lower()) for name in self.head.dimensions}
        for name in self._list_gaps(names):
            row = str(self.frame[LINE].filter(self.frame[name] == "")[0])
            self.problems.append(fault("dimension-missing", row=row, column=name))
        return names, [told for name, told in names.items() if name not in ours]

    def _spread_measures(
        self, names: dict[str, str], dimensions: list[str]
    ) -> tuple[pl.DataFrame, list[str]]:
        """A row for each measure; flags belong to all of them."""
        head = self.head
        check_names([*dimensions, *([MEASURE] if len(head.measures) > 1 else [])])
        self._rearm_codes(names)
        frame = self.frame.select(
            *(pl.col(name).alias(ours) for name, ours in names.items()),
            *(
                _use_measure(self.frame[name], self.separator).alias(f"\x1f{name}")
                for name in head.measures
            ),
            *_join(head.flags, STATUS_FLAGS, STATUS),
            *_join(head.flags, CONFIDENTIALITY, CONFIDENTIAL),
            LINE,
        )
        if len(head.measures) == 1:
            return frame.rename({f"\x1f{head.measures[0]}": VALUE}), dimensions
        measures = [f"\x1f{name}" for name in head.measures]
        index = [name for name in frame.columns if name not in measures]
        long = frame.unpivot(on=measures, index=index, variable_name=MEASURE, value_name=VALUE)
        return long.with_columns(pl.col(MEASURE).str.strip_prefix("\x1f")), [*dimensions, MEASURE]

    def _rearm_codes(self, names: Iterable[str]) -> None:
        """Codes as they were before we wrote them, where we made some harmless."""
        marked = [name for name in names if self.distinct[name].str.starts_with("'").any()]
        if marked and self.distinct[self.head.structure].str.starts_with(f"{AGENCY}:").all():
            self.frame = self.frame.with_columns(rearm(pl.col(marked)))
            self._list_distinct()

    def _read_dataset(self) -> str:
        texts = self.distinct[self.head.structure].to_list()
        if len(texts) > 1:
            texts = self.frame[self.head.structure].unique(maintain_order=True).to_list()
        found = [match[0] if (match := REFERENCE.match(text)) else text for text in texts]
        if self.head.structure.upper() == "KEY":
            found = [text.partition(".")[0] for text in texts]
        names = list(dict.fromkeys(found))
        if len(names) > 1:
            self.problems.append(fault("several-structures", names=names[:10]))
        return names[0] if names else ""

    def _read_update(self) -> str:
        """Eurostat's LAST UPDATE, 23/04/24 23:00:00, as 2024-04-23T23:00:00."""
        name = find_first(self.frame.columns, ("LAST UPDATE", "LAST_UPDATE"))
        texts = self.frame[name].unique().sort().to_list() if name else []
        last = texts[-1] if len(texts) == 1 else ""
        return STAMP.sub(r"20\3-\2-\1T\4", last)


def _use_measure(cells: pl.Series, separator: str) -> pl.Series:
    """SDMX has no thousands separators: a comma in a file with semicolons is decimal."""
    shown, doubtful = use_point(cells, separator)
    return shown.str.replace(",", ".", literal=True) if doubtful else shown


def _join(flags: Sequence[str], wanted: Sequence[str], ours: str) -> list[pl.Expr]:
    """One column of all these flags; none where the message has none."""
    kept = [pl.col(name) for name in flags if name.upper() in wanted]
    if not kept:
        return []
    return [(pl.concat_str(kept, separator=" ") if kept[1:] else kept[0]).alias(ours)]
