"""A target is read as it was meant: to reach, to hold, or only to move the right way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.assess.aims import find_aim

NUMBERS = st.decimals(-1000, 1000, places=1)


def aim_of(
    base: str, value: str | None = None, upper: str | None = None, *, rule: str = "reach",
    direction: str = "down",
) -> tuple[str, int, str | None, str | None] | None:  # fmt: skip
    target = {"rule": rule, "value": number(value), "upper": number(upper)}
    found = find_aim({"direction": direction}, target, Decimal(base), Decimal(0))
    if found is None:
        return None
    return found.kind, found.sign, shown(found.low), shown(found.high)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def shown(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"base": "20", "value": "10"}, ("reach", -1, None, "10")),
        ({"base": "5", "value": "10", "direction": "up"}, ("reach", 1, "10", None)),
        ({"base": "5", "value": "10"}, ("hold", -1, None, "10")),
        ({"base": "10", "value": "10"}, ("hold", -1, None, "10")),
        ({"base": "20", "value": "10", "direction": "none"}, ("reach", -1, None, "10")),
        ({"base": "5", "value": "10", "direction": "none"}, ("reach", 1, "10", None)),
        ({"base": "20", "value": "10", "rule": "hold"}, ("hold", -1, None, "10")),
        ({"base": "5", "value": "10", "upper": "12"}, ("reach", 1, "10", "12")),
        ({"base": "15", "value": "10", "upper": "12"}, ("reach", -1, "10", "12")),
        ({"base": "11", "value": "10", "upper": "12"}, ("hold", -1, "10", "12")),
        ({"base": "11", "rule": "direction"}, ("direction", -1, None, None)),
        ({"base": "11", "rule": "direction", "direction": "none"}, None),
        ({"base": "11"}, None),
    ],
)
def test_each_case_is_read_as_what_it_is(asked: dict[str, Any], wanted: Any) -> None:
    assert aim_of(**asked) == wanted


@given(base=NUMBERS, value=NUMBERS, seen=NUMBERS)
def test_turning_the_sign_of_everything_changes_no_answer(
    base: Decimal, value: Decimal, seen: Decimal
) -> None:
    """Property 4: (d, y, T) and (-d, -y, -T) are one question."""
    target = {"rule": "reach", "value": value, "upper": None}
    turned = {"rule": "reach", "value": -value, "upper": None}
    up = find_aim({"direction": "up"}, target, base, Decimal(0))
    down = find_aim({"direction": "down"}, turned, -base, Decimal(0))
    assert up and down
    assert (up.kind, up.sign, up.meets(seen)) == (down.kind, -down.sign, down.meets(-seen))
