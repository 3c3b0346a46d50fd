"""What the numbers say: the first indicator drawn, the others in a table, and how to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from stocktake.assess.movements import headline
from stocktake.publish.charts import (
    Indicator,
    Line,
    Observation,
    Sparkline,
    Target,
    draw_indicator,
    draw_sparkline,
)
from stocktake.publish.facts import Facts, Row
from stocktake.publish.phrases import movement_ends, movement_sentence
from stocktake.publish.spans import Span, Spans
from stocktake.publish.website.rendering import trust_drawing
from stocktake.publish.website.signs import chart_words
from stocktake.vocabulary.periods import year_of
from stocktake.vocabulary.words import WORDS

YEARS: Final = 5
"""Years a table of several indicators shows: what fits a narrow screen."""

MARKED: Final = ("unconfirmed", "revised", "provisional", "break")


@dataclass(frozen=True)
class Value:
    """One value of an indicator, as drawn and as printed with its mark."""

    observation: Observation
    shown: Span


@dataclass(frozen=True)
class Measured:
    """An indicator with its values by year."""

    row: Row
    values: tuple[Value, ...]

    @property
    def ref(self) -> str:
        """Its printed reference."""
        return str(self.row["ref"])

    @property
    def known(self) -> list[Value]:
        """The years that have a value."""
        return [one for one in self.values if one.observation.value is not None]

    def at(self, year: int) -> Value | None:
        """The value of a year, if that year is in the series."""
        return next((one for one in self.values if one.observation.year == year), None)


@dataclass(frozen=True)
class Drawn:
    """The first indicator: drawing, table, source and what must be known to read it."""

    measured: Measured
    drawing: Markup
    movements: list[Spans]
    source: Spans
    note: str
    direction: str


@dataclass(frozen=True)
class Other:
    """Another indicator: a row of a table."""

    measured: Measured
    cells: list[Span]
    spark: Markup


@dataclass(frozen=True)
class Numbers:
    """The section as a whole."""

    first: Drawn | None
    others: list[Other]
    years: list[int]
    unpublished: list[Row]
    legend: str
    own: bool


def tell_numbers(facts: Facts, objective: str) -> Numbers | None:
    """Everything measured under an objective; None where nothing was defined to measure."""
    indicators = facts.indicators_of(objective)
    if not indicators:
        return None
    measured = [measure(facts, row) for row in indicators]
    first = _choose_first(measured)
    others = [one for one in measured if one.known and one is not first]
    years = _choose_years(others)
    return Numbers(
        first=_draw_first(facts, first) if first else None,
        others=[_make_other(facts, one, years, number) for number, one in enumerate(others, 1)],
        years=years,
        unpublished=[one.row for one in measured if not one.known],
        legend=_tell_legend(facts, [first, *others] if first else []),
        own=all(row["standing"] == "own" for row in indicators),
    )


def _choose_first(measured: Sequence[Measured]) -> Measured | None:
    """The first that can be drawn as a line; where none can, the first with a value."""
    lines = (one for one in measured if len(one.known) > 1)
    return next(lines, None) or next((one for one in measured if one.known), None)


def _choose_years(measured: Sequence[Measured]) -> list[int]:
    last = max((one.known[-1].observation.year for one in measured), default=0)
    return list(range(last - YEARS + 1, last + 1)) if last else []


def _tell_legend(facts: Facts, measured: Sequence[Measured]) -> str:
    """What the letters and the colon behind and in place of values stand for."""
    shown = [value.shown for one in measured for value in one.values]
    marks = [mark for mark in MARKED if any(span.mark == mark for span in shown)]
    if marks:
        words = (f"{facts.text(f'words.{mark}.sign')} {facts.text(f'words.{mark}')}"
                 for mark in marks)  # fmt: skip
        return facts.text("site.numbers.signs", signs="; ".join(words))
    return facts.text("site.numbers.no-signs") if len(measured) > 1 else ""


# --- values ---------------------------------------------------------------------------------------


def measure(facts: Facts, indicator: Row) -> Measured:
    """An indicator's values by year; a year looked for without a value stays, empty."""
    rows = facts.rows("series", indicator=indicator["ref"])
    found = {row["period"]: row for row in headline(rows)}
    breaks = {
        row["period"]
        for row in facts.rows("breaks", indicator=indicator["ref"])
        if row["factor"] is None
    }
    by_year: dict[int, Value] = {}
    before = ""
    for period in sorted({row["period"] for row in rows}, key=lambda one: (year_of(one), one)):
        row = found.get(period)
        value = _read(facts, indicator, period, row, period in breaks)
        if row is not None:
            moved = before not in {"", row["geo"]}
            observation = replace(
                value.observation, territory=facts.territory(row["geo"]) if moved else ""
            )
            value, before = replace(value, observation=observation), row["geo"]
        by_year[year_of(period)] = value
    return Measured(indicator, tuple(by_year.values()))


