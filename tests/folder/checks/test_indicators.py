"""Indicators: baseline, filter, values."""

from __future__ import annotations

from stocktake.folder.checks.indicators import check_indicators

from .small import look

DATASET = {"ref": "D", "dimensions": "A;B"}
VALUE = {"dataset": "D", "published": "2013", "number": "1", "series": "A=1;B=2"}
TARGET = {"indicator": "I", "rule": "direction", "baseline_period": "2009"}


def indicator(wanted: str | None, dataset: str = "D") -> dict[str, str | None]:
    return {"ref": "I", "dataset": dataset, "filter": wanted}


def test_a_direction_needs_no_value() -> None:
    tables = {"datasets": [DATASET], "observations": [VALUE], "targets": [TARGET]}
    assert look(check_indicators, indicators=[indicator("A=1")], **tables) == []
    assert look(check_indicators, indicators=[indicator(None)], **tables) == []


def test_a_dataset_without_any_value_is_told_apart_from_a_filter_that_fits_none() -> None:
    tables = {"datasets": [DATASET], "targets": [TARGET]}
    found = look(check_indicators, indicators=[indicator("A=9")], **tables)
    assert found == [("indicator-no-observation", "indicators.csv 2", "dataset")]
    found = look(check_indicators, indicators=[indicator("A=9")], observations=[VALUE], **tables)
    assert found == [("indicator-no-observation", "indicators.csv 2", "filter")]
