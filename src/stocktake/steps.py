"""The cycle as functions: check, assess, freeze, publish. What command line and notebooks call."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from stocktake.assess import METHOD, Round, assess, open_round
from stocktake.assess.explanations import explain
from stocktake.folder.checks import check
from stocktake.folder.reading import Source
from stocktake.folder.workbook import read_strategy
from stocktake.publish.prose.case import Case
from stocktake.publish.prose.gate import Findings
from stocktake.publish.report.compiling import compile_report
from stocktake.publish.report.publishing import print_page, print_report, write_files
from stocktake.publish.website import publish_site
from stocktake.release.freezing import freeze
from stocktake.release.manifest import Manifest
from stocktake.release.publishable import PublicCut, cut_to_public
from stocktake.release.reading import Release, read_release
from stocktake.version import VERSION
from stocktake.vocabulary.faults import refusal
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
        earlier = open_round(tables, now.previous)
        before = _assess_cut(cut_to_day(tables, earlier.today), earlier).everything
    return _assess_cut(cut_to_day(tables, now.today), now, before)


def _assess_cut(tables: Tables, now: Round, before: Tables | None = None) -> Assessed:
    return Assessed(now.cycle, now.today, tables, assess(tables, now.cycle, now.today, before))


def explain_subject(path: Path, ref: str, cycle: str, as_of: date | None = None) -> dict[str, Any]:
    """What stands behind an objective, indicator or action, down to observations and documents."""
    source = read_strategy(path)
    refuse_errors(check(source))
    assessed = assess_cycle(source.tables, cycle, as_of)
    return explain(assessed.everything, ref, open_round(source.tables, cycle, as_of))


@dataclass(frozen=True)
class Draft:
    """A cycle ready to be frozen: what its release will hold, and what it was made from."""

    release: Release
    before: Tables | None
    every: Tables

    def check_prose(self) -> Findings:
        """What the prose checker finds in the report of the release."""
        manifest = self.release.manifest
        as_of = date.fromisoformat(manifest.as_of)
        document = compile_report(self.release)
        tables = self.release.tables
        return Findings(Case(document, tables, manifest.cycle, as_of, self.before, self.every))


def release_cycle(
    source: Source,
    cycle: str,
    folder: Path,
    as_of: date | None = None,
    previous: Release | None = None,
) -> Release:
    """Freeze what may be published of a cycle into a release folder, and read it back verified.

    RefusedError, and nothing is written, where the text of its report must be mended first.
    """
    draft = draft_cycle(source, cycle, as_of, previous)
    findings = draft.check_prose()
    refuse_prose(findings)
    tables = draft.release.tables | {"problems": findings.as_table()}
    rows = draft.release.manifest.rows | {"problems": len(tables["problems"])}
    freeze(tables, draft.release.later, replace(draft.release.manifest, rows=rows), folder)
    return read_release(folder)


def draft_cycle(
    source: Source, cycle: str, as_of: date | None = None, previous: Release | None = None
) -> Draft:
    """Assess what may be published of a cycle, without writing anything.

    Tables are cut to the day before they are cut to what is public: an amendment that may not be
    seen still has its effect on what was known.
    """
    now = open_round(source.tables, cycle, as_of)
    public = _public_on(source, now)
    before = previous.tables if previous else _public_before(source, now)
    assessed = _assess_cut(public.tables, now, before)
    every = cut_to_public(source.tables).tables
    later = pl.DataFrame(
        list(later_publications(every, now.today)),
        schema={"dataset": pl.String, "published": pl.String, "title": pl.String},
    )
    manifest = _manifest(assessed, public, now, previous)
    return Draft(Release(manifest, assessed.everything, later, Path()), before, every)


def check_reports(source: Source, cycle: str | None = None) -> list[Problem]:
    """What the prose checker finds in the report of a cycle, or of every cycle with a day."""
    cycles = source.tables["cycles"].filter(pl.col("as_of").is_not_null()).sort("as_of")["ref"]
    asked = [cycle] if cycle else cycles.to_list()
    return [found for ref in asked for found in draft_cycle(source, ref).check_prose().open()]


def refuse_prose(findings: Findings) -> None:
    """Stop where the text of the report must be mended, or a warning set aside with a reason."""
    stopping = findings.stopping()
    if stopping:
        count = len(stopping)
        raise RefusedError(f"{count} findings on the text must be mended or set aside.", stopping)


def _public_on(source: Source, now: Round) -> PublicCut:
    """What was known on the day and may be published; RefusedError where that is nothing."""
    public = cut_to_public(cut_to_day(source.tables, now.today))
    if public.tables["strategy"].is_empty() or now.cycle not in public.tables["cycles"]["ref"]:
        raise refusal("nothing-public", "marks")
    return public


def _public_before(source: Source, now: Round) -> Tables | None:
    """The cycle before as it would have been released on its own day."""
    if now.previous is None:
        return None
    earlier = open_round(source.tables, now.previous)
    public = cut_to_public(cut_to_day(source.tables, earlier.today))
    known = now.previous in public.tables["cycles"]["ref"]
    return _assess_cut(public.tables, earlier).everything if known else None


def _manifest(
    assessed: Assessed, public: PublicCut, now: Round, previous: Release | None
) -> Manifest:
    round_ = open_round(assessed.tables, now.cycle, now.today)
    cycle = assessed.tables["cycles"].row(by_predicate=pl.col("ref") == now.cycle, named=True)
    editions = assessed.tables["editions"].filter(pl.col("cycle") == now.cycle)["number"]
    last = editions.max()
    parameters = sorted(round_.parameters.items())
    named = "none"
    if round_.previous is not None:
        named = f"{round_.previous}, computed again from the same tables"
    return Manifest(
        strategy=assessed.tables["strategy"]["ref"][0],
        cycle=now.cycle,
        edition=last if isinstance(last, int) else 1,
        as_of=now.today.isoformat(),
        cut_off=cycle["cut_off"].isoformat(),
        schema=SCHEMA_VERSION,
        method=METHOD,
        software={
            "stocktake": VERSION,
            "polars": pl.__version__,
            "numpy": metadata.version("numpy"),
        },
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
    refuse_file(folder)
    source = read_strategy(path)
    refuse_errors(check(source))
    before = read_release(previous) if previous else None
    return release_cycle(source, cycle, folder, as_of, before)


def refuse_errors(problems: list[Problem]) -> None:
    """Stop where a problem must be mended first."""
    broken = errors(problems)
    if broken:
        raise RefusedError(f"{len(broken)} problems must be mended first.", broken)


def refuse_file(folder: Path) -> None:
    """Stop before any work where a file lies in the way of the folder to write."""
    for place in (folder, *folder.parents):
        if place.is_file():
            raise refusal("not-a-folder", str(place))


def publish_reports(releases: Sequence[Release], folder: Path) -> list[Path]:
    """Write the report of one release into a folder, of several into a folder each."""
    refuse_file(folder)
    written = []
    for release in releases:
        own = folder if len(releases) == 1 else folder / release.manifest.cycle
        _, files = print_report(release, relative(release.folder, own))
        written += write_files(files, own)
    return written


def publish_website(releases: Sequence[Release], folder: Path) -> list[Path]:
    """Write the site of a strategy from its releases, each with its report."""
    refuse_file(folder)
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
    refuse_file(folder)
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