def _read(facts: Facts, indicator: Row, period: str, row: Row | None, breaks: bool) -> Value:
    if row is None:
        return Value(Observation(year_of(period), None), facts.missing)
    flags = row["flags"] or ""
    digits = max(0, indicator["decimals"])
    exact = round(Decimal(row["value"]), digits)
    observation = Observation(
        year_of(period), exact, provisional="p" in flags, breaks=breaks or "b" in flags
    )
    mark = _find_mark(facts, indicator, row, observation)
    return Value(observation, Span(facts.house.number(row["value"], digits), mark=mark))


def _find_mark(facts: Facts, indicator: Row, row: Row, observation: Observation) -> str:
    """The mark that weighs most: unconfirmed, revised, provisional, break."""
    observed = (
        row["dataset"],
        row["published"],
        row["number"],
        indicator["filter"] or "",
        row["geo"],
        row["period"],
    )
    if facts.mark("observations", "|".join(map(str, observed))):
        return "unconfirmed"
    if _is_revised(facts, indicator, row):
        return "revised"
    if observation.provisional:
        return "provisional"
    return "break" if observation.breaks else ""


def _is_revised(facts: Facts, indicator: Row, row: Row) -> bool:
    return any(
        one["kind"] == "revised"
        for one in facts.rows(
            "revisions",
            dataset=row["dataset"],
            geo=row["geo"],
            period=row["period"],
            series=indicator["filter"] or "",
        )
    )


# --- the first indicator --------------------------------------------------------------------------


def _draw_first(facts: Facts, measured: Measured) -> Drawn:
    row = measured.row
    observations = tuple(one.observation for one in measured.values)
    targets = tuple(_list_targets(facts, row))[:4]
    chart = Indicator(row["title"], (Line("", observations),), row["unit"], targets=targets)
    words = chart_words(facts)
    drawing = draw_indicator(chart, words, prefix="first") if len(measured.known) > 1 else ""
    return Drawn(
        measured=measured,
        drawing=trust_drawing(drawing),
        movements=list(tell_movements(facts, measured)),
        source=_tell_source(facts, measured),
        note=row["note"] or "",
        direction=_tell_direction(facts, row),
    )


def _tell_direction(facts: Facts, indicator: Row) -> str:
    by = WORDS["direction_by"][indicator["direction_by"]]
    return facts.text(f"site.direction.{indicator['direction']}", by=by)


def _list_targets(facts: Facts, indicator: Row) -> Iterator[Target]:
    for row in facts.rows("targets", indicator=indicator["ref"], branch="official"):
        if row["value"] is not None:
            yield Target(row["value"].normalize(), year_of(row["deadline"][:4]))


def tell_movements(facts: Facts, measured: Measured) -> Iterator[Spans]:
    """How an indicator moved since its start, and what limits that reading."""
    for row in facts.rows("movements", indicator=measured.ref, since="baseline"):
        yield movement_sentence(facts, measured.row, row)
        if row["break"]:
            yield facts.spans("movement.break", p=facts.house.period(row["break"]))
        if row["scope"]:
            codes = row["scope"].split(" > ")
            yield facts.spans("movement.scope", scope=" > ".join(map(facts.territory, codes)))


def tell_briefly(facts: Facts, measured: Measured) -> Iterator[Spans]:
    """From where to where an indicator went since its start, and no more."""
    for row in facts.rows("movements", indicator=measured.ref, since="baseline"):
        ends = movement_ends(facts, measured.row, row)
        yield facts.spans("site.movement", title=measured.row["title"], **ends)


def _tell_source(facts: Facts, measured: Measured) -> Spans:
    """Publisher, title and day of the newest vintage shown."""
    dataset = facts.find("datasets", measured.row["dataset"])
    published = [row["published"] for row in facts.rows("series", indicator=measured.ref)]
    if dataset is None or not published:
        return ()
    name = Span(f"{dataset['publisher']}, {dataset['title']}", to=dataset["url"] or "")
    return facts.spans("site.source", name=name, date=facts.day(max(published)))


# --- the others -----------------------------------------------------------------------------------


def _take_years(measured: Measured, years: Sequence[int]) -> tuple[Observation, ...]:
    """The years shown; a break before the first of them is out of the picture."""
    inside = [one.observation for one in measured.values if one.observation.year in years]
    first = next((at for at, one in enumerate(inside) if one.value is not None), 0)
    return tuple(replace(one, breaks=one.breaks and at > first) for at, one in enumerate(inside))


def _make_other(facts: Facts, measured: Measured, years: Sequence[int], number: int) -> Other:
    values = [measured.at(year) for year in years]
    cells = [value.shown if value else facts.missing for value in values]
    inside = _take_years(measured, years)
    chart = Sparkline(measured.row["title"], inside, years=(years[0], years[-1]))
    drawing = draw_sparkline(chart, chart_words(facts), prefix=f"spark{number}")
    return Other(measured, cells, trust_drawing(drawing))
