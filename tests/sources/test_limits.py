"""What reading may take grows with the file."""

from __future__ import annotations

from stocktake.sources.limits import Limits


def test_two_seconds_for_each_ten_megabytes_and_at_least() -> None:
    assert Limits().computing(0) == 2
    assert Limits().computing(50_000_000) == 10
    assert Limits(seconds=4).computing(10_000_000) == 4
