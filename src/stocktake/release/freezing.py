"""Freeze a cycle: write its tables three ways, and a manifest over them."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from stocktake.release.manifest import DIGEST_FILE, FILE, Manifest, sha256
from stocktake.release.verifying import verify
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.disk import sync
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.formulas import disarm
from stocktake.vocabulary.frames import Tables, to_text
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import TABLES


def freeze(tables: Tables, later: pl.DataFrame, manifest: Manifest, folder: Path) -> Manifest:
    """Write the release folder whole or not at all; an older release there is replaced.

    Returns the manifest with the checksums of the files. RefusedError if the folder holds
    something that is not a release.
    """
    folder = folder.resolve()
    _finish_crashed(folder)
    if not _is_ours(folder):
        raise refusal("not-a-release", str(folder))
    files = dict(table_files(tables)) | {"later.csv": later.write_csv().encode()}
    complete = replace(manifest, files={name: sha256(files[name]) for name in sorted(files)})
    files[FILE] = complete.to_bytes()
    files[DIGEST_FILE] = f"{complete.digest}\n".encode()
    _swap_in(files, folder)
    return complete


def _is_ours(folder: Path) -> bool:
    """Whether nothing is lost by replacing the folder: absent, empty, or a release and no more."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        return all(problem.code != "file-added" for problem in verify(folder))
    except RefusedError:
        return False


def table_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file of the tables: Parquet, CSV and JSON; empty tables have none."""
    for name, whole in tables.items():
        if whole.is_empty():
            continue
        frame = whole.select(TABLES[name].names)
        yield f"parquet/{name}.parquet", _parquet(frame)
        text = to_text(TABLES[name], frame).with_columns(disarm(pl.all()))
        yield f"csv/{name}.csv", text.write_csv().encode()
        yield f"json/{name}.json", _json(frame)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=3, statistics=True)
    return buffer.getvalue()


def json_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON: exact numbers and days as text, booleans and lists as they are."""
    return [_json_row(row) for row in frame.iter_rows(named=True)]


def _json(frame: pl.DataFrame) -> bytes:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in json_rows(frame))
    return f"[\n{lines}\n]\n".encode()


def _json_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: plain(cell) if isinstance(cell, Decimal) else _json_cell(cell)
        for name, cell in row.items()
    }


def _json_cell(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, bool | int | str | list) else str(cell)


def _swap_in(files: dict[str, bytes], folder: Path) -> None:
    """Write aside, then rename: a reader meets the old release or the new one."""
    aside, old = _beside(folder)
    shutil.rmtree(aside, ignore_errors=True)
    for name, content in files.items():
        file = aside / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    for inner in (*aside.iterdir(), aside):
        sync(inner)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    finally:
        _finish_crashed(folder)
    sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _beside(folder: Path) -> tuple[Path, Path]:
    """Where the new release is written, and where the old one waits while they change places."""
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _finish_crashed(folder: Path) -> None:
    """Put the old release back if the program died while the two changed places."""
    _, old = _beside(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)


def archive_tables(folder: Path) -> bytes:
    """The release's CSV files as one ZIP archive of fixed dates and order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in sorted(folder.glob("csv/*.csv")):
            entry = zipfile.ZipInfo(file.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return buffer.getvalue()
