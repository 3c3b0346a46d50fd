"""From a release to charts: which facts a drawing gets, the same for report and site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stocktake.publish.charts import (
    ENGLISH,
    Delivery,
    DueActions,
    Indicator,
    Line,
    Observation,
    Recommendation,
    RecommendationStrip,
    Words,
    describe_delivery,
    describe_indicator,
    describe_recommendations,
    draw_delivery,
    draw_indicator,
    draw_recommendations,
)
from stocktake.publish.facts import Facts, Row
from stocktake.vocabulary.periods import bounds, year_of

FEWEST: Final = 2
"""Values from which a line is worth drawing; a single one is said in words."""

GRADE_SIGNS: Final = {
    "in full": "f-3",
    "in most respects": "f-2",
    "in some respects": "f-1",
    "not implemented": "f-0",
    "overtaken by events": "f-over",
    "not graded": "f-wait",
}


@dataclass(frozen=True)
class Drawing:
    """A chart with the words that stand for it."""

    svg: str
    alt: str


def words_of(facts: Facts) -> Words:
    """The words of charts in the language of the facts."""
    return Words(number=lambda value: facts.house.number(Decimal(value)), signs=ENGLISH.signs)


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


def draw_grades(facts: Facts, recommendations: Iterable[Row], what: str, prefix: str) -> Drawing:
    """Earlier recommendations and their grades, a cell a round."""
    grades: dict[str, dict[int, str]] = {}
    for row in facts.rows("follow_ups"):
        year = facts.row("cycles", row["cycle"])["as_of"].year
        grades.setdefault(row["recommendation"], {})[year] = GRADE_SIGNS[row["grade"]]
    listed = [r["ref"] for r in recommendations if r["ref"] in grades]
    rows = tuple(Recommendation(ref, grades[ref]) for ref in listed)
    years = sorted({year for ref in listed for year in grades[ref]})
    chart, words = RecommendationStrip(what, tuple(years), rows), words_of(facts)
    return Drawing(
        draw_recommendations(chart, words, prefix=prefix), describe_recommendations(chart, words)
    )
