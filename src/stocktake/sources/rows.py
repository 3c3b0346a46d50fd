"""From rows of a text file to a cube: every fault with its row, repeated rows taken once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.codelists import find_labelled, is_place
from stocktake.sources.cubes import FACTS, FLAGS, GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.distinct import list_distinct
from stocktake.sources.notations import read_number, read_period
from stocktake.sources.observations import (
    CONFIDENTIAL,
    NO_PLACE,
    STATUS,
    read_flag_columns,
    read_values,
    replace_texts,
)
from stocktake.sources.odd_codes import find_odd_codes
from stocktake.sources.repeated import take_once
from stocktake.sources.text import LINE, NAMED, name_first, refusal, refuse_patterns
from stocktake.vocabulary.decimals import DIGITS
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, errors

FEW: Final = 10
"""Texts that one problem lists."""

NOTATIONS: Final = {"GR": "EL", "GB": "UK", "EU27": "EU27_2007 or EU27_2020"}
"""Codes that mean another place elsewhere, or are written otherwise; told and never changed."""


@dataclass(frozen=True)
class Rows:
    """The observations of a file as texts, not yet read.

    `frame` has the dimensions under their final names, `geo` and `period` (absent = none),
    `value`, `LINE`, and may have `@status` and `@confidential`. `names` are the columns of the
    file for those of the frame where they differ. `labels` are the dimensions that have labels for
    codes; None leaves it to a look at their texts. `tolerated` names codes of wrong numbers that
    count as missing in this format, and the problem that says so.
    `distinct` has the different texts of columns that the reader has listed already.
    """

    format: str
    frame: pl.DataFrame
    dimensions: Sequence[str]
    names: Mapping[str, str] = field(default_factory=dict)
    dataset: str = ""
    updated: str = ""
    problems: Sequence[Problem] = ()
    labels: frozenset[str] | None = frozenset()
    missing: frozenset[str] = frozenset({"", ":"})
    tolerated: Mapping[str, str] = field(default_factory=dict)
    read_period: Callable[[str], str] = read_period
    distinct: Mapping[str, pl.Series] = field(default_factory=dict)


def build(rows: Rows) -> Cube:
    """The cube, or a refusal that names every fault with its row."""
    problems = list(rows.problems)
    if errors(problems):
        return refuse(rows.format, *problems)
    coded = [*rows.dimensions, GEO, PERIOD, STATUS, CONFIDENTIAL]
    unlisted = [name for name in coded if name in {*rows.frame.columns} - {*rows.distinct}]
    distinct = {**rows.distinct, **list_distinct(rows.frame, unlisted)}
    frame, found = _read_facts(rows, distinct)
    problems += found
    key = [*rows.dimensions, GEO, PERIOD]
    if not errors(problems):
        frame, found = take_once(frame, key)
        problems += found
    nothing = frame[VALUE].null_count() == frame[FLAGS].null_count() == len(frame)
    if nothing and not errors(problems):
        problems.append(fault("no-observations"))
    if errors(problems):
        return refuse(rows.format, *problems)
    codes = {name: distinct[name] for name in (*rows.dimensions, GEO) if name in distinct}
    problems += _check_places(frame, rows, codes)
    problems += find_odd_codes(frame, codes, rows.names)
    labels = find_labelled(codes) if rows.labels is None else rows.labels
    frame = frame.select(*rows.dimensions, *FACTS)
    dimensions = tuple(rows.dimensions)
    return Cube(rows.format, rows.dataset, dimensions, frame, tuple(problems), rows.updated, labels)


def check_names(dimensions: Sequence[str]) -> None:
    """Refuse dimensions that take each other's names, or those of facts, in small letters."""
    refuse_patterns(dimensions)
    names = [*dimensions, *FACTS, STATUS, CONFIDENTIAL, LINE]
    twice = sorted({name for name in dimensions if names.count(name) > 1})
    if twice:
        faults = (fault("duplicate-column", column=n, count=names.count(n)) for n in twice)
        raise refusal(*faults)


def _read_facts(
    rows: Rows, distinct: Mapping[str, pl.Series]
) -> tuple[pl.DataFrame, list[Problem]]:
    frame, problems = _read_periods(rows, distinct)
    value, found = _read_values(rows)
    flags, strange = read_flag_columns(rows.frame, distinct)
    names = [name for name in (*rows.dimensions, GEO, PERIOD, LINE) if name in frame.columns]
    frame = frame.select(names).with_columns(value.alias(VALUE), flags.alias(FLAGS))
    if GEO not in frame.columns:
        frame = frame.with_columns(pl.lit(NO_PLACE).alias(GEO))
    return frame, [*problems, *found, *strange]


