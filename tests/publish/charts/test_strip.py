"""Grades by year, with their words."""

from __future__ import annotations

import pytest

from stocktake.publish.charts import Recommendation, describe_recommendations, draw_recommendations

from .geometry import SVG, parse, read_texts
from .samples import STRIPS


def words_of(name: str) -> list[str]:
    svg = draw_recommendations(STRIPS[name], prefix="x")
    return [text.words for text in read_texts(parse(svg))]


def test_each_grade_carries_its_word_where_there_is_room() -> None:
    assert words_of("flagship").count("not implemented") == 2
    assert {"in some respects", "in most respects", "not graded"} <= set(words_of("flagship"))


def test_many_years_have_the_words_in_a_key() -> None:
    assert words_of("twelve").count("in most respects") == 1
    assert words_of("forty").count("in some respects") == 1


def test_a_year_without_a_grade_is_an_empty_cell() -> None:
    root = parse(draw_recommendations(STRIPS["flagship"], prefix="x"))
    assert len(list(root.iter(f"{SVG}g"))) == 7


def test_the_text_gives_every_grade_with_its_year() -> None:
    assert "REC-2011-02 Conclude the directive on names: 2013 not implemented, 2014 not" in (
        describe_recommendations(STRIPS["flagship"])
    )


def test_a_grade_without_a_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="f-9"):
        Recommendation("REC", {2013: "f-9"})
