"""Statistics as functions: take a file in, ask for series and for what was revised."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl

from stocktake.folder.raw import guess
from stocktake.folder.workbook import read_strategy
from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube
from stocktake.sources.files import load_file, read_content
from stocktake.sources.keeping import Origin, keep_content
from stocktake.sources.writing import write_json_stat, write_sdmx_csv, write_sdmx_ml
from stocktake.version import VERSION
from stocktake.vintages import (
    Added,
    DuckEngine,
    Statement,
    Store,
    build_series,
    find_revisions,
    open_engine,
    take_in,
)
from stocktake.vintages.store import check_names
from stocktake.vintages.strategies import lay_beside
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.problems import RefusedError

EXPORTS: Final = {
    "sdmx-csv": write_sdmx_csv,
    "sdmx-ml": write_sdmx_ml,
    "json-stat": write_json_stat,
}


@dataclass(frozen=True)
class Received:
    """What is known of a file besides its content."""

    dataset: str
    published: str
    complete: bool = True
    data_day: str = ""


def ingest_file(
    store: Store, path: Path, received: Received, accept: Collection[str] = (), **reading: Any
) -> tuple[Cube, Added]:
    """Read a file and add it as a vintage, whole or not at all; `reading` as in `read_file`.

    Its bytes are kept as they are, so that every number leads back to them.
    """
    check_names(received.dataset, received.published, received.data_day)
    content = load_file(path)
    cube = read_sound(content, path.name, **reading)
    origin = keep_content(store.raw, content, path.name, received.dataset)
    return cube, add_cube(store, cube, received, origin, accept)


def read_sound(content: bytes, name: str, **reading: Any) -> Cube:
    """The cube of a file; RefusedError with its problems if nothing of it can be taken."""
    cube = read_content(content, name, **reading)
    if cube.is_refused:
        raise RefusedError(cube.problems[0].line(), cube.problems)
    return cube


def add_cube(
    store: Store, cube: Cube, received: Received, origin: Origin, accept: Collection[str] = ()
) -> Added:
    """Add what was read as a vintage that says where it comes from."""
    told = {"url": origin.url, "office": origin.office, "publisher": origin.publisher,
            "licence": origin.licence, "updated": cube.updated}  # fmt: skip
    statement = Statement(
        dataset=received.dataset,
        published=received.published,
        frame=cube.frame,
        sha256=origin.sha256,
        obtained=date.fromisoformat(origin.obtained),
        complete=received.complete,
        data_day=received.data_day,
        reader=f"{cube.format} {VERSION}",
        origin={name: text for name, text in told.items() if text},
    )
    return store.add(statement, accept)


def ingest_strategy(store: Store, folder: Path) -> list[Added]:
    """Add the extracts a strategy carries, each vintage under its own name."""
    return take_in(store, read_strategy(folder).tables)


@contextmanager
def gather(
    tables: Tables, store: Store | None, datasets: Collection[str] | None = None
) -> Iterator[Store]:
    """A store that holds what a strategy carries and what another store does, for these datasets.

    Nothing is written to the other store.
    """
    carried = tables["vintages"]
    if datasets is not None:
        carried = carried.filter(pl.col("dataset").is_in(list(datasets)))
    if store is not None and carried.is_empty():
        yield store
        return
    with TemporaryDirectory() as name:
        both = Store(Path(name))
        if store is not None:
            lay_beside(both, store, store.datasets() if datasets is None else datasets)
            carried = leave_out(carried, both)
        take_in(both, {**tables, "vintages": carried})
        yield both


def leave_out(carried: pl.DataFrame, store: Store) -> pl.DataFrame:
    """The vintages of a strategy that a store does not hold under the same name."""
    held = {(one.dataset, one.name) for name in store.datasets() for one in store.vintages(name)}
    named = carried.select("dataset", "published", "number").iter_rows()
    return carried.filter([(row[0], f"{row[1]}.{row[2]}") not in held for row in named])


def find_series(
    tables: Tables, ref: str, as_of: date | None = None, store: Store | None = None
) -> pl.DataFrame:
    """The table `series` of one indicator as known on a day, with the sha256 of each vintage.

    Asked of DuckDB, or of the engine that STOCKTAKE_ENGINE names.
    """
    row = find_indicator(tables, ref)
    rows = [row] if row["per"] is None else [row, find_indicator(tables, row["per"])]
    datasets = {one["dataset"] for one in rows}
    with gather(tables, store, datasets) as both:
        others = [store.root] if store else []
        engine = open_engine(os.environ.get("STOCKTAKE_ENGINE", ""), both.root, others)
        try:
            found = build_series(both, rows, as_of, engine)
        finally:
            if isinstance(engine, DuckEngine):
                engine.close()
        prints = [
            (one.dataset, one.published, one.number, one.sha256)
            for dataset in datasets
            for one in both.vintages(dataset)
        ]
    key = ["dataset", "published", "number"]
    known = pl.DataFrame(
        prints, {**{name: found.schema[name] for name in key}, "sha256": pl.String}, orient="row"
    )
    own = found.filter(pl.col("indicator") == ref)
    return own.join(known, on=key, how="left", maintain_order="left")


def find_indicator(tables: Tables, ref: str) -> dict[str, Any]:
    """The row of an indicator; RefusedError names those there are."""
    found = tables["indicators"].filter(pl.col("ref") == ref)
    if found.is_empty():
        names = tables["indicators"]["ref"].to_list()
        raise refusal("indicator-unknown", cell=ref, guess=guess(ref, names), names=names)
    return found.row(0, named=True)


def compare_days(
    tables: Tables, dataset: str, days: tuple[date, date], store: Store | None = None
) -> pl.DataFrame:
    """The table `revisions` of a dataset between what was known on two days."""
    with gather(tables, store, [dataset]) as both:
        if not both.vintages(dataset):
            names = tables["datasets"]["ref"]
            raise refusal("dataset-unknown", cell=dataset, guess=guess(dataset, names))
        return find_revisions(both, dataset, *days)


def list_datasets(tables: Tables, store: Store | None = None) -> list[dict[str, Any]]:
    """Each dataset with its title, its vintages, and the size of the newest."""
    titles = dict(tables["datasets"].select("ref", "title").iter_rows())
    with gather(tables, store) as both:
        return [_describe(both, name, titles.get(name, "")) for name in both.datasets()]


def _describe(store: Store, name: str, title: str) -> dict[str, Any]:
    vintages = store.vintages(name)
    return {
        "dataset": name,
        "title": title,
        "vintages": len(vintages),
        "first": vintages[0].name,
        "last": vintages[-1].name,
        "observations": vintages[-1].rows - vintages[-1].missing,
        "missing": vintages[-1].missing,
        "sha256": vintages[-1].sha256,
    }


def export_series(found: pl.DataFrame, ref: str, format_: str) -> bytes:
    """One indicator's series as an office would send it: a name of EXPORTS."""
    values = [None if value is None else plain(value) for value in found[VALUE]]
    frame = found.select(GEO, PERIOD, pl.Series(VALUE, values, pl.String), "flags")
    return EXPORTS[format_](Cube("series", dataset=ref, frame=frame))
