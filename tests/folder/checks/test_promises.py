"""Promises: what an objective, an action and a milestone must have."""

from __future__ import annotations

from stocktake.folder.checks.promises import check_promises

from .small import look

STRATEGY = [{"ref": "s"}]
LINES = [{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}]
ACTION = {"ref": "A1", "objective": "O1.L1", "due": "2013", "verification": "seen"}


def test_an_action_under_a_line_serves_its_objective() -> None:
    indicator = {"ref": "I1", "subject": "A1"}
    tables = {"objectives": LINES, "actions": [ACTION], "indicators": [indicator]}
    assert look(check_promises, strategy=STRATEGY, **tables) == []


def test_lines_need_actions_but_no_indicators() -> None:
    found = look(check_promises, strategy=STRATEGY, objectives=LINES)
    assert [(code, line) for code, line, _ in found] == [
        ("objective-no-action", "objectives.csv 2"),
        ("objective-no-indicator", "objectives.csv 2"),
        ("objective-no-action", "objectives.csv 3"),
    ]


def test_a_related_milestone_needs_no_evidence() -> None:
    milestone = {"ref": "M1", "stage": "held", "done": "2013"}
    assert look(check_promises, strategy=STRATEGY, milestones=[milestone]) == []


def test_a_broken_table_is_not_called_empty() -> None:
    assert look(check_promises, "strategy", "actions", "indicators", objectives=LINES) == []
