"""Destatis' weather symbols: the published ones, and each rule by hand at its bounds."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import pytest
from assess.methods.made import Row, observed, read_published
from specimens import needs_published

from stocktake.assess.methods import assess_destatis
from stocktake.assess.methods.destatis import SYMBOLS, combine_destatis

SENTENCES: Final = {
    "Bei Fortsetzung der Entwicklung": "value",
    "Der Indikator entwickelte sich": "value",
    "Der Abstand zum Ziel": "value",
    "Der Zielwert": "constant",
    "Sowohl der Durchschnittswert": "direction",
    "Weder Durchschnittswert": "direction",
    "Die durchschnittliche Entwicklung": "direction",
    "Der Durchschnittswert": "direction",
}
"""How the sentence beside an official symbol begins, and the rule that it says was applied."""
OTHER_RULE: Final = "the office applied another rule than the mapping"
OTHER_VALUES: Final = "the same rule over other values: revised since, or rounded"
CAUSES: Final = {
    ("11-2-a", 2020): OTHER_VALUES,
    ("11-4", 2015): OTHER_VALUES,
    ("11-4", 2016): OTHER_VALUES,
    ("3-3", 2021): OTHER_RULE,
    ("4-1-a", 2016): OTHER_VALUES,
    ("4-1-a", 2017): OTHER_VALUES,
    ("9-1-a", 2017): OTHER_VALUES,
}


def named_rule(row: Row) -> str:
    return next(rule for begin, rule in SENTENCES.items() if row["reason_de"].startswith(begin))


def find_cause(row: Row) -> str:
    """Why an official symbol is not ours."""
    return OTHER_VALUES if named_rule(row) == row["applied"] else OTHER_RULE


@pytest.fixture(scope="module")
def published() -> pl.DataFrame:
    targets = read_published("germany_dns_mapped_targets")
    return assess_destatis(targets, read_published("germany_dns_observations"))


@needs_published
def test_95_of_100_official_symbols_come_out_and_the_rest_has_a_cause(
    published: pl.DataFrame,
) -> None:
    official = published.filter(pl.col("official").is_in(SYMBOLS))
    wrong = official.filter(pl.col("official").ne_missing(pl.col("symbol")))
    assert official.height == 177
    assert 1 - wrong.height / official.height >= 0.95
    causes = {(row["page"], row["assessed_year"]): find_cause(row) for row in wrong.to_dicts()}
    for row in wrong.iter_rows(named=True):
        place = row["page"], row["assessed_year"]
        print(*place, row["official"], row["symbol"], row["detail"], causes[place], sep=" | ")
    assert causes == CAUSES


@needs_published
def test_where_the_office_gives_no_symbol_there_is_none(published: pl.DataFrame) -> None:
    """Four or five points do for a target with a value only (`LEAST`)."""
    without = published.filter(~pl.col("official").is_in(SYMBOLS))
    assert without["symbol"].to_list() == [None] * 12
    ended = without.filter(pl.col("official") == "ended")
    assert set(ended["reason"]) == {"after_deadline"}


@needs_published
def test_the_rule_applied_is_the_one_the_office_names(published: pl.DataFrame) -> None:
    """Of a target met and still improving the office may say either: both rules give a sun."""
    agreed = published.filter(pl.col("official") == pl.col("symbol"))
    assert agreed.height == 170
    other = [
        (row["page"], row["assessed_year"])
        for row in agreed.iter_rows(named=True)
        if named_rule(row) not in {row["applied"], row["rule"]}
    ]
    assert other == [("3-3", 2020)]


YEARS: Final = range(2015, 2021)


def judge(values: list[float | None] | dict[int, float | None], **target: Any) -> Row:
    """The assessment of one target from yearly values up to 2020."""
    if isinstance(values, list):
        values = dict(zip(range(2021 - len(values), 2021), values, strict=True))
    points = observed(values).rename({"series": "series_key"}).with_columns(page=pl.lit("p"))
    row = {"page": "p", "series_key": "s", "rule": "value", "target_value": None,
           "target_year": None, "direction": 1, "assessed_year": 2020, **target}  # fmt: skip
    numbers = ("target_value", "target_year", "target_upper")
    types = {name: pl.Float64 for name in numbers if name in row}
    return assess_destatis(pl.DataFrame([row], schema_overrides=types), points).row(0, named=True)


RISING: Final[list[float | None]] = [10, 11, 12, 13, 14, 15]
"""One more a year: 25 is expected for 2030."""


@pytest.mark.parametrize(
    ("target", "miss", "symbol"),
    [
        (25.0, 0.0, "sun"),
        (20.0, -1.0, "sun"),
        (25.52, 0.52 / 10.52, "sun"),
        (15 + 10 / 0.95, 0.05, "sun_cloud"),
        (27.5, 0.2, "sun_cloud"),
        (27.51, 2.51 / 12.51, "cloud"),
        (100.0, 75 / 85, "cloud"),
    ],
)
def test_a_target_to_be_reached(target: float, miss: float, symbol: str) -> None:
    row = judge(RISING, target_value=target, target_year=2030)
    assert (row["symbol"], row["miss"]) == (symbol, pytest.approx(miss))
    assert (row["applied"], row["average"], row["projected"]) == ("value", 1, 25)
    down = judge([-value for value in RISING if value], target_value=-target, target_year=2030,
                 direction=-1)  # fmt: skip
    assert (down["symbol"], down["miss"]) == (symbol, pytest.approx(miss))


@pytest.mark.parametrize("values", [[15, 14, 13, 12, 11, 10], [10, 12, 9, 8, 11, 10]])
def test_standing_still_or_moving_away_is_a_storm(values: list[float | None]) -> None:
    assert judge(values, target_value=20, target_year=2030)["symbol"] == "storm"


@pytest.mark.parametrize("rule", ["value", "constant"])
@pytest.mark.parametrize(
    ("target", "values", "symbol"),
    [
        (15.0, RISING, "sun"),
        (10.0, [12, 9, 9, 9, 9, 12], "sun"),
        (10.0, RISING[::-1], "sun_cloud"),
        (5.0, [9, 8, 7, 7, 6, 5], "sun_cloud"),
    ],
)
def test_a_target_met_is_one_to_hold(
    rule: str, target: float, values: list[float | None], symbol: str
) -> None:
    row = judge(values, rule=rule, target_value=target, target_year=2030)
    assert (row["symbol"], row["applied"], row["miss"]) == (symbol, "constant", None)


@pytest.mark.parametrize(
    ("values", "symbol"),
    [(RISING, "cloud"), ([10, 9, 9, 9, 9, 10], "storm"), (RISING[::-1], "storm")],
)
def test_a_target_to_hold_that_is_missed(values: list[float | None], symbol: str) -> None:
    assert judge(values, rule="constant", target_value=16)["symbol"] == symbol


@pytest.mark.parametrize(
    ("values", "symbol"),
    [
        ([1, 2, 3, 4, 5, 6], "sun"),
        ([1, 2, 3, 4, 6, 5], "sun_cloud"),
        ([1, 2, 3, 4, 5, 5], "sun_cloud"),
        ([6, 5, 4, 3, 1, 2], "cloud"),
        ([6, 5, 4, 3, 5, 6], "cloud"),
        ([6, 5, 4, 3, 2, 1], "storm"),
        ([6, 6, 6, 6, 6, 6], "storm"),
    ],
)
def test_a_direction_without_a_value(values: list[float | None], symbol: str) -> None:
    assert judge(values, rule="direction")["symbol"] == symbol
    mirrored = [-value for value in values if value is not None]
    assert judge(mirrored, rule="direction", direction=-1)["symbol"] == symbol  # type: ignore[arg-type]


def test_only_the_last_six_points_up_to_the_year_count() -> None:
    values: dict[int, float | None] = {2010: 99, 2014: 50, 2021: 0, 2022: 0}
    values |= dict(zip(YEARS, RISING, strict=True))
    row = judge(values, target_value=25, target_year=2030)
    assert (row["average"], row["last_change"], row["symbol"]) == (1, 1, "sun")
    assert row["detail"] == "value, average 1.0, last change 1.0, projected 25.0, miss 0.0"


def test_changes_are_a_year_even_where_years_are_missing() -> None:
    every_other: dict[int, float | None] = {
        2010: 10,
        2012: 12,
        2014: 14,
        2016: 16,
        2018: 18,
        2020: 20,
    }
    assert judge(every_other, target_value=30, target_year=2030)["average"] == 1


@pytest.mark.parametrize(
    ("n", "rule", "assessed"),
    [(3, "value", False), (4, "value", True), (3, "constant", False), (4, "constant", True),
     (5, "direction", False), (6, "direction", True)],
)  # fmt: skip
def test_too_few_points_give_no_symbol(n: int, rule: str, assessed: bool) -> None:
    row = judge(RISING[-n:], rule=rule, target_value=25, target_year=2030)
    assert (row["symbol"] is not None) == assessed
    assert row["reason"] == (None if assessed else "too_few_points")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ({"target_value": None, "target_year": 2030}, "no_target"),
        ({"target_value": 20, "target_year": None}, "no_deadline"),
        ({"target_value": 20, "target_year": 2019}, "after_deadline"),
        ({"target_value": 20, "target_year": 2030, "direction": 0}, "no_direction"),
        ({"target_value": 20, "target_year": 2030, "rule": "reach"}, "unknown_rule"),
        (
            {"target_value": 20, "target_year": 2030, "assessed_year": 2021},
            "no_observation_in_year",
        ),
        (
            {"target_value": 20, "target_year": 2030, "series_key": "other"},
            "no_observation_in_year",
        ),
    ],
)
def test_what_cannot_be_assessed_says_why(target: Row, reason: str) -> None:
    row = judge(RISING, **target)
    assert (row["reason"], row["symbol"], row["detail"], row["average"]) == (
        reason,
        None,
        None,
        None,
    )


def test_in_its_last_year_a_target_missed_is_a_cloud_and_a_target_met_a_sun() -> None:
    assert judge(RISING, target_value=16, target_year=2020)["symbol"] == "cloud"
    assert judge(RISING, target_value=15, target_year=2020)["symbol"] == "sun"


def test_a_break_inside_the_points_suspends_the_assessment() -> None:
    points = pl.DataFrame({"page": "p", "series_key": "s", "year": YEARS, "value": RISING})
    target = pl.DataFrame({
        "page": ["p"], "series_key": "s", "rule": "direction", "target_value": None,
        "target_year": None, "direction": 1, "assessed_year": 2020,
    })  # fmt: skip
    for year, reason in ((2018, "break_unresolved"), (2015, None)):
        flagged = points.with_columns((pl.col("year") == year).alias("break"))
        assert assess_destatis(target, flagged)["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    ("direction", "ends", "weakest"), [(1, (25, 40), 25), (1, (40, 25), 25), (-1, (5, 9), 9)]
)
def test_of_an_interval_the_weakest_end_counts(
    direction: int, ends: tuple[float, float], weakest: float
) -> None:
    values = RISING if direction > 0 else RISING[::-1]
    pair = judge(values, target_value=ends[0], target_upper=ends[1], target_year=2030,
                 direction=direction)  # fmt: skip
    alone = judge(values, target_value=weakest, target_year=2030, direction=direction)
    assert (pair["symbol"], pair["miss"]) == (alone["symbol"], alone["miss"])
    single = judge(values, target_value=weakest, target_upper=None, target_year=2030,
                   direction=direction)  # fmt: skip
    assert single["symbol"] == alone["symbol"]


def combine(*rows: tuple[str, str, float | None, str | None, str | None]) -> list[Row]:
    """Series, rule, deadline, symbol and reason of the targets of one indicator in 2020."""
    frame = pl.DataFrame(
        [("p", 1, 2020, *row) for row in rows],
        schema={"page": pl.String, "sub": pl.Int64, "assessed_year": pl.Int64,
                "series_key": pl.String, "rule": pl.String, "target_year": pl.Float64,
                "symbol": pl.String, "reason": pl.String},
        orient="row",
    )  # fmt: skip
    return combine_destatis(frame).to_dicts()


def test_of_several_deadlines_the_next_counts() -> None:
    passed = ("a", "value", 2015.0, None, "after_deadline")
    first, last = ("a", "value", 2025.0, "cloud", None), ("a", "value", 2030.0, "storm", None)
    found = combine(passed, last, first)
    assert [(row["symbol"], row["n_targets"]) for row in found] == [("cloud", 1)]
    assert combine(passed) == []


def test_of_targets_that_hold_together_the_worst_symbol_counts() -> None:
    together = ("a", "value", 2030.0, "sun", None), ("a", "direction", None, "cloud", None)
    assert combine(*together, ("b", "value", 2030.0, "sun_cloud", None))[0]["symbol"] == "cloud"


def test_a_target_without_a_symbol_leaves_none_unless_it_cannot_get_worse() -> None:
    short = ("b", "direction", None, None, "too_few_points")
    found = combine(("a", "value", 2030.0, "cloud", None), short)[0]
    assert (found["symbol"], found["reason"]) == (None, "too_few_points")
    found = combine(("a", "value", 2030.0, "storm", None), short)[0]
    assert (found["symbol"], found["reason"]) == ("storm", None)
