"""How far a verdict may lie."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stocktake.publish.charts import Bounds, describe_bounds, draw_bounds

from .geometry import parse, read_texts
from .samples import BOUNDS, LONG, SCALE, ZONES


def words_of(name: str) -> list[str]:
    return [text.words for text in read_texts(parse(draw_bounds(BOUNDS[name], prefix="x")))]


def test_the_unmeasurable_part_is_hatched_and_the_measured_part_solid() -> None:
    everything = draw_bounds(BOUNDS["all unknown"], prefix="k")
    measured = draw_bounds(BOUNDS["point"], prefix="k")
    assert "url(#k-hatch)" in everything
    assert "f-c1" not in everything
    assert "url(#k-hatch)" not in measured
    assert "f-c1" in measured


def test_thresholds_and_zones_stay_visible() -> None:
    assert words_of("all unknown") == ["not met", "partly met", "met", "0", "0.3", "0.8", "1"]
    assert words_of("delivery")[-1] == "100\u00a0%"


def test_zones_too_narrow_for_their_words_get_letters_and_a_key() -> None:
    words = words_of("narrow")
    assert words[:4] == ["a", "b", "c", "d"]
    assert "b\u00a0partly delivered" in words
    assert any(word.startswith("d") and LONG[:20] in word for word in words)


def test_the_text_gives_range_and_thresholds() -> None:
    assert describe_bounds(BOUNDS["delivery"]) == (
        "Scale: Delivery of O4, 0\u00a0% to 100\u00a0%. "
        "Zones: hardly, partly, mostly, all, parted at 30\u00a0%, 60\u00a0%, 90\u00a0%. "
        "Measured part up to 33\u00a0%; with the unmeasurable part up to 100\u00a0%."
    )
    assert "Nothing is measured" in describe_bounds(BOUNDS["all unknown"])
    assert "Computed value 0.45." in describe_bounds(BOUNDS["computed"])
    assert "no unmeasurable part" in describe_bounds(BOUNDS["point"])


@pytest.mark.parametrize(
    ("low", "high", "thresholds", "zones"),
    [
        ("0.5", "0.4", SCALE, ZONES),
        ("0", "1.2", SCALE, ZONES),
        ("0", "1", SCALE[::-1], ZONES),
        ("0", "1", SCALE, ZONES[:2]),
    ],
)
def test_bounds_that_contradict_their_scale_are_refused(
    low: str, high: str, thresholds: tuple[Decimal, ...], zones: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="Any"):
        Bounds("Any", Decimal(low), Decimal(high), thresholds, zones)
