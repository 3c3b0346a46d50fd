"""Keys: an address once in its table, a reference once in the strategy."""

from __future__ import annotations

from stocktake.folder.checks.keys import check_keys

from .small import look, make_book


def test_each_later_row_of_an_address_is_named() -> None:
    found = look(check_keys, threats=[{"ref": "T1"}, {"ref": "T2"}, {"ref": "T1"}, {"ref": "T1"}])
    assert found == [("key-twice", "threats.csv 4", "ref"), ("key-twice", "threats.csv 5", "ref")]


def test_both_lines_are_named() -> None:
    problem = next(check_keys(make_book(threats=[{"ref": "T1"}, {"ref": "T1"}])))
    assert (problem.row, "threats.csv, line 2" in problem.message) == ("3", True)


def test_capitals_do_not_make_another_reference() -> None:
    found = look(check_keys, threats=[{"ref": "T1"}], actors=[{"ref": "t1"}])
    assert found == [("ref-twice", "threats.csv 2", "ref")]


def test_rows_without_a_key_are_left_to_the_cells() -> None:
    assert look(check_keys, threats=[{"title": "a"}, {"title": "b"}]) == []
