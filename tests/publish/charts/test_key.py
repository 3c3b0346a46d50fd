"""A key that never runs out of the picture."""

from __future__ import annotations

from stocktake.publish.charts.key import ROW, KeyItem, arrange_key, draw_key, measure_key

from .geometry import parse, read_texts
from .samples import LONG


def test_entries_that_do_not_fit_begin_a_new_row() -> None:
    rows = arrange_key([KeyItem(LONG)] * 3, 300)
    assert [len(row) for row in rows] == [1, 1, 1]
    assert measure_key(rows) == 3 * ROW


def test_an_entry_wider_than_the_picture_is_cut() -> None:
    rows = arrange_key([KeyItem(LONG)], 100)
    root = parse(f'<svg xmlns="http://www.w3.org/2000/svg">{draw_key(rows, 0, 0, 100)}</svg>')
    (text,) = read_texts(root)
    assert text.words.endswith("…")
    assert text.box.right <= 100.1


def test_no_marks_need_no_key() -> None:
    assert arrange_key([], 100) == []
    assert measure_key([]) == 0
