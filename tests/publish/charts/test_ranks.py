"""Ranges of ranks: bars as long as the range, and no rank that cannot be."""

from __future__ import annotations

import pytest

from stocktake.publish.charts import Ranked, RankRanges, describe_ranks, draw_ranks

from .geometry import parse, read_texts
from .samples import RANKS


def test_the_alternative_text_tells_every_range_and_what_follows() -> None:
    assert describe_ranks(RANKS["plain"]).startswith(
        "Bars from best to worst rank: Range of ranks, rank 1 to 4, first 2 shaded. "
        "CH-2013-06 Cybercrime: rank 1, main. "
        "CH-2013-01 Organised crime: rank 2 to 4, contested."
    )


def test_bars_are_as_long_as_their_ranges() -> None:
    root = parse(draw_ranks(RANKS["plain"], prefix="x"))
    bars = [one for one in root.iter("{*}rect") if one.get("stroke")]
    widths = [round(float(one.get("width", "0")) + 4) for one in bars[:4]]
    assert widths[1] == widths[2] == pytest.approx(3 * widths[0], abs=2)


def test_only_standings_that_occur_are_in_the_key() -> None:
    words = " ".join(one.words for one in read_texts(parse(draw_ranks(RANKS["one"], prefix="x"))))
    assert "main" in words
    assert "contested" not in words


@pytest.mark.parametrize(("low", "high"), [(0, 1), (2, 1), (1, 3)])
def test_a_rank_off_the_order_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="off its order"):
        RankRanges("x", (Ranked("a", low, high, "main"), Ranked("b", 1, 2, "main")), 1)


def test_a_standing_without_a_look_is_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        Ranked("a", 1, 1, "watch")
