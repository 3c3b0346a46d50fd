"""Criteria that cannot be set beside one another are named before they order anything."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.criteria import check_criteria

from .small import look


def told(*stated: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    cycles = {"A": "2013", "B": "2013", "C": "2014"}
    return look(
        check_criteria,
        challenges=[{"ref": ref, "cycle": cycle} for ref, cycle in cycles.items()],
        challenge_criteria=[
            {"challenge": ref, "criterion": name, "value": value} for ref, name, value in stated
        ],
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("gap", "0.25"), ("trend", "worsening"), ("trend", "-1.5"), ("severity", "very high"),
     ("evidence quality", "low")],
)  # fmt: skip
def test_numbers_and_words_of_the_scale_are_sound(name: str, value: str) -> None:
    assert told(("A", name, value)) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("trend", "high", "criterion-no-place"), ("severity", "1e3", "criterion-no-place"),
     ("evidence quality", "3", "criterion-no-word"), ("severity", "-", "criterion-no-place")],
)  # fmt: skip
def test_what_has_no_place_on_the_scale_is_named(name: str, value: str, code: str) -> None:
    assert told(("A", name, value)) == [(code, "challenge_criteria.csv 2", "value")]


def test_words_and_numbers_are_not_mixed_within_a_round() -> None:
    mixed = [("criterion-mixed", "challenge_criteria.csv 3", "value")]
    assert told(("A", "reach", "3"), ("B", "reach", "high")) == mixed
    assert told(("A", "reach", "3"), ("C", "reach", "high")) == []
    assert told(("A", "reach", "3"), ("B", "severity", "high")) == []
