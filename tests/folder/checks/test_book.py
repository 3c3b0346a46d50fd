"""The book: rows, addresses, and guesses that do not go on for ever."""

from __future__ import annotations

from stocktake.folder.checks import check
from stocktake.folder.checks.book import MOST_GUESSES
from stocktake.folder.reading import Source
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.tables import INPUT

from .small import make_book


def test_a_row_without_a_reference_is_not_found_by_an_empty_cell() -> None:
    book = make_book(actions=[{"title": "a"}, {"ref": "A1"}])
    assert [*book.found("actions")] == ["A1"]
    assert book.owners == {"A1": "actions"}


def test_the_first_of_two_rows_is_found() -> None:
    book = make_book(actions=[{"ref": "A1", "title": "a"}, {"ref": "A1", "title": "b"}])
    assert book.found("actions")["A1"]["title"] == "a"


def test_guesses_are_limited() -> None:
    book = make_book()
    guesses = [book.guess("actoin", ["action"]) for _ in range(MOST_GUESSES + 1)]
    assert guesses[-2:] == ["Did you mean 'action'? ", ""]


def test_a_source_of_a_few_tables_is_checked() -> None:
    texts = {"actors": empty_text(INPUT["actors"])}
    assert [problem.code for problem in check(Source("few", 1, texts))] == ["strategy-rows"]
