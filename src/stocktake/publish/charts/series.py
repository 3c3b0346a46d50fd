"""Values by year: what is drawn joined, what stands alone, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True)
class Observation:
    """One year of a series; value None means looked for and not available.

    `breaks` says that the series broke before this year; `territory` says in words what changed
    in the territory from this year on; `flags` are letters printed behind the value.
    """

    year: int
    value: Decimal | None
    provisional: bool = False
    breaks: bool = False
    territory: str = ""
    flags: str = ""

    @property
    def known(self) -> Decimal | None:
        """The value if it is a number one can draw."""
        return self.value if self.value is not None and self.value.is_finite() else None


Series = tuple[Observation, ...]


@dataclass(frozen=True)
class Summary:
    """The facts of a series an alternative text gives."""

    first: Observation
    last: Observation
    highest: Observation
    lowest: Observation


def arrange(observations: Iterable[Observation]) -> Series:
    """Put observations in order of years; a year given twice is refused."""
    ordered = tuple(sorted(observations, key=lambda one: one.year))
    for left, right in pairwise(ordered):
        if left.year == right.year:
            raise ValueError(f"two values for {left.year} in one series: keep one")
    return ordered


def take_known(observations: Iterable[Observation]) -> Series:
    """Keep the observations that have a value, in order of years."""
    return tuple(one for one in arrange(observations) if one.known is not None)


def read_value(observation: Observation) -> Decimal:
    """Give the value of an observation that is known to have one."""
    assert observation.known is not None
    return observation.known


def list_values(observations: Iterable[Observation]) -> list[Decimal]:
    """List the values there are."""
    return [one.known for one in observations if one.known is not None]


def split_runs(observations: Iterable[Observation]) -> list[Series]:
    """Split into runs of years that follow one another with no gap and no break between."""
    runs: list[list[Observation]] = []
    for one in take_known(observations):
        if runs and runs[-1][-1].year + 1 == one.year and not one.breaks:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [tuple(run) for run in runs]


def find_missing_years(observations: Sequence[Observation]) -> list[int]:
    """List the years between the first and the last listed that have no value."""
    if not observations:
        return []
    years = [one.year for one in observations]
    known = {one.year for one in observations if one.known is not None}
    return [year for year in range(min(years), max(years) + 1) if year not in known]


def find_last_break(observations: Iterable[Observation]) -> int | None:
    """Give the year of the last break, if there is one."""
    return max((one.year for one in observations if one.breaks), default=None)


def summarise(observations: Iterable[Observation]) -> Summary | None:
    """Give first, last, highest and lowest; of equal values the earlier counts."""
    known = take_known(observations)
    if not known:
        return None
    highest = max(known, key=lambda one: (read_value(one), -one.year))
    lowest = min(known, key=lambda one: (read_value(one), one.year))
    return Summary(known[0], known[-1], highest, lowest)


def list_spans(years: Sequence[int]) -> list[tuple[int, int]]:
    """Fold years that follow one another into pairs of first and last."""
    spans: list[tuple[int, int]] = []
    for year in years:
        if spans and spans[-1][1] + 1 == year:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans
