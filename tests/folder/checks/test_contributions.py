"""Contributions: each kind speaks of its own subject, in its own words."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.contributions import check_contributions

from .small import look

TABLES = {
    "strategy": [{"ref": "s"}],
    "objectives": [{"ref": "O"}],
    "actions": [{"ref": "A"}],
    "indicators": [{"ref": "I"}],
    "recommendations": [{"ref": "R"}],
}
FIT = {"status": "A", "state": "Os", "figure": "I", "response": "R", "follow_up": "R"}


@pytest.mark.parametrize("kind", FIT)
@pytest.mark.parametrize("subject", "sOAIR")
def test_kind_and_subject(kind: str, subject: str) -> None:
    found = look(check_contributions, requests=[{"kind": kind, "subject": subject}], **TABLES)
    assert bool(found) == (subject not in FIT[kind])


@pytest.mark.parametrize("subject", "sOAIR")
def test_a_statement_may_speak_of_anything(subject: str) -> None:
    row = {"kind": "statement", "subject": subject}
    assert look(check_contributions, contributions=[row], **TABLES) == []


@pytest.mark.parametrize(
    ("kind", "word", "sound"),
    [
        ("status", "delivered", True),
        ("status", "on course", False),
        ("state", "on course", True),
        ("state", "nothing to report", True),
        ("state", "delivered", False),
        ("figure", "delivered", False),
    ],
)
def test_kind_and_word(kind: str, word: str, sound: bool) -> None:
    found = look(check_contributions, contributions=[{"kind": kind, "reported": word}])
    assert bool(found) != sound
