"""L15: where columns differ the report says so, and who overrides says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from publish.prose.written import case_of

from stocktake.publish.prose.checking import check_prose
from stocktake.publish.report.blocks import Para
from stocktake.publish.spans import Span
from stocktake.release.reading import Release
from stocktake.vocabulary.frames import frame_of

SAID = Para("o1.differ", (Span("The computed and the assessed state differ."),), "generated", "")
COMPARED = {
    "subject": "O1", "axis": "outlook", "branch": "official", "computed": "cannot be judged",
    "assessed": "at risk", "differ": "ca",
}  # fmt: skip
DECIDED: dict[str, Any] = {
    "cycle": "2013", "subject": "O1", "axis": "outlook", "branch": "official",
    "assessed": "at risk", "of": "x", "by": "A. Writer",
}  # fmt: skip


def codes(
    releases: dict[str, Release],
    reason: str | None,
    *,
    said: bool = True,
    reconstructed: bool = False,
    differ: str | None = "ca",
) -> set[str]:
    case = case_of(releases, [SAID] if said else [])
    tables = case.tables | {
        "comparisons": frame_of("comparisons", [COMPARED | {"differ": differ}]),
        "assessments": frame_of("assessments", [DECIDED | {"reason": reason}]),
        "cycles": case.tables["cycles"].with_columns(reconstructed=pl.lit(reconstructed)),
    }
    found = check_prose(replace(case, tables=tables))
    return {problem.code for problem in found if problem.code.startswith("L15")}


@pytest.mark.parametrize("reason", [None, ""])
def test_an_override_without_a_reason_is_found(
    flagship_releases: dict[str, Release], reason: str | None
) -> None:
    assert codes(flagship_releases, reason) == {"L15"}


def test_a_difference_without_a_block_is_found(flagship_releases: dict[str, Release]) -> None:
    assert codes(flagship_releases, "Two offices closed", said=False) == {"L15-unsaid"}


def test_what_is_said_with_its_reason_is_let_pass(flagship_releases: dict[str, Release]) -> None:
    assert codes(flagship_releases, "Two offices closed") == set()
    assert codes(flagship_releases, None, said=False, differ=None) == set()


def test_a_round_put_together_afterwards_may_owe_the_reason(
    flagship_releases: dict[str, Release],
) -> None:
    assert codes(flagship_releases, None, reconstructed=True) == {"L15-owed"}
