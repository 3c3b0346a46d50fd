"""Numbers: gaps stay gaps, marks follow the value, the newest years fit a narrow table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from publish.website.small_strategy import Row, make_release

from stocktake.publish.facts import Facts
from stocktake.publish.spans import plain
from stocktake.publish.website.measured import Numbers, measure, tell_numbers
from stocktake.release.reading import Release

INDICATOR: Row = {
    "ref": "I-1", "title": "Fish", "unit": "fish", "subject": "O1", "standing": "official",
    "direction": "up", "direction_by": "owner", "nature": "stock", "dataset": "D",
    "filter": "KIND=fish", "geo": "XX", "aggregate": "none", "over_time": "none",
    "scale": "additive", "decimals": 0,
}  # fmt: skip
DATASET: Row = {
    "ref": "D", "title": "Counts", "publisher": "Office", "dimensions": "KIND",
    "rank": "official", "licence": "free", "reusable": True,
}  # fmt: skip
VINTAGE: Row = {
    "dataset": "D", "published": "2013-01", "number": 1, "complete": True, "origin": "EV-1",
    "sha256": "0", "rows": 1, "reader": "hand 1",
}  # fmt: skip


def release_of(folder: Path, values: dict[str, str | None], **more: Any) -> Release:
    observations = [
        {"dataset": "D", "published": "2013-01", "number": 1, "series": "KIND=fish", "geo": "XX",
         "period": period, "value": None if value is None else Decimal(value)}
        for period, value in values.items()
    ]  # fmt: skip
    rows: dict[str, Any] = {"indicators": [INDICATOR], "datasets": [DATASET],
                               "vintages": [VINTAGE], "observations": observations}  # fmt: skip
    return make_release(folder, **(rows | more))


def tell(release: Release) -> Numbers:
    numbers = tell_numbers(Facts(release), "O1")
    assert numbers is not None
    return numbers


def test_a_year_without_a_value_stays_a_gap(tmp_path: Path) -> None:
    facts = Facts(release_of(tmp_path / "r", {"2009": "5", "2010": None, "2011": "1234"}))
    values = measure(facts, facts.row("indicators", "I-1")).values
    assert [one.observation.value for one in values] == [5, None, 1234]
    assert [one.shown.text for one in values] == ["5", ":", "1\u202f234"]


def test_an_unconfirmed_value_carries_its_mark(tmp_path: Path) -> None:
    line = {"table": "observations", "row": "D|2013-01|1|KIND=fish|XX|2011", "field": "*",
            "standing": "unconfirmed"}  # fmt: skip
    release = release_of(tmp_path / "r", {"2009": "5", "2011": "6"}, provenance=[line])
    facts = Facts(release)
    values = measure(facts, facts.row("indicators", "I-1")).values
    assert [one.shown.mark for one in values] == ["", "unconfirmed"]
    assert "† unconfirmed" in tell(release).legend
    first = tell(release).first
    assert first is not None
    assert [span.text for span in first.movements[0] if span.mark == "unconfirmed"] == ["6"]


def test_a_declared_break_is_drawn(tmp_path: Path) -> None:
    line = {"indicator": "I-1", "period": "2011", "kind": "method", "reason": "new count",
            "by": "OWN", "on": date(2012, 1, 1)}  # fmt: skip
    facts = Facts(release_of(tmp_path / "r", {"2009": "5", "2011": "6"}, breaks=[line]))
    values = measure(facts, facts.row("indicators", "I-1")).values
    assert [one.observation.breaks for one in values] == [False, True]


def test_without_any_value_the_title_is_named(tmp_path: Path) -> None:
    numbers = tell(release_of(tmp_path / "r", {}))
    assert numbers.first is None
    assert [row["title"] for row in numbers.unpublished] == ["Fish"]


def test_the_first_with_a_value_is_drawn_the_others_are_rows(releases: list[Release]) -> None:
    numbers = tell_numbers(Facts(releases[-1]), "O4")
    assert numbers is not None and numbers.first is not None
    assert numbers.first.measured.ref == "I-O4-01"
    assert "Frontex" in plain(numbers.first.source)
    assert numbers.years == [2009, 2010, 2011, 2012, 2013]
    assert numbers.others[0].measured.ref == "I-O4-02"
    assert numbers.own


def test_periods_shorter_than_a_year_give_their_last(tmp_path: Path) -> None:
    facts = Facts(release_of(tmp_path / "r", {"2012-Q1": "1", "2012-Q2": "2", "2011-Q4": "3"}))
    values = measure(facts, facts.row("indicators", "I-1")).values
    assert [one.observation.year for one in values] == [2011, 2012]
    assert [one.observation.value for one in values] == [3, 2]


def test_a_single_value_is_no_line(tmp_path: Path) -> None:
    numbers = tell(release_of(tmp_path / "r", {"2011": "6"}))
    assert numbers.first is not None
    assert numbers.first.drawing == ""
    assert numbers.legend == ""
