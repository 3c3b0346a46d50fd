"""What an indicator chart shows, and its alternative text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from stocktake.publish.charts.markup import clean
from stocktake.publish.charts.plot import MOST_LINES
from stocktake.publish.charts.scale import Axis, choose_axis
from stocktake.publish.charts.series import (
    Observation,
    Series,
    arrange,
    find_missing_years,
    list_spans,
    list_values,
    read_value,
    summarise,
    take_known,
)
from stocktake.publish.charts.wording import Words

MOST_TARGETS = 4


@dataclass(frozen=True)
class Line:
    """One series; the name is printed at its end when there are several."""

    name: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class Target:
    """A value to be reached, and by when if that was said."""

    value: Decimal
    year: int | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator by year. Values after the cut-off do not belong in here."""

    what: str
    lines: tuple[Line, ...]
    unit: str = ""
    base_year: int | None = None
    targets: tuple[Target, ...] = ()
    from_zero: bool = True

    def __post_init__(self) -> None:
        if len(self.lines) > MOST_LINES:
            raise ValueError(
                f"{self.what!r} has {len(self.lines)} series: a chart shows {MOST_LINES} at most, "
                "give the rest in a second one"
            )
        if len(self.targets) > MOST_TARGETS:
            raise ValueError(f"{self.what!r} has more than {MOST_TARGETS} targets: split it")

    @property
    def observations(self) -> list[Observation]:
        """All observations of all lines."""
        return [one for line in self.lines for one in arrange(line.observations)]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no value to draw."""
        return not list_values(self.observations)

    def find_span(self) -> tuple[int, int] | None:
        """Give the first and last year of the observations."""
        years = [one.year for one in self.observations]
        return (min(years), max(years)) if years else None

    def find_reach(self) -> tuple[int, int] | None:
        """Give the first and last year of the axis: base year and target years are on it."""
        span = self.find_span()
        if span is None:
            return None
        marks = [target.year for target in self.targets if target.year is not None]
        marks += [self.base_year] if self.base_year is not None else []
        return min(*span, *marks), max(*span, *marks)

    def choose_axis(self) -> Axis:
        """Choose the axis that holds all values and targets."""
        goals = [target.value for target in self.targets if target.value.is_finite()]
        return choose_axis(list_values(self.observations) + goals, from_zero=self.from_zero)


def write_period(words: Words, span: tuple[int, int] | None) -> str:
    """Write the years a chart covers."""
    return words.span(*span) if span else words.without_period


def write_title(words: Words, what: str, span: tuple[int, int] | None) -> str:
    """Write the name of a chart: what and when."""
    return words.title.format(what=clean(what), period=write_period(words, span))


def write_value(words: Words, one: Observation) -> str:
    """Write a value with its flags."""
    number = clean(words.number(read_value(one)))
    return f"{number}\u00a0{clean(one.flags)}" if one.flags else number


def write_target(words: Words, target: Target, plain: str, dated: str) -> str:
    """Write a target with or without its year."""
    value = clean(words.number(target.value))
    template = plain if target.year is None else dated
    return template.format(value=value, year=target.year)


def list_changes(words: Words, observations: Iterable[Observation]) -> str:
    """Write all changes of territory in a row, each once."""
    changes = [
        words.territory_change.format(year=one.year, change=clean(one.territory))
        for one in observations
        if one.territory
    ]
    return words.comma.join(dict.fromkeys(changes))


def _say_values(words: Words, observations: Series) -> list[str]:
    facts = summarise(observations)
    if facts is None:
        return [words.say_empty]
    ends = {
        "first": write_value(words, facts.first),
        "first_year": facts.first.year,
        "last": write_value(words, facts.last),
        "last_year": facts.last.year,
    }
    if facts.first.year == facts.last.year:
        return [words.say_one.format(**ends)]
    extremes = {
        "highest": write_value(words, facts.highest),
        "highest_year": facts.highest.year,
        "lowest": write_value(words, facts.lowest),
        "lowest_year": facts.lowest.year,
    }
    return [words.say_ends.format(**ends), words.say_extremes.format(**extremes)]


def list_years(
    observations: Iterable[Observation], test: Callable[[Observation], bool]
) -> list[tuple[int, int]]:
    """List the years with an observation that passes a test, folded into spans."""
    return list_spans(sorted({one.year for one in observations if test(one)}))


def _say_marks(words: Words, observations: Series) -> list[str]:
    known = take_known(observations)
    missing = list_spans(find_missing_years(observations))
    provisional = list_years(known, lambda one: one.provisional)
    breaks = list_years(known, lambda one: one.breaks)
    changes = list_changes(words, observations)
    pairs = (
        (missing, words.say_missing.format(years=words.list_years(missing))),
        (observations and not missing, words.say_none_missing),
        (provisional, words.say_provisional.format(years=words.list_years(provisional))),
        (breaks, words.say_break.format(years=words.list_years(breaks))),
        (changes, words.say_territory.format(changes=changes)),
    )
    return [sentence for due, sentence in pairs if due]


def describe_series(words: Words, observations: Iterable[Observation]) -> str:
    """Say of one series: first, last, highest, lowest, and what is missing."""
    ordered = arrange(observations)
    return " ".join(_say_values(words, ordered) + _say_marks(words, ordered))


def describe_line(words: Words, name: str, observations: Iterable[Observation]) -> str:
    """Say the same with the name of the series in front, if it has one."""
    facts = describe_series(words, observations)
    return words.say_line.format(name=clean(name), facts=facts) if clean(name) else facts


def _say_frame(words: Words, chart: Indicator) -> list[str]:
    said = [
        write_target(words, target, words.say_target, words.say_target_by)
        for target in chart.targets
    ]
    if chart.base_year is not None:
        said.insert(0, words.say_base_year.format(year=chart.base_year))
    axis = chart.choose_axis()
    if not axis.has_zero and not chart.is_empty:
        said.append(words.say_axis.format(value=clean(words.number(axis.low))))
    return said


def describe(chart: Indicator, words: Words, kind: str) -> str:
    """Write the alternative text of an indicator chart of a kind."""
    said = [kind.format(what=clean(chart.what), period=write_period(words, chart.find_span()))]
    if chart.unit:
        said.append(words.say_unit.format(unit=clean(chart.unit)))
    named = len(chart.lines) > 1
    lines = [
        describe_line(words, line.name if named else "", line.observations) for line in chart.lines
    ]
    return " ".join([*said, *(lines or [words.say_empty]), *_say_frame(words, chart)])
