"""The probabilities behind a verdict are those of the tables everybody uses."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.assess.methods.distributions import (
    find_student_p,
    find_two_sided_p,
    tabulate_exact_p,
)

law = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("n", range(2, 8))
def test_exact_p_is_what_counting_every_order_gives(n: int) -> None:
    counts = Counter(
        abs(sum(1 if a < b else -1 for a, b in combinations(order, 2)))
        for order in permutations(range(n))
    )
    total = sum(counts.values())
    table = tabulate_exact_p(n)
    assert len(table) == n * (n - 1) // 2 + 1
    for s, p in enumerate(table):
        assert p == sum(count for reached, count in counts.items() if reached >= s) / total


@pytest.mark.parametrize("n", [8, 9, 10])
def test_exact_p_of_longer_series_is_kendalls(n: int) -> None:
    most = n * (n - 1) // 2
    for discordant in range(most + 1):
        order = unsort(n, discordant)
        p = scipy.stats.kendalltau(range(n), order, method="exact").pvalue
        assert tabulate_exact_p(n)[abs(most - 2 * discordant)] == pytest.approx(p, rel=1e-12)


def unsort(n: int, discordant: int) -> list[int]:
    """An order of n values with that many discordant pairs."""
    order: list[int] = []
    for value in range(n):
        moved = min(discordant, value)
        order.insert(value - moved, value)
        discordant -= moved
    return order


def test_the_published_points_of_the_exact_distribution() -> None:
    """Kendall 1975, appendix 1; the flagship's one testable outcome is S = -8 of 5 values."""
    assert tabulate_exact_p(5)[10] == 2 / 120
    assert tabulate_exact_p(5)[8] == pytest.approx(0.083, abs=5e-4)
    assert tabulate_exact_p(4)[6] == pytest.approx(0.083, abs=5e-4)
    assert tabulate_exact_p(3)[3] == pytest.approx(0.333, abs=5e-4)


def test_the_exact_table_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        tabulate_exact_p(6)[0] = 0


@law
@given(st.lists(st.floats(-40, 40), min_size=1))
def test_two_sided_normal_p_holds_far_out(z: list[float]) -> None:
    expected = 2 * scipy.stats.norm.sf(np.abs(z))
    np.testing.assert_allclose(find_two_sided_p(np.array(z)), expected, rtol=1e-11, atol=1e-300)


@law
@given(st.integers(1, 60), st.lists(st.floats(allow_nan=False), min_size=1))
def test_student_p_is_that_of_scipy(freedom: int, t: list[float]) -> None:
    found = find_student_p(np.array(t), freedom)
    np.testing.assert_allclose(found, scipy.stats.t.cdf(t, freedom), rtol=0, atol=1e-14)


@pytest.mark.parametrize("freedom", [98, 499, 1000])
def test_student_p_of_long_series_is_that_of_scipy(freedom: int) -> None:
    t = np.linspace(-9, 9, 2001)
    expected = scipy.stats.t.cdf(t, freedom)
    np.testing.assert_allclose(find_student_p(t, freedom), expected, rtol=0, atol=1e-13)


@law
@given(st.integers(3, 30), st.floats(allow_nan=False))
def test_student_p_of_both_sides_is_one(freedom: int, t: float) -> None:
    both = find_student_p(np.array([t, -t]), freedom)
    assert both.sum() == pytest.approx(1, abs=1e-15)
    assert find_student_p(np.zeros(1), freedom)[0] == 0.5


def test_student_p_of_no_number_is_no_number() -> None:
    assert np.isnan(find_student_p(np.array([np.nan]), 3))[0]
    assert np.isnan(find_student_p(np.array([np.nan]), 4))[0]
