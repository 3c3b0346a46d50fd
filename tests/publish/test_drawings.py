"""Drawings: what a chart is given, and when there is none."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from stocktake.publish.drawings import (
    draw_deliveries,
    draw_lifelines,
    draw_series,
    values_of,
)
from stocktake.publish.facts import Facts
from stocktake.release.reading import Release


@pytest.fixture(scope="module")
def final(flagship_releases: dict[str, Release]) -> Facts:
    return Facts(flagship_releases["2014"])


def test_values_are_in_order_of_time_and_known(final: Facts) -> None:
    values = values_of(final, "I-O2-01")
    assert [value["period"] for value in values][-2:] == ["2012", "2013"]
    assert all(value["value"] is not None for value in values)


def test_a_line_is_well_formed_and_says_first_and_last(final: Facts) -> None:
    drawing = draw_series(final, final.row("indicators", "I-O2-01"), "x")
    assert drawing is not None
    ElementTree.fromstring(drawing.svg)
    assert "152 in 2013" in drawing.alt


def test_a_single_value_is_not_drawn(final: Facts) -> None:
    assert draw_series(final, final.row("indicators", "I-O3-01"), "x") is None


def test_two_values_in_one_year_are_not_drawn(final: Facts) -> None:
    indicator = final.row("indicators", "I-O2-04")
    years = [value["period"] for value in values_of(final, "I-O2-04")]
    assert years and draw_series(final, indicator, "x") is None


def test_deliveries_say_every_count(final: Facts) -> None:
    drawing = draw_deliveries(final, ["O1", "O3"], "Due actions", "x")
    ElementTree.fromstring(drawing.svg)
    assert "O1: 8 due, 3 on time, 1 late, 4 unknown." in drawing.alt
    assert "O3: 5 due, 1 on time, 1 in part, 3 unknown." in drawing.alt


def test_lives_tell_each_grade_and_the_end(final: Facts) -> None:
    drawing = draw_lifelines(final, "Follow-up", "x")
    assert drawing is not None
    ElementTree.fromstring(drawing.svg)
    assert "2013 in some respects; 2014 in full; closed 3 April 2014." in drawing.alt
    assert "REC-2014-01" not in drawing.alt


def test_a_first_round_has_no_lives_to_draw(flagship_releases: dict[str, Release]) -> None:
    assert draw_lifelines(Facts(flagship_releases["2011"]), "Follow-up", "x") is None


def test_prefixes_keep_the_ids_of_two_drawings_apart(final: Facts) -> None:
    first, second = (draw_deliveries(final, ["O1"], "Due", prefix).svg for prefix in ("a", "b"))
    ids = [set(re_ids(svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]


def re_ids(svg: str) -> list[str]:
    return [e.attrib["id"] for e in ElementTree.fromstring(svg).iter() if "id" in e.attrib]
