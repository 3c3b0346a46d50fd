"""The cycle as functions: check, assess, freeze, publish. What command line and notebooks call."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from stocktake.assess import METHOD, assess, open_round
from stocktake.folder.checks import check
from stocktake.folder.reading import Source
from stocktake.folder.workbook import read_strategy
from stocktake.publish.report.publishing import print_page, print_report, write_files
from stocktake.publish.website import publish_site
from stocktake.release.freezing import freeze
from stocktake.release.manifest import Manifest
from stocktake.release.publishable import PublicCut, cut_to_public
from stocktake.release.reading import Release, read_release
from stocktake.version import VERSION
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import cut_to_day, later_publications
from stocktake.vocabulary.problems import Problem, RefusedError, errors
from stocktake.vocabulary.tables import SCHEMA_VERSION, TABLES


@dataclass(frozen=True)
class Assessed:
    """One cycle as known on its day: tables cut to it, and the findings on them."""

    cycle: str
    today: date
    tables: Tables
    findings: Tables

    @property
    def everything(self) -> Tables:
        """Input tables and findings, in the order of the dictionary."""
        both = self.tables | self.findings
        return {name: both[name] if name in both else frame_of(name, []) for name in TABLES}


def assess_cycle(
    tables: Tables, cycle: str, as_of: date | None = None, before: Tables | None = None
) -> Assessed:
    """Findings of a cycle as known on its day, or on another day.

    `before` are tables and findings of the cycle before; without them they are computed again
    from the same tables at that cycle's own day.
    """
    now = open_round(tables, cycle, as_of)
    if before is None and now.previous is not None:
        before = _assess_alone(tables, now.previous).everything
    cut = cut_to_day(tables, now.today)
    return Assessed(cycle, now.today, cut, assess(cut, cycle, now.today, before))


def _assess_alone(tables: Tables, cycle: str) -> Assessed:
    today = open_round(tables, cycle).today
    cut = cut_to_day(tables, today)
    return Assessed(cycle, today, cut, assess(cut, cycle, today))


def release_cycle(
    source: Source,
    cycle: str,
    folder: Path,
    as_of: date | None = None,
    previous: Release | None = None,
) -> Release:
    """Freeze what may be published of a cycle into a release folder, and read it back verified."""
    public = cut_to_public(source.tables)
    before = previous.tables if previous else None
    assessed = assess_cycle(public.tables, cycle, as_of, before)
    later = pl.DataFrame(
        list(later_publications(public.tables, assessed.today)),
        schema={"dataset": pl.String, "published": pl.String, "title": pl.String},
    )
    freeze(assessed.everything, later, _manifest(source, assessed, public, previous), folder)
    return read_release(folder)


def _manifest(
    source: Source, assessed: Assessed, public: PublicCut, previous: Release | None
) -> Manifest:
    round_ = open_round(source.tables, assessed.cycle, assessed.today)
    cycle = source.tables["cycles"].row(by_predicate=pl.col("ref") == assessed.cycle, named=True)
    editions = source.tables["editions"].filter(pl.col("cycle") == assessed.cycle)["number"]
    last = editions.max()
    parameters = sorted(round_.parameters.items())
    named = "none"
    if round_.previous is not None:
        named = f"{round_.previous}, computed again from the same tables"
    return Manifest(
        strategy=source.tables["strategy"]["ref"][0],
        cycle=assessed.cycle,
        edition=last if isinstance(last, int) else 1,
        as_of=assessed.today.isoformat(),
        cut_off=cycle["cut_off"].isoformat(),
        schema=SCHEMA_VERSION,
        method=METHOD,
        software={"stocktake": VERSION, "polars": pl.__version__},
        parameters=hashlib.sha256(repr(parameters).encode()).hexdigest(),
        previous=previous.manifest.digest if previous else named,
        rows={name: len(frame) for name, frame in assessed.everything.items()},
        withheld=public.withheld,
    )


def release_strategy(
    path: Path,
    cycle: str,
    folder: Path,
    as_of: date | None = None,
    previous: Path | None = None,
) -> Release:
    """Check a strategy, then freeze one of its cycles; RefusedError names what must be mended."""
    source = read_strategy(path)
    refuse_errors(check(source))
    before = read_release(previous) if previous else None
    return release_cycle(source, cycle, folder, as_of, before)


def refuse_errors(problems: list[Problem]) -> None:
    """Stop where a problem must be mended first."""
    broken = errors(problems)
    if broken:
        raise RefusedError(f"{len(broken)} problems must be mended first.", broken)


def publish_reports(releases: Sequence[Release], folder: Path) -> list[Path]:
    """Write the report of one release into a folder, of several into a folder each."""
    written = []
    for release in releases:
        own = folder if len(releases) == 1 else folder / release.manifest.cycle
        _, files = print_report(release, relative(release.folder, own))
        written += write_files(files, own)
    return written


def publish_website(releases: Sequence[Release], folder: Path) -> list[Path]:
    """Write the site of a strategy from its releases, each with its report."""
    with TemporaryDirectory() as name:
        reports = {}
        for release in releases:
            edition = name_edition(release)
            _, files = print_report(release, f"../../data/{edition}/")
            write_files(files, Path(name) / edition)
            reports[edition] = Path(name) / edition
        return publish_site(releases, folder, reports)


def name_edition(release: Release) -> str:
    """How an edition is called: 2013-1."""
    return f"{release.manifest.cycle}-{release.manifest.edition}"


def relative(target: Path, start: Path) -> str:
    """The way from one folder to another, for links."""
    return f"{os.path.relpath(target.resolve(), start.resolve())}/".replace(os.sep, "/")


def build(
    path: Path,
    cycle: str,
    folder: Path,
    as_of: date | None = None,
    previous: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Release:
    """The whole of a cycle: check, assess, release, report, site. `tell` hears each step."""
    tell("checking and freezing")
    release = release_strategy(path, cycle, folder / "release", as_of, previous)
    tell("printing the report: page, PDF, Word")
    document, files = print_report(release)
    write_files(files, folder / "report")
    tell("writing the site")
    edition = name_edition(release)
    with TemporaryDirectory() as name:
        page = print_page(document, f"../../data/{edition}/")
        write_files(files | {"report.html": page}, Path(name))
        publish_site([release], folder / "site", {edition: Path(name)})
    return release


def build_all(
    path: Path, folder: Path, tell: Callable[[str], None] = lambda _: None
) -> list[Release]:
    """Every cycle of a strategy, newest last, and one site over all of them."""
    tell("checking")
    source = read_strategy(path)
    refuse_errors(check(source))
    cycles = source.tables["cycles"].sort("as_of")["ref"].to_list()
    releases = []
    for cycle in cycles:
        tell(f"freezing {cycle}")
        releases.append(release_cycle(source, cycle, folder / "release" / cycle))
    tell("printing reports and site")
    publish_website(releases, folder / "site")
    return releases
