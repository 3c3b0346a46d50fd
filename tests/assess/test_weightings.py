"""Weightings are the same on every machine and lean towards no criterion."""

from __future__ import annotations

import hashlib
from itertools import islice

import pytest

from stocktake.assess.weightings import DRAWS, WHOLE, draw_weightings, generate_numbers


def test_the_generator_is_the_published_one() -> None:
    """The first numbers of the reference implementation of SplitMix64 for this seed."""
    assert list(islice(generate_numbers(1234567), 5)) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_a_release_of_today_can_be_computed_again_in_ten_years() -> None:
    told = repr(draw_weightings(5)).encode()
    assert hashlib.sha256(told).hexdigest() == (
        "ee76e1bec7dd0430c06de517cca2dbaa1272656a49774a7543de413ec65aa17c"
    )


@pytest.mark.parametrize("criteria", range(1, 7))
def test_weights_are_shares_of_a_whole(criteria: int) -> None:
    drawn = draw_weightings(criteria)
    assert len(drawn) == DRAWS
    assert {len(one) for one in drawn} == {criteria}
    assert {sum(one) for one in drawn} == {WHOLE}
    assert min(min(one) for one in drawn) >= 0


@pytest.mark.parametrize("criteria", range(2, 7))
def test_no_criterion_is_favoured(criteria: int) -> None:
    """Mean and variance of a weight are those of the uniform simplex, within four errors."""
    drawn = draw_weightings(criteria)
    spread = (criteria - 1) / (criteria**2 * (criteria + 1))
    for at in range(criteria):
        weights = [one[at] / WHOLE for one in drawn]
        mean = sum(weights) / DRAWS
        assert abs(mean - 1 / criteria) < 4 * (spread / DRAWS) ** 0.5
        variance = sum((one - mean) ** 2 for one in weights) / DRAWS
        assert abs(variance / spread - 1) < 0.15
