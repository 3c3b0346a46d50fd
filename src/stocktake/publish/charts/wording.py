"""The words of the charts: sentence templates and number formats, handed in by the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from babel.dates import format_date


def write_english_number(value: Decimal) -> str:
    """Write a number the English way: thousands apart, a true minus."""
    return f"{value:,f}".replace("-", "−")


def count_english_actions(number: int) -> str:
    """Write a number of actions in English."""
    return "1 action" if number == 1 else f"{number} actions"


def write_english_span(first: int, last: int) -> str:
    """Write one year, or a first and a last."""
    return str(first) if first == last else f"{first} to {last}"


def write_english_day(day: date) -> str:
    """Write a day in English."""
    return str(format_date(day, "d MMMM y", locale="en"))


ENGLISH_SIGNS: Mapping[str, str] = {
    "v-met": "met",
    "v-part": "partly met",
    "v-not": "not met",
    "v-none": "cannot be judged",
    "a-done": "delivered",
    "a-late": "delivered late",
    "a-form": "delivered in another form",
    "a-part": "delivered in part",
    "a-going": "in progress",
    "a-over": "overdue",
    "a-none": "no record",
    "a-plan": "not yet due",
    "a-drop": "dropped",
    "a-gone": "superseded",
    "o-on": "on course",
    "o-open": "open",
    "o-risk": "at risk",
    "o-off": "off course",
    "f-3": "in full",
    "f-2": "in most respects",
    "f-1": "in some respects",
    "f-0": "not implemented",
    "f-over": "overtaken by events",
    "f-wait": "not graded",
    "t-main": "main challenge",
    "t-em": "emerging",
}

ENGLISH_DELIVERY: Mapping[str, str] = {
    "on_time": "on time",
    "late": "late",
    "in_part": "in part",
    "overdue": "overdue",
    "dropped": "dropped",
    "unknown": "unknown",
}

ENGLISH_STANDINGS: Mapping[str, str] = {
    "main": "main",
    "contested": "contested",
    "further": "further down",
}


@dataclass(frozen=True)
class Words:
    """Every word a chart or its alternative text may use; the defaults are English."""

    number: Callable[[Decimal], str] = write_english_number
    actions: Callable[[int], str] = count_english_actions
    span: Callable[[int, int], str] = write_english_span
    day: Callable[[date], str] = write_english_day
    signs: Mapping[str, str] = field(default_factory=lambda: ENGLISH_SIGNS)
    delivery: Mapping[str, str] = field(default_factory=lambda: ENGLISH_DELIVERY)
    standings: Mapping[str, str] = field(default_factory=lambda: ENGLISH_STANDINGS)

    comma: str = ", "
    semicolon: str = "; "
    missing: str = ":"
    empty: str = "No values on record"
    empty_rows: str = "Nothing to show"
    none_due: str = "none due"
    base: str = "n = {count}"

    base_year: str = "base year"
    target: str = "target {value}"
    target_by: str = "target {value} by {year}"
    provisional: str = "provisional"
    series_break: str = "break in series before {years}"
    territory: str = "territory changed: {changes}"
    territory_change: str = "{year} ({change})"
    no_value: str = "no value: {years}"
    axis_start: str = "axis starts at {value}, not at 0"
    same_axis: str = "all on one axis, {low} to {high}"
    top_places: str = "first {top}"
    changed_cell: str = "differs from the first row"

    key_asked: str = "asked, not closed"
    key_due: str = "due day"
    key_past: str = "past its due day"
    key_closed: str = "closed, day of the deed"
    key_moved: str = "goes on in another"
    key_open: str = "still open"
    key_orphan: str = "still open, nothing takes it over"

    title: str = "{what}, {period}"
    a_line: str = "Line chart: {what}, {period}."
    a_small_line: str = "Small line chart: {what}, {period}."
    a_spark: str = "Sparkline: {what}, {period}."
    a_delivery: str = "Stacked bars: {what}."
    a_lives: str = "Time lines of recommendations: {what}, {period}."
    a_panels: str = "Small line charts on one axis: {what}, {period}."
    a_bounds: str = "Scale: {what}, {low} to {high}."
    a_grid: str = "Table of verdicts by scenario: {what}."
    a_ranks: str = "Bars from best to worst rank: {what}, rank 1 to {last}, first {top} shaded."
    a_units: str = "One square for each action: {what}, {count}: {parts}."
    without_period: str = "no year"

    say_unit: str = "Unit: {unit}."
    say_empty: str = "No values on record."
    say_ends: str = "First {first} in {first_year}, last {last} in {last_year}."
    say_one: str = "One value: {first} in {first_year}."
    say_extremes: str = "Highest {highest} in {highest_year}, lowest {lowest} in {lowest_year}."
    say_missing: str = "No value for {years}."
    say_none_missing: str = "No year is missing."
    say_provisional: str = "Provisional: {years}."
    say_break: str = "Break in series before {years}; no line is drawn across it."
    say_territory: str = "Territory changed: {changes}."
    say_base_year: str = "Base year {year}."
    say_target: str = "Target {value}."
    say_target_by: str = "Target {value} by {year}."
    say_axis: str = "The axis starts at {value}, not at 0."
    say_line: str = "{name}: {facts}"
    say_delivery: str = "{name}: {count} due, {parts}."
    say_none_due: str = "{name}: none due."
    say_grades: str = "{name}: {parts}."
    life_asked: str = "asked {day}"
    life_due: str = "due {day}"
    life_closed: str = "closed {day}"
    life_moved: str = "goes on in {refs}"
    life_open: str = "still open"
    life_orphan: str = "still open, and nothing takes it over"
    say_zones: str = "Zones: {zones}, parted at {thresholds}."
    say_bounds: str = "Measured part up to {low}; with the unmeasurable part up to {high}."
    say_all_unknown: str = "Nothing is measured; the unmeasurable part spans the whole scale."
    say_point: str = "Measured in full: {low}, no unmeasurable part."
    say_computed: str = "Computed value {value}."
    say_scenario: str = "{name}: {parts}."
    say_ranks: str = "{name}: rank {ranks}, {word}."
    pair: str = "{count} {word}"
    colon_pair: str = "{name} {word}"

    def list_years(self, spans: Iterable[tuple[int, int]]) -> str:
        """Write spans of years in a row."""
        return self.comma.join(self.span(first, last) for first, last in spans)

    def name_sign(self, name: str) -> str:
        """Give the word of a sign."""
        return self.signs[name]


ENGLISH = Words()
