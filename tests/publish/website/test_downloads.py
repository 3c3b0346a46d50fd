"""The data page: every table there is, and how to check it."""

from __future__ import annotations

from pathlib import Path

from publish.website.reading import read_page, say, say_all

from stocktake.release.reading import Release
from stocktake.vocabulary.tables import TABLES


def test_data_lists_every_table_there_is(flagship: Path, releases: list[Release]) -> None:
    page = read_page(flagship / "data" / "index.html")
    there = [name for name in TABLES if len(releases[-1].tables[name])]
    assert say_all(page, "//th/code") == there
    assert say(page, "//pre") == "stocktake verify 2014-1"
    assert releases[-1].manifest.digest in page.text_content()
