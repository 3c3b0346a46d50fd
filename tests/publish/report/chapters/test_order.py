"""The chapter on challenges: each has its criteria, its range and its documents beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish.ranked import BEFORE, CHALLENGES, CRITERIA, NOW, release_ranked, state
from publish.report.reading import grid, items, sentences, text_of

from stocktake.publish.report.blocks import Document, Figure
from stocktake.publish.report.compiling import compile_report
from stocktake.publish.report.docx import render_docx
from stocktake.publish.report.html import render_html
from stocktake.publish.report.pdf import render_pdf
from stocktake.release.reading import Release


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return compile_report(release_ranked(tmp_path_factory.mktemp("ranked")))


def test_the_ranks_stand_in_order_with_their_share_of_weightings(document: Document) -> None:
    rows = grid(document, "challenges.ranks")
    assert [row[0] for row in rows] == [
        "CH-13-1 Floods", "CH-13-2 Drought", "CH-13-3 Heat", "CH-13-4 Mud"]  # fmt: skip
    assert rows[0][1:] == ["1", "1", "100%", "main"]
    assert rows[1][1:] == ["2", "2 – 3", "100%", "main"]
    assert rows[3][1:] == ["3", "4", "0%", "further down"]


def test_every_class_that_occurs_is_told_with_its_challenges(document: Document) -> None:
    told = items(document, "challenges.classes")
    assert [one.split(",")[0].split(" in most")[0] for one in told] == [
        "Main", "Further down", "Watch list", "Without criteria on record and outside the order: "
        "CH-13-6 Silt."]  # fmt: skip
    assert told[2].endswith("CH-13-5 Algae.")


def test_what_a_person_names_is_never_overwritten_by_what_is_computed(document: Document) -> None:
    assert items(document, "challenges.differ") == [
        "CH-13-3. Named as: emerging. By its criteria: main.",
        "CH-13-4. Named as: main. By its criteria: further down.",
    ]
    named = [row[0] for row in grid(document, "challenges.table")]
    assert named == ["CH-13-1", "CH-13-2", "CH-13-4", "CH-13-6"]


def test_every_rank_prints_its_criteria_and_documents(document: Document) -> None:
    rows = grid(document, "challenges.criteria")
    assert rows[0] == ["CH-13-1", "9", "9", "9", ":"]
    assert rows[4] == ["CH-13-5", ":", ":", "9", "low"]
    basis = items(document, "challenges.bases")[0]
    assert basis.startswith(
        "CH-13-1 Floods. Tier: 1. In the top 3 in 100% of the weightings tried."
    )
    assert "Severity: 9 (A count; evidence: The act)." in basis
    assert basis.endswith("Not on record: Evidence quality.")


def test_the_picture_says_in_words_what_it_shows(document: Document) -> None:
    (figure,) = (b for b in document.blocks if isinstance(b, Figure) and "challenges" in b.key)
    assert "CH-13-2 Drought: rank 2 to 3, main." in figure.alt
    assert figure.table == "challenges.ranks"


def test_counts_tell_carried_new_and_no_longer_named(document: Document) -> None:
    said = sentences(document)["challenges.count"]
    assert "Carried over: 1; new: 3; no longer named: 1." in said
    assert "Named before and not in 2013: CH-12-2 Ice." in said
    assert "No criteria are on record" not in said
    assert grid(document, "challenges.table")[0][-1] == "since 2012"


def test_a_report_without_criteria_gives_no_order(tmp_path: Path) -> None:
    document = compile_report(release_ranked(tmp_path, challenge_criteria=[]))
    said = sentences(document)
    assert said["challenges.count"].endswith(
        "No criteria are on record for the challenges, so no order is computed. "
        "Objectives under which no challenge is named: O3, O4."
    )
    assert not any(block.key.startswith("challenges.order") for block in document.blocks)
    assert "weightings" not in text_of(document)


def test_weak_evidence_for_all_leaves_a_watch_list_and_no_order(tmp_path: Path) -> None:
    weak = [row | {"evidence": None} for row in CRITERIA]
    document = compile_report(release_ranked(tmp_path, challenge_criteria=weak))
    assert len(items(document, "challenges.classes")) == 2
    assert not any(block.key == "challenges.ranks" for block in document.blocks)
    assert grid(document, "challenges.criteria")


def test_what_is_unknown_is_told_as_a_range(tmp_path: Path) -> None:
    fewer = [row for row in CRITERIA if row["challenge"] != "CH-13-2" or row["criterion"] == "gap"]
    document = compile_report(release_ranked(tmp_path, challenge_criteria=fewer))
    assert "is never taken for nothing" in sentences(document)["challenges.how"]
    row = next(r for r in grid(document, "challenges.ranks") if "Drought" in r[0])
    assert " – " in row[1] and " – " in row[2]


def test_few_challenges_are_said_to_be_all_at_the_top(tmp_path: Path) -> None:
    few = [state("CH-13-1", "severity", "2"), state("CH-13-2", "severity", "1")]
    document = compile_report(release_ranked(tmp_path, challenge_criteria=few))
    assert sentences(document)["challenges.how"].endswith("the shares say nothing.")


def test_the_final_report_hands_over_and_counts(tmp_path: Path) -> None:
    handed = [row | {"handed_to": "next T4"} if row["ref"] == "CH-13-1" else row
              for row in CHALLENGES]  # fmt: skip
    final = {"cycles": [BEFORE, NOW | {"final": True}], "challenges": handed}
    document = compile_report(release_ranked(tmp_path, **final))
    said = sentences(document)["challenges.handed"]
    assert said.startswith("CH-13-1 is handed over to: next T4.")
    assert "CH-13-2, CH-13-4, CH-13-6" in said


def test_it_prints_in_every_format(tmp_path: Path) -> None:
    release: Release = release_ranked(tmp_path)
    document = compile_report(release)
    links = {"pdf": "r.pdf", "docx": "r.docx", "json": "r.json", "files": "release/"}
    assert "release/csv/challenge_profiles.csv" in render_html(document, links)
    assert (release.folder / "csv" / "challenge_profiles.csv").is_file()
    day = NOW["as_of"]
    assert render_pdf(document, {}, as_of=day).startswith(b"%PDF")
    assert render_docx(document, day).startswith(b"PK")
