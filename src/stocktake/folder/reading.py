"""Read a strategy from a folder: every table, where each row stands, and what is wrong in form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from stocktake.folder.raw import Place, RawTable, UnreadableError, guess, join, refuse, shape
from stocktake.folder.text_files import read_csv_file, read_text, read_yaml_file
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import Tables, type_all
from stocktake.vocabulary.problems import Problem, RefusedError, errors
from stocktake.vocabulary.shapes import Table
from stocktake.vocabulary.tables import INPUT, SCHEMA_VERSION

SCHEMA_FILE: Final = "stocktake.yaml"
SCHEMA_LINE: Final = re.compile(r"schema: *(\d{1,9})\s*")
SUFFIXES: Final = (".csv", ".yaml")
PASSED_OVER: Final = {SCHEMA_FILE, "README.md", "observations", "files"}
OBSERVATION_FILE: Final = re.compile(r"(?P<published>\d{4}(?:-\d{2}(?:-\d{2})?)?)\.(?P<number>\d+)")


@dataclass(frozen=True)
class Source:
    """A strategy as read: text frames, the place of each row, and the problems of form.

    `broken` names the tables that could not be read whole: what misses in them is not missing.
    """

    name: str
    schema: int
    texts: dict[str, pl.DataFrame] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: frozenset[str] = frozenset()

    @cached_property
    def tables(self) -> Tables:
        """Typed frames of every input table; RefusedError where the form is broken."""
        broken = errors(self.problems)
        if broken:
            raise RefusedError(f"{self.name} cannot be read: {broken[0].line()}", broken)
        return type_all(self.texts)


@dataclass
class Gathering:
    """A Source in the making: add the raw parts of one table after another."""

    texts: dict[str, pl.DataFrame] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, table: Table, raws: list[RawTable], problems: list[Problem]) -> None:
        """Shape the parts of a table; `problems` are those met while reading them."""
        shaped = [shape(table, raw) for raw in raws]
        found = [*problems, *(problem for part in shaped for problem in part[2])]
        frame, place = join(table, [(part[0], part[1]) for part in shaped])
        self.texts[table.name], self.places[table.name] = frame, place
        self.problems += found
        if errors(found):
            self.broken.add(table.name)

    def finish(self, name: str, schema: int) -> Source:
        """What was gathered, as a Source."""
        broken = frozenset(self.broken)
        return Source(name, schema, self.texts, self.places, tuple(self.problems), broken)


def read_folder(path: Path) -> Source:
    """Read every table of a folder; what cannot be read is a problem, never an exception."""
    if not path.is_dir():
        raise RefusedError(f"{path} is not a folder.", [fault("no-folder", str(path))])
    schema, problems = read_schema(path)
    gathering = Gathering(problems=problems)
    if errors(problems):
        return gathering.finish(str(path), schema)
    gathering.problems += _find_strays(path)
    for table in INPUT.values():
        raws, found = _read_table(path, table)
        gathering.add(table, raws, found)
    return gathering.finish(str(path), schema)


def read_schema(path: Path) -> tuple[int, list[Problem]]:
    """The version of the schema a folder follows; a folder that does not say follows 0."""
    file = path / SCHEMA_FILE
    if not file.exists():
        return 0, check_schema(0, SCHEMA_FILE)
    try:
        found = SCHEMA_LINE.fullmatch(read_text(file, SCHEMA_FILE))
    except UnreadableError as error:
        return 0, [error.problem]
    if not found:
        place = f"The only line of {SCHEMA_FILE}"
        return 0, [refuse_schema(SCHEMA_FILE, place)]
    return int(found[1]), check_schema(int(found[1]), SCHEMA_FILE)


def refuse_schema(file: str, place: str) -> Problem:
    """The problem of a strategy that does not say at that place which schema it follows."""
    return fault("schema-unreadable", file, "1", "schema", place=place, ours=SCHEMA_VERSION)


def check_schema(version: int, file: str) -> list[Problem]:
    """Whether this program reads that version of the schema."""
    if version == SCHEMA_VERSION:
        return []
    code = "schema-old" if version < SCHEMA_VERSION else "schema-new"
    return [fault(code, file, "1", "schema", version=version, ours=SCHEMA_VERSION)]


def _find_strays(path: Path) -> Iterator[Problem]:
    for file in sorted(path.iterdir()):
        if file.name.startswith(".") or file.name in PASSED_OVER:
            continue
        if file.is_dir() or file.suffix not in SUFFIXES or file.stem not in INPUT:
            near = guess(file.stem, INPUT)
            yield fault("file-unknown", file.name, guess=near)


def _read_table(path: Path, table: Table) -> tuple[list[RawTable], list[Problem]]:
    raws: list[RawTable] = []
    problems: list[Problem] = []
    present = [file for suffix in SUFFIXES if (file := path / f"{table.name}{suffix}").exists()]
    if len(present) == 2:
        first, second = (file.name for file in present)
        problems.append(fault("table-twice", second, table=table.name, other=first))
    files = [(file, file.name) for file in present[:1]]
    if table.name == "observations":
        files += _find_observations(path / "observations")
    for file, name in files:
        try:
            raws.append(_read_file(file, name, table))
        except UnreadableError as error:
            problems.append(error.problem)
    return raws, problems


def _find_observations(root: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(root.glob("*/*")) if root.is_dir() else ():
        yield file, f"observations/{file.parent.name}/{file.name}"


def _read_file(file: Path, name: str, table: Table) -> RawTable:
    if "/" in name:
        return _read_observations(file, name)
    if file.suffix == ".csv":
        return read_csv_file(file, name)
    return read_yaml_file(file, name, table)


def _read_observations(file: Path, name: str) -> RawTable:
    found = OBSERVATION_FILE.fullmatch(file.stem)
    if file.suffix != ".csv" or not found:
        raise refuse("vintage-name", name)
    raw = read_csv_file(file, name)
    vintage = (file.parent.name, found["published"], found["number"])
    header = ["dataset", "published", "number", *raw.header]
    return RawTable(name, header, [[*vintage, *row] for row in raw.rows], raw.lines)
