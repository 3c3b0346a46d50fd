"""Small charts and sparklines."""

from __future__ import annotations

from stocktake.publish.charts import (
    Sparkline,
    describe_sparkline,
    draw_small_indicator,
    draw_sparkline,
)

from .geometry import find_circles, find_series_paths, parse, read_texts
from .samples import INDICATORS, SPARKS, year_by_year


def test_first_and_last_value_are_always_printed() -> None:
    for name, (first, last) in {
        "plain": ("104,599", "107,365"),
        "forty": ("100", "12,700"),
        "range": ("0", "9"),
        "marked": ("515", "152\u00a0p"),
        "share": ("71.2", "72.8"),
    }.items():
        texts = read_texts(parse(draw_small_indicator(INDICATORS[name], prefix="x")))
        assert {first, last} <= {text.words for text in texts}


def test_a_small_chart_away_from_zero_says_so() -> None:
    svg = draw_small_indicator(INDICATORS["share"], prefix="x")
    assert "axis starts at 71" in svg


def test_a_sparkline_keeps_its_gap() -> None:
    paths = find_series_paths(parse(draw_sparkline(SPARKS["gap"], prefix="x")))
    assert [len(path) for path in paths] == [2, 2]


def test_sparklines_over_the_same_years_line_up() -> None:
    late = Sparkline("Late", year_by_year(2012, 4, 5), years=(2009, 2013))
    full = Sparkline("Full", year_by_year(2009, 4, 5, 4, 5, 6))
    ends = [find_circles(parse(draw_sparkline(one, prefix="x")))[-1][0] for one in (late, full)]
    (path,) = find_series_paths(parse(draw_sparkline(late, prefix="x")))
    assert ends[0] == ends[1]
    assert path[0][0] > 60


def test_a_sparkline_is_said_in_words() -> None:
    assert describe_sparkline(SPARKS["plain"]).startswith(
        "Sparkline: Western Balkans, 2009 to 2013. First 3,089 in 2009, last 19,951 in 2013."
    )
