"""Bars whose lengths are numbers of actions."""

from __future__ import annotations

import pytest

from stocktake.publish.charts import Delivery, DueActions, describe_delivery, draw_delivery

from .geometry import SVG, number, parse, read_texts
from .samples import DELIVERIES


def words_of(name: str) -> list[str]:
    return [text.words for text in read_texts(parse(draw_delivery(DELIVERIES[name], prefix="x")))]


def test_equal_lengths_are_equal_numbers_in_every_row() -> None:
    rows = DueActions("O1", on_time=2, late=4), DueActions("O2", on_time=4)
    root = parse(draw_delivery(Delivery("Any", rows), prefix="x"))
    bars = [
        number(one, "width") + 1.4
        for one in root.iter(f"{SVG}rect")
        if one.get("class") == "f-s-good l-s-good" and number(one, "width") > 20
    ]
    assert bars[0] * 2 == pytest.approx(bars[1], abs=0.3)
    assert bars[1] == pytest.approx(bars[2], abs=0.3)


def test_the_base_stands_at_the_right_of_every_bar() -> None:
    assert {"n = 8", "n = 6", "n = 5"} <= set(words_of("flagship"))


def test_an_objective_with_nothing_due_says_so() -> None:
    assert "none due" in words_of("flagship")
    assert words_of("none due") == ["O1", "none due"]


def test_a_number_is_left_out_where_it_would_not_fit() -> None:
    assert "40" in words_of("sixty")
    assert "2" not in words_of("sixty")


def test_the_key_explains_only_what_is_there() -> None:
    assert {"on time", "late", "in part", "overdue", "dropped", "unknown"} <= set(
        words_of("flagship")
    )
    assert "late" not in words_of("none due")


def test_unknown_is_hatched() -> None:
    assert draw_delivery(DELIVERIES["sixty"], prefix="k7").count("url(#k7-hatch)") == 2


def test_the_text_says_all_the_numbers_even_small_ones() -> None:
    assert (
        "O1: 60 due, 40 on time, 1 late, 2 in part, 3 overdue, 4 dropped, 10 unknown."
        in describe_delivery(DELIVERIES["sixty"])
    )


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="less than no"):
        DueActions("O1", late=-1)
