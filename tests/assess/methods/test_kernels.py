"""Trends and probabilities of blocks of series: against others' programs, and by their laws."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pymannkendall
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stocktake.assess.methods import kernels

Floats = npt.NDArray[np.float64]
law = settings(max_examples=60, deadline=None)
WHOLE = st.integers(-999, 999).map(float)


@st.composite
def series(draw: st.DrawFn, most: int = 20) -> tuple[Floats, Floats]:
    """Years with gaps, and values of two digits after the point."""
    values = draw(st.lists(WHOLE, min_size=5, max_size=most))
    gaps = draw(st.lists(st.integers(1, 4), min_size=len(values), max_size=len(values)))
    return 1990.0 + np.cumsum(gaps), np.array(values) / 100


def walk(count: int, n: int, seed: int = 7) -> Floats:
    """Random walks rounded to a tenth, so that ties occur."""
    return np.round(np.random.default_rng(seed).normal(size=(count, n)).cumsum(axis=1), 1)


def probability(
    years: Floats, values: Floats, direction: float, target: float, deadline: float
) -> float:
    projections = kernels.project(years, values[None], [deadline])
    return float(kernels.find_probability(projections, [direction], [target])[0])


@pytest.mark.parametrize("n", [5, 6, 10, 11, 15, 30])
def test_s_slope_and_p_are_pymannkendalls_on_series_without_gaps(n: int) -> None:
    block = walk(60, n)
    found = kernels.test_trend(np.arange(n), block)
    for at, line in enumerate(block):
        theirs = pymannkendall.original_test(line)
        assert (found.s[at], found.slope[at]) == (theirs.s, theirs.slope)
        assert found.p_normal[at] == pytest.approx(theirs.p, abs=1e-12)


@law
@given(series())
def test_slope_and_interval_are_theil_and_sens_with_gaps(line: tuple[Floats, Floats]) -> None:
    years, values = line
    found = kernels.test_trend(years, values[None])
    slope, _, low, high = scipy.stats.theilslopes(values, years, alpha=0.9)
    assert (found.slope[0], found.lo[0], found.hi[0]) == (slope, low, high)


@law
@given(series(10))
def test_exact_p_is_kendalls_without_ties_and_none_with_them(line: tuple[Floats, Floats]) -> None:
    years, values = line
    found = kernels.test_trend(years, values[None]).p_exact[0]
    if len(set(values)) < len(values):
        assert math.isnan(found)
    else:
        theirs = scipy.stats.kendalltau(years, values, method="exact").pvalue
        assert found == pytest.approx(theirs, rel=1e-12)


def test_more_than_ten_values_have_no_exact_p() -> None:
    assert np.isnan(kernels.test_trend(np.arange(11), walk(50, 11)).p_exact).all()


def test_p_is_the_larger_of_the_exact_and_the_one_for_autocorrelation() -> None:
    """S = 6 of five values: exact 28/120, normal 0.2207; neighbours that oppose inflate nothing."""
    values = np.array([[1.0, 3, 2, 5, 4]])
    found = kernels.test_trend(np.arange(5), values)
    assert (found.s[0], found.r1[0]) == (6, 0)
    assert found.p[0] == found.p_exact[0] == 28 / 120 > found.p_normal[0]


@law
@given(series())
def test_p_is_never_below_either_of_its_two(line: tuple[Floats, Floats]) -> None:
    found = kernels.test_trend(line[0], line[1][None])
    assert 0 <= found.p_normal[0] <= found.p[0] <= 1
    assert not found.p[0] < found.p_exact[0]
    assert 0 <= found.r1[0] <= 0.8
    assert found.lo[0] <= found.slope[0] <= found.hi[0]


def test_autocorrelation_is_the_one_of_the_method() -> None:
    """By hand: slope 2; the rest has squares 12 and neighbours' products 3: (8 / 4 + 1) / 4."""
    values = 2 * np.arange(8) + np.array([0.0, 2, 3, 1, -1, 0, 1, 2])
    found = kernels.test_trend(np.arange(8), values[None])
    assert (found.s[0], found.slope[0], found.r1[0]) == (25, 2, 0.75)
    z = (25 - 1) / math.sqrt(variance(values) * 7)
    assert found.p[0] == pytest.approx(2 * scipy.stats.norm.sf(z))


