"""From the texts of a file to a cube: periods, exact values, flags, and what stands twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.cubes import FACTS, FLAGS, GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.distinct import list_distinct
from stocktake.sources.limits import COLUMNS
from stocktake.sources.notations import (
    NOT_A_NUMBER,
    read_confidentiality,
    read_flags,
    read_number,
    read_period,
)
from stocktake.sources.odd_codes import find_odd_codes
from stocktake.sources.repeated import show_key, take_once
from stocktake.sources.text import is_pattern, refusal
from stocktake.vocabulary.decimals import DIGITS
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import ERROR, Problem, RefusedError

SHOWN: Final = 5
"""Places shown of one kind of problem; the rest would be the same sentence again."""

STATUS, CONFIDENTIAL = "@status", "@confidential"
"""Raw columns besides the dimensions, the period and the value."""

NO_PLACE = "-"
"""Geo of a file without territory, period of one without time."""

TAKEN: Final = frozenset({VALUE, STATUS, CONFIDENTIAL})
CONTROLS: Final = "[\x00-\x1f\x7f-\x9f]"
PLAIN: Final = rf"^-?(?:0|[1-9][0-9]{{0,{DIGITS}}})(?:\.[0-9]*[1-9])?$"


@dataclass(frozen=True)
class Raw:
    """The observations of one dataset as the file states them.

    `frame` has the dimensions as published, `value` (text, empty or null = missing), and may have
    `@status` and `@confidential`. `geo` and `time` name two of the dimensions, or are empty.
    """

    format: str
    frame: pl.DataFrame
    dimensions: Sequence[str]
    geo: str = ""
    time: str = ""
    dataset: str = ""
    updated: str = ""
    problems: Sequence[Problem] = field(default_factory=tuple)


def build_cube(raw: Raw) -> Cube:
    """The cube, or a refusal that names each kind of error at a few places."""
    if len(raw.dimensions) > COLUMNS:
        count = len(raw.dimensions)
        return refuse(raw.format, fault("too-many-columns", count=count, limit=COLUMNS))
    try:
        check_names(raw.dimensions)
    except RefusedError as error:
        return refuse(raw.format, *error.problems)
    names = _name_dimensions(raw)
    coded = [name for name in (*names, STATUS, CONFIDENTIAL) if name in raw.frame.columns]
    distinct = list_distinct(raw.frame, coded)
    problems = [*raw.problems, *_find_clashes(raw, names, distinct)]
    if has_errors(problems):
        return refuse(raw.format, *problems)
    frame, found = _read_facts(raw, names, distinct)
    problems += found
    dimensions = tuple(name for name in names.values() if name not in FACTS)
    if not has_errors(problems):
        frame, found = take_once(frame, [*dimensions, GEO, PERIOD])
        problems += found
        said_nothing = frame[VALUE].null_count() + frame[FLAGS].null_count() == 2 * len(frame)
        problems += [fault("no-observations")] if said_nothing else []
    if has_errors(problems):
        return refuse(raw.format, *problems)
    published = {ours: name for name, ours in names.items()}
    codes = {ours: distinct[name] for name, ours in names.items() if ours != PERIOD}
    problems += find_odd_codes(frame, codes, published)
    return Cube(raw.format, raw.dataset, dimensions, frame, tuple(problems), raw.updated)


def check_names(names: Sequence[str]) -> None:
    """Refuse names that no column of a frame can have, before there is one."""
    for name in names:
        if name in TAKEN or name.startswith("\x1f") or is_pattern(name):
            raise refusal(fault("dimension-name", column=name))
        if names.count(name) > 1:
            raise refusal(fault("column-twice", column=name, count=names.count(name)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them forbids to take anything."""
    return any(problem.severity == ERROR for problem in problems)


def _name_dimensions(raw: Raw) -> dict[str, str]:
    """Published names and ours: small letters, `geo` and `period` for what they are."""
    ours = {name: fact for name, fact in ((raw.geo, GEO), (raw.time, PERIOD)) if name}
    return {name: ours.get(name, name.lower()) for name in raw.dimensions}


def _find_clashes(
    raw: Raw, names: dict[str, str], distinct: Mapping[str, pl.Series]
) -> Iterator[Problem]:
    for ours in sorted(set(names.values()) | set(FACTS)):
        count = list(names.values()).count(ours)
        if count > 1 or (count == 1 and ours in {VALUE, FLAGS}):
            yield fault("column-twice", column=ours, count=count + (ours in {VALUE, FLAGS}))
    if "" in names:
        yield fault("column-unnamed", number=list(names).index("") + 1)
        return
    for name in names:
        if "" in distinct[name] or raw.frame[name].null_count():
            absent = raw.frame.filter(pl.col(name).fill_null("") == "")
            row = absent.row(0, named=True)
            yield fault("dimension-missing", row=show_key(row, names), column=name)
        yield from _find_controls(name, distinct[name])


def _find_controls(column: str, codes: pl.Series) -> Iterator[Problem]:
    """Codes that no person could have typed."""
    for code in codes.filter(codes.str.contains(CONTROLS)).sort().head(SHOWN):
        character = next(char for char in code if not char.isprintable())
        yield fault("cell-control", column=column, character=f"U+{ord(character):04X}")


def _read_facts(
    raw: Raw, names: dict[str, str], distinct: Mapping[str, pl.Series]
) -> tuple[pl.DataFrame, list[Problem]]:
    period, problems = _read_periods(raw, distinct)
    value, found = read_values(raw.frame[VALUE])
    problems += _place_numbers(raw, found, names)
    flags, found_flags = read_flag_columns(raw.frame, distinct)
    problems += found_flags
    columns = [
        pl.col(name).alias(ours) for name, ours in names.items() if ours not in {GEO, PERIOD}
    ]
    geo = pl.col(raw.geo) if raw.geo and raw.geo in raw.frame.columns else pl.lit(NO_PLACE)
    facts = [geo.alias(GEO), period.alias(PERIOD), value.alias(VALUE), flags.alias(FLAGS)]
    return raw.frame.select(*columns, *facts), problems


