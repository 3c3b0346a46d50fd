"""Statistics over time: take a file in, list what is there, ask for series and revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from stocktake import data, extracting, serving
from stocktake.folder.reading import SCHEMA_FILE
from stocktake.folder.workbook import read_strategy
from stocktake.release.freezing import json_rows
from stocktake.sources.describing import describe_problem
from stocktake.sources.keeping import find_origins
from stocktake.sources.limits import Limits
from stocktake.verbs.reading import DIMENSIONS, MAPPING, limited
from stocktake.verbs.showing import (
    FINE,
    JSON,
    SHOWN,
    day,
    draw_line,
    group_digits,
    show_json,
    show_problems,
    verb,
)
from stocktake.vintages import Added, Store, say
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables

STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="STOCKTAKE_STORE",
    default=Path("store"),
    show_default=True,
    help="Folder of vintages taken in.",
)
STRATEGY = click.option(
    "--strategy",
    type=click.Path(path_type=Path),
    help="Strategy whose indicators and extracts are meant; here, or the flagship, by default.",
)
ACCEPT = click.option("--accept", multiple=True, help="Code of a problem you have seen and accept.")
KINDS: Final = ("suspicious", "revised", "withdrawn", "flag", "new")
"""What needs a look comes first."""
DAY = click.DateTime(["%Y-%m-%d"])


@verb("stocktake ingest crim_off_cat.tsv --dataset crim_off_cat --published 2024-04-23")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dataset", help="The dataset's reference; of a strategy's folder all are taken.")
@click.option("--published", help="The day, month or year it was published: 2013-04-10.")
@STORE
@MAPPING
@DIMENSIONS
@click.option("--partial", is_flag=True, help="An extract, to be laid over what is there.")
@ACCEPT
@limited
@JSON
def ingest(
    file: Path,
    dataset: str | None,
    published: str | None,
    store: Path,
    mapping: str | None,
    dimensions: tuple[str, ...],
    partial: bool,
    accept: tuple[str, ...],
    limits: Limits,
    as_json: bool,
) -> int:
    """Add a file as a vintage, whole or not at all."""
    if file.is_dir():
        return show_added(data.ingest_strategy(Store(store), file), as_json)
    if not dataset or not published:
        raise click.UsageError("Give --dataset and --published: what it is, and from when.")
    received = data.Received(dataset, published, complete=not partial)
    cube, added = data.ingest_file(
        Store(store),
        file,
        received,
        accept,
        mapping=mapping,
        dimensions=dimensions,
        limits=limits,
    )
    return show_added([added], as_json, [*cube.problems, *added.problems])


def show_added(added: Sequence[Added], as_json: bool, problems: Sequence[Any] = ()) -> int:
    """Which vintages are new and which were there."""
    if as_json:
        show_json(
            {
                "vintages": [
                    {"vintage": one.vintage.place, "new": one.is_new, "rows": one.vintage.rows,
                     "sha256": one.vintage.sha256}
                    for one in added
                ],
                "problems": [describe_problem(problem) for problem in problems],
            }
        )  # fmt: skip
    else:
        for one in added:
            said = "added" if one.is_new else "there already"
            click.echo(f"{one.vintage.place:<32} {group_digits(one.vintage.rows):>10} rows  {said}")
        show_problems(problems) if problems else None
    return SHOWN if any(problem.severity == "warning" for problem in problems) else FINE


@verb("stocktake extract strategies/iss-2010")
@click.argument("folder", type=click.Path(path_type=Path))
@STORE
@click.option("--dataset", "datasets", multiple=True, help="Only this one; may be repeated.")
@JSON
def extract(folder: Path, store: Path, datasets: tuple[str, ...], as_json: bool) -> int:
    """Bring into a strategy what its indicators ask for.

    Of every vintage taken in, a file with the rows asked for, with its origin among the evidence.
    """
    there = open_store(store)
    if there is None:
        raise refusal("no-store", str(store))
    found = extracting.extract_store(folder, there, datasets or None)
    if as_json:
        show_json({"vintages": [{"vintage": one.vintage.place, "rows": one.rows,
                                 "outcome": one.outcome} for one in found]})  # fmt: skip
        return FINE
    for one in found:
        rows = group_digits(one.rows)
        click.echo(f"{one.vintage.place:<32} {rows:>10} rows  {one.outcome}")
    if not found:
        click.echo(f"{store} has no vintage of a dataset that an indicator of {folder} names.")
    elif any(one.outcome in extracting.WRITTEN for one in found):
        click.echo(f"Next: stocktake check {folder}")
    return FINE


@verb("stocktake datasets --strategy strategies/iss-2010")
@STRATEGY
@STORE
@JSON
def datasets(strategy: Path | None, store: Path, as_json: bool) -> int:
    """What statistics are there, and of which days."""
    found = data.list_datasets(open_tables(strategy), open_store(store))
    if as_json:
        show_json({"datasets": found})
        return FINE
    width = max([len(row["dataset"]) for row in found], default=0)
    for row in found:
        times = f"{row['vintages']} vintage{'' if row['vintages'] == 1 else 's'}"
        span = row["first"] if row["vintages"] == 1 else f"{row['first']} to {row['last']}"
        count = group_digits(row["observations"])
        click.echo(f"{row['dataset']:<{width}}  {times:<12} {span:<26} {count:>8}  {row['title']}")
    return FINE


@verb("stocktake series I-O4-02 --as-of 2013-04-10")
@click.argument("indicator")
@click.option("--as-of", type=DAY, help="As known on this day; now by default.")
@STRATEGY
@STORE
@click.option("--export", "format_", type=click.Choice(sorted(data.EXPORTS)),
              help="Write the series as an office would send it, to --out or here.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="File of the export.")
@JSON
def series(
    indicator: str,
    as_of: datetime | None,
    strategy: Path | None,
    store: Path,
    format_: str | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """An indicator as known on a day, each value with its vintage."""
    tables = open_tables(strategy)
    found = data.find_series(tables, indicator, day(as_of), open_store(store))
    if format_:
        content = data.export_series(found, indicator, format_)
        out.write_bytes(content) if out else click.echo(content, nl=False)
    elif as_json:
        show_json({"indicator": indicator, "as_of": as_of and as_of.date().isoformat(),
                   "values": json_rows(found)})  # fmt: skip
    else:
        show_series(data.find_indicator(tables, indicator), found, as_of)
    return FINE


def show_series(indicator: dict[str, Any], found: pl.DataFrame, as_of: datetime | None) -> None:
    """A table of values with their vintages, a line of bars for each territory."""
    known = f"as known on {as_of.date()}" if as_of else "as known now"
    click.secho(f"{indicator['ref']}  {indicator['title']}", bold=True)
    click.echo(f"{indicator['unit']}, {known}")
    if found.is_empty():
        click.echo("  No value was known on that day.")
    for (geo,), part in found.group_by("geo", maintain_order=True):
        values = [None if value is None else float(value) for value in part["value"]]
        click.echo(f"\n  {geo}  {draw_line(values)}".rstrip())
        for row in part.iter_rows(named=True):
            value = "not stated" if row["value"] is None else group_digits(plain(row["value"]))
            vintage = f"{row['dataset']}/{row['published']}.{row['number']}"
            flags = row["flags"] or ""
            print_ = (row["sha256"] or "")[:12]
            click.echo(f"  {row['period']:<10} {value:>16} {flags:<4} {vintage:<26} {print_}")


@verb("stocktake revisions fran --from 2013-04-10 --to 2014-06-20")
@click.argument("dataset")
@click.option("--from", "earlier", type=DAY, required=True, help="The earlier day.")
@click.option("--to", "later", type=DAY, required=True, help="The later day.")
@STRATEGY
@STORE
@JSON
def revisions(
    dataset: str,
    earlier: datetime,
    later: datetime,
    strategy: Path | None,
    store: Path,
    as_json: bool,
) -> int:
    """What an office changed between two days, and likely slips."""
    days = (earlier.date(), later.date())
    found = data.compare_days(open_tables(strategy), dataset, days, open_store(store))
    if as_json:
        show_json({"dataset": dataset, "from": days[0].isoformat(), "to": days[1].isoformat(),
                   "revisions": json_rows(found)})  # fmt: skip
        return FINE
    if found.is_empty():
        click.echo(f"Nothing changed in {dataset} between {days[0]} and {days[1]}.")
    for kind in (kind for kind in KINDS if kind in found["kind"]):
        part = found.filter(pl.col("kind") == kind)
        click.secho(f"\n{kind}: {len(part)}", bold=True)
        for row in part.iter_rows(named=True):
            click.echo(f"  {say(row)}")
    return FINE


@verb("stocktake origin 764f281d11f9")
@click.argument("sha256")
@STORE
@JSON
def origin(sha256: str, store: Path, as_json: bool) -> int:
    """Where the bytes behind a number lie and come from.

    They are named by the start of their SHA-256, as `series` shows it.
    """
    raw = Store(store).raw
    found = find_origins(raw, sha256)
    if as_json:
        show_json({"origins": [{**asdict(one), "file": str(raw / one.file)} for one in found]})
        return FINE
    for one in found:
        click.echo(raw / one.file)
        click.echo(f"  {group_digits(one.size)} bytes, sha256 {one.sha256}")
        publisher = f"{one.publisher}, " if one.publisher else ""
        click.echo(f"  {publisher}{one.dataset}, obtained {one.obtained} from {one.url}")
        click.echo(f"  licence: {one.licence}") if one.licence else None
    return FINE


def open_tables(strategy: Path | None) -> Tables:
    """The tables of the strategy named, of the one in this folder, or of the flagship."""
    here = Path()
    folder = strategy or (here if (here / SCHEMA_FILE).is_file() else serving.find_flagship())
    return read_strategy(folder).tables


def open_store(store: Path) -> Store | None:
    """The store, if there is one; a file in its place is refused."""
    if store.is_file():
        raise refusal("not-a-folder", str(store))
    return Store(store) if store.is_dir() else None
