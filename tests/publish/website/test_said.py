"""What was said, in one line: whole sentences, and silence called by its name."""

from __future__ import annotations

from pathlib import Path

from publish.website.small_strategy import make_release

from stocktake.publish.facts import Facts
from stocktake.publish.spans import plain
from stocktake.publish.website.said import take_line


def test_a_long_report_is_cut_after_a_sentence(tmp_path: Path) -> None:
    said = {"ref": "C1", "cycle": "2013", "actor": "OWN", "subject": "O1", "kind": "state",
            "state": "accepted", "given": "2013", "text": "One. " + "More. " * 80}  # fmt: skip
    facts = Facts(make_release(tmp_path / "release", contributions=[said]))
    line = plain(take_line(facts, "O1"))
    assert line.startswith("One. More") and line.endswith("More.") and len(line) < 150


def test_no_report_is_said_to_be_none(tmp_path: Path) -> None:
    facts = Facts(make_release(tmp_path / "release"))
    assert plain(take_line(facts, "O1")) == "Nothing was reported on this objective in this round."
