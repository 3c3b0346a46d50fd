"""The command line: exit status, what machines read, refusals in words, and honest help."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
from pathlib import Path

import click
import pytest

from stocktake import cli, serving, steps
from stocktake.cli import VERBS, main_group, run
from stocktake.release.reading import Release
from stocktake.verbs import cycle
from stocktake.verbs.showing import FINE, REFUSED, SHOWN
from stocktake.vocabulary.tables import COMPUTED

ROOT = Path(__file__).parents[1]
FLAGSHIP = str(ROOT / "strategies" / "iss-2010")
COLUMNS = ["file", "row", "column", "code", "severity", "message", "mend"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def broken(tmp_path: Path) -> str:
    shutil.copytree(FLAGSHIP, tmp_path / "broken")
    actions = tmp_path / "broken" / "actions.csv"
    actions.write_text(actions.read_text().replace("O1.L1.A1,O1.L1", "O1.L1.A1,O9.L9", 1))
    return str(tmp_path / "broken")


# --- status and output ------------------------------------------------------------------------


def test_check_of_the_flagship_is_fine_or_shows_what_it_found(capsys: Capture) -> None:
    assert run(["check", FLAGSHIP]) in {FINE, SHOWN}
    assert "Traceback" not in capsys.readouterr().err


def test_check_shows_warnings_with_status_one(tmp_path: Path, capsys: Capture) -> None:
    run(["new", str(tmp_path / "s")])
    capsys.readouterr()
    assert run(["check", str(tmp_path / "s")]) == SHOWN
    assert "warning" in capsys.readouterr().out


def test_check_refuses_a_broken_strategy(broken: str, capsys: Capture) -> None:
    assert run(["check", broken]) == REFUSED
    out = capsys.readouterr().out
    assert "actions.csv" in out
    assert "error" in out


def test_check_for_machines(broken: str, capsys: Capture) -> None:
    assert run(["check", broken, "--json"]) == REFUSED
    (problems,) = json.loads(capsys.readouterr().out).values()
    assert [list(problem) for problem in problems] == [COLUMNS] * len(problems)
    assert any(problem["file"] == "actions.csv" for problem in problems)


def test_assess_for_machines_is_a_list_of_rows_a_table(capsys: Capture) -> None:
    assert run(["assess", FLAGSHIP, "--cycle", "2013", "--json"]) == FINE
    tables = json.loads(capsys.readouterr().out)
    assert set(tables) <= {table.name for table in COMPUTED}
    assert all(isinstance(rows, list) for rows in tables.values())
    whole = next(row for row in tables["deliveries"] if row["subject"] == "*")
    assert (whole["due"], whole["on_time"], whole["unknown"]) == (27, 8, 12)


def test_assess_for_people(capsys: Capture) -> None:
    assert run(["assess", FLAGSHIP, "--cycle", "2013"]) == FINE
    out = capsys.readouterr().out
    assert "as known on 2013-04-10" in out
    assert "cannot be judged (rule R2)" in out


def test_assess_on_another_day(capsys: Capture) -> None:
    assert run(["assess", FLAGSHIP, "--cycle", "2013", "--as-of", "2012-12-31"]) == FINE
    assert "as known on 2012-12-31" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["assess", "release", "build"])
def test_a_broken_strategy_is_refused_by_every_verb_that_needs_a_sound_one(
    verb: str, broken: str, tmp_path: Path, capsys: Capture
) -> None:
    out = [] if verb == "assess" else ["--out", str(tmp_path / "out")]
    assert run([verb, broken, "--cycle", "2013", *out]) == REFUSED
    assert "must be mended first" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_release_verify_report_and_site(tmp_path: Path, capsys: Capture) -> None:
    release, report, site = (str(tmp_path / name) for name in ("release", "report", "site"))
    assert run(["release", FLAGSHIP, "--cycle", "2011", "--out", release]) == FINE
    assert re.search(r"\b[0-9a-f]{64}\b", capsys.readouterr().out)
    assert run(["verify", release]) == FINE
    assert "files are as released" in capsys.readouterr().out
    assert run(["report", release, "--out", report]) == FINE
    assert [Path(line).name for line in capsys.readouterr().out.split()] == [
        "report.html",
        "report.pdf",
        "report.docx",
        "report.json",
    ]
    assert run(["site", release, "--out", site]) == FINE
    assert Path(capsys.readouterr().out.strip()).is_file()


def test_verify_names_a_changed_file(
    flagship_releases: dict[str, Release], tmp_path: Path, capsys: Capture
) -> None:
    folder = shutil.copytree(flagship_releases["2011"].folder, tmp_path / "release")
    (folder / "csv" / "actions.csv").write_text("changed")
    assert run(["verify", str(folder)]) == REFUSED
    assert "actions.csv" in capsys.readouterr().out
    assert run(["verify", str(folder), "--json"]) == REFUSED
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert list(problem) == COLUMNS


def test_build_names_its_five_outputs(tmp_path: Path, capsys: Capture) -> None:
    assert run(["build", FLAGSHIP, "--cycle", "2011", "--out", str(tmp_path / "out")]) == FINE
    paths = capsys.readouterr().out.splitlines()[2:]
    assert len(paths) == 5
    assert all(Path(path).exists() for path in paths)


def test_build_with_a_release_of_the_round_before(
    flagship_releases: dict[str, Release], tmp_path: Path
) -> None:
    before = str(flagship_releases["2011"].folder)
    out = str(tmp_path / "out")
    assert run(["build", FLAGSHIP, "--cycle", "2013", "--previous", before, "--out", out]) == FINE
    manifest = json.loads((tmp_path / "out" / "release" / "manifest.json").read_text())
    assert manifest["previous"] == flagship_releases["2011"].manifest.digest


def test_there_and_back_through_a_workbook(tmp_path: Path, capsys: Capture) -> None:
    book, folder = str(tmp_path / "s.xlsx"), str(tmp_path / "s")
    assert run(["convert", FLAGSHIP, book]) == FINE
    assert run(["convert", book, folder]) == FINE
    capsys.readouterr()
    run(["assess", folder, "--cycle", "2014", "--json"])
    there = capsys.readouterr().out
    run(["assess", FLAGSHIP, "--cycle", "2014", "--json"])
    assert there == capsys.readouterr().out


def test_succeed_and_upgrade(tmp_path: Path, capsys: Capture) -> None:
    assert run(["succeed", FLAGSHIP, str(tmp_path / "next")]) == FINE
    assert "handed_to" in capsys.readouterr().out
    assert run(["upgrade", str(tmp_path / "next")]) == FINE
    assert "newest" in capsys.readouterr().out


def test_demo_builds_every_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(serving, "choose_cache", lambda _: tmp_path / "demo")
    assert run(["demo", "--strategy", FLAGSHIP, "--build-only"]) == FINE
    assert Path(capsys.readouterr().out.strip()).is_file()
    assert sorted(path.name for path in (tmp_path / "demo" / "release").iterdir()) == [
        "2011",
        "2013",
        "2014",
    ]


# --- refusals ---------------------------------------------------------------------------------

REFUSALS = [
    "check {nowhere}",
    "check {file}",
    "assess {nowhere} --cycle 2013",
    "assess {flagship} --cycle 1999",
    "assess {flagship} --cycle 2013 --as-of tomorrow",
    "assess {flagship} --cycle 2013 --as-of 2013-02-30",
    "assess {flagship}",
    "release {flagship} --cycle 2013 --out {foreign}",
    "release {flagship} --cycle 2013 --out {file}",
    "release {flagship} --cycle 2013 --out {file}/deeper",
    "release {flagship} --cycle 1999 --out {out}",
    "release {flagship} --cycle 2013 --out {out} --previous {nowhere}",
    "release {flagship} --cycle 2013 --out {out} --previous {foreign}",
    "verify {nowhere}",
    "verify {file}",
    "verify {foreign}",
    "report {nowhere} --out {out}",
    "report {foreign} --out {out}",
    "report {file} --out {out}",
    "site {nowhere} --out {out}",
    "site {release} --out {foreign}",
    "site --out {out}",
    "build {nowhere} --cycle 2013 --out {out}",
    "build {flagship} --cycle 2013 --out {file}",
    "report {release} --out {file}",
    "site {release} --out {file}",
    "new {foreign}",
    "new {file}",
    "succeed {nowhere} {out}",
    "succeed {flagship} {foreign}",
    "convert {nowhere} {out}",
    "convert {file} {out}",
    "upgrade {nowhere}",
    "upgrade {file}",
    "demo --strategy {nowhere} --build-only",
    "demo --port many",
    "frobnicate",
    "check",
    "--nonsense",
    "check {flagship} --nonsense",
]


@pytest.mark.parametrize("line", REFUSALS)
def test_a_refusal_is_words_and_status_two(
    line: str, flagship_releases: dict[str, Release], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "mine.txt").write_text("mine")
    names = {name: str(tmp_path / name) for name in ("nowhere", "file", "foreign", "out")}
    filled = line.format(flagship=FLAGSHIP, release=flagship_releases["2011"].folder, **names)
    assert run(shlex.split(filled)) == REFUSED
    said = capsys.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert "fault of Stocktake" not in said.err
    assert (tmp_path / "file").read_text() == "mine"
    assert [path.name for path in (tmp_path / "foreign").iterdir()] == ["mine.txt"]
    assert not (tmp_path / "out").exists()


def test_a_refusal_for_machines(tmp_path: Path, capsys: Capture) -> None:
    for line in (["check", str(tmp_path / "nowhere")], ["assess", FLAGSHIP, "--cycle", "1999"]):
        assert run([*line, "--json"]) == REFUSED
        problems = json.loads(capsys.readouterr().out)["problems"]
        assert list(problems[0]) == COLUMNS


def test_a_port_that_is_taken_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    monkeypatch.setattr(steps, "build_all", lambda *_: [])
    monkeypatch.setattr(serving, "choose_cache", lambda _: tmp_path)
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["demo", "--strategy", FLAGSHIP, "--port", str(port)]) == REFUSED
    assert f"Port {port} is in use" in capsys.readouterr().err


def test_a_fault_of_ours_is_confessed_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.delenv("STOCKTAKE_DEBUG", raising=False)
    monkeypatch.setattr(cycle, "read_strategy", fail)
    assert run(["check", FLAGSHIP]) == REFUSED
    said = capsys.readouterr().err
    assert "a fault of Stocktake" in said
    assert "ZeroDivisionError: by nothing" in said
    assert "Traceback" not in said
    monkeypatch.setenv("STOCKTAKE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(["check", FLAGSHIP])


def test_main_leaves_with_the_status() -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == FINE


# --- help -------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", list(VERBS))
def test_the_help_of_every_verb_has_an_example_that_can_be_run(verb: str, capsys: Capture) -> None:
    assert run([verb, "--help"]) == FINE
    said = capsys.readouterr().out
    example = said.partition("Example:\n")[2].strip()
    check_command(shlex.split(example))
    assert shlex.split(example)[1] == verb


def check_command(words: list[str]) -> None:
    """That the command and its options exist and fit together."""
    assert words[0] == "stocktake"
    if words[1:2] in ([], ["--help"], ["--version"]):
        return
    command = main_group.get_command(click.Context(main_group), words[1])
    assert command is not None, words
    with click.Context(command) as context:
        command.parse_args(context, words[2:])


DOCUMENTED = re.compile(r"(?m)^\s*(?:\$ )?(?:uv run )?(stocktake (?:[a-z]+ )[^\n|>`#]*)")


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_every_command_in_the_docs_exists(page: str) -> None:
    for command in DOCUMENTED.findall((ROOT / page).read_text("utf-8").replace("\\\n", " ")):
        check_command(shlex.split(command))


def test_the_verbs_are_listed_in_the_order_of_the_work(capsys: Capture) -> None:
    assert run(["--help"]) == FINE
    said = capsys.readouterr().out
    order = [said.index(f"\n  {verb} ") for verb in VERBS]
    assert order == sorted(order)
