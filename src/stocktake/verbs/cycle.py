"""The verbs of a strategy and its rounds: begin, look, freeze, publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from stocktake import serving, steps
from stocktake.assess.readings import OFFICIAL
from stocktake.folder.checks import check as check_source
from stocktake.folder.reading import SCHEMA_FILE
from stocktake.folder.starting import start_strategy
from stocktake.folder.succeeding import start_successor
from stocktake.folder.upgrading import upgrade_folder
from stocktake.folder.workbook import read_strategy, write_workbook
from stocktake.folder.writing import write_folder
from stocktake.release.freezing import json_rows
from stocktake.release.reading import read_release
from stocktake.release.verifying import verify as verify_release
from stocktake.verbs.showing import (
    FEW,
    FINE,
    JSON,
    REFUSED,
    SHOWN,
    day,
    show_json,
    show_problems,
    tell,
    verb,
)
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.problems import as_rows, errors

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
CYCLE = click.option("--cycle", required=True, help="The round, by the year of its report: 2013.")
AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Another day than the round's."
)
OUT = click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
PREVIOUS = click.option(
    "--previous", type=click.Path(path_type=Path), help="Release of the round before."
)


# --- begin ----------------------------------------------------------------------------------------


@verb("stocktake new strategies/water-2030 --title 'Clean Water Strategy'")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the strategy.")
def new(folder: Path, title: str) -> int:
    """Start a strategy from a commented template."""
    start_strategy(folder, **({"title": title} if title else {}))
    click.echo(f"Started {folder}. Read {folder / 'README.md'}, then: stocktake check {folder}")
    return FINE


@verb("stocktake succeed strategies/iss-2010 strategies/iss-2015")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("folder", metavar="NEW", type=click.Path(path_type=Path))
@click.option("--cycle", help="The last round of the old strategy; its newest by default.")
@click.option("--write-back", is_flag=True, help="Enter handed_to in the old strategy as well.")
def succeed(old: Path, folder: Path, cycle: str | None, write_back: bool) -> int:
    """Start a successor, which takes over what is open."""
    started = start_successor(read_strategy(old), folder, cycle, write_back)
    said = "Entered" if write_back else "Enter these"
    click.echo(f"Started {folder}. {said} in the old strategy's handed_to columns:")
    for row in started.handed.iter_rows(named=True):
        click.echo("  " + "  ".join(str(cell) for cell in row.values()))
    return FINE


@verb("stocktake convert strategies/iss-2010 iss-2010.xlsx")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def convert(source: Path, target: Path) -> int:
    """Turn a folder into a workbook (.xlsx), or back."""
    read = read_strategy(source)
    _ = read.tables
    if target.suffix == ".xlsx":
        write_workbook(read.texts, target)
    else:
        refuse_foreign(target)
        write_folder(read.texts, target)
    click.echo(f"Wrote {target}.")
    return FINE


@verb("stocktake upgrade strategies/iss-2010")
@FOLDER
def upgrade(folder: Path) -> int:
    """Bring a folder of an older schema up to the present one."""
    done = upgrade_folder(folder)
    said = f"Upgraded to schema {done[-1]}." if done else "Nothing to do: the schema is the newest."
    click.echo(said)
    return FINE


# --- look -----------------------------------------------------------------------------------------


@verb("stocktake check strategies/iss-2010")
@FOLDER
@JSON
@click.option("--all", "every", is_flag=True, help="Tell every problem, alike or not.")
@click.option("--prose", is_flag=True, help="Check the text of its reports instead.")
@click.option("--cycle", help="The round whose report is checked; all by default.")
def check(folder: Path, as_json: bool, every: bool, prose: bool, cycle: str | None) -> int:
    """Is this strategy sound and measurable? Names every problem.

    With --prose: does the text of its reports say what the tables say?
    """
    if cycle and not prose:
        raise click.UsageError("--cycle goes with --prose: the tables are checked as a whole.")
    source = read_strategy(folder)
    problems = check_source(source)
    if prose:
        steps.refuse_errors(problems)
        problems = steps.check_reports(source, cycle)
    if as_json:
        show_json({"problems": as_rows(problems)})
    else:
        show_problems(problems, len(problems) if every else FEW)
    if errors(problems):
        return REFUSED
    return SHOWN if problems else FINE


@verb("stocktake assess strategies/iss-2010 --cycle 2013 --json")
@FOLDER
@CYCLE
@AS_OF
@JSON
def assess(folder: Path, cycle: str, as_of: datetime | None, as_json: bool) -> int:
    """Findings of one round, as known on its day."""
    source = read_strategy(folder)
    steps.refuse_errors(check_source(source))
    assessed = steps.assess_cycle(source.tables, cycle, day(as_of))
    if as_json:
        rows = {name: json_rows(frame) for name, frame in assessed.findings.items()}
        show_json(rows)
    else:
        show_findings(assessed)
    return FINE


# --- freeze and publish ---------------------------------------------------------------------------


@verb("stocktake release strategies/iss-2010 --cycle 2013 --out releases/2013-1")
@FOLDER
@CYCLE
@OUT
@AS_OF
@PREVIOUS
def release(
    folder: Path, cycle: str, out: Path, as_of: datetime | None, previous: Path | None
) -> int:
    """Freeze what may be published of a round."""
    frozen = steps.release_strategy(folder, cycle, out, day(as_of), previous)
    click.echo(f"{frozen.name}\n{frozen.manifest.digest}  {out}")
    return FINE


@verb("stocktake verify releases/2013-1")
@FOLDER
@JSON
def verify(folder: Path, as_json: bool) -> int:
    """Is every file of a release the one that was released?"""
    problems = verify_release(folder)
    if as_json:
        show_json({"problems": as_rows(problems)})
    elif problems:
        show_problems(problems)
    else:
        frozen = read_release(folder)
        click.echo(f"{frozen.name}: all {len(frozen.manifest.files)} files are as released.")
    return REFUSED if problems else FINE


@verb("stocktake report releases/2013-1 --out report/")
@FOLDER
@OUT
def report(folder: Path, out: Path) -> int:
    """Write the report of a release: page, PDF, Word, and its data."""
    tell("printing the report: page, PDF, Word")
    for path in steps.publish_reports([read_release(folder)], out):
        click.echo(path)
    return FINE


@verb("stocktake site releases/2011-1 releases/2013-1 --out site/")
@click.argument(
    "folders", metavar="RELEASE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@OUT
def site(folders: Sequence[Path], out: Path) -> int:
    """Write the static site of one or more releases of a strategy."""
    tell("printing reports and site")
    steps.publish_website([read_release(folder) for folder in folders], out)
    click.echo(out / "index.html")
    return FINE


@verb("stocktake build strategies/iss-2010 --cycle 2013 --out out/")
@FOLDER
@CYCLE
@OUT
@AS_OF
@PREVIOUS
def build(
    folder: Path, cycle: str, out: Path, as_of: datetime | None, previous: Path | None
) -> int:
    """All of it: check, assess, release, report, site."""
    frozen = steps.build(folder, cycle, out, day(as_of), previous, tell)
    click.echo(f"{frozen.name}\n{frozen.manifest.digest}")
    for name in ("release", "report/report.html", "report/report.pdf", "report/report.docx",
                 "site/index.html"):  # fmt: skip
        click.echo(out / name)
    return FINE


@verb("stocktake demo --port 8000")
@click.option(
    "--strategy", type=click.Path(path_type=Path), help="Another strategy than the flagship."
)
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.option("--build-only", is_flag=True, help="Build the site and stop.")
def demo(strategy: Path | None, port: int, build_only: bool) -> int:
    """Build every round of the flagship and serve its site."""
    folder = strategy or serving.find_flagship()
    out = serving.choose_cache(folder)
    steps.build_all(folder, out, tell)
    if build_only:
        click.echo(out / "site" / "index.html")
    else:
        serving.serve(out / "site", port, click.echo)
    return FINE


def refuse_foreign(folder: Path) -> None:
    """Stop before tables would be written among files that are no strategy."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / SCHEMA_FILE).is_file():
        raise refusal("folder-not-empty", str(folder))