def _read_periods(
    rows: Rows, distinct: Mapping[str, pl.Series]
) -> tuple[pl.DataFrame, list[Problem]]:
    frame = rows.frame
    if PERIOD not in frame.columns:
        return frame.with_columns(pl.lit(NO_PLACE).alias(PERIOD)), [fault("period-absent")]
    meant = {text: rows.read_period(text) for text in distinct[PERIOD]}
    wrong = {text: "period-invalid" for text, period in meant.items() if not period}
    problems = name_wrong(frame, PERIOD, wrong, rows.names.get(PERIOD, PERIOD))
    if all(text == period for text, period in meant.items()):
        return frame, problems
    return frame.with_columns(replace_texts(frame[PERIOD], meant)), problems


def _read_values(rows: Rows) -> tuple[pl.Series, list[Problem]]:
    column = rows.names.get(VALUE, VALUE)
    values, wrong = _read_filled(rows.frame[VALUE], rows.missing)
    problems = []
    for code, told in rows.tolerated.items():
        texts = [text for text, found in wrong.items() if found == code]
        if texts:
            count = int(rows.frame[VALUE].is_in(texts).sum())
            problems.append(fault(told, column=column, count=count))
        wrong = {text: found for text, found in wrong.items() if found != code}
    # What is a note elsewhere (NaN means missing in SDMX) is no number in a plain table.
    codes = {t: "number-invalid" if c == "number-nan" else c for t, c in wrong.items()}
    return values, [*name_wrong(rows.frame, VALUE, codes, column), *problems]


def _read_filled(cells: pl.Series, missing: Collection[str]) -> tuple[pl.Series, dict[str, str]]:
    """Values of the cells that are not empty; in wide tables most are, and cost no memory."""
    filled = cells != ""
    if filled.all():
        return read_values(_empty_numbers(cells, missing), missing)
    values, wrong = read_values(_empty_numbers(cells.filter(filled), missing), missing)
    position = pl.DataFrame({"n": filled.cum_sum().cast(pl.UInt32), "filled": filled})
    index = position.select(pl.when("filled").then(pl.col("n") - 1)).to_series()
    return values.gather(index), wrong


def _empty_numbers(cells: pl.Series, missing: Collection[str]) -> pl.Series:
    """Nothing in place of numbers that mean missing, such as -999."""
    numbers = sorted(text for text in missing if text and not read_number(text)[1])
    return cells.set(cells.str.strip_chars(" ").is_in(numbers), "") if numbers else cells


def name_wrong(
    frame: pl.DataFrame, column: str, wrong: Mapping[str, str], shown: str
) -> list[Problem]:
    """One problem for each cell of the column that holds one of these texts, with its row."""
    if not wrong:
        return []
    found = frame.filter(pl.col(column).is_in(list(wrong))).select(LINE, column)
    problems = [
        fault(wrong[text], row=str(line), column=shown, cell=text, digits=DIGITS)
        for line, text in found.head(NAMED).rows()
    ]
    return name_first(problems, max(len(found) - NAMED, 0))


def _check_places(
    frame: pl.DataFrame, rows: Rows, distinct: Mapping[str, pl.Series]
) -> list[Problem]:
    """Codes of places we do not know, and those that others write otherwise."""
    column = rows.names.get(GEO, GEO)
    codes = distinct[GEO].sort().to_list() if GEO in distinct else []
    problems = [
        fault("geo-notation", column=column, cell=code, other=NOTATIONS[code])
        for code in codes
        if code in NOTATIONS
    ]
    strange = [code for code in codes if code != NO_PLACE and not is_place(code)]
    if strange:
        line = frame.filter(pl.col(GEO) == strange[0])[LINE][0]
        few, count = strange[:FEW], len(strange)
        problems.append(fault("unknown-code", row=str(line), column=column, cells=few, count=count))
    return problems


def use_point(cells: pl.Series, separator: str) -> tuple[pl.Series, str]:
    """Numbers with a point for a decimal comma, unless the file could mean thousands.

    Where it could mean both, the cells stay as they are and the first doubtful one is told.
    """
    if separator == ",":
        return cells, ""
    commas = cells.filter(cells.str.contains(r"^\s*-?[0-9]+(?:,[0-9]+)+\s*$"))
    if not len(commas):
        return cells, ""
    grouped = commas.str.contains(r"^\s*-?[1-9][0-9]{0,2}(?:,[0-9]{3})+\s*$")
    if grouped.all():
        return cells, str(commas[0])
    return cells.str.replace_all(",", ".", literal=True), ""