def variance(values: Floats) -> float:
    n, ties = len(values), np.unique(values, return_counts=True)[1]
    return float((n * (n - 1) * (2 * n + 5) - sum(u * (u - 1) * (2 * u + 5) for u in ties)) / 18)


@law
@given(st.lists(st.integers(1, 4).map(float), min_size=5, max_size=30))
def test_ties_are_counted_in_groups(values: list[float]) -> None:
    n, found = len(values), kernels.count_ties(np.array(values)[:, None])[0]
    assert (n * (n - 1) * (2 * n + 5) - found) / 18 == pytest.approx(variance(np.array(values)))


def test_a_constant_series_has_no_trend_and_no_error() -> None:
    found = kernels.test_trend(np.arange(7), np.full((1, 7), 0.1))
    assert (found.s[0], found.p[0], found.slope[0]) == (0, 1, 0)
    assert (found.lo[0], found.hi[0], found.r1[0]) == (0, 0, 0)


def test_zero_has_one_sign() -> None:
    found = flatten(np.arange(7.0), np.array([[0.0, -0.0, 0.0, -0.0, 0.0, 0.0, -0.0]]))
    assert not np.signbit(found).any()


def test_what_a_straight_line_leaves_is_not_taken_for_autocorrelation() -> None:
    years = np.arange(2001.0, 2013)
    lines = np.array([years * 0.1, 1e6 - years / 3, 0.7 * (years - 2000)])
    found = kernels.test_trend(years, lines)
    assert found.r1.tolist() == [0, 0, 0]
    projections = kernels.project(years, lines, np.full(3, 2015.0))
    assert projections.sd.tolist() == [0, 0, 0]


def test_gaps_change_the_result() -> None:
    """Two stretches of three years, one down a year: squeezed together they would fall faster."""
    years, values = np.array([2010.0, 2011, 2012, 2017, 2018, 2019]), np.array([9.0, 8, 7, 2, 1, 0])
    real = kernels.test_trend(years, values[None])
    squeezed = kernels.test_trend(np.arange(6), values[None])
    assert (real.slope[0], squeezed.slope[0]) == (-1, pymannkendall.sens_slope(values).slope)
    assert squeezed.slope[0] < -1
    assert probability(years, values, -1, -9, 2029) != probability(
        np.arange(6.0) + 2014, values, -1, -9, 2029
    )


@law
@given(series(), st.sampled_from([0.001, 0.3, 7.0, 1e6]))
def test_another_unit_changes_the_slope_and_nothing_else(
    line: tuple[Floats, Floats], unit: float
) -> None:
    years, values = line
    here, there = (kernels.test_trend(years, each[None]) for each in (values, values * unit))
    assert (here.s[0], here.p_normal[0]) == (there.s[0], there.p_normal[0])
    for name in ("slope", "lo", "hi"):
        assert getattr(there, name)[0] == pytest.approx(getattr(here, name)[0] * unit)
    assert there.r1[0] == pytest.approx(here.r1[0], abs=1e-9)
    one, other = (probability(years, values * by, 1, 2 * by, years[-1] + 3) for by in (1, unit))
    assert other == pytest.approx(one, abs=1e-9)


@law
@given(series(), st.sampled_from([-100.0, 0.25, 4096.0]))
def test_a_shift_changes_nothing_but_the_centre(line: tuple[Floats, Floats], by: float) -> None:
    years, values = line
    here, there = (kernels.test_trend(years, each[None]) for each in (values, values + by))
    assert (here.s[0], here.p_normal[0]) == (there.s[0], there.p_normal[0])
    assert there.slope[0] == pytest.approx(here.slope[0], abs=1e-9)
    one, other = (probability(years, values + up, 1, 2 + up, years[-1] + 3) for up in (0, by))
    assert other == pytest.approx(one, abs=1e-9)


@law
@given(series(), st.sampled_from([-1, 1]), WHOLE, st.integers(1, 10))
def test_upside_down_the_probability_is_the_same(
    line: tuple[Floats, Floats], direction: int, target: float, ahead: int
) -> None:
    years, values = line
    there = years[-1] + ahead
    one = probability(years, values, direction, target, there)
    assert one == probability(years, -values, -direction, -target, there)


