"""Every series gets its trend and its probability, whatever the order and company of its rows."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.assess.methods import kernels, trends
from stocktake.assess.methods.trends import adjust_false_discoveries, assess_trends
from stocktake.vocabulary.problems import RefusedError

TARGETED = {"key": ["a"], "direction": [-1], "target": [2.5], "deadline": [2016]}


def rows(key: str, values: dict[float, float | None]) -> pl.DataFrame:
    """Observations of one series by year."""
    return pl.DataFrame(
        {"key": key, "year": list(values), "value": list(values.values())},
        schema={"key": pl.String, "year": pl.Float64, "value": pl.Float64},
    )


def line(key: str, *values: float | None, start: int = 2009) -> pl.DataFrame:
    return rows(key, {float(year): value for year, value in enumerate(values, start)})


def many(seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three hundred series of three to sixteen values, with gaps, and their targets."""
    random = np.random.default_rng(seed)
    parts = []
    for at in range(300):
        years = 2000.0 + np.sort(random.choice(20, random.integers(3, 17), replace=False))
        values = np.round(random.normal(size=len(years)).cumsum(), 2)
        parts.append(pl.DataFrame({"key": f"I-{at:03}", "year": years, "value": values}))
    keys = [f"I-{at:03}" for at in range(300)]
    targets = pl.DataFrame(
        {"key": keys, "direction": random.choice([-1, 1], 300), "target": random.normal(size=300),
         "deadline": random.integers(2015, 2035, 300)}
    )  # fmt: skip
    return pl.concat(parts), targets


def test_one_row_a_series_in_the_order_of_first_appearance() -> None:
    observations = pl.concat([line("z", 1, 2, 3, 4, 5), line("a", 3, 2), line("m", None)])
    found = assess_trends(pl.concat([observations, line("a", 9, start=1999)]))
    assert found.select("key", "n").rows() == [("z", 5), ("a", 3), ("m", 0)]
    assert found.schema == pl.Schema({
        "key": pl.String, "n": pl.Int64, "s": pl.Int64,
        **dict.fromkeys(("p_normal", "p_exact", "r1", "p", "slope", "lo", "hi", "probability",
                         "centre", "sd", "inflation"), pl.Float64),
        "reason": pl.String,
    })  # fmt: skip


def test_the_findings_are_those_of_the_kernels() -> None:
    observations, targets = many()
    found = assess_trends(observations, targets)
    by_key = {str(key[0]): part.sort("year") for key, part in observations.group_by("key")}
    for row, aim in zip(found.to_dicts(), targets.to_dicts(), strict=True):
        years, values = (by_key[row["key"]][name].to_numpy() for name in ("year", "value"))
        assert row["n"] == len(years)
        if len(years) < 5:
            assert [row[name] for name in ("s", *trends.FIGURES)] == [None] * 12
            continue
        trend = kernels.test_trend(years, values[None])
        ahead = kernels.project(years, values[None], [aim["deadline"]])
        chance = kernels.find_probability(ahead, [aim["direction"]], [aim["target"]])
        expected = {**vars(trend), "centre": ahead.centre, "sd": ahead.sd, "probability": chance}
        for name, number in expected.items():
            assert row[name] == (None if math.isnan(number[0]) else number[0]), name


def test_a_probability_stands_exactly_where_no_reason_does() -> None:
    observations, targets = many()
    found = assess_trends(observations, targets)
    assert (found["reason"].is_null() == found["probability"].is_not_null()).all()
    assert set(found["reason"]) == {None, "too_few_points", "deadline_past", "deadline_far"}
    assert found["probability"].drop_nulls().is_between(0, 1).all()
    assert not any(found[name].is_nan().any() for name in trends.FIGURES)


