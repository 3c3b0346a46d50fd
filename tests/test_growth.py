"""What tells straight growth from quadratic must tell it."""

from __future__ import annotations

import pytest
from growth import assert_straight


def test_work_that_grows_with_its_input_passes() -> None:
    assert_straight(lambda size: sum(range(size)), 200_000)


def test_work_that_grows_with_its_square_is_told() -> None:
    with pytest.raises(AssertionError, match="grow to"):
        assert_straight(lambda size: [sum(range(size)) for _ in range(size)], 2000)