@law
@given(series(), WHOLE, st.integers(1, 10))
def test_what_is_likely_one_way_is_unlikely_the_other(
    line: tuple[Floats, Floats], target: float, ahead: int
) -> None:
    years, values = line
    projections = kernels.project(years, values[None], [years[-1] + ahead])
    assume(projections.sd[0] > 0)
    up, down = (kernels.find_probability(projections, [way], [target])[0] for way in (1, -1))
    assert up + down == pytest.approx(1, abs=1e-14)


@law
@given(series(), st.sampled_from([-1, 1]), st.lists(WHOLE, min_size=2), st.integers(1, 10))
def test_a_target_easier_to_meet_is_never_less_likely(
    line: tuple[Floats, Floats], direction: int, targets: list[float], ahead: int
) -> None:
    years, values = line
    easier = sorted(targets, reverse=direction > 0)
    found = [probability(years, values, direction, each, years[-1] + ahead) for each in easier]
    assert all(0 <= p <= 1 for p in found)
    assert all(later >= p - 1e-14 for p, later in pairwise(found))


@law
@given(series(), st.sampled_from([-1, 1]), WHOLE, st.integers(1, 10))
def test_without_scatter_the_probability_is_zero_or_one(
    line: tuple[Floats, Floats], direction: int, target: float, ahead: int
) -> None:
    years, noise = line
    straight = 3 * (years - years[0])
    there = years[-1] + ahead
    sure = probability(years, straight, direction, target, there)
    assert sure in {0, 1}
    centre = kernels.project(years, straight[None], [there]).centre[0]
    assume(abs(centre - target) > 1e-3)
    assert sure == (direction * (centre - target) > 0)
    scattered = [
        probability(years, straight + noise * by, direction, target, there) for by in (1e-5, 1e-9)
    ]
    assert scattered == pytest.approx([sure, sure], abs=0.02)


def test_a_constant_series_on_its_target_meets_it_either_way() -> None:
    years, values = np.arange(2005.0, 2013), np.full(8, 0.3)
    assert [probability(years, values, way, 0.1 + 0.2, 2015) for way in (1, -1)] == [1, 1]
    assert [probability(years, values, way, 0.2, 2015) for way in (1, -1)] == [1, 0]


def test_the_projection_is_the_formula_of_the_method() -> None:
    """`methods.md` 4.4 written out for one series with a gap."""
    years, values = np.array([2004.0, 2005, 2006, 2009, 2010, 2011]), np.array([9.0, 7, 8, 4, 4, 3])
    n, h, length = 6, 4.0, 7.0
    mean = (3 - 9) / length
    steps = list(zip(np.diff(values), np.diff(years), strict=True))
    s = math.sqrt(sum((step - mean * gap) ** 2 / gap for step, gap in steps) / (n - 2))
    centre = 3 + h * mean * length / (length + 4)
    sd = 1.45 * s * math.sqrt(h + h**2 / (length + 4))
    found = kernels.project(years, values[None], [2015.0])
    assert found.centre[0] == pytest.approx(centre)
    assert found.sd[0] == pytest.approx(sd)
    assert found.inflation[0] == pytest.approx(1.45)
    expected = scipy.stats.t.cdf(-(centre - 2.5) / sd, n - 2)
    assert probability(years, values, -1, 2.5, 2015) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ahead", "inflation"), [(1, 1.15), (2, 1.25), (5, 1.55), (8, 1.85), (10, 2.0)]
)
def test_the_scatter_is_widened_with_the_years_ahead(ahead: int, inflation: float) -> None:
    found = kernels.project(np.arange(8), walk(1, 8), [7.0 + ahead])
    assert found.inflation[0] == pytest.approx(inflation)


