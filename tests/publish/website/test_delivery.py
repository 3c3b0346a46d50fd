"""Delivery in words and bounds: the counts of the release, thresholds where they can be drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from publish.website.small_strategy import CYCLE, Row, deed, make_release, verdict

from stocktake.publish.facts import Facts
from stocktake.publish.website.delivery import (
    draw_delivery_bounds,
    draw_outcome_bounds,
    find_threshold,
    tell_rest,
)


def parameter(name: str, value: str, since: int) -> Row:
    return {"name": name, "from": date(since, 1, 1), "value": value, "by": "OWN", "reason": "set"}


def test_counts_that_are_nought_are_not_told(tmp_path: Path) -> None:
    facts = Facts(make_release(tmp_path / "r", milestones=[deed("O1.A1", "2013-02-01")]))
    assert " ".join(tell_rest(facts, facts.delivery_of("O1"))) == "1 late."
    assert " ".join(tell_rest(facts, facts.delivery_of("O2"))) == (
        "1 due without a record. Delivered: between 0% and 100% of what was due."
    )


def test_the_newest_threshold_holds(tmp_path: Path) -> None:
    rows = [parameter("delivery.partly", "0.4", 2012), parameter("delivery.partly", "0.2", 2011)]
    facts = Facts(make_release(tmp_path / "r", parameters=rows))
    assert find_threshold(facts, "delivery.partly") == Decimal("0.4")
    assert find_threshold(facts, "delivery.mostly") == Decimal("0.6")


def test_thresholds_out_of_order_give_no_drawing(tmp_path: Path) -> None:
    facts = Facts(make_release(tmp_path / "r", parameters=[parameter("outcome.met", "0.1", 2012)]))
    assert draw_outcome_bounds(facts, verdict("O1", "cannot be judged")) == ""


def test_no_due_action_and_no_verdict_give_no_drawing(tmp_path: Path) -> None:
    facts = Facts(make_release(tmp_path / "r"))
    assert draw_delivery_bounds(facts, facts.delivery_of("O1") | {"due": 0}) == ""
    assert draw_outcome_bounds(facts, None) == ""


@pytest.mark.parametrize(("final", "word"), [(True, "partly met"), (False, "open or at risk")])
def test_the_scale_of_outcome_speaks_the_words_of_the_round(
    final: bool, word: str, tmp_path: Path
) -> None:
    facts = Facts(make_release(tmp_path / "r", cycles=[CYCLE | {"final": final}]))
    assert word in draw_outcome_bounds(facts, verdict("O1", "cannot be judged"))