@pytest.mark.parametrize(
    ("values", "aim", "reason"),
    [
        ([4, 3, 3, 2], {}, "too_few_points"),
        ([4, 3, None, 3, 2], {}, "too_few_points"),
        ([6, 5, 4, 3, 3], {"target": [None]}, "no_target"),
        ([6, 5, 4, 3, 3], {"direction": [None]}, "no_target"),
        ([6, 5, 4, 3, 3], {"deadline": [None]}, "no_target"),
        ([6, 5, 4, 3, 3], {"key": ["b"]}, "no_target"),
        ([6, 5, 4, 3, 3], {"deadline": [2013]}, "deadline_past"),
        ([6, 5, 4, 3, 3], {"deadline": [2010]}, "deadline_past"),
        ([6, 5, 4, 3, 3], {"deadline": [2024]}, "deadline_far"),
        ([6, 5, 4, 3, 3], {"deadline": [2023]}, None),
        ([6, 5, 4, 3, 3], {}, None),
    ],
)
def test_why_there_is_no_probability(
    values: list[float | None], aim: dict[str, Any], reason: str | None
) -> None:
    found = assess_trends(line("a", *values), pl.DataFrame(TARGETED | aim)).row(0, named=True)
    assert found["reason"] == reason
    assert (found["probability"] is None) == (reason is not None)
    assert (found["s"] is None) == (reason == "too_few_points")


def test_without_targets_there_are_trends_and_no_probabilities() -> None:
    found = assess_trends(line("a", 6, 5, 4, 3, 3)).row(0, named=True)
    assert (found["s"], found["reason"], found["centre"]) == (-9, "no_target", None)


def test_a_deadline_without_target_is_projected() -> None:
    aim = pl.DataFrame(TARGETED | {"target": [None]})
    found = assess_trends(line("a", 6, 5, 4, 3, 3), aim).row(0, named=True)
    assert (found["centre"], found["inflation"]) == (3 - 3 * 3 / 8, 1.15 + 0.1 * 2)


def test_the_flagships_terrorist_attacks() -> None:
    """From 2009 S = -8 and the exact p .083; the larger of the two is the normal one, .086."""
    found = assess_trends(line("attacks", 316, 249, 174, 219, 152)).row(0, named=True)
    assert (found["s"], found["p_exact"]) == (-8, 10 / 120)
    assert found["p"] == found["p_normal"] == pytest.approx(0.0864, abs=5e-5)
    later = assess_trends(line("attacks", 249, 174, 219, 152)).row(0, named=True)
    assert later["reason"] == "too_few_points"


def test_a_missing_year_is_a_gap_and_closing_it_changes_the_result() -> None:
    """Property 9: squeezed together, two stretches down one a year seem to fall faster."""
    gap: dict[float, float | None] = {
        2010.0: 9.0,
        2011.0: 8,
        2012.0: 7,
        2017.0: 2,
        2018.0: 1,
        2019.0: 0,
    }
    missing = {year: gap.get(year) for year in map(float, range(2010, 2020))}
    aim = pl.DataFrame(TARGETED | {"deadline": [2022], "target": [-4]})
    with_gap, with_nulls = (assess_trends(rows("a", each), aim) for each in (gap, missing))
    assert with_gap.equals(with_nulls)
    squeezed = assess_trends(line("a", *gap.values(), start=2014), aim)
    assert with_gap["slope"][0] == -1
    for name in ("slope", "lo", "sd", "centre", "probability"):
        assert with_gap[name][0] != squeezed[name][0], name


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_not_a_bit(seed: int) -> None:
    observations, targets = many()
    expected = assess_trends(observations, targets).sort("key")
    mixed = assess_trends(
        observations.sample(fraction=1, shuffle=True, seed=seed),
        targets.sample(fraction=1, shuffle=True, seed=seed),
    )
    assert mixed.sort("key").equals(expected)