@pytest.mark.parametrize("deadline", [7.0, 3.0, 17.001, math.nan])
def test_no_projection_to_the_past_or_too_far_ahead(deadline: float) -> None:
    found = kernels.project(np.arange(8), walk(1, 8), [deadline])
    assert np.isnan([found.centre[0], found.sd[0], found.inflation[0]]).all()
    assert np.isnan(kernels.find_probability(found, [1], [0.0])[0])


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("n", [5, 9, 15, 40])
def test_a_series_is_assessed_alike_alone_and_among_others(n: int, shared: bool) -> None:
    years = np.cumsum([1, 2, 1, 1, 3] * 8)[:n] + 2000.0
    block = np.random.default_rng(3).normal(size=(300, n))
    all_years = years if shared else np.tile(years, (300, 1))
    together = flatten(all_years, block)
    alone = np.hstack([flatten(years, line[None]) for line in block])
    assert together.tobytes() == alone.tobytes()


def flatten(years: Floats, block: Floats) -> Floats:
    """Every number told of a block, a column a series."""
    trends = kernels.test_trend(years, block)
    projections = kernels.project(years, block, np.full(len(block), years.max() + 4))
    ways, targets = np.ones(len(block)), np.full(len(block), 0.5)
    found = kernels.find_probability(projections, ways, targets)
    return np.vstack([*vars(trends).values(), projections.centre, projections.sd, found])


@pytest.mark.parametrize(
    ("years", "values", "said"),
    [
        (range(4), [[1, 2, 3, 4]], "at least 5"),
        (range(5), [1, 2, 3, 4, 5], "at least 5"),
        (range(6), [[1, 2, 3, 4, 5]], "years must be"),
        ([1, 2, 2, 3, 4], [[1, 2, 3, 4, 5]], "no year may come twice"),
        ([1, 3, 2, 4, 5], [[1, 2, 3, 4, 5]], "ascend"),
        ([1, 2, 3, 4, math.nan], [[1, 2, 3, 4, 5]], "numbers"),
        (range(5), [[1, 2, math.nan, 4, 5]], "none missing"),
        (range(5), [[1, 2, math.inf, 4, 5]], "none missing"),
        (range(5), [[1, 2, -math.inf, 4, 5]], "none missing"),
        (range(5), [[1, 2, 1e61, 4, 5]], "1e-60 to 1e\\+60"),
        (range(5), [[1, 2, 1e-61, 4, 5]], "1e-60 to 1e\\+60"),
    ],
)
def test_what_cannot_be_computed_with_is_refused(years: Any, values: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kernels.test_trend(list(years), values)
    with pytest.raises(ValueError, match=said):
        kernels.project(list(years), values, [2020])


@law
@given(st.floats(-60, 60), st.floats(-60, 60), st.lists(WHOLE, min_size=5, max_size=9))
def test_numbers_of_any_allowed_size_give_numbers(
    size: float, target: float, values: list[float]
) -> None:
    block = np.array([values]) / 1000 * 10.0**size
    assume(((block == 0) | (np.abs(block) >= 1e-60)).all())
    years = np.cumsum([2e-6, 9e4] * 5)[: len(values)]
    trend = kernels.test_trend(years, block)
    assert np.isfinite([trend.s, trend.p, trend.slope, trend.lo, trend.hi, trend.r1]).all()
    found = probability(np.arange(0.0, len(values)), block[0], 1, 10.0**target, len(values))
    assert 0 <= found <= 1


MOVING = {
    (6, 0.0): (0.055, 0.045),
    (6, 0.6): (0.178, 0.128),
    (10, 0.3): (0.147, 0.101),
    (15, 0.0): (0.093, 0.073),
    (15, 0.6): (0.346, 0.155),
}
"""`methods.md` 4.3: how often a 10 % test finds a trend where there is none, plain and ours."""


@pytest.mark.parametrize(("n", "phi"), MOVING)
def test_as_many_false_alarms_as_the_method_was_chosen_for(n: int, phi: float) -> None:
    random = np.random.default_rng(2010)
    noise = random.normal(size=(n, 20_000))
    rows = [noise[0] / math.sqrt(1 - phi**2)]
    for row in noise[1:]:
        rows.append(phi * rows[-1] + row)
    found = kernels.test_trend(np.arange(n), np.array(rows).T)
    shares = [float((p <= 0.1).mean()) for p in (found.p_normal, found.p)]
    assert shares == pytest.approx(MOVING[n, phi], abs=0.012)
