"""Observations: vintages, series and flags."""

from __future__ import annotations

from stocktake.folder.checks.observations import check_observations

from .small import look

VINTAGE = {"dataset": "D", "published": "2013", "number": "1", "rows": "1"}
VALUE = {"dataset": "D", "published": "2013", "number": "1", "value": "1"}


def test_a_dataset_without_dimensions_has_the_series_of_that_name() -> None:
    tables = {"datasets": [{"ref": "D", "dimensions": "-"}], "vintages": [VINTAGE]}
    assert look(check_observations, observations=[VALUE | {"series": "-"}], **tables) == []
    found = look(check_observations, observations=[VALUE | {"series": "A=1"}], **tables)
    assert found == [("series-dimensions", "observations.csv 2", "series")]


def test_dimensions_in_another_order_are_named() -> None:
    tables = {"datasets": [{"ref": "D", "dimensions": "A;B"}], "vintages": [VINTAGE]}
    assert look(check_observations, observations=[VALUE | {"series": "A=1;B=2"}], **tables) == []
    found = look(check_observations, observations=[VALUE | {"series": "B=2;A=1"}], **tables)
    assert found == [("series-dimensions", "observations.csv 2", "series")]


def test_a_vintage_that_is_not_listed_is_named_once() -> None:
    found = look(check_observations, observations=[VALUE, VALUE])
    assert found == [("vintage-unlisted", "observations.csv 2", "")]


def test_a_missing_value_with_a_flag_is_sound() -> None:
    value = VALUE | {"value": None, "flags": "c"}
    assert look(check_observations, observations=[value], vintages=[VINTAGE]) == []
