"""A problem says what, where, and how to mend it, in one line."""

from __future__ import annotations

from stocktake.vocabulary.problems import ERROR, NOTE, Problem, RefusedError, as_rows, errors

BAD = Problem("actions.csv", "3", "due", "when-invalid", ERROR, "It is no day.", "Write 2013.")
SMALL = Problem("", "", "", "note", NOTE, "Nothing much.", "Leave it.")


def test_a_line_names_place_severity_code_message_and_mend() -> None:
    line = "actions.csv 3 due: error when-invalid: It is no day. Write 2013."
    assert BAD.line() == line


def test_errors_are_told_from_what_is_good_to_know() -> None:
    assert errors([BAD, SMALL]) == [BAD]
    assert [row["code"] for row in as_rows([BAD, SMALL])] == ["when-invalid", "note"]


def test_a_refusal_carries_its_problems() -> None:
    assert RefusedError("no", [BAD]).problems == (BAD,)
