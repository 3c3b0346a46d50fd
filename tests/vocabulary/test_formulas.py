"""No text of a CSV file we write is computed by a spreadsheet, and every one comes back."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.vocabulary.formulas import disarm, rearm


def through(texts: list[str | None]) -> tuple[list[str | None], list[str | None]]:
    frame = pl.DataFrame({"text": texts}, {"text": pl.String})
    safe = frame.select(disarm(pl.col("text")).alias("text"))
    return safe["text"].to_list(), safe.select(rearm(pl.col("text")))["text"].to_list()


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("@a", "'@a"), ("-cmd", "'-cmd"), ("'=a", "''=a"), ("-1.5", "-1.5"),
     ("+2e3", "+2e3"), ("-", "-"), ("'quoted", "'quoted"), ("plain", "plain"), (None, None)],
)  # fmt: skip
def test_only_what_would_be_computed_is_changed(text: str | None, safe: str | None) -> None:
    assert through([text]) == ([safe], [text])


@given(st.lists(st.text("'=+@-a1.\t ", max_size=5), min_size=1))
def test_every_text_comes_back_and_none_is_armed(texts: list[str]) -> None:
    safe, back = through(list(texts))
    assert back == texts
    assert not any(text and len(text) > 1 and text[0] in "=@" for text in safe)
