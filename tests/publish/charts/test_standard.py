"""The chart of an indicator: what is drawn is what is known."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.charts import Indicator, Line, Observation, Target, draw_indicator
from stocktake.publish.charts.layout import SIZE_STANDARD

from .geometry import SVG, find_circles, find_series_paths, parse, read_texts
from .samples import INDICATORS, one_line, year_by_year

SERIES = st.lists(
    st.tuples(st.none() | st.integers(-500, 500).map(Decimal), st.booleans()), max_size=30
)


def draw(name: str) -> str:
    return draw_indicator(INDICATORS[name], prefix="x")


def words_of(name: str) -> list[str]:
    return [text.words for text in read_texts(parse(draw(name)))]


@given(SERIES)
def test_a_line_joins_neighbouring_years_and_nothing_else(
    facts: list[tuple[Decimal | None, bool]],
) -> None:
    line = tuple(
        Observation(2000 + at, value, breaks=breaks) for at, (value, breaks) in enumerate(facts)
    )
    root = parse(draw_indicator(one_line("Any", line), prefix="x"))
    joined = sum(len(path) - 1 for path in find_series_paths(root))
    pairs = pairwise(line)
    assert joined == sum(
        left.value is not None and right.value is not None and not right.breaks
        for left, right in pairs
    )


@given(st.lists(st.integers(1950, 2050), min_size=2, max_size=20, unique=True))
def test_points_stand_at_their_year(years: list[int]) -> None:
    line = tuple(Observation(year, Decimal(5)) for year in sorted(years))
    circles = find_circles(parse(draw_indicator(one_line("Any", line), prefix="x")))
    step = (circles[-1][0] - circles[0][0]) / (max(years) - min(years))
    wanted = [circles[0][0] + (one.year - min(years)) * step for one in line]
    assert [x for x, _ in circles] == pytest.approx(wanted, abs=0.1)


def test_a_provisional_value_is_hollow_and_explained() -> None:
    assert draw("marked").count('class="f-paper l-c1"') == 2  # the point and its key
    assert "provisional" in words_of("marked")


def test_a_break_is_a_double_stroke_and_explained() -> None:
    assert "break in series before 2012" in words_of("marked")
    assert draw("marked").count('class="l-ink"') > draw("plain").count('class="l-ink"')


def test_values_before_a_break_are_grey() -> None:
    assert 'class="l-c2"' in draw("marked")
    assert 'class="l-c2"' not in draw("plain")


def test_the_target_is_dashed_with_its_value_at_the_right_end() -> None:
    root = parse(draw("marked"))
    dashed = [one for one in root.iter(f"{SVG}path") if one.get("stroke-dasharray") == "4 2.5"]
    (label,) = [text for text in read_texts(root) if text.words == "target 100 by 2016"]
    assert len(dashed) == 1
    assert label.box.left > 0.8 * SIZE_STANDARD.width


def test_the_base_year_is_named() -> None:
    assert "base year" in words_of("marked")


def test_a_change_of_territory_is_explained() -> None:
    assert "territory changed: 2013 (28 states instead of 27)" in words_of("marked")


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    assert "axis starts at 71, not at 0" in words_of("share")
    assert not any("axis" in words for words in words_of("plain"))


def test_few_values_are_all_printed_on_their_points() -> None:
    assert {"104,599", "104,060", "141,051", "72,437", "107,365"} <= set(words_of("plain"))


def test_of_forty_values_the_first_last_and_highest_are_printed() -> None:
    assert {"12,700", "100"} <= set(words_of("forty"))
    assert "11,300" not in words_of("forty")


def test_several_lines_are_named_at_their_ends() -> None:
    assert {"Eastern Mediterranean", "Albania to Greece, circular"} <= set(words_of("lines"))


def test_a_fifth_line_is_refused() -> None:
    with pytest.raises(ValueError, match="5 series"):
        Indicator("Too many", (Line("one", year_by_year(2009, 1)),) * 5)


def test_a_fifth_target_is_refused() -> None:
    with pytest.raises(ValueError, match="targets"):
        one_line("Too many", year_by_year(2009, 1), targets=(Target(Decimal(1)),) * 5)
