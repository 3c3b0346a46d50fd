"""Shares and ranges in words: nothing is rounded into certainty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from publish.ranked import release_ranked, state

from stocktake.publish.facts import Facts
from stocktake.publish.rankings import draw_order, order_ranks, write_range, write_shares


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return Facts(release_ranked(tmp_path_factory.mktemp("ranked")))


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [("0.5965", "1", "59% – 100%"), ("0.9995", "0.9995", "99%"), ("0.0004", "0.0004", "0.04%"),
     ("0", "0", "0%"), ("0.2999", "0.2999", "29%"), ("0", "0.5", "0% – 50%")],
)  # fmt: skip
def test_a_share_is_rounded_down(facts: Facts, low: str, high: str, shown: str) -> None:
    assert write_shares(facts, {"share_lo": Decimal(low), "share_hi": Decimal(high)}) == shown


def test_a_range_of_one_is_one_number() -> None:
    assert (write_range(2, 2), write_range(1, 4)) == ("2", "1 – 4")


def test_the_first_stands_first(facts: Facts) -> None:
    assert [row["challenge"] for row in order_ranks(facts)] == [
        "CH-13-1", "CH-13-2", "CH-13-3", "CH-13-4"]  # fmt: skip


def test_one_alone_is_not_drawn(facts: Facts, tmp_path: Path) -> None:
    alone = Facts(release_ranked(tmp_path, challenge_criteria=[state("CH-13-1", "gap", "1")]))
    assert draw_order(alone, "x", "x") is None
    assert draw_order(facts, "x", "x") is not None
