"""An indicator as a query: built once, written for DuckDB or Spark.

Only what both engines answer alike is used: SELECT, CAST, SUM, COUNT, MAX, IN, JOIN, UNION ALL,
GROUP BY, ORDER BY, ROW_NUMBER. They add up exact decimals and count; everything else, division and
years included, is done in Python (`answers.py`), so that it cannot differ by engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlglot import exp

from stocktake.indicators.questions import Question
from stocktake.vintages.manifests import (
    EXACT,
    FLAGGED,
    FLAGS,
    GEO,
    PART,
    PERIOD,
    SERIES,
    Vintage,
    find_exact_type,
)
from stocktake.vintages.parts import RANK, TURN

LATEST, WHOLE, NOW = "latest", "whole", "now"

Files = dict[str, tuple[Vintage, str]]
"""The file behind each table a query names."""


@dataclass(frozen=True)
class Query:
    """The questions to put to an engine, and the files they are about.

    `cells`: territory, period, sum (not for a count), rows, known values, rank of the newest
    vintage among them.
    `parts`: how many series there are in all, None where nothing need be asked.
    `letters`: territory, period and flags, each once; None where no flag occurs.
    """

    cells: exp.Expr
    parts: exp.Expr | None
    letters: exp.Expr | None
    files: Files


def build_query(question: Question, standing: Sequence[Vintage]) -> Query | None:
    """The query over the vintages that answer; None if none of them has the dimensions asked."""
    chosen = [(rank, one) for rank, one in enumerate(standing) if _has_dimensions(question, one)]
    if not chosen:
        return None
    names = list(dict.fromkeys(name for _, one in chosen for name in one.dimensions))
    files: Files = {}
    cells = _ask_cells(_read_now(question, chosen, names, files), question, chosen)
    letters = None
    if any(one.letters for _, one in chosen):
        letters = _ask_letters(_read_flagged(question, chosen, names, files))
    parts = None
    if question.needs_parts and names:
        parts = _ask_parts(question, [one for _, one in chosen], names, files)
    return Query(cells, parts, letters, files)


def _has_dimensions(question: Question, vintage: Vintage) -> bool:
    """A series without a dimension asked for is no answer."""
    return all(name in vintage.dimensions for name, _ in question.where)


def _column(name: str, table: str = "") -> exp.Column:
    return exp.column(name, table=table or None, quoted=True)


def _columns(names: Sequence[str]) -> list[exp.Expr]:
    return [_column(name) for name in names]


def _ask_cells(now: exp.Select, question: Question, chosen: list[tuple[int, Vintage]]) -> exp.Expr:
    """Columns are read only where the answer needs them."""
    key = (GEO, PERIOD)
    stated = exp.Count(this=exp.Star())
    has_all = not any(one.missing for _, one in chosen)
    known = stated.copy() if has_all else exp.Count(this=_column(EXACT))
    is_counted = question.aggregate == "count"
    total = known.copy() if is_counted else exp.Sum(this=_column(EXACT))
    newest: exp.Expr = exp.Literal.number(chosen[0][0])
    if len(chosen) > 1:
        newest = exp.Max(this=_column(RANK))
    return (
        now.select(
            *_columns(key),
            exp.alias_(total, "total"),
            exp.alias_(stated, "stated"),
            exp.alias_(known, "known"),
            exp.alias_(newest, "newest"),
            copy=False,
        )
        .group_by(*_columns(key), copy=False)
        .order_by(*_in_order(key), copy=False)
    )


def _ask_letters(now: exp.Select) -> exp.Expr:
    names = (GEO, PERIOD, FLAGS)
    flagged = now.select(*_columns(names), copy=False)
    flagged = flagged.where(_column(FLAGS).is_(exp.null()).not_(), copy=False)
    flagged = flagged.group_by(*_columns(names), copy=False)
    return flagged.order_by(*_in_order(names), copy=False)


def _ask_parts(
    question: Question, chosen: list[Vintage], names: list[str], files: Files
) -> exp.Expr:
    """Series that make up the sum: whatever period they were stated for."""
    reads = []
    for one in chosen:
        table = _name_table(one, SERIES if SERIES in one.files else PART, files)
        read = exp.select(*_dimensions(one, names)).from_(table, copy=False)
        reads.append(
            _choose(read, question, one).group_by(*_columns(one.dimensions or [GEO]), copy=False)
        )
    series = _unite(reads)
    if len(reads) > 1:
        series = exp.select(*_columns(names)).from_(
            series.subquery("stated", copy=False), copy=False
        )
        series = series.group_by(*_columns(names), copy=False)
    return exp.select(exp.Count(this=exp.Star())).from_(
        series.subquery("series", copy=False), copy=False
    )


def _in_order(names: Sequence[str]) -> list[exp.Ordered]:
    return [exp.Ordered(this=_column(name), nulls_first=True) for name in names]


def _read_flagged(
    question: Question, chosen: list[tuple[int, Vintage]], names: list[str], files: Files
) -> exp.Select:
    """What has a flag on the day; of one vintage that is a table of its own, if it is short."""
    vintage = chosen[0][1]
    if len(chosen) > 1 or FLAGGED not in vintage.files:
        return _read_now(question, chosen, names, files)
    table = _name_table(vintage, FLAGGED, files)
    return _choose(exp.select().from_(table, copy=False), question, vintage)


def _read_now(
    question: Question, chosen: list[tuple[int, Vintage]], names: list[str], files: Files
) -> exp.Select:
    """`SELECT ... FROM` what holds on the day: one vintage, or partial ones over a whole one."""
    key = [*names, GEO, PERIOD]
    exact = _exact_type([one for _, one in chosen])
    reads = [_read(question, rank, one, names, exact, files) for rank, one in chosen]
    if len(reads) == 1:
        return exp.select().from_(reads[0].subquery(NOW, copy=False), copy=False)
    later = reads[1:] if chosen[0][1].complete else reads
    latest = _keep_newest(later, key) if len(later) > 1 else later[0]
    if later is reads:
        return exp.select().from_(latest.subquery(NOW, copy=False), copy=False)
    shown = [*key, EXACT, FLAGS, RANK]
    same = exp.and_(*(_column(name, WHOLE).eq(_column(name, LATEST)) for name in key))
    rest = (
        exp.select(*(_column(name, WHOLE) for name in shown))
        .from_(reads[0].subquery(WHOLE, copy=False), copy=False)
        .join(exp.to_table(LATEST), on=same, join_type="left", copy=False)
        .where(_column(PERIOD, LATEST).is_(exp.null()), copy=False)
    )
    now = exp.union(rest, exp.select(*_columns(shown)).from_(LATEST), distinct=False, copy=False)
    return (
        exp.select()
        .from_(now.subquery(NOW, copy=False), copy=False)
        .with_(LATEST, latest, copy=False)
    )


def _read(
    question: Question,
    rank: int,
    vintage: Vintage,
    names: list[str],
    exact: exp.DataType | None,
    files: Files,
) -> exp.Select:
    """The rows asked for of one vintage; a filter on key columns may stand this far inside."""
    value: exp.Expr = _column(EXACT)
    if exact is not None:
        value = exp.alias_(exp.cast(value, exact.copy()), EXACT, quoted=True)
    read = exp.select(
        *_dimensions(vintage, names),
        _column(GEO),
        _column(PERIOD),
        value,
        _column(FLAGS),
        exp.alias_(exp.Literal.number(rank), RANK, quoted=True),
    ).from_(_name_table(vintage, PART, files), copy=False)
    return _choose(read, question, vintage)


def _dimensions(vintage: Vintage, names: list[str]) -> list[exp.Expr]:
    """Its dimensions, and no code where it has no such dimension."""
    return [
        _column(name)
        if name in vintage.dimensions
        else exp.alias_(exp.Literal.string(""), name, quoted=True)
        for name in names
    ]


def _choose(read: exp.Select, question: Question, vintage: Vintage) -> exp.Select:
    """The codes and territories asked for; all that there are need no filter, which costs time."""
    conditions = list(question.where)
    is_all = bool(vintage.places) and set(vintage.places) <= set(question.territories)
    if question.territories and not is_all:
        conditions.append((GEO, question.territories))
    for name, codes in conditions:
        read = read.where(_isin(name, codes), copy=False)
    return read


def _isin(name: str, codes: tuple[str, ...]) -> exp.In:
    return exp.In(this=_column(name), expressions=[exp.Literal.string(code) for code in codes])


def _name_table(vintage: Vintage, file: str, files: Files) -> exp.Table:
    """Named after the content, so that a name can never mean another file."""
    table = f"v_{vintage.files[file][:32]}"
    files[table] = (vintage, file)
    return exp.to_table(table)


def _exact_type(chosen: list[Vintage]) -> exp.DataType | None:
    """One type for vintages of different scales; None where they are alike."""
    if len({(one.digits, one.decimals) for one in chosen}) == 1:
        return None
    digits, decimals = find_exact_type(chosen)
    return exp.DataType.build(f"DECIMAL({digits}, {decimals})")


def _unite(reads: list[exp.Select]) -> exp.Select:
    united: Any = reads[0]
    for read in reads[1:]:
        united = exp.union(united, read, distinct=False, copy=False)
    return united  # type: ignore[no-any-return]


def _keep_newest(reads: list[exp.Select], key: list[str]) -> exp.Select:
    """Of partial vintages the newest row of each key, known or not."""
    shown = [*key, EXACT, FLAGS, RANK]
    newest = exp.Window(
        this=exp.RowNumber(),
        partition_by=_columns(key),
        order=exp.Order(
            expressions=[exp.Ordered(this=_column(RANK), desc=True, nulls_first=False)]
        ),
    )
    ranked = exp.select(*_columns(shown), exp.alias_(newest, TURN, quoted=True))
    ranked = ranked.from_(_unite(reads).subquery("stated", copy=False), copy=False)
    first = _column(TURN).eq(Decimal(1))
    return (
        exp.select(*_columns(shown))
        .from_(ranked.subquery("ranked", copy=False), copy=False)
        .where(first, copy=False)
    )


ENGINES: Final = ("duckdb", "spark")


def render(query: exp.Expr, engine: str) -> str:
    """The text of a query in the words of an engine."""
    return query.sql(dialect=engine)