@pytest.mark.parametrize("cells", [1, 500, 2**30])
def test_the_size_of_blocks_changes_not_a_bit(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    observations, targets = many()
    expected = assess_trends(observations, targets)
    monkeypatch.setattr(trends, "CELLS", cells)
    assert assess_trends(observations, targets).equals(expected)


def test_the_company_of_other_series_changes_not_a_bit() -> None:
    observations, targets = many()
    together = assess_trends(observations, targets)
    for at in range(0, 300, 7):
        alone = observations.filter(pl.col("key") == f"I-{at:03}")
        assert assess_trends(alone, targets).equals(together[at : at + 1])


def test_years_and_values_of_any_number_type_are_taken() -> None:
    floats = line("a", 6, 5, 4, 3, 3)
    whole = floats.with_columns(pl.col("year", "value").cast(pl.Int32))
    exact = floats.with_columns(pl.col("value").cast(pl.Decimal(10, 2)))
    expected = assess_trends(floats, pl.DataFrame(TARGETED))
    assert assess_trends(whole, pl.DataFrame(TARGETED)).equals(expected)
    assert assess_trends(exact, pl.DataFrame(TARGETED)).equals(expected)


def test_no_observations_no_findings() -> None:
    nothing = rows("a", {})
    assert assess_trends(nothing).is_empty()
    assert assess_trends(nothing, pl.DataFrame(TARGETED)).is_empty()


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"value": math.inf}, "a value", "'inf'"),
        ({"value": -math.inf}, "a value", "'-inf'"),
        ({"value": math.nan}, "a value", "'nan'"),
        ({"value": 1e61}, "a value", "1e+61"),
        ({"value": 1e-61}, "a value", "1e-61"),
        ({"year": None}, "a year", "The year is ''"),
        ({"year": math.nan}, "a year", "nan"),
        ({"key": None}, "observations key", "The key is ''"),
        ({"year": 2010.0}, "a year", "'2010' comes twice"),
    ],
)
def test_an_observation_that_cannot_be_used_is_named(
    changed: dict[str, Any], place: str, said: str
) -> None:
    good = line("a", 6, 5, 4, 3, 3)
    bad = pl.DataFrame([{"key": "a", "year": 2019.0, "value": 1.0} | changed], schema=good.schema)
    with pytest.raises(RefusedError) as refused:
        assess_trends(pl.concat([line("b", 1), good, bad]))
    message = str(refused.value)
    assert message.startswith("observations")
    assert place in message
    assert said.strip("'") in message


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"direction": [0]}, "a direction"),
        ({"direction": [math.nan]}, "a direction"),
        ({"target": [math.inf]}, "a target"),
        ({"deadline": [math.nan]}, "a deadline"),
        ({"key": [None]}, "targets key"),
    ],
)
def test_a_target_that_cannot_be_used_is_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        assess_trends(line("a", 6, 5, 4, 3, 3), pl.DataFrame(TARGETED | changed))


def test_two_targets_of_one_key_are_refused() -> None:
    twice = pl.concat([pl.DataFrame(TARGETED)] * 2)
    with pytest.raises(RefusedError, match=r"targets a key: .*'a' comes twice"):
        assess_trends(line("a", 6, 5, 4, 3, 3), twice)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.floats(0, 1), max_size=30))
def test_adjusted_p_are_benjamini_and_hochbergs(p: list[float | None]) -> None:
    found = adjust_false_discoveries(pl.Series("p", p, dtype=pl.Float64))
    assert found.is_null().to_list() == [each is None for each in p]
    known = [each for each in p if each is not None]
    if known:
        expected = scipy.stats.false_discovery_control(known)
        np.testing.assert_allclose(found.drop_nulls().to_numpy(), expected, rtol=1e-12)


def test_adjusted_p_keep_the_order_of_p_and_are_never_below_it() -> None:
    p = pl.Series("p", np.random.default_rng(4).uniform(size=200))
    adjusted = adjust_false_discoveries(p)
    assert (adjusted >= p).all()
    ordered = adjusted.gather(p.arg_sort()).to_list()
    assert all(one <= other for one, other in pairwise(ordered))
    assert adjust_false_discoveries(p.shuffle(seed=1)).sort().equals(adjusted.sort())


def test_of_many_trends_in_noise_hardly_any_is_counted() -> None:
    """One in ten of 2 000 series without trend passes the plain test; of the adjusted, none may."""
    noise = np.random.default_rng(5).normal(size=(2000, 15))
    p = kernels.test_trend(np.arange(15), noise).p_normal
    assert (p <= 0.1).mean() > 0.07
    assert (adjust_false_discoveries(pl.Series(p)) <= 0.1).sum() <= 2