def _read_periods(
    raw: Raw, distinct: Mapping[str, pl.Series]
) -> tuple[pl.Expr | pl.Series, list[Problem]]:
    """Periods in our notation, each different text read once."""
    if not raw.time:
        return pl.lit(NO_PLACE), [fault("period-absent")]
    texts = raw.frame[raw.time]
    meant = {text: read_period(text) for text in distinct[raw.time]}
    wrong = sorted(text for text in meant if not meant[text])
    problems = [fault("period-invalid", column=raw.time, cell=text) for text in wrong[:SHOWN]]
    is_ours = all(text == period for text, period in meant.items())
    return texts if is_ours else replace_texts(texts, meant), problems


def read_values(
    texts: pl.Series, missing: Collection[str] = ()
) -> tuple[pl.Series, dict[str, str]]:
    """Exact values in normal form, and the texts that are none with the code of what is wrong.

    `missing` are texts besides the empty one that stand for no value, and are no numbers.
    """
    rows = texts.alias("text").to_frame().select(_trim_zeros(pl.col("text")))
    shown = rows["text"].alias(texts.name)
    normal = rows.select(_is_normal(pl.col("text"))).to_series()
    if normal.all():
        return shown, {}
    others = texts.filter(~normal).unique().drop_nulls()
    rest = {text: _read_rest(text, missing) for text in others}
    if rest:
        exact = {text: number for text, (number, code) in rest.items() if not code}
        shown = shown.zip_with(normal, replace_texts(texts, exact))
    return shown, {text: code for text, (_, code) in rest.items() if code}


def _is_normal(text: pl.Expr) -> pl.Expr:
    """Whether a text is a number as we write it, and short enough."""
    is_normal = text.str.contains(PLAIN) & (text.str.len_bytes() <= DIGITS) & (text != "-0")
    return is_normal.fill_null(False)


def _trim_zeros(text: pl.Expr) -> pl.Expr:
    """Without the zeros that end a fraction, and the point before them."""
    is_longer = text.str.ends_with("0") & text.str.contains(".", literal=True)
    trimmed = text.str.strip_chars_end("0").str.strip_suffix(".")
    return pl.when(is_longer).then(trimmed).otherwise(text)


def _read_rest(text: str, missing: Collection[str]) -> tuple[str | None, str]:
    if not text.strip() or text.strip(" ") in missing:
        return None, ""
    if text.strip().lower() in NOT_A_NUMBER:
        return None, "number-nan"
    return read_number(text)


def _place_numbers(raw: Raw, found: dict[str, str], names: dict[str, str]) -> Iterator[Problem]:
    """Each kind of wrong number at its first places."""
    cell = pl.col(VALUE)
    nan = [text for text, code in found.items() if code == "number-nan"]
    if nan:
        count = raw.frame.filter(cell.is_in(nan)).height
        yield fault("number-nan", column=VALUE, count=count)
    wrong = [text for text, code in found.items() if code != "number-nan"]
    rows = raw.frame.filter(cell.is_in(wrong)) if wrong else raw.frame.head(0)
    for row in rows.head(SHOWN).iter_rows(named=True):
        text = row[VALUE]
        place = show_key(row, names)
        yield fault(found[text], row=place, column=VALUE, cell=text, digits=DIGITS)


def read_flag_columns(
    frame: pl.DataFrame, distinct: Mapping[str, pl.Series]
) -> tuple[pl.Series, list[Problem]]:
    """Flags of status and confidentiality together."""
    problems: list[Problem] = []
    stated: list[pl.Series] = []
    for name, read in ((STATUS, read_flags), (CONFIDENTIAL, read_confidentiality)):
        if name not in frame.columns:
            continue
        meant = {text: read(text) for text in distinct[name]}
        for text in sorted(text for text, letters in meant.items() if letters is None)[:SHOWN]:
            count = int((frame[name] == text).sum())
            problems.append(fault("flag-unknown", column=FLAGS, cell=text, count=count))
        if any(meant.values()):
            letters_of = {text: letters or None for text, letters in meant.items()}
            stated.append(replace_texts(frame[name], letters_of))
    if len(stated) == 2:
        stated = [_join_letters(*stated)]
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(frame))
    return (stated[0] if stated else nothing).alias(FLAGS), problems


def _join_letters(some: pl.Series, more: pl.Series) -> pl.Series:
    both = pl.select(pl.concat_str(some, more, ignore_nulls=True)).to_series()
    return replace_texts(both, {text: "".join(sorted(set(text))) or None for text in both.unique()})


def replace_texts(texts: pl.Series, meant: Mapping[str, str | None]) -> pl.Series:
    """What each text means; null where it is not among them.

    As an expression: the method of a series would put it together in one piece first.
    """
    replaced = pl.col("").replace_strict(meant, default=None, return_dtype=pl.String)
    return texts.alias("").to_frame().select(replaced).to_series().alias(texts.name)


def say_answer(number: str, text: str) -> Problem:
    """What an office answered instead of data, with its number where it gave one."""
    said = ": ".join(filter(None, (number, text.rstrip(". "))))
    return fault("error-answer", text=said or "nothing")


def say_multiplied(name: str, powers: pl.Series) -> Iterator[Problem]:
    """A note where values are stated in powers of ten of their unit."""
    stated = [power for power in powers.drop_nulls().unique().sort() if power.strip("0 ")]
    if stated:
        yield fault("multiplied", column=name, cell=", ".join(stated))
