"""Write a strategy back to a folder: the same tables, in the same file forms, nothing lost."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl
import yaml

from stocktake.folder.reading import OBSERVATION_FILE, SCHEMA_FILE
from stocktake.folder.references import is_ref
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.shapes import Table, Type
from stocktake.vocabulary.tables import INPUT, SCHEMA_VERSION

LONG: Final = 100
"""Characters from which a Markdown cell is unpleasant to read in a CSV file."""

NEEDS_QUOTES: Final = re.compile('[,"\r\n]')


def write_folder(texts: Mapping[str, pl.DataFrame], path: Path) -> list[Path]:
    """Write text frames as files; a table keeps the form (CSV or YAML) of the file it has."""
    path.mkdir(parents=True, exist_ok=True)
    written = [_save(path / SCHEMA_FILE, f"schema: {SCHEMA_VERSION}\n")]
    for name, frame in texts.items():
        if name == "observations" and not find_file(path, name):
            written += _write_observations(frame, path / "observations")
        elif len(frame) or find_file(path, name):
            written.append(_write_table(INPUT[name], frame, path))
    return written


def find_file(path: Path, name: str) -> Path | None:
    """The file of a table, in the form it has."""
    files = (path / f"{name}{suffix}" for suffix in (".csv", ".yaml"))
    return next((file for file in files if file.is_file()), None)


def _write_table(table: Table, frame: pl.DataFrame, path: Path) -> Path:
    suffix = ".yaml" if _has_long_text(table, frame) else ".csv"
    file = find_file(path, table.name) or path / f"{table.name}{suffix}"
    used = [c.name for c in table.columns if not c.optional or frame[c.name].count()]
    if file.suffix == ".yaml":
        return _save(file, yaml_text(frame.select(used)))
    return _save(file, csv_text(frame.select(used)))


def _has_long_text(table: Table, frame: pl.DataFrame) -> bool:
    texts = [frame[column.name] for column in table.columns if column.type is Type.MD]
    return any(len(cell) > LONG or "\n" in cell for column in texts for cell in column if cell)


def csv_text(frame: pl.DataFrame) -> str:
    """Comma-separated text with LF, quotes only where needed."""
    lines = [frame.columns, *frame.iter_rows()]
    return "".join(",".join(map(_quote, cells)) + "\n" for cells in lines)


def _quote(cell: str | None) -> str:
    # csv.writer of Python 3.11 leaves a lone \r bare, and a reader then takes it for a line end.
    cell = cell or ""
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if NEEDS_QUOTES.search(cell) else cell


def yaml_text(frame: pl.DataFrame) -> str:
    """A YAML list of mappings, empty cells left out."""
    rows = [{k: v for k, v in row.items() if v is not None} for row in frame.iter_rows(named=True)]
    text: str = yaml.dump(
        rows, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=100
    )
    return text


def _write_observations(frame: pl.DataFrame, root: Path) -> Iterator[Path]:
    vintages = frame.group_by("dataset", "published", "number", maintain_order=True)
    for vintage, part in vintages:
        file = root / _name_file(vintage)
        file.parent.mkdir(parents=True, exist_ok=True)
        yield _save(file, csv_text(part.drop("dataset", "published", "number")))


def _name_file(vintage: tuple[object, ...]) -> str:
    """Path of a vintage's file; a name that would lead out of the folder is refused."""
    dataset, stem = str(vintage[0]), f"{vintage[1]}.{vintage[2]}"
    if not is_ref(dataset) or not OBSERVATION_FILE.fullmatch(stem):
        name = f"observations/{dataset}/{stem}.csv"
        raise RefusedError(f"{name!r} cannot be written.", [fault("vintage-name", name)])
    return f"{dataset}/{stem}.csv"


def _save(file: Path, text: str) -> Path:
    return save_bytes(file, text.encode("utf-8"))


def save_bytes(file: Path, content: bytes) -> Path:
    """Write aside, then rename: a reader sees the old file or the new, never half of one."""
    aside = file.with_name(f".{file.name}.new")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)
    return file
