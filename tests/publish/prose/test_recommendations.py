"""L16 to L19: recommendations and their grades, held against their own rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from publish.prose.written import case_of

from stocktake.publish.prose.checking import check_prose
from stocktake.release.reading import Release
from stocktake.vocabulary.frames import frame_of

SOUND: dict[str, Any] = {
    "ref": "REC-2013-99",
    "cycle": "2013",
    "objective": "O3",
    "text": "Publish a list of reporting points",
    "addressees": ["COM"],
    "due": "2014",
    "shown_by": "The list of reporting points is on a page of its own",
}
LISTED: dict[str, Any] = {
    "recommendation": "REC-2011-99", "timeliness": "no due date", "open": True, "orphan": False,
}  # fmt: skip


def codes(
    releases: dict[str, Release], *older: dict[str, Any], lang: str = "en", **cells: Any
) -> set[str]:
    case = case_of(releases, [], "2013", lang)
    rows = [SOUND | cells, *older]
    ledger = [LISTED | {"open": row.get("open", True)} for row in older]
    tables = case.tables | {
        "recommendations": frame_of("recommendations", rows),
        "ledger": frame_of("ledger", ledger),
    }
    return {found.code for found in check_prose(replace(case, tables=tables))}


def test_a_sound_recommendation_is_let_pass(flagship_releases: dict[str, Release]) -> None:
    assert codes(flagship_releases) == set()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"addressees": []}, "L16"),
        ({"addressees": ["Nobody"]}, "L16"),
        ({"due": None}, "L16-date"),
        ({"objective": None}, "L16-objective"),
        ({"text": "Adopt the regulation", "addressees": ["Frontex"]}, "L16-powers"),
        ({"text": "Propose a law on ports", "addressees": ["COM", "Europol"]}, "L16-powers"),
        ({"text": "Finish SIS II and adopt EUROSUR"}, "L17-parts"),
        ({"text": "Publish the list; open the page"}, "L17-parts"),
        ({"shown_by": None}, "L17-end"),
        ({"text": "Strengthen the cooperation"}, "L17-open"),
        ({"text": "Continue the work on reporting"}, "L17-open"),
        ({"objective": "O4", "shown_by": "SIS II is in operation"}, "L18-done"),
        (
            {"objective": "O2", "shown_by": "The Radicalisation Awareness Network is launched"},
            "L18-done",
        ),
    ],
)
def test_what_is_missing_is_named(
    flagship_releases: dict[str, Release], cells: dict[str, Any], code: str
) -> None:
    assert code in codes(flagship_releases, **cells)


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"addressees": ["COM", "MS"]}, "L16"),
        ({"text": "Adopt the regulation", "addressees": ["Council", "EP"]}, "L16"),
        ({"text": "Publish the list of points and pages"}, "L17"),
        ({"text": "Open the page for police and courts"}, "L17"),
        ({"objective": "O4", "shown_by": "SIS II has a second site"}, "L18"),
        ({"objective": "O1", "shown_by": "SIS II is in operation"}, "L18"),
    ],
)
def test_what_only_looks_like_it_is_let_pass(
    flagship_releases: dict[str, Release], cells: dict[str, Any], rule: str
) -> None:
    assert not [code for code in codes(flagship_releases, **cells) if code.startswith(rule)]


@pytest.mark.parametrize(
    ("lang", "bad", "good"),
    [
        ("fr", "Publier la liste et ouvrir la page", "Publier la liste et la page"),
        ("fr", "Renforcer la coopération", "Publier un guide de la coopération"),
        ("de", "Die Liste veröffentlichen und die Seite einrichten", "Die Liste veröffentlichen"),
        ("de", "Fortsetzen, was begann", "Eine Liste der Anfänge vorlegen"),
    ],
)
def test_french_and_german_verbs_are_known(
    flagship_releases: dict[str, Release], lang: str, bad: str, good: str
) -> None:
    assert any(code.startswith("L17") for code in codes(flagship_releases, lang=lang, text=bad))
    assert not codes(flagship_releases, lang=lang, text=good)


OLDER = SOUND | {"ref": "REC-2011-99", "cycle": "2011", "text": "Publish the reporting points"}


def test_what_is_still_open_is_not_asked_as_new(flagship_releases: dict[str, Release]) -> None:
    assert "L18-open" in codes(flagship_releases, OLDER)
    assert codes(flagship_releases, OLDER, repeats="REC-2011-99") == set()
    assert codes(flagship_releases, OLDER | {"objective": "O1"}) == set()
    assert codes(flagship_releases, OLDER | {"text": "Train the judges"}) == set()


def graded(releases: dict[str, Release], **cells: Any) -> set[str]:
    case = case_of(releases, [], "2013")
    follow_up = {
        "recommendation": "REC-2011-99", "cycle": "2013", "grade": "in full", "by": "makers",
        "text": "The list is there", "evidence": ["EV-com-2013-179"], "closed": "2013-01-11",
    }  # fmt: skip
    tables = case.tables | {
        "recommendations": frame_of("recommendations", [OLDER | {"due": "2012"}]),
        "follow_ups": frame_of("follow_ups", [follow_up | cells]),
    }
    return {found.code for found in check_prose(replace(case, tables=tables))}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"evidence": None}, "L19-evidence"),
        ({"text": "The proposal is pending"}, "L19-part"),
        ({"text": "Tabled, not yet law"}, "L19-part"),
        ({"grade": "not implemented", "text": None}, "L19-search"),
        ({"text": "Published on time"}, "L19-late"),
    ],
)
def test_a_grade_against_its_evidence_is_found(
    flagship_releases: dict[str, Release], cells: dict[str, Any], code: str
) -> None:
    assert code in graded(flagship_releases, **cells)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"grade": "in some respects", "text": "The proposal is pending"},
        {"grade": "not implemented", "text": None, "reason": "Looked for in the register"},
        {"text": "Published on time", "closed": "2012-12-31"},
    ],
)
def test_a_grade_with_its_evidence_is_let_pass(
    flagship_releases: dict[str, Release], cells: dict[str, Any]
) -> None:
    assert graded(flagship_releases, **cells) == set()
