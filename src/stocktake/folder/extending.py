"""Write rows into a strategy where it lies: its folder or its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from stocktake.folder.reading import Source
from stocktake.folder.workbook import write_workbook
from stocktake.folder.writing import find_file, write_folder
from stocktake.vocabulary.tables import INPUT

OBSERVATIONS: Final = "observations"
VINTAGE: Final = ["dataset", "published", "number"]


def add_rows(source: Source, rows: Mapping[str, pl.DataFrame]) -> None:
    """Add text rows to tables; rows of the same key, and of the same vintage, give way."""
    texts = {name: _join(source, name, new) for name, new in rows.items() if len(new)}
    path = Path(source.name)
    if OBSERVATIONS in texts and path.is_dir() and not find_file(path, OBSERVATIONS):
        texts[OBSERVATIONS] = rows[OBSERVATIONS]  # the files of other vintages are never touched
    save_tables(source, texts)


def _join(source: Source, name: str, new: pl.DataFrame) -> pl.DataFrame:
    key = VINTAGE if name == OBSERVATIONS else list(INPUT[name].key)
    old = source.texts[name]
    kept = old.join(new, on=key, how="anti", maintain_order="left")
    return pl.concat([kept, new.select(old.columns)])


def save_tables(source: Source, texts: Mapping[str, pl.DataFrame]) -> None:
    """Write these tables of a strategy; a workbook is written whole."""
    path = Path(source.name)
    if path.is_dir():
        write_folder(texts, path)
    elif texts:
        write_workbook({**source.texts, **texts}, path)
