"""Strict JSON: what is refused, and that numbers keep their text."""

from __future__ import annotations

import time

import pytest

from stocktake.sources.json_text import read_json
from stocktake.vocabulary.problems import RefusedError


def code_of(content: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        read_json(content)
    (problem,) = refused.value.problems
    return problem.code


def test_numbers_keep_their_exact_text() -> None:
    assert read_json(b"[1.10, 1e400, 12345678901234567890123, null, true]") == [
        "1.10",
        "1e400",
        "12345678901234567890123",
        None,
        True,
    ]


def test_a_number_of_ten_thousand_digits_is_no_traceback() -> None:
    assert read_json(b"9" * 10_000) == "9" * 10_000


@pytest.mark.parametrize(
    "content", [b"[NaN]", b"[-Infinity]", b"[1,]", b"{", b"\xff", b'["\\ud800"]']
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    assert code_of(content) == "json-syntax"


def test_a_syntax_error_names_line_and_column() -> None:
    with pytest.raises(RefusedError) as refused:
        read_json(b'{"a": 1,\n "b" 2}')
    problem = refused.value.problems[0]
    assert (problem.row, problem.column) == ("2", "6")


def test_a_key_twice_is_refused_at_any_depth() -> None:
    assert code_of(b'{"a": [{"b": 1, "c": 2, "b": 3}]}') == "json-duplicate-key"


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_hundred_thousand_levels_are_refused_at_once(opening: bytes) -> None:
    begun = time.process_time()
    assert code_of(opening * 100_000) == "json-depth"
    assert time.process_time() - begun < 0.5


def test_brackets_within_texts_do_not_count() -> None:
    text = "[{" * 100 + '\\"' + "[" * 100
    assert read_json(f'["{text}", [[]]]'.encode()) == [text.replace("\\", ""), [[]]]


def test_sixty_four_levels_are_read() -> None:
    assert read_json(b"[" * 64 + b"]" * 64)
    assert code_of(b"[" * 65 + b"]" * 65) == "json-depth"


def test_an_open_text_before_many_brackets_is_fast() -> None:
    begun = time.process_time()
    assert code_of(b'["' + b"\\" * 400_000 + b"[" * 100) in {"json-syntax", "json-depth"}
    assert time.process_time() - begun < 0.5


def test_a_backslash_at_the_end_does_not_make_the_search_slow() -> None:
    begun = time.process_time()
    assert code_of(b"[" * 100 + b'"' + b'\\"' * 200_000 + b"\\") == "json-depth"
    assert time.process_time() - begun < 5
