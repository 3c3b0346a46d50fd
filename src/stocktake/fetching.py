"""Renew a dataset: ask its office, keep the bytes, take them in, and tell what was revised."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from stocktake.data import Received, add_cube, gather, read_sound
from stocktake.folder.raw import guess
from stocktake.sources.cubes import Cube
from stocktake.sources.files import load_file
from stocktake.sources.network.fetch import FAILED, NEW, UNCHANGED, Fetched, Office, Request, fetch
from stocktake.sources.network.offices import find_office
from stocktake.vintages import Added, Store, Vintage, compare_observations
from stocktake.vintages.store import check_name
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.problems import Problem, RefusedError
from stocktake.vocabulary.when import is_when

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?=T|$)", re.ASCII)
SAME: Final = "same"
"""Other bytes than last time, and in them the same observations."""


@dataclass(frozen=True)
class Renewal:
    """What came of asking an office. `last` is the newest vintage there was before.

    `added` is absent where the office had nothing new or nothing could be taken in; `revisions`
    also where there was nothing to compare with.
    """

    dataset: str
    fetched: Fetched
    last: Vintage | None = None
    cube: Cube | None = None
    added: Added | None = None
    revisions: pl.DataFrame | None = None
    refused: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> str:
        """`new`, `same`, `unchanged` or `failed`."""
        if self.refused or self.fetched.is_refused:
            return FAILED
        if self.added is None:
            return UNCHANGED
        return NEW if self.added.is_new else SAME

    @property
    def vintage(self) -> Vintage | None:
        """The newest vintage there is now."""
        return self.added.vintage if self.added else self.last

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything there is to say; that the file of the last time stays is said by `last`."""
        asked = [one for one in self.fetched.problems if one.code != "file-kept"]
        read = self.cube.problems if self.cube else ()
        return (*asked, *read, *(self.added.problems if self.added else ()),
                *self.refused)  # fmt: skip

    @property
    def is_dated(self) -> bool:
        """Whether the data themselves say the day of their vintage."""
        found = DAY.match(self.cube.updated) if self.cube else None
        return bool(found and self.vintage and found[0] == self.vintage.published)


def find_request(tables: Tables, ref: str, offices: Mapping[str, Office], **part: str) -> Request:
    """What to ask for a dataset of a strategy: its publisher is the office, its code the name."""
    found = tables["datasets"].filter(pl.col("ref") == ref)
    if found.is_empty():
        names = tables["datasets"]["ref"].to_list()
        raise refusal("dataset-unlisted", cell=ref, guess=guess(ref, names), names=names)
    row = found.row(0, named=True)
    if not row["code"]:
        raise refusal("dataset-no-code", cell=ref)
    return Request(find_office(row["publisher"], offices).name, row["code"], **part)


def renew(
    store: Store,
    dataset: str,
    request: Request,
    *,
    tables: Tables | None = None,
    accept: Collection[str] = (),
    reading: Mapping[str, Any] | None = None,
    **asking: Any,
) -> Renewal:
    """Ask an office for a dataset and take in what it gives; what stands stays if that fails.

    `tables` are those of the strategy the dataset belongs to, `reading` as in `read_content`,
    `asking` as in `fetch`.
    """
    check_name(dataset)
    fetched = fetch(request, store.raw, **asking)
    with look(store, dataset, tables) as seen:
        before = seen.vintages(dataset)
        found = Renewal(dataset, fetched, before[-1] if before else None)
        if fetched.is_refused or is_held(fetched, before):
            return found
        known = seen.observations(dataset)
    try:
        cube, added = _take_in(store, found, is_whole(request), tables, accept, reading or {})
    except RefusedError as error:
        return replace(found, refused=error.problems)
    found = replace(found, cube=cube, added=added)
    if not before or not added.is_new:
        return found
    with look(store, dataset, tables) as seen:
        now = seen.observations(dataset)
    return replace(found, revisions=compare_observations(dataset, known, now))


def _take_in(
    store: Store,
    found: Renewal,
    complete: bool,
    tables: Tables | None,
    accept: Collection[str],
    reading: Mapping[str, Any],
) -> tuple[Cube, Added]:
    origin = found.fetched.origin
    assert origin is not None, "what was fetched has an origin"
    cube = read_sound(load_file(store.raw / origin.file), found.dataset, **reading)
    if tables is not None and "vintage-dimensions" not in accept:
        refuse_other_dimensions(cube, tables["datasets"], found.dataset)
    published = choose_day(cube.updated, origin.obtained, found.last)
    received = Received(found.dataset, published, complete)
    return cube, add_cube(store, cube, received, origin, accept)


@contextmanager
def look(store: Store, dataset: str, tables: Tables | None) -> Iterator[Store]:
    """The store, with what a strategy carries of the dataset."""
    if tables is None:
        yield store
        return
    with gather(tables, store, [dataset]) as both:
        yield both


def is_held(fetched: Fetched, vintages: Collection[Vintage]) -> bool:
    """Whether the bytes that did not change were taken in when they came."""
    held = {one.sha256 for one in vintages}
    return fetched.outcome == UNCHANGED and bool(fetched.origin and fetched.origin.sha256 in held)


def is_whole(request: Request) -> bool:
    """Whether all of a dataset is asked for; a part is laid over what is there."""
    return not (request.key or request.start or request.end)


def choose_day(updated: str, obtained: str, last: Vintage | None) -> str:
    """The day of a vintage: the one the data name, if it can be theirs; else when we got them.

    What differs from the last vintage came after it, whatever the data say.
    """
    first = last.day.isoformat() if last else ""
    named = DAY.match(updated)
    if named and is_when(named[0]) and first <= named[0] <= obtained:
        return named[0]
    return last.published if last and obtained < first else obtained


def refuse_other_dimensions(cube: Cube, datasets: pl.DataFrame, dataset: str) -> None:
    """RefusedError if a strategy knows the dataset by other dimensions: its queries would fail."""
    told = datasets.filter(pl.col("ref") == dataset)["dimensions"].drop_nulls().to_list()
    names = [name for text in told for name in text.split(";") if name]
    if names and set(names) != set(cube.dimensions):
        now = cube.dimensions or ["none"]
        raise refusal(
            "vintage-dimensions", dataset, now=now, last="the table datasets", names=names
        )
