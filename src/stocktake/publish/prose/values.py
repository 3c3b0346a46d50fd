"""Every value of every indicator: as released, as released before, and in all vintages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.figures import Number
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.when import is_when, last_day

Series = dict[str, Decimal]


@dataclass(frozen=True)
class Values:
    """Answers what a number may be: the value of which indicator, when, and from which vintage."""

    case: Case

    @cached_property
    def released(self) -> dict[str, Series]:
        """Values of the release by indicator and period."""
        return _series(self.case.tables)

    @cached_property
    def before(self) -> dict[str, Series]:
        """Values of the round before."""
        return _series(self.case.before) if self.case.before else {}

    @cached_property
    def _vintages(self) -> dict[tuple[str, str], list[Row]]:
        """Observations of all vintages by dataset and series."""
        grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
        if self.case.every:
            wanted = [row["dataset"] for row in self.case.rows("indicators")]
            known = pl.col("dataset").is_in(wanted) & pl.col("value").is_not_null()
            for row in self.case.every["observations"].filter(known).iter_rows(named=True):
                grouped[row["dataset"], row["series"]].append(row)
        return grouped

    def stated(self, indicator: Row) -> Iterator[tuple[str, Decimal, str]]:
        """Period, value and day of publication of every statement on an indicator."""
        places = (indicator["geo"] or "").split(";")
        for row in self._vintages.get((indicator["dataset"], indicator["filter"] or ""), ()):
            if row["geo"] in places:
                yield row["period"], row["value"], row["published"]

    def of_year(self, indicator: str, year: str) -> Series:
        """Released values of a year by period."""
        series = self.released.get(indicator, {})
        return {period: value for period, value in series.items() if period[:4] == year}

    def is_later(self, indicator: Row, number: Number, year: str) -> str:
        """The day after the cut-off on which the number was published; empty if it never was."""
        for period, value, published in self.stated(indicator):
            if year in ("", period[:4]) and number.fits(value) and not self._is_out(published):
                return str(published)
        return ""

    def is_older(self, indicator: Row, number: Number, year: str) -> bool:
        """Whether the number stood in an older vintage or in the round before."""
        told = self.before.get(indicator["ref"], {}).items()
        if any(year in ("", period[:4]) and number.fits(value) for period, value in told):
            return True
        return any(
            year in ("", period[:4]) and number.fits(value) and self._is_out(published)
            for period, value, published in self.stated(indicator)
        )

    def _is_out(self, published: str) -> bool:
        return not is_when(published) or last_day(published) <= self.case.as_of

    @cached_property
    def by_value(self) -> dict[Decimal, set[str]]:
        """Indicators by any value ever stated of them, exactly."""
        found: dict[Decimal, set[str]] = defaultdict(set)
        for indicator in self.case.rows("indicators"):
            ref = indicator["ref"]
            for series in (self.released, self.before):
                for value in series.get(ref, {}).values():
                    found[value.normalize()].add(ref)
            for _, value, _ in self.stated(indicator):
                found[value.normalize()].add(ref)
        return found


def _series(tables: Tables) -> dict[str, Series]:
    found: dict[str, Series] = defaultdict(dict)
    known = tables["series"].filter(pl.col("value").is_not_null())
    for row in known.iter_rows(named=True):
        found[row["indicator"]][row["period"]] = row["value"]
    return found
