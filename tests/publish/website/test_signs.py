"""Signs: every state has a square, and three kinds of nothing have three."""

from __future__ import annotations

from itertools import product

from stocktake.publish.charts.units import ORDER
from stocktake.publish.website.signs import name_state
from stocktake.vocabulary.words import WORDS


def test_every_state_has_a_square() -> None:
    forms = [None, *WORDS["action_form"]]
    for state, timing, form in product(WORDS["action_state"], WORDS["action_timing"], forms):
        assert name_state({"state": state, "timing": timing, "form": form}) in ORDER


def test_unknown_overdue_and_not_yet_due_have_three_squares() -> None:
    names = [name_state({"state": "unknown", "timing": timing, "form": None})
             for timing in ("due", "overdue", "not yet due")]  # fmt: skip
    assert names == ["a-none", "a-over", "a-plan"]
