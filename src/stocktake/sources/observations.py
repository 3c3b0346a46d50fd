"""From the texts of a file to a cube: periods, exact values, flags, and what stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stocktake.sources.cubes import FACTS, FLAGS, GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.limits import COLUMNS
from stocktake.sources.notations import (
    NOT_A_NUMBER,
    read_confidentiality,
    read_flags,
    read_number,
    read_period,
)
from stocktake.sources.odd_codes import find_odd_codes
from stocktake.sources.text import is_pattern, refusal
from stocktake.vocabulary.decimals import DIGITS
from stocktake.vocabulary.faults import fault, show
from stocktake.vocabulary.problems import ERROR, Problem

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
    names = _name_dimensions(raw)
    problems = [*raw.problems, *_find_clashes(raw, names)]
    if has_errors(problems):
        return refuse(raw.format, *problems)
    frame, found = _read_facts(raw, names)
    problems += found
    dimensions = tuple(name for name in names.values() if name not in FACTS)
    if not has_errors(problems):
        problems += find_doubles(frame, [*dimensions, GEO, PERIOD])
        said_nothing = frame[VALUE].null_count() + frame[FLAGS].null_count() == 2 * len(frame)
        problems += [fault("no-observations")] if said_nothing else []
    if has_errors(problems):
        return refuse(raw.format, *problems)
    published = {ours: name for name, ours in names.items()}
    problems += find_odd_codes(frame, (*dimensions, GEO), published)
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


def _find_clashes(raw: Raw, names: dict[str, str]) -> Iterator[Problem]:
    for ours in sorted(set(names.values()) | set(FACTS)):
        count = list(names.values()).count(ours)
        if count > 1 or (count == 1 and ours in {VALUE, FLAGS}):
            yield fault("column-twice", column=ours, count=count + (ours in {VALUE, FLAGS}))
    if "" in names:
        yield fault("column-unnamed", number=list(names).index("") + 1)
        return
    for name in names:
        absent = raw.frame.filter(pl.col(name).fill_null("") == "")
        if len(absent):
            row = absent.head(1)
            yield fault("dimension-missing", row=show_key(row, names), column=name)
        yield from _find_controls(raw.frame[name])


def _find_controls(codes: pl.Series) -> Iterator[Problem]:
    """Codes that no person could have typed."""
    different = codes.unique().drop_nulls()
    for code in different.filter(different.str.contains(CONTROLS)).sort().head(SHOWN):
        character = next(char for char in code if not char.isprintable())
        yield fault("cell-control", column=codes.name, character=f"U+{ord(character):04X}")


def _read_facts(raw: Raw, names: dict[str, str]) -> tuple[pl.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    place = dict.fromkeys(raw.frame.columns, "")
    if raw.time:
        period = _read_each(raw.frame, raw.time, read_period, "period-invalid", problems)
    else:
        period = pl.lit(NO_PLACE)
        problems.append(fault("period-absent"))
    value, found = read_values(raw.frame[VALUE])
    problems += _place_numbers(raw, found, names)
    flags, found_flags = read_flag_columns(raw.frame)
    problems += found_flags
    columns = [
        pl.col(name).alias(ours) for name, ours in names.items() if ours not in {GEO, PERIOD}
    ]
    geo = pl.col(raw.geo) if raw.geo in place and raw.geo else pl.lit(NO_PLACE)
    facts = [geo.alias(GEO), period.alias(PERIOD), value.alias(VALUE), flags.alias(FLAGS)]
    return raw.frame.select(*columns, *facts), problems


def _read_each(
    frame: pl.DataFrame,
    column: str,
    read: Callable[[str], str],
    code: str,
    problems: list[Problem],
) -> pl.Expr:
    """A column read text by text, each different text once."""
    texts = frame[column].unique().drop_nulls().to_list()
    meant = {text: read(text) for text in texts}
    wrong = sorted(text for text in texts if not meant[text])
    problems += [fault(code, column=column, cell=text) for text in wrong[:SHOWN]]
    return pl.col(column).replace_strict(meant, default=None, return_dtype=pl.String)


def read_values(texts: pl.Series) -> tuple[pl.Series, dict[str, str]]:
    """Exact values in normal form, and the texts that are none with the code of what is wrong."""
    cell = pl.col(VALUE)
    trimmed = (
        pl.when(cell.str.contains(".", literal=True))
        .then(cell.str.strip_chars_end("0").str.strip_chars_end("."))
        .otherwise(cell)
    )
    cells = texts.alias(VALUE).to_frame().with_columns(shown=trimmed)
    is_plain = (
        pl.col("shown").str.contains(PLAIN)
        & (pl.col("shown").str.len_bytes() <= DIGITS)
        & cell.str.contains(r"[0-9]$")
        & (pl.col("shown") != "-0")
    )
    cells = cells.with_columns(plain=is_plain.fill_null(False))
    rest = cells.filter(~pl.col("plain") & cell.is_not_null())[VALUE].unique().to_list()
    read = {text: _read_rest(text) for text in rest}
    exact = {text: number for text, (number, code) in read.items() if not code}
    values = cells.select(
        pl.when("plain")
        .then("shown")
        .otherwise(cell.replace_strict(exact, default=None, return_dtype=pl.String))
    ).to_series()
    return values, {text: code for text, (_, code) in read.items() if code}


def _read_rest(text: str) -> tuple[str | None, str]:
    if not text.strip():
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
    for index in range(min(len(rows), SHOWN)):
        row = rows[index]
        text = row[VALUE][0]
        place = show_key(row, names)
        yield fault(found[text], row=place, column=VALUE, cell=text, digits=DIGITS)


def read_flag_columns(frame: pl.DataFrame) -> tuple[pl.Series, list[Problem]]:
    """Flags of status and confidentiality together."""
    problems: list[Problem] = []
    nothing = pl.Series(FLAGS, [None], dtype=pl.String).new_from_index(0, len(frame))
    kept = [name for name in (STATUS, CONFIDENTIAL) if name in frame.columns]
    if not kept:
        return nothing, problems
    pairs = frame.select(kept).unique()
    meant = [_join_flags(row) for row in pairs.iter_rows(named=True)]
    lookup = pairs.with_columns(pl.Series(FLAGS, [flags or None for flags, _ in meant], pl.String))
    joined = frame.select(kept).join(
        lookup, on=kept, how="left", nulls_equal=True, maintain_order="left"
    )
    for text in sorted({unknown for _, unknown in meant if unknown})[:SHOWN]:
        count = frame.filter(pl.col(STATUS) == text).height
        problems.append(fault("flag-unknown", column=FLAGS, cell=text, count=count))
    return joined[FLAGS], problems


def _join_flags(row: dict[str, str | None]) -> tuple[str, str]:
    """Flags of one pair of texts, and the status if it is no flag."""
    status, confidential = row.get(STATUS) or "", row.get(CONFIDENTIAL) or ""
    flags = read_flags(status)
    letters = sorted(set(flags or "") | set(read_confidentiality(confidential)))
    return "".join(letters), status if flags is None else ""


def find_doubles(frame: pl.DataFrame, key: Sequence[str]) -> Iterator[Problem]:
    """Observations that stand there more than once, whether or not their values agree."""
    hashes = frame.select(pl.struct(key).hash()).to_series()
    if hashes.n_unique() == len(frame):
        return
    suspects = frame.filter(hashes.is_duplicated())
    groups = suspects.group_by(key, maintain_order=True).agg(pl.col(VALUE), pl.len().alias("#"))
    for row in groups.filter(pl.col("#") > 1).head(SHOWN).iter_rows(named=True):
        place = _join_key({name: row[name] for name in key if name != PERIOD})
        values = ["missing" if value is None else value for value in row[VALUE][:SHOWN]]
        yield fault(
            "observation-twice", row=place, column=row[PERIOD], count=row["#"], values=values
        )


def show_key(row: pl.DataFrame, names: Iterable[str]) -> str:
    """The key of one observation as a place in a problem."""
    return _join_key({name: row[name][0] for name in names})


def _join_key(key: dict[str, str | None]) -> str:
    """Addresses of rows come from a file: escaped, and each part cut short."""
    parts = (f"{show(name)[:24]}={show(code)[:24]}" for name, code in key.items() if code)
    return ";".join(parts)[:200]
