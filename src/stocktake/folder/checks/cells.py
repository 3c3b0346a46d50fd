"""Cells: is what is needed there, and is it of its type? Each different text is looked at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from stocktake.folder.checks.book import Book
from stocktake.folder.references import is_ref
from stocktake.vocabulary.decimals import is_number
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import NOT_APPLICABLE
from stocktake.vocabulary.periods import is_period
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.shapes import Column, Table, Type
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.when import is_when
from stocktake.vocabulary.words import WORDS

Fault = tuple[str, dict[str, object]]
CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, line separators and switches of direction; a line feed is looked at apart."""

INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
MAY_NOT_APPLY: Final = {Type.TEXT, Type.MD}
MAY_NOT_APPLY_IF_OPTIONAL: Final = {Type.NUM, Type.INT, Type.DAY}


def check_cells(book: Book) -> Iterator[Problem]:
    """Every cell of every table."""
    headless = {
        (problem.file, problem.column)
        for problem in book.source.problems
        if problem.code == "column-missing"
    }
    for table in INPUT.values():
        for column in table.columns:
            for number, (code, values) in _check_column(book, table, column):
                file, line = book.place(table.name).of(number)
                if code != "cell-empty" or (file, column.name) not in headless:
                    yield fault(code, file, line, column.name, **values)


def _check_column(book: Book, table: Table, column: Column) -> Iterator[tuple[int, Fault]]:
    texts = book.frame(table.name)[column.name]
    wrong = {text: found for text in texts.unique() if (found := _check_cell(book, column, text))}
    for number, text in enumerate(texts if wrong else ()):
        if text in wrong:
            yield number, wrong[text]


def _check_cell(book: Book, column: Column, text: str | None) -> Fault | None:
    if text is None:
        return None if column.optional else ("cell-empty", {"about": column.about})
    if text == NOT_APPLICABLE and _may_not_apply(column):
        return None
    if found := CONTROL.search(text):
        return "cell-control", {"character": f"U+{ord(found[0]):04X}"}
    if text != text.strip():
        return "cell-spaces", {"cell": text}
    if column.type is Type.WORD:
        return _check_word(book, column, text)
    return _check_type(column, text)


def _may_not_apply(column: Column) -> bool:
    optional = column.optional and column.type in MAY_NOT_APPLY_IF_OPTIONAL
    return optional or column.type in MAY_NOT_APPLY


def _check_word(book: Book, column: Column, text: str) -> Fault | None:
    words = WORDS[column.words]
    if text in words:
        return None
    return "word-unknown", {"cell": text, "guess": book.guess(text, words), "words": list(words)}


def _check_type(column: Column, text: str) -> Fault | None:
    if column.type is Type.REFS:
        return _check_list(text)
    code, holds = TYPES.get(column.type, ("", None))
    return None if holds is None or holds(text) else (code, {"cell": text})


def _check_list(text: str) -> Fault | None:
    parts = text.split(";")
    for number, part in enumerate(parts):
        if not is_ref(part):
            return "ref-grammar", {"cell": part}
        if len(parts) < 100 and part in parts[:number]:
            return "ref-repeated", {"cell": part}
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and text.isascii() and date.fromisoformat(text))
    except ValueError:
        return False


def _is_one_line(text: str) -> bool:
    return "\n" not in text


TYPES: Final[dict[Type, tuple[str, Callable[[str], bool]]]] = {
    Type.REF: ("ref-grammar", is_ref),
    Type.TEXT: ("cell-lines", _is_one_line),
    Type.DAY: ("day-invalid", _is_day),
    Type.WHEN: ("when-invalid", lambda text: text.isascii() and is_when(text)),
    Type.PERIOD: ("period-invalid", lambda text: text.isascii() and is_period(text)),
    Type.NUM: ("number-invalid", lambda text: text.isascii() and is_number(text)),
    Type.INT: ("integer-invalid", lambda text: bool(INTEGER.fullmatch(text))),
    Type.YES_NO: ("yes-no-invalid", lambda text: text in {"yes", "no"}),
}
