"""What stops a release, what is set aside for which text, and what annex I prints of it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from publish.prose.written import Releases

from stocktake import cli, steps
from stocktake.folder.starting import start_strategy
from stocktake.folder.workbook import read_strategy
from stocktake.publish.report.blocks import Document, Grid, Para
from stocktake.publish.spans import plain
from stocktake.vocabulary.problems import RefusedError

FLAGSHIP = Path(__file__).parents[3] / "strategies" / "iss-2010"
CYCLES = ("2011", "2013", "2014")
OLD = "The proposals came (O5.L2.A4, O5.L4.A1, and late O5.L1.A1)"


@pytest.fixture
def strategy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FLAGSHIP, tmp_path / "strategy"))


def write(strategy: Path, sentence: str) -> None:
    """Put a sentence before those of a passage of 2013."""
    file = strategy / "passages.yaml"
    text = file.read_text()
    assert OLD in text
    file.write_text(text.replace(OLD, f"{sentence} {OLD}"))


def waive(strategy: Path, rule: str, block: str, digest: str) -> None:
    with (strategy / "waivers.csv").open("a", newline="") as file:
        row = [rule, block, digest, "A. Writer", "2026-11-24", "It is meant"]
        csv.writer(file, lineterminator="\n").writerow(row)


def digest_told(refused: pytest.ExceptionInfo[RefusedError]) -> str:
    return refused.value.problems[0].mend.rpartition(",")[2].rstrip(".")


@pytest.mark.parametrize("cycle", CYCLES)
def test_the_flagship_has_no_error_and_the_warnings_its_annex_prints(
    flagship_releases: Releases, flagship_reports: dict[str, Document], cycle: str
) -> None:
    findings = steps.draft_cycle(read_strategy(FLAGSHIP), cycle).check_prose()
    assert findings.open() == []
    assert {found.severity for found in findings.all} == {"warning"}
    table = next(b for b in flagship_reports[cycle].blocks if b.key == "annex.i.table")
    assert isinstance(table, Grid)
    printed = [(plain(row.cells[0]), plain(row.cells[2])) for row in table.rows]
    assert printed == [(found.code, found.message) for found in findings.all]
    assert all("Set aside by makers" in plain(row.cells[3]) for row in table.rows)
    kept = flagship_releases[cycle].tables["problems"]
    assert kept["rule"].to_list() == [found.code for found in findings.all]


def test_an_error_stops_the_build_and_nothing_is_written(strategy: Path, tmp_path: Path) -> None:
    write(strategy, "There were 219 attacks in 2012.")
    with pytest.raises(RefusedError) as refused:
        steps.build(strategy, "2013", tmp_path / "out")
    assert [(p.code, p.row, p.column) for p in refused.value.problems] == [
        ("L06", "o5.assessment", "219")
    ]
    assert "25 April 2013" in refused.value.problems[0].message
    assert not (tmp_path / "out" / "release").exists()


def test_a_warning_stops_the_build_until_it_is_set_aside(strategy: Path, tmp_path: Path) -> None:
    write(strategy, "Fewer KPIs are needed.")
    with pytest.raises(RefusedError) as refused:
        steps.build(strategy, "2013", tmp_path / "out")
    waive(strategy, "L22", "o5.assessment", digest_told(refused))
    release = steps.release_strategy(strategy, "2013", tmp_path / "out")
    assert "L22-word" in release.tables["problems"]["rule"].to_list()


def test_a_waiver_lapses_when_the_text_changes(strategy: Path, tmp_path: Path) -> None:
    write(strategy, "Fewer KPIs are needed.")
    with pytest.raises(RefusedError) as refused:
        steps.release_strategy(strategy, "2013", tmp_path / "out")
    waive(strategy, "L22", "o5.assessment", digest_told(refused))
    write(strategy, "So it is said.")
    with pytest.raises(RefusedError):
        steps.release_strategy(strategy, "2013", tmp_path / "out")


def test_a_waiver_does_not_lapse_when_a_bound_figure_does(strategy: Path, tmp_path: Path) -> None:
    write(strategy, "Fewer KPIs than {{I-O2-01@2011}} are needed.")
    with pytest.raises(RefusedError) as refused:
        steps.release_strategy(strategy, "2013", tmp_path / "out")
    waive(strategy, "L22", "o5.assessment", digest_told(refused))
    for file in (strategy / "observations" / "tesat").glob("2012*.csv"):
        file.write_text(file.read_text().replace(",174,", ",175,"))
    assert steps.release_strategy(strategy, "2013", tmp_path / "out")


def test_an_error_cannot_be_set_aside(strategy: Path, tmp_path: Path) -> None:
    write(strategy, "There were 219 attacks in 2012.")
    findings = steps.draft_cycle(read_strategy(strategy), "2013").check_prose()
    waive(strategy, "L06", "o5.assessment", findings.digests["o5.assessment"])
    found = steps.check_reports(read_strategy(strategy), "2013")
    assert {problem.code for problem in found} == {"L06", "waiver-of-error"}


def test_check_prose_prints_places_and_how_to_mend(
    strategy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(strategy, "There were 219 attacks in 2012.")
    assert cli.run(["check", str(strategy), "--prose", "--cycle", "2013"]) == 2
    shown = capsys.readouterr().out
    assert "o5.assessment 219" in shown
    assert "Leave it to the next report." in shown
    assert cli.run(["check", str(strategy), "--prose", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["problems"]
    assert [(p["file"], p["row"], p["code"]) for p in told] == [
        ("report 2013", "o5.assessment", "L06")
    ]


def test_check_prose_of_the_flagship_finds_nothing_open() -> None:
    assert cli.run(["check", str(FLAGSHIP), "--prose"]) == 0


def test_a_cycle_is_asked_of_the_text_only() -> None:
    assert cli.run(["check", str(FLAGSHIP), "--cycle", "2013"]) == 2


def test_a_new_strategy_can_be_built_as_it_stands(tmp_path: Path) -> None:
    """Its round has no report of the owner yet, so its tables are their own source."""
    start_strategy(tmp_path / "water")
    assert steps.check_reports(read_strategy(tmp_path / "water")) == []
    steps.release_strategy(tmp_path / "water", "2026", tmp_path / "out")


def test_generated_sentences_pass_their_own_rules(flagship_reports: dict[str, Document]) -> None:
    """The flagship's findings all lie on recommendations, none on a sentence we wrote."""
    for cycle in CYCLES:
        findings = steps.draft_cycle(read_strategy(FLAGSHIP), cycle).check_prose()
        paragraphs = {b.key for b in flagship_reports[cycle].blocks if isinstance(b, Para)}
        assert not {found.row for found in findings.all} & paragraphs
