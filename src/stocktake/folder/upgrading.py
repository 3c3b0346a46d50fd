"""Upgrade a folder to the schema this program follows, one version after another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from stocktake.folder.reading import SCHEMA_FILE, SUFFIXES, read_schema
from stocktake.folder.writing import save_bytes
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import SCHEMA_VERSION


def _keep_tables(path: Path) -> None:
    """Schema 0 differs from 1 only in that it does not say so."""


STEPS: Final[dict[int, Callable[[Path], None]]] = {
    0: _keep_tables,
}
"""By version: what makes the next version of a folder of that one."""


def upgrade_folder(path: Path) -> list[int]:
    """Bring a folder to our schema; the versions it reached one after another, if any."""
    if not path.is_dir():
        raise RefusedError(f"{path} is not a folder.", [fault("no-folder", str(path))])
    if not any((path / f"strategy{suffix}").is_file() for suffix in SUFFIXES):
        problem = fault("folder-no-strategy", str(path))
        raise RefusedError(f"{path} is not a strategy.", [problem])
    version, problems = read_schema(path)
    refusing = [problem for problem in problems if problem.code != "schema-old"]
    if refusing:
        raise RefusedError(f"{path} cannot be upgraded: {refusing[0].line()}", refusing)
    for step in range(version, SCHEMA_VERSION):
        STEPS[step](path)
        save_bytes(path / SCHEMA_FILE, f"schema: {step + 1}\n".encode())
    return list(range(version + 1, SCHEMA_VERSION + 1))
