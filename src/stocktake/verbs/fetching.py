"""Today's data from an office: what came, what was revised; and which offices there are."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from stocktake.fetching import SAME, Renewal, find_request, renew
from stocktake.sources.describing import describe_problem
from stocktake.sources.network.fetch import FAILED, UNCHANGED, Door, Limits, Request, read_offices
from stocktake.sources.network.offices import find_office
from stocktake.verbs.reading import DIMENSIONS, MAPPING
from stocktake.verbs.showing import (
    FINE,
    JSON,
    REFUSED,
    SHOWN,
    Progress,
    group_digits,
    show_json,
    show_problems,
    tell,
    verb,
)
from stocktake.verbs.vintages import ACCEPT, KINDS, STORE, STRATEGY, open_tables
from stocktake.vintages import Store, say

DOOR: Final = Door()
LIMITS: Final = Limits()
FEW: Final = 10
NAMED: Final = {"flag": "with another flag"}
UNFIT: Final = re.compile(r"[^A-Za-z0-9_.-]+")
OFFICES = click.option(
    "--offices",
    "own",
    type=click.Path(path_type=Path),
    envvar="STOCKTAKE_OFFICES",
    help="File with offices of your own, in the form of sources/network/offices.toml.",
)


@verb("stocktake offices")
@OFFICES
@JSON
def offices(own: Path | None, as_json: bool) -> int:
    """Which offices can be asked, and in which formats they answer."""
    rows = read_offices(own)
    if as_json:
        names = ("name", "title", "standard", "base", "licence", "note")
        show_json({"offices": [
            {**{name: getattr(row, name) for name in names}, "formats": list(row.formats),
             "checked": row.checked.isoformat()}
            for row in rows.values()
        ]})  # fmt: skip
        return FINE
    width = max(map(len, rows))
    for row in rows.values():
        click.echo(f"{row.name:<{width}}  {row.title}")
        click.echo(f"{'':<{width}}  {row.standard}: {', '.join(row.formats)}. {row.licence}.")
    return FINE


@verb("stocktake fetch crim_off_cat --strategy strategies/iss-2010")
@click.argument("dataset")
@click.option("--office", help="Ask this office; the dataset is then named by the office's code.")
@click.option("--key", default="", help="A part of it, by position or name: 'A.DE', 'geo=DE,FR'.")
@click.option("--start", default="", help="From this period on.")
@click.option("--end", default="", help="Up to this period.")
@click.option("--format", default="", help="One of the office's formats; its first by default.")
@STRATEGY
@STORE
@OFFICES
@MAPPING
@DIMENSIONS
@ACCEPT
@JSON
def fetch(
    dataset: str,
    office: str | None,
    strategy: Path | None,
    store: Path,
    own: Path | None,
    mapping: str | None,
    dimensions: tuple[str, ...],
    accept: tuple[str, ...],
    as_json: bool,
    **part: str,
) -> int:
    """Ask an office for today's data, and add what is new.

    Without --office the dataset is one of the strategy's: its publisher is asked for its code.
    """
    rows = read_offices(own)
    tables = None if office else open_tables(strategy)
    if tables is None:
        request = Request(find_office(office or "", rows).name, dataset, **part)
        dataset = UNFIT.sub("-", dataset)
    else:
        request = find_request(tables, dataset, rows, **part)
    progress = Progress()
    tell(f"asking {rows[request.office].title} for {request.dataset}")
    found = renew(
        Store(store), dataset, request, tables=tables, accept=accept,
        reading={"mapping": mapping, "dimensions": dimensions},
        offices=rows, limits=LIMITS, door=listen(progress),
    )  # fmt: skip
    progress.clear()
    show_json(describe_renewal(found, store)) if as_json else show_renewal(found, store)
    return status_of(found)


def listen(progress: Progress) -> Door:
    """The door to the network, heard on a terminal."""

    def sleep(seconds: float) -> None:
        progress.clear()
        tell(f"not yet; asking again in {seconds:g} s")
        DOOR.sleep(seconds)

    return replace(DOOR, hear=progress.hear, sleep=sleep)


def status_of(found: Renewal) -> int:
    """2 where nothing could be had, 1 where something needs a look."""
    if found.outcome == FAILED:
        return REFUSED
    return SHOWN if any(problem.severity == "warning" for problem in found.problems) else FINE


def count_revisions(found: Renewal) -> dict[str, int]:
    """How many of each kind, what needs a look first."""
    if found.revisions is None:
        return {}
    counts = dict(found.revisions["kind"].value_counts().iter_rows())
    return {kind: counts[kind] for kind in KINDS if kind in counts}


def describe_renewal(found: Renewal, store: Path) -> dict[str, Any]:
    """What came of it, for machines; nothing of bytes where none came."""
    origin = None if found.fetched.is_refused else found.fetched.origin
    vintage = found.vintage
    return {
        "dataset": found.dataset,
        "outcome": found.outcome,
        "vintage": vintage and vintage.place,
        "rows": vintage and vintage.rows,
        "previous": found.last and found.last.place,
        "dated_by": "data" if found.is_dated else "obtained",
        "revisions": count_revisions(found),
        "url": origin and origin.url,
        "obtained": origin and origin.obtained,
        "sha256": origin and origin.sha256,
        "bytes": origin and str(Store(store).raw / origin.file),
        "problems": [describe_problem(problem) for problem in found.problems],
    }


def show_renewal(found: Renewal, store: Path) -> None:
    """What came of it, in words."""
    if found.outcome == FAILED:
        show_failure(found, store)
        return
    click.secho(say_outcome(found), bold=True)
    if found.added and found.added.is_new:
        show_new(found, store)
    if found.problems:
        show_problems(found.problems)


def say_outcome(found: Renewal) -> str:
    """One line: what is new."""
    vintage, origin = found.vintage, found.fetched.origin
    assert vintage is not None and origin is not None, "only a failure leaves nothing"
    if found.outcome == UNCHANGED:
        return f"{found.dataset}: nothing new at {origin.publisher} since {origin.obtained}."
    if found.outcome == SAME:
        return f"{found.dataset}: nothing new; what came says the same as {vintage.place}."
    return f"{vintage.place}: new, {group_digits(vintage.rows)} rows."


def show_new(found: Renewal, store: Path) -> None:
    """Where a new vintage comes from, what it changed, and how to see more."""
    vintage, origin = found.vintage, found.fetched.origin
    assert vintage is not None and origin is not None, "only a failure leaves nothing"
    size = group_digits(origin.size)
    click.echo(f"  {origin.publisher}, {origin.dataset}: {size} bytes, obtained {origin.obtained}")
    dated = (
        "as the data say" if found.is_dated else "the day it came, as the data name none that fits"
    )
    click.echo(f"  published {vintage.published}, {dated}")
    show_revisions(found, store)
    click.echo(f"  bytes as received: {Store(store).raw / origin.file}")


def show_revisions(found: Renewal, store: Path) -> None:
    """What changed against the vintage before, and how to see each."""
    vintage, last = found.vintage, found.last
    assert vintage is not None, "only a failure leaves nothing"
    if last is None:
        click.echo("  the first vintage of this dataset")
        return
    told = [
        f"{group_digits(n)} {NAMED.get(kind, kind)}" for kind, n in count_revisions(found).items()
    ]
    click.echo(f"  against {last.name}: {', '.join(told) or 'nothing changed'}")
    if last.day < vintage.day:
        place = "" if store == Path("store") else f" --store {shlex.quote(str(store))}"
        days = f"--from {last.day} --to {vintage.day}"
        click.echo(f"  see each: stocktake revisions {found.dataset} {days}{place}")
    elif found.revisions is not None:
        # Revisions are asked for by day; what came twice on one day is told here.
        for row in found.revisions.head(FEW).iter_rows(named=True):
            click.echo(f"    {say(row)}")


def show_failure(found: Renewal, store: Path) -> None:
    """Why nothing was taken in, in the office's own words where it said any, and what stays."""
    origin = found.fetched.origin
    click.secho(f"stocktake: {found.dataset}: nothing was taken in.", fg="red", err=True)
    for problem in found.problems:
        click.echo(f"  {problem.line()}", err=True)
    if found.refused and origin:
        click.echo(f"  what came is kept: {Store(store).raw / origin.file}", err=True)
    stays = f"{found.last.place} stays the newest vintage" if found.last else "no vintage of it yet"
    click.echo(f"  {stays}", err=True)
