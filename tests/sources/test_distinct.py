"""Every different text of a column is looked at, and none that is not there."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from stocktake.sources.distinct import list_distinct

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=8)


@given(TEXTS)
def test_no_text_is_missed_and_nothing_is_no_text(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"a": texts, "b": texts[::-1]}, schema={"a": pl.String, "b": pl.String})
    found = list_distinct(frame, ["b", "a", "b"])
    assert list(found) == ["b", "a"]
    for distinct in found.values():
        assert sorted(distinct) == sorted({text for text in texts if text is not None})


def test_no_column_is_no_question() -> None:
    assert list_distinct(pl.DataFrame({"a": ["x"]}), []) == {}
