"""Rows gathered in chunks: each keeps its series, whatever the order of flushing."""

from __future__ import annotations

import pytest

from stocktake.sources import sdmx_ml_rows
from stocktake.sources.sdmx_ml_rows import SERIES, Rows


@pytest.mark.parametrize("chunk", [1, 2, 5, 100])
def test_rows_keep_their_series_over_chunks(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sdmx_ml_rows, "CHUNK", chunk)
    gathered = Rows()
    for number in range(7):
        gathered.open_series({"GEO": str(number)})
        for time in range(number % 3):
            gathered.rows.append({"TIME": str(time), "of": str(number)})
            gathered.flush()
    rows, series = gathered.frames()
    assert series["GEO"].to_list() == list("0123456")
    assert series["GEO"].gather(rows[SERIES]).to_list() == rows["of"].to_list()


def test_rows_before_any_series_have_none() -> None:
    gathered = Rows()
    gathered.rows.append({"a": "1"})
    gathered.open_series({"b": "2"})
    gathered.rows.append({"a": "3"})
    rows, _ = gathered.frames()
    assert rows[SERIES].to_list() == [-1, 0]


def test_columns_come_in_the_order_of_the_file_in_every_process() -> None:
    """A set of texts has another order in each process."""
    gathered = Rows()
    gathered.rows += [{f"D{number}": "1"} for number in range(30)]
    rows, _ = gathered.frames()
    assert rows.columns == [*(f"D{number}" for number in range(30)), SERIES]


def test_the_current_one_is_what_was_opened_last() -> None:
    gathered = Rows()
    gathered.open_series({"b": "2"})
    assert gathered.current == {"b": "2"}
    gathered.rows.append({"a": "3"})
    assert gathered.current == {"a": "3"}
