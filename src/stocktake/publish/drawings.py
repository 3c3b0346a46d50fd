"""From a release to charts: which facts a drawing gets, the same for report and site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from stocktake.publish.charts import (
    ENGLISH,
    GRADES,
    Delivery,
    DueActions,
    Indicator,
    Life,
    Line,
    Lives,
    Observation,
    Words,
    describe_delivery,
    describe_indicator,
    describe_lives,
    draw_delivery,
    draw_indicator,
    draw_lives,
)
from stocktake.publish.facts import NOT_APPLICABLE, Facts, Row
from stocktake.publish.ledger import is_moved, list_earlier, text_of
from stocktake.vocabulary.periods import bounds, year_of
from stocktake.vocabulary.when import last_day

FEWEST: Final = 2
"""Values from which a line is worth drawing; a single one is said in words."""


@dataclass(frozen=True)
class Drawing:
    """A chart with the words that stand for it."""

    svg: str
    alt: str


def words_of(facts: Facts) -> Words:
    """The words of charts in the language of the facts."""
    return Words(
        number=lambda value: facts.house.number(Decimal(value)),
        day=lambda day: facts.day(day),
        signs=ENGLISH.signs,
    )


def values_of(facts: Facts, indicator: str) -> list[Row]:
    """The indicator's values in order of time, one a period, known ones only."""
    line: dict[str, Row] = {}
    for value in facts.rows("series", indicator=indicator):
        if value["value"] is not None:
            line.setdefault(value["period"], value)
    return sorted(line.values(), key=lambda value: bounds(value["period"]))


def draw_series(facts: Facts, indicator: Row, prefix: str) -> Drawing | None:
    """The line of an indicator by year; None where there is too little to draw."""
    values = values_of(facts, indicator["ref"])
    years = [year_of(value["period"]) for value in values]
    if len(values) < FEWEST or len(set(years)) < len(years):
        return None
    chart = Indicator(
        what=f"{indicator['title']}, {indicator['unit']}",
        lines=(Line(indicator["title"], tuple(_observations(facts, indicator, values))),),
        unit=indicator["unit"],
    )
    words = words_of(facts)
    return Drawing(draw_indicator(chart, words, prefix=prefix), describe_indicator(chart, words))


def _observations(facts: Facts, indicator: Row, values: list[Row]) -> Iterable[Observation]:
    broken = {row["period"] for row in facts.rows("breaks", indicator=indicator["ref"])}
    before = values[0]["geo"]
    for value in values:
        flags = value["flags"] or ""
        yield Observation(
            year=year_of(value["period"]),
            value=value["value"],
            provisional="p" in flags,
            breaks="b" in flags or value["period"] in broken,
            territory=value["geo"] if value["geo"] != before else "",
            flags=flags,
        )
        before = value["geo"]


def draw_deliveries(facts: Facts, subjects: Iterable[str], what: str, prefix: str) -> Drawing:
    """One bar a subject: its due actions by what became of them."""
    rows = []
    for subject in subjects:
        counts = facts.delivery_of(subject)
        rows.append(
            DueActions(
                name=subject,
                on_time=counts["on_time"],
                late=counts["late"],
                in_part=counts["part"],
                overdue=counts["overdue"],
                dropped=counts["dropped"],
                unknown=counts["unknown"],
            )
        )
    chart, words = Delivery(what, tuple(rows)), words_of(facts)
    return Drawing(draw_delivery(chart, words, prefix=prefix), describe_delivery(chart, words))


def draw_lifelines(facts: Facts, what: str, prefix: str) -> Drawing | None:
    """What became of each earlier recommendation, on one axis of time; None where there is none."""
    lines = list_earlier(facts)
    if not lines:
        return None
    rounds = sorted(facts.rows("cycles"), key=lambda cycle: str(cycle["as_of"]))
    days = {cycle["ref"]: cycle["as_of"] for cycle in rounds if cycle["as_of"]}
    chart = Lives(what, days, tuple(_trace_life(facts, line, days) for line in lines))
    words = words_of(facts)
    return Drawing(draw_lives(chart, words, prefix=prefix), describe_lives(chart, words))


def _trace_life(facts: Facts, line: Row, days: dict[str, date]) -> Life:
    row = facts.row("recommendations", line["recommendation"])
    heirs = line["lives_on_in"] if is_moved(line) else None
    asked = days[line["made_in"]]
    went = [days[facts.row("recommendations", heir)["cycle"]] for heir in heirs or ()]
    due = row["due"]
    return Life(
        ref=row["ref"],
        text=text_of(row),
        asked=asked,
        grades={
            cycle: GRADES[grade["grade"]]
            for cycle in days
            for grade in facts.rows("follow_ups", recommendation=row["ref"], cycle=cycle)
        },
        due=last_day(due) if due and due != NOT_APPLICABLE else None,
        closed=None if heirs else line["closed"],
        moved=max(asked, *went) if went else None,
        heirs=tuple(heirs or ()),
        orphan=line["orphan"],
    )