def show_findings(assessed: steps.Assessed) -> None:
    """The objectives with their counts, as a table for a terminal."""
    click.echo(f"Round {assessed.cycle}, as known on {assessed.today}.\n")
    names = ("all", "due", "on_time", "late", "part", "overdue", "unknown", "not_due", "no_end")
    head = "".join(f"{name.replace('_', ' '):>9}" for name in names)
    click.secho(f"{'':<8}{head}  delivery", bold=True)
    objectives = set(assessed.findings["verdicts"]["objective"]) | {"*"}
    for row in assessed.findings["deliveries"].iter_rows(named=True):
        if row["subject"] in objectives:
            shown = "".join(f"{row[name]:>9}" for name in names)
            click.echo(f"{row['subject']:<8}{shown}  {row['class'] or ''}")
    _show_verdicts(assessed.findings["verdicts"].to_dicts())


def _show_verdicts(verdicts: list[dict[str, Any]]) -> None:
    """The verdicts of the strategy's own targets, then of each other set under its name."""
    for branch in dict.fromkeys(row["branch"] for row in verdicts):
        head = "Outcome" if branch == OFFICIAL else f"Under another set of targets, {branch}"
        click.secho(f"\n{head}", bold=True)
        for row in verdicts:
            if row["branch"] == branch:
                words = "; ".join([row["value"], *(row["suffixes"] or ())])
                click.echo(f"{row['objective']:<8}{words} (rule {row['rule']})")
