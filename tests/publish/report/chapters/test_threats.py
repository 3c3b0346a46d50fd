"""The threat picture in print: both gaps, and what each report named of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish.ranked import CHALLENGES, release_ranked
from publish.report.reading import grid, sentences

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.compiling import compile_report


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return compile_report(release_ranked(tmp_path_factory.mktemp("threats")))


def test_threats_and_objectives_stand_side_by_side_with_their_gaps(document: Document) -> None:
    assert grid(document, "threats.table") == [
        ["T1 Water", "yes", "-", "-", "-", "1"],
        ["T2 Frost", "-", "-", "yes", "-", "1"],
        ["T3 Fire", "-", "-", "-", "-", "none"],
        ["Threats it answers", "1", "none", "1", "none", "-"],
    ]
    said = sentences(document)["threats.count"]
    assert "Threats without an objective: T3 Fire." in said
    assert "Objectives that answer no listed threat: O2, O4." in said


def test_each_report_says_what_it_names_of_the_list(document: Document) -> None:
    assert grid(document, "threats.rounds") == [
        ["T1 Water", "named (1)", "named (1)"],
        ["T2 Frost", "named (1)", "no longer"],
        ["T3 Fire", "not named", "not named"],
        ["Challenges that continue none of them", "none", "4"],
    ]


def test_what_answers_nothing_named_and_what_nothing_answers_are_told(document: Document) -> None:
    said = sentences(document)["threats.now"]
    assert "is linked: T2 Frost; T3 Fire." in said
    assert "Objectives that answer no threat or challenge named in 2013: O3." in said
    assert "that one answers: CH-13-6 Silt." in said
    assert "not named in the reports before: CH-13-2 Drought" in said


def test_a_statement_says_of_which_threat_it_is(document: Document) -> None:
    assert sentences(document)["t1.statement"] == "T1 Water: Too much of it"


def test_without_challenges_there_is_no_table_by_report(tmp_path: Path) -> None:
    document = compile_report(release_ranked(tmp_path, challenges=[], challenge_criteria=[]))
    assert grid(document, "threats.table")
    assert not any(block.key in {"threats.rounds", "threats.now"} for block in document.blocks)


def test_a_round_without_challenges_is_not_available(tmp_path: Path) -> None:
    now = [row | {"carried_from": None} for row in CHALLENGES if row["cycle"] == "2013"]
    document = compile_report(release_ranked(tmp_path, challenges=now))
    assert [row[1] for row in grid(document, "threats.rounds")] == [":", ":", ":", "none"]


def test_a_link_of_a_line_counts_for_its_objective(tmp_path: Path) -> None:
    objectives = [{"ref": "O1", "title": "One"}, {"ref": "O1.L1", "title": "Line", "parent": "O1"}]
    links = [{"objective": "O1.L1", "threat": "T3", "by": "strategy"}]
    document = compile_report(
        release_ranked(
            tmp_path, objectives=objectives, objective_threats=links, challenges=[],
            challenge_criteria=[],
        )
    )  # fmt: skip
    assert grid(document, "threats.table")[2] == ["T3 Fire", "yes", "1"]
