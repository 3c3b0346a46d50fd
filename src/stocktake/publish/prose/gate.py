"""Which findings stop a release, which are set aside, and how they are kept in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from stocktake.publish.prose.case import Case
from stocktake.publish.prose.checking import UNLISTED, check_prose
from stocktake.publish.report.blocks import Para
from stocktake.publish.report.waiving import digest_blocks, find_waiver, rule_of
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import frame_of
from stocktake.vocabulary.problems import ERROR, NOTE, WARNING, Problem

WHOLE = "*"


class Findings:
    """The findings on one report, held against the waivers of its release."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.all = check_prose(case)
        self.digests = digest_blocks(case.blocks, case.rows("recommendations"))
        self._waivers = case.rows("waivers")

    def open(self) -> list[Problem]:
        """What was not set aside, each warning with what a waiver of it would have to name."""
        told = [self._tell(found) for found in self.all if not self._is_waived(found)]
        return [*told, *self._misused()]

    def stopping(self) -> list[Problem]:
        """What stops a release: errors, and warnings a writer neither mended nor set aside.

        A warning on a generated sentence is for us to mend and stops nobody.
        """
        generated = {
            block.key
            for block in self.case.blocks
            if not (isinstance(block, Para) and block.origin == "written")
        }
        return [
            found
            for found in self.open()
            if found.severity == ERROR or (found.severity == WARNING and found.row not in generated)
        ]

    def as_table(self) -> pl.DataFrame:
        """The findings a reader is told of as the table `problems`: all but notes to the writer."""
        rows = {
            (found.code, found.row, found.column or WHOLE): {
                "rule": found.code,
                "table": "report",
                "row": found.row or WHOLE,
                "field": found.column or WHOLE,
                "severity": found.severity,
                "message": found.message,
                "mend": found.mend,
            }
            for found in reversed(self.all)
            if found.severity != NOTE or found.code == UNLISTED
        }
        return frame_of("problems", reversed(rows.values()))

    def _is_waived(self, found: Problem) -> bool:
        if found.severity == ERROR:
            return False
        return find_waiver(self._waivers, found.code, found.row, self.digests) is not None

    def _tell(self, found: Problem) -> Problem:
        digest = self.digests.get(found.row)
        if found.severity != WARNING or digest is None:
            return found
        how = f"Or set it aside in waivers: {rule_of(found.code)},{found.row},{digest}."
        return replace(found, mend=f"{found.mend} {how}")

    def _misused(self) -> Iterable[Problem]:
        """Waivers of errors, which cannot be set aside."""
        wrong = {(found.code, found.row) for found in self.all if found.severity == ERROR}
        for waiver in self._waivers:
            if any(_is_of(waiver, code, block) for code, block in wrong):
                address = "|".join(str(waiver[name]) for name in ("rule", "block", "text_sha"))
                yield fault("waiver-of-error", "waivers", address, rule=waiver["rule"])


def _is_of(waiver: Mapping[str, object], code: str, block: str) -> bool:
    return waiver["rule"] in (code, rule_of(code)) and waiver["block"] == block
