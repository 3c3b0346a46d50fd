"""From sums and counts to an indicator's values: whole sets, whole years, and division last.

An engine answers over a store, `assess` over a strategy's own tables: sums and counts from both
become values here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from stocktake.indicators.questions import Question, read_question
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.periods import bounds, year_of

Row = dict[str, Any]
Place = tuple[str, str]


@dataclass
class Cell:
    """What was stated of one period of a place: rows, those with a value, and their sum."""

    stated: int = 0
    known: int = 0
    total: Decimal = Decimal(0)

    def take(self, stated: int, known: int, total: Decimal | None) -> None:
        """Add the rows of one territory."""
        self.stated += stated
        self.known += known
        self.total += total or 0


@dataclass
class Group:
    """All periods that make up one value."""

    periods: dict[str, Cell] = field(default_factory=dict)
    newest: int = 0
    letters: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    """Sums and counts of a place and period, and what they are made of.

    `cells`: territory, period, sum (None for a count), rows, known values, rank of the newest
    vintage; a place and period may come in several cells. `parts`: how many series there are in
    all. `letters`: territory, period and flags.
    """

    cells: list[tuple[Any, ...]]
    parts: int
    letters: list[tuple[Any, ...]]


def answer_all(
    indicators: Sequence[Mapping[str, Any]], ask: Callable[[Question], Iterable[Row]]
) -> list[Row]:
    """Rows of the table `series`: of each indicator its values, a rate over its denominator.

    `ask` gives the values of one question; the denominator must be among the indicators.
    """
    built = {row["ref"]: list(ask(read_question(row))) for row in indicators}
    rows = []
    for row in indicators:
        own = built[row["ref"]]
        if row["per"] is not None:
            own = divide(own, built.get(row["per"], []), row)
        rows += [{"indicator": row["ref"], **one} for one in own]
    return rows


def build_rows(question: Question, answer: Answer) -> Iterator[Row]:
    """One row a place and period, in the order of places, then of time; `newest` is a rank."""
    groups = _group(question, answer)
    parts = answer.parts * max(len(question.common), 1)
    for place, period in sorted(groups, key=lambda key: _order(question, key)):
        group = groups[place, period]
        yield {"geo": place, "period": period, **_combine(question, period, group, parts)}


def _order(question: Question, key: Place) -> tuple[Any, ...]:
    place, period = key
    at = question.places.index(place) if place in question.places else len(question.places)
    return at, place if at == len(question.places) else "", _sort_key(period), period


@lru_cache(10_000)
def _sort_key(period: str) -> tuple[date, date]:
    """A dataset without time has the period `-`; it stands before all others."""
    try:
        return bounds(period)
    except ValueError:
        return date.min, date.min


def _group(question: Question, answer: Answer) -> dict[Place, Group]:
    groups: dict[Place, Group] = {}
    years: dict[str, str] = {}
    for geo, period, total, stated, known, newest in answer.cells:
        year = years.setdefault(period, "") or _put_in_year(question, period)
        years[period] = year
        place = question.whole if question.common else geo
        group = groups.setdefault((place, year), Group())
        group.periods.setdefault(period, Cell()).take(stated, known, total)
        group.newest = max(group.newest, newest)
    for geo, period, flags in answer.letters:
        place = question.whole if question.common else geo
        groups[place, years[period]].letters.update(flags)
    return groups


def _put_in_year(question: Question, period: str) -> str:
    if question.over_time == "none":
        return period
    try:
        return str(year_of(period))
    except ValueError:
        raise refusal("period-no-year", cell=period, dataset=question.dataset) from None


def _combine(question: Question, period: str, group: Group, parts: int) -> Row:
    """One value; a total over a changing set of parts is not a series (`methods.md` 4.5)."""
    cells = [group.periods[name] for name in sorted(group.periods, key=_sort_key)]
    if question.over_time == "last":
        told = [cell for cell in cells if cell.known]
        cells = (told or cells)[-1:]
    is_counted = question.aggregate == "count" and not question.common
    wanted = sum(cell.stated for cell in cells) if is_counted else parts * len(cells)
    known = sum(cell.known for cell in cells)
    is_whole = _is_whole_year(question, period, group) and not _is_ambiguous(question, parts)
    has_value = known > 0 and is_whole and known == wanted
    return {
        "value": _value(question, cells, known) if has_value else None,
        "flags": "".join(sorted(group.letters)) or None,
        "newest": group.newest,
        "n": known,
        "n_missing": max(wanted - known, 0),
    }


def _is_ambiguous(question: Question, parts: int) -> bool:
    """Several series where one is asked for: no value is better than any of them."""
    return question.aggregate == "none" and parts > 1


def _is_whole_year(question: Question, year: str, group: Group) -> bool:
    """A sum or mean over a year needs every part of it; the last value needs none."""
    if question.over_time in {"none", "last"}:
        return True
    if all("W" in period for period in group.periods):
        return len(group.periods) == date(int(year), 12, 28).isocalendar().week
    days = sum((last - first).days + 1 for first, last in map(_sort_key, group.periods))
    return days == (date(int(year), 12, 31) - date(int(year), 1, 1)).days + 1


def _value(question: Question, cells: list[Cell], known: int) -> Decimal:
    """Over the parts of each period, then over the periods; division comes last."""
    total = Decimal(known)
    if question.aggregate != "count":
        total = sum((cell.total for cell in cells), Decimal(0))
    divisor = 1
    if question.aggregate == "mean":
        divisor *= cells[0].stated
    if question.over_time == "mean":
        divisor *= len(cells)
    is_averaged = "mean" in {question.aggregate, question.over_time}
    return quotient(total, Decimal(divisor), question.decimals) if is_averaged else total


def divide(rows: list[Row], denominators: list[Row], indicator: Mapping[str, Any]) -> list[Row]:
    """Each value over the denominator of the same territory and period, if both are known."""
    below = {(row["geo"], row["period"]): row["value"] for row in denominators}
    factor = Decimal(1) if indicator["per_factor"] is None else indicator["per_factor"]
    divided = []
    for row in rows:
        over, value = below.get((row["geo"], row["period"])), None
        if row["value"] is not None and over:
            value = quotient(row["value"] * factor, over, indicator["decimals"])
        divided.append(row | {"value": value})
    return divided


def quotient(above: Decimal, below: Decimal, decimals: int) -> Decimal:
    """Six digits more than are shown, half to even."""
    return (above / below).quantize(Decimal(1).scaleb(-(decimals + 6)), ROUND_HALF_EVEN)
