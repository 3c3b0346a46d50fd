"""The two forms of the Progress Chart, by hand at each bound."""

from __future__ import annotations

from typing import Any

import pytest
from assess.methods.made import Row, endpoints, grown

from stocktake.assess.methods import assess_unsd_2019, assess_unsd_2023


def old(**row: Any) -> Row:
    return assess_unsd_2019(endpoints(row)).row(0, named=True)


def new(**row: Any) -> Row:
    return assess_unsd_2023(endpoints(row)).row(0, named=True)


@pytest.mark.parametrize(
    ("ratio", "status"),
    [(0.95, "substantial progress"), (0.949, "fair progress"), (0.5, "fair progress"),
     (0.499, "limited or no progress"), (-0.1, "limited or no progress"),
     (-0.101, "deterioration")],
)  # fmt: skip
def test_pace_in_the_form_of_2019(ratio: float, status: str) -> None:
    row = old(**grown(0.02 * ratio, target=100 * 1.02**15, target_year=2030))
    assert (row["status"], row["reason"]) == (status, None)
    assert row["progress_value"] == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("rate", "status"),
    [(0.0101, "substantial progress"), (0.01, "fair progress"), (0.0051, "fair progress"),
     (0.005, "limited or no progress"), (-0.01, "limited or no progress"),
     (-0.0101, "deterioration")],
)  # fmt: skip
def test_growth_in_the_form_of_2019(rate: float, status: str) -> None:
    assert old(**grown(rate))["status"] == status
    assert old(**grown(-rate, direction=-1))["status"] == status


def test_in_both_forms_a_target_met_at_the_base_and_lost_is_no_progress() -> None:
    row = {"base_value": 110.0, "current_value": 90.0, "target": 100.0, "target_year": 2030}
    assert old(**row)["status"] == "deterioration"
    assert new(**row)["status"] == "stagnation or regression"


@pytest.mark.parametrize(
    ("share", "status", "score"),
    [(0.95, "met or on track", 3), (0.949, "fair progress", 2), (0.10, "fair progress", 2),
     (0.099, "stagnation or regression", 1), (-0.5, "stagnation or regression", 1)],
)  # fmt: skip
def test_the_share_of_the_way_that_will_lie_behind_in_the_form_of_2023(
    share: float, status: str, score: int
) -> None:
    expected = 100 * 1.01**15
    target = 100 + (expected - 100) / share
    if share < 0:
        row = new(**grown(-0.01, target=100 + (100 * 0.99**15 - 100) / share, target_year=2030))
    else:
        row = new(**grown(0.01, target=target, target_year=2030))
    assert (row["status"], row["score"]) == (status, score)
    assert row["progress_value"] == pytest.approx(share)


@pytest.mark.parametrize(
    ("rate", "score"), [(0.02, 3), (0.0199, 2), (0.005, 2), (0.0049, 1), (0.0, 1), (-0.05, 1)]
)
def test_growth_in_the_form_of_2023(rate: float, score: int) -> None:
    assert new(**grown(rate))["score"] == score
    assert new(**grown(-rate, direction=-1))["score"] == score


def test_a_last_value_that_meets_the_target_scores_three_whatever_the_trend() -> None:
    row = new(base_value=130, current_value=120, target=110, target_year=2030)
    assert (row["score"], row["progress_value"] < 0) == (3, True)
    assert new(base_value=0, current_value=120, target=110, target_year=2030)["score"] == 3


@pytest.mark.parametrize(
    ("current", "target", "kind", "score"),
    [(99.0, 100.0, "share", 3), (98.9, 100.0, "share", 1), (99.0, 100.0, None, 1),
     (1.0, 0.0, "share", 3), (1.1, 0.0, "share", 1), (49.5, 50.0, "share", 1)],
)  # fmt: skip
def test_one_point_from_all_or_nothing_counts_as_met_only_in_per_cent(
    current: float, target: float, kind: str | None, score: int
) -> None:
    direction = 1 if target >= 50 else -1
    row = {"base_value": current, "current_value": current, "direction": direction}
    found = new(**row, target=target, target_year=2030, kind=kind)
    assert found["score"] == score


def test_yes_and_no_are_judged_without_a_formula_and_growth_rates_not_at_all() -> None:
    yes = new(current_value=1, base_value=None, kind="binary")
    assert (yes["score"], yes["progress_value"], yes["reason"]) == (3, None, None)
    assert new(current_value=0, kind="binary")["score"] == 1
    unknown = new(current_value=None, kind="binary")
    assert (unknown["score"], unknown["reason"]) == (None, "no_observation_after_baseline")
    growth = new(**grown(0.01, target=90, target_year=2030), kind="growth")
    assert (growth["score"], growth["reason"]) == (None, "expert_judgement")


def test_a_value_from_after_the_deadline_is_refused_even_if_it_meets_the_target() -> None:
    late = new(**grown(0.02, target=90, target_year=2019))
    assert (late["score"], late["reason"]) == (None, "after_deadline")
    assert new(**grown(0.02, target=90, target_year=2020))["score"] == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"base_value": 0}, "zero_base"),
        ({"base_value": -1}, "sign_change"),
        ({"current_year": 2015}, "no_observation_after_baseline"),
        ({"base_value": None}, "no_baseline"),
        ({"direction": 0}, "no_direction"),
        ({"target": 200}, "no_deadline"),
        ({"target": 100, "current_value": 90, "target_year": 2030}, "target_at_base"),
    ],
)
def test_what_the_formula_cannot_do_is_not_assessed_and_says_why(row: Row, reason: str) -> None:
    for found in (old(**row), new(**row)):
        assert (found["reason"], found["status"]) == (reason, None)
        assert found["progress_value"] is None


def test_a_target_across_zero_needs_no_rate_in_the_form_of_2023() -> None:
    row = {"base_value": 5, "current_value": 4, "direction": -1, "target": -5, "target_year": 2030}
    assert old(**row)["reason"] == "sign_change"
    assert new(**row)["progress_value"] == pytest.approx((5 - 4 * 0.8**2) / 10)
