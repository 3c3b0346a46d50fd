"""SDMX-ML data messages: 2.0, 2.1 and 3.0, generic and structure-specific, any order of series."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from stocktake.sources.concepts import (
    CONFIDENTIALITY,
    FLAG_CONCEPTS,
    MULTIPLIERS,
    OBS_VALUE,
    STATUS_FLAGS,
    UNITS,
    find_first,
    find_geo,
    find_time,
    is_attribute,
    is_dimension,
)
from stocktake.sources.cubes import VALUE, Cube, refuse
from stocktake.sources.observations import (
    CONFIDENTIAL,
    SHOWN,
    STATUS,
    Raw,
    build_cube,
    say_answer,
    say_multiplied,
)
from stocktake.sources.sdmx_ml_message import (
    ALL_DIMENSIONS,
    ANSWER_ROOTS,
    ATTRIBUTE_MARK,
    Dataset,
    Message,
    MessageWalker,
)
from stocktake.sources.sdmx_ml_old import OldWalker
from stocktake.sources.sdmx_ml_rows import SERIES
from stocktake.sources.xml_walk import XmlRefusedError
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

FORMAT: Final = "sdmx-ml"
IDENTITIES: Final = frozenset({"IDBANK"})
"""Names of whole series: France gives them beside the dimensions, or instead of them."""

ADVICE: Final = {
    "413": "Fetch every five minutes what the office prepares:",
    "100": "Widen the query, or wait until the office has published.",
}


def read(content: bytes, *, dimensions: Collection[str] = ()) -> Cube:
    """The cube of a data message; `dimensions` names what the file leaves open."""
    try:
        message = MessageWalker(content).read()
        if message.root in {"UtilityData", "CrossSectionalData"}:
            message = OldWalker(content).read()
        return _build(message, {name.upper() for name in dimensions})
    except XmlRefusedError as error:
        return refuse(FORMAT, error.problem)


def _build(message: Message, declared: Collection[str]) -> Cube:
    raws = [_read_dataset(message, dataset, declared) for dataset in message.datasets]
    raws = [raw for raw in raws if len(raw.frame)]
    if not raws:
        return refuse(FORMAT, _say_nothing(message))
    return build_cube(_join(raws, _tell_besides(message, raws)))


def _tell_besides(message: Message, raws: Sequence[Raw]) -> Iterator[Problem]:
    if message.foreign:
        yield fault("xml-foreign", cell=message.foreign)
    for name in list(message.strange)[:SHOWN]:
        yield fault("element-unknown", cell=name)
    for number, texts in message.said[:SHOWN]:
        yield fault("footer-besides", number=number or "-", text=" ".join(dict.fromkeys(texts)))
    shapes = {" ".join(sorted(raw.dimensions)) for raw in raws}
    if len(shapes) > 1:
        yield fault("several-datasets", names=sorted(shapes))


def _say_nothing(message: Message) -> Problem:
    if not message.said:
        return fault("no-observations")
    number, texts = message.said[0]
    text = " ".join(dict.fromkeys(texts))
    if message.root in ANSWER_ROOTS:
        return say_answer(number, text)
    advice = ADVICE.get(number, "Mend the query as it says, or fetch again later.")
    found = re.search(r"https?://[!-~]{1,200}", text)
    address = f" {found[0]}" if found and number in ADVICE else ""
    return fault("footer-message", number=number or "-", text=text, advice=advice, address=address)


def _join(raws: Sequence[Raw], problems: Iterable[Problem]) -> Raw:
    """Datasets of one shape as one; the first says what they are."""
    told = [*problems, *(problem for raw in raws for problem in raw.problems)]
    frame = pl.concat([raw.frame for raw in raws], how="diagonal")
    return replace(raws[0], frame=frame, problems=told)


def _read_dataset(message: Message, dataset: Dataset, declared: Collection[str]) -> Raw:
    rows, series = dataset.rows.frames()
    table = _Table(dataset, rows, series, declared)
    problems: list[Problem] = []
    dimensions = table.sort_names(problems)
    problems += table.find_overruled(dimensions)
    frame = table.make_frame(dimensions)
    problems += _find_multipliers(table)
    return Raw(
        FORMAT,
        frame,
        dimensions,
        find_geo(dimensions),
        find_time(dimensions),
        message.dataset_id or dataset.structure.dataset,
        message.updated,
        problems,
    )


class _Table:
    """Observations and series of one dataset, and which of their names are dimensions."""

    def __init__(
        self,
        dataset: Dataset,
        rows: pl.DataFrame,
        series: pl.DataFrame,
        declared: Collection[str],
    ) -> None:
        self.generic = dataset.is_generic
        self.structure = dataset.structure
        self.declared = declared
        self.rows, self.series = self._name_measure(rows), series
        self.mark = ATTRIBUTE_MARK if self.generic else ""
        names = {name.upper() for name in (*rows.columns, *series.columns)}
        self.has_multiplier = bool(names & MULTIPLIERS)
        self.is_flat = not len(series) or self.structure.at_observation == ALL_DIMENSIONS

    def _name_measure(self, rows: pl.DataFrame) -> pl.DataFrame:
        """An explicit measure (2.1) is the type of its observation."""
        wanted = self.structure.at_observation
        types = [name for name in rows.columns if name.endswith("XMLSchema-instance type")]
        if self.generic or not types or not wanted or wanted in rows.columns:
            return rows
        if wanted == ALL_DIMENSIONS:
            return rows
        measure = pl.col(types[0]).str.split(":").list.last()
        return rows.with_columns(measure.alias(wanted)).drop(types)

    def sort_names(self, problems: list[Problem]) -> list[str]:
        """The dimensions, in the order of the message; what cannot be told is a problem."""
        every = dict.fromkeys([*_plain_names(self.series), *_plain_names(self.rows)])
        names = [name for name in every if name != OBS_VALUE]
        if self.generic:
            return names
        sure = [name for name in names if self._is_dimension(name, problems)]
        soft = [name for name in names if self._is_soft(name)]
        if self._needs(soft, sure):
            sure += soft
        return [name for name in names if name in sure]

    def _is_soft(self, name: str) -> bool:
        """Whether only the data can tell: a unit stands beside its multiplier as an attribute."""
        upper = name.upper()
        if upper in self.declared:
            return False
        return upper in IDENTITIES or (upper in UNITS and self.has_multiplier)

    def _needs(self, soft: Sequence[str], sure: Sequence[str]) -> bool:
        """Whether two series are told apart by nothing else."""
        known, doubtful = (
            [name for name in names if name in self.series.columns] for names in (sure, soft)
        )
        if not doubtful:
            return False
        count = self.series.select(known).n_unique() if known else 1
        return self.series.select(*known, *doubtful).n_unique() > count

    def _is_dimension(self, name: str, problems: list[Problem]) -> bool:
        if name.upper() in self.declared:
            return True
        if self._is_soft(name) or name.upper() in FLAG_CONCEPTS:
            return False
        in_rows = name in self.rows.columns
        if name == self.structure.at_observation:
            return True
        if is_attribute(name):
            return False
        if is_dimension(name):
            return not in_rows or self.is_flat or bool(find_time([name]))
        return self._guess(name, in_rows, problems)

    def _guess(self, name: str, in_rows: bool, problems: list[Problem]) -> bool:
        """A name we have never met: only with a named structure, and where none lacks it."""
        if not self.structure.named:
            problems.append(fault("unknown-dimension", column=name))
            return True
        table = self.rows if in_rows else self.series
        if table[name].null_count() or (in_rows and not self.is_flat):
            problems.append(fault("attribute-unknown", column=name))
            return False
        return True

    def find_overruled(self, dimensions: Sequence[str]) -> Iterator[Problem]:
        """What a series states holds for all its observations: none may state it again."""
        for name in self.series.columns:
            is_key = is_dimension(name) or name in dimensions or name == self.mark + OBS_VALUE
            if is_key and name in self.rows.columns and SERIES in self.rows.columns:
                shared = self._share(self.rows, name)
                if (self.rows[name].is_not_null() & shared.is_not_null()).any():
                    yield fault("column-twice", column=name, count=2)

    def make_frame(self, dimensions: Sequence[str]) -> pl.DataFrame:
        """One row for each observation: dimensions, value, status, confidentiality."""
        rows = self.rows
        columns = [self._column(rows, name).alias(name) for name in dimensions]
        value = self.mark + OBS_VALUE
        own = rows[value] if value in rows.columns else _nothing(len(rows))
        columns.append(own.alias(VALUE))
        names = [*rows.columns, *self.series.columns]
        for ours, wanted in ((STATUS, STATUS_FLAGS), (CONFIDENTIAL, CONFIDENTIALITY)):
            found = find_first(names, [self.mark + name for name in wanted])
            if found:
                columns.append(self._column(rows, found).alias(ours))
        # By name: a dimension that is called like ours is one that `build_cube` refuses.
        return pl.DataFrame({column.name: column for column in columns})

    def _column(self, rows: pl.DataFrame, name: str) -> pl.Series:
        """A column of the observations, else of their series."""
        own = rows[name] if name in rows.columns else None
        if name not in self.series.columns or SERIES not in rows.columns:
            return own if own is not None else _nothing(len(rows))
        shared = self._share(rows, name)
        return shared if own is None else own.fill_null(shared)

    def _share(self, rows: pl.DataFrame, name: str) -> pl.Series:
        """What its series states, for each observation."""
        at = rows[SERIES]
        return self.series[name].gather(at.set(at < 0, None).cast(pl.UInt32))


def _nothing(length: int) -> pl.Series:
    return pl.Series("", [None], dtype=pl.String).new_from_index(0, length)


def _plain_names(frame: pl.DataFrame) -> list[str]:
    """Names without a namespace and without a mark: `xml:lang` says nothing of the data."""
    return [name for name in frame.columns if " " not in name and name[:1] not in {"#", "@"}]


def _find_multipliers(table: _Table) -> Iterator[Problem]:
    for frame in (table.series, table.rows):
        for name in frame.columns:
            if name.removeprefix(table.mark).upper() in MULTIPLIERS:
                yield from say_multiplied(name.removeprefix(table.mark), frame[name])
