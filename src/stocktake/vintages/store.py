"""The store: a folder a dataset, a folder a vintage; vintages are added and never changed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import polars as pl

from stocktake.vintages.asof import find_standing
from stocktake.vintages.durable import locked, put_in_place, start_aside
from stocktake.vintages.manifests import (
    EXACT,
    FACTS,
    FILE,
    FLAGS,
    GEO,
    PART,
    PERIOD,
    TEXT,
    Vintage,
    find_exact_type,
    name_of,
    read_manifest,
    sha256_of,
)
from stocktake.vintages.parts import RANK, VALUE, Part, Statement, build_part
from stocktake.vintages.refusals import refusal
from stocktake.vocabulary.decimals import DIGITS
from stocktake.vocabulary.disk import make_folder
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import WARNING, Problem, RefusedError
from stocktake.vocabulary.when import is_when, last_day

NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?")
ROW_GROUP: Final = 122_880
"""Measured: with 20 k or 1 M rows a group, one series is read two to three times slower."""
SHRINK: Final = Decimal("0.1")
"""Share of the rows a whole vintage may lose before a person has to believe it."""
PATIENCE: Final = 60.0
RAW: Final = "_raw"
"""No dataset can be called so."""

_verified: dict[Path, tuple[int, ...]] = {}
"""Files whose checksum this process has found right, as they stood then."""


@dataclass(frozen=True)
class Added:
    """The vintage that now holds the statement, and whether it was not there before."""

    vintage: Vintage
    is_new: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Store:
    """All vintages under one folder. Reading needs no lock, writing takes it."""

    root: Path
    patience: float = PATIENCE
    shrink: Decimal = SHRINK

    @property
    def raw(self) -> Path:
        """The place of the bytes as received, each under the checksum a manifest names."""
        return self.root / RAW

    def datasets(self) -> list[str]:
        """Datasets that have a vintage, in order of name."""
        if not self.root.is_dir():
            return []
        return sorted(
            entry.name
            for entry in os.scandir(self.root)
            if NAME.fullmatch(entry.name) and entry.is_dir() and any(list_folders(Path(entry)))
        )

    def vintages(self, dataset: str) -> list[Vintage]:
        """Every vintage of a dataset, oldest first; RefusedError if one cannot be believed."""
        folder = self.root / check_name(dataset)
        found = [self._read(path) for path in list_folders(folder)] if folder.is_dir() else []
        return sorted(found, key=lambda one: one.order)

    def standing(self, dataset: str, as_of: date | None = None) -> list[Vintage]:
        """The vintages that answer on a day, oldest first."""
        return find_standing(self.vintages(dataset), as_of)

    def _read(self, folder: Path) -> Vintage:
        try:
            return read_manifest(folder)
        except ValueError as error:
            place = f"{folder.parent.name}/{folder.name}"
            raise refusal(fault("vintage-broken", place, why=str(error))) from None

    def file(self, vintage: Vintage, name: str = PART) -> Path:
        """A file of a vintage, its checksum compared once a process before it is used."""
        path = self.root / vintage.dataset / vintage.name / name
        try:
            state = _state_of(path)
            if _verified.get(path) != state:
                _compare(path, vintage.files[name])
                _verified[path] = state
        except (OSError, ValueError) as error:
            why = error.args[0] if isinstance(error, ValueError) else f"{name} cannot be read"
            raise refusal(fault("vintage-broken", vintage.place, why=why)) from None
        return path

    def verify(self) -> Iterator[Problem]:
        """Read every file of every vintage anew; a problem for each that is not as it was."""
        for dataset in self.datasets():
            for folder in list_folders(self.root / dataset):
                try:
                    vintage = self._read(folder)
                    for name in vintage.files:
                        _verified.pop(folder / name, None)
                        self.file(vintage, name)
                except RefusedError as error:
                    yield from error.problems

    def add(self, statement: Statement, accept: Collection[str] = ()) -> Added:
        """Take a statement in, whole or not at all.

        What it already says is not stored twice. `accept` names the codes of problems a person
        has seen and believes the office in spite of (`vintage-shrunk`, `vintage-dimensions`).
        """
        check_names(statement.dataset, statement.published, statement.data_day)
        part = build_part(statement)
        try:
            return self._add(statement, part, accept)
        except (OSError, pl.exceptions.PolarsError) as error:
            why = str(error).strip().partition("\n")[0].removesuffix(".")
            raise refusal(fault("store-unwritable", str(self.root), why=why)) from error

    def _add(self, statement: Statement, part: Part, accept: Collection[str]) -> Added:
        make_folder(self.root)
        with locked(self.root, self.patience):
            before = self.vintages(statement.dataset)
            there = _find_same(before, statement, part)
            if there:
                return Added(there, False)
            problems = list(compare_with_last(before, statement, self.shrink))
            refused = [problem for problem in problems if problem.code not in accept]
            if refused:
                raise refusal(*refused)
            vintage = self._write(statement, part, _choose_number(before, statement))
        seen = tuple(replace(problem, severity=WARNING) for problem in problems)
        return Added(vintage, True, seen)

    def _write(self, statement: Statement, part: Part, number: int) -> Vintage:
        folder = start_aside(self.root)
        for name, frame in {PART: part.frame, **part.beside}.items():
            frame.write_parquet(folder / name, compression="zstd", row_group_size=ROW_GROUP)
        files = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
        vintage = _describe(statement, part, number, files)
        (folder / FILE).write_bytes(vintage.to_bytes())
        put_in_place(folder, self.root / vintage.dataset / vintage.name)
        return vintage

    def observations(self, dataset: str, as_of: date | None = None) -> pl.DataFrame:
        """What a dataset said on a day: dimensions, `geo`, `period`, value as text and exact,
        flags, and the place of the vintage in `standing` that said so."""
        standing = self.standing(dataset, as_of)
        names = list(dict.fromkeys(name for one in standing for name in one.dimensions))
        key = [*names, GEO, PERIOD]
        schema = [*key, TEXT, EXACT, FLAGS, RANK]
        if not standing:
            return pl.DataFrame(schema=dict.fromkeys(schema, pl.String))
        _, decimals = find_exact_type(standing)
        frames = [
            pl.read_parquet(self.file(one), glob=False).with_columns(
                pl.lit(rank, pl.Int64).alias(RANK),
                pl.col(EXACT).cast(pl.Decimal(DIGITS, decimals)),
                *(pl.lit("").alias(name) for name in names if name not in one.columns),
            )
            for rank, one in enumerate(standing)
        ]
        if len(frames) == 1:
            return frames[0].select(schema)
        joined = pl.concat([frame.select(schema) for frame in frames])
        return joined.unique(key, keep="last", maintain_order=True).sort(key)


def list_folders(dataset: Path) -> Iterator[Path]:
    """Folders of vintages; what is being written stands elsewhere, hidden names are not ours."""
    for entry in sorted(os.scandir(dataset), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith("."):
            yield dataset / entry.name


def check_name(dataset: str) -> str:
    """The name of a dataset, if it can be the name of a folder; RefusedError if not."""
    if not NAME.fullmatch(dataset):
        raise refusal(fault("dataset-name", cell=dataset))
    return dataset


def compare_with_last(
    before: list[Vintage], statement: Statement, shrink: Decimal
) -> Iterator[Problem]:
    """What should be shown before a vintage is believed: lost rows, other dimensions."""
    place = f"{statement.dataset}/{statement.published}"
    standing = find_standing(before, last_day(statement.published))
    whole = [one for one in standing if one.complete]
    # Of values alone: one format of an office states what is missing, another leaves it out.
    values = statement.frame[VALUE].count()
    known = whole[0].rows - whole[0].missing if whole else 0
    if statement.complete and values < known * (1 - shrink):
        lost = round(100 - Decimal(100 * values) / known)
        yield fault(
            "vintage-shrunk", place, count=values, lost=lost, last=whole[0].name, before=known
        )
    if standing and standing[-1].dimensions != statement.dimensions:
        now, names = statement.dimensions or ["none"], standing[-1].dimensions or ["none"]
        yield fault("vintage-dimensions", place, now=now, last=standing[-1].name, names=names)


def check_names(dataset: str, published: str, data_day: str = "") -> None:
    """RefusedError unless a vintage can be called so."""
    check_name(dataset)
    for cell in (published, *filter(None, [data_day])):
        if not is_when(cell):
            raise refusal(fault("vintage-day", dataset, cell=cell))


def _find_same(before: list[Vintage], statement: Statement, part: Part) -> Vintage | None:
    """The vintage that says the same already: one of that day, or the last one before it.

    An older one does not count: an office that goes back to its first figures revises them.
    """
    if statement.number:
        return _find_named(before, statement, part)
    day = last_day(statement.published)
    past = [one for one in before if one.day <= day]
    for one in [one for one in past if one.day == day] or past[-1:]:
        if one.content == part.content and one.complete == statement.complete:
            return one
    return None


def _find_named(before: list[Vintage], statement: Statement, part: Part) -> Vintage | None:
    name = name_of(statement.published, statement.number or 1)
    for one in before:
        if one.name == name:
            if one.content == part.content and one.complete == statement.complete:
                return one
            raise refusal(fault("vintage-differs", one.place))
    return None


def _choose_number(before: list[Vintage], statement: Statement) -> int:
    if statement.number:
        return statement.number
    day = last_day(statement.published)
    return 1 + max((one.number for one in before if one.day == day), default=0)


def _describe(statement: Statement, part: Part, number: int, files: dict[str, str]) -> Vintage:
    return Vintage(
        dataset=statement.dataset,
        published=statement.published,
        number=number,
        complete=statement.complete,
        obtained=statement.obtained.isoformat(),
        sha256=statement.sha256,
        content=part.content,
        rows=len(part.frame),
        missing=part.frame[EXACT].null_count(),
        columns=[*statement.dimensions, *FACTS],
        whole=part.whole,
        decimals=part.decimals,
        letters=part.letters,
        places=part.places,
        files=files,
        data_day=statement.data_day,
        reader=statement.reader,
        origin=dict(statement.origin),
    )


def _state_of(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _compare(path: Path, wanted: str) -> None:
    if sha256_of(path) != wanted:
        raise ValueError(f"{path.name} is not the file that was stored; its checksum differs")
