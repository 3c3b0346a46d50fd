"""Read a release back: verified first, then its tables from Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from stocktake.release.manifest import SHOWN, Manifest, read_manifest
from stocktake.release.verifying import verify
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import TABLES


@dataclass(frozen=True)
class Release:
    """A verified release: all there is to make a report or a site from."""

    manifest: Manifest
    tables: Tables
    later: pl.DataFrame
    folder: Path

    @property
    def short_digest(self) -> str:
        """The first digits of the digest, as printed."""
        return self.manifest.digest[:SHOWN]

    @property
    def name(self) -> str:
        """How the release is cited: strategy / cycle-edition / digits."""
        return f"{self.manifest.name} / {self.short_digest}"


def read_release(folder: Path | str) -> Release:
    """The release of a folder; RefusedError with every file that is not as released."""
    folder = Path(folder)
    manifest = read_manifest(folder)
    problems = verify(folder)
    if problems:
        raise RefusedError(f"{folder} is not as released: {problems[0].line()}", problems)
    tables = {name: _read(folder, name) for name in TABLES}
    later = pl.read_csv(folder / "later.csv", infer_schema=False)
    return Release(manifest, tables, later, folder)


def _read(folder: Path, name: str) -> pl.DataFrame:
    file = folder / "parquet" / f"{name}.parquet"
    return pl.read_parquet(file) if file.is_file() else frame_of(name, [])
