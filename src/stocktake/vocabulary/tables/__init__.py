"""The dictionary: every table, in the order of printing, and the version of this schema."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table
from stocktake.vocabulary.tables.computed import COMPUTED
from stocktake.vocabulary.tables.measured import MEASURED
from stocktake.vocabulary.tables.rounds import ROUNDS
from stocktake.vocabulary.tables.said import SAID
from stocktake.vocabulary.tables.strategy import STRATEGY

SCHEMA_VERSION: Final = 1
"""Written into every folder and release; a change that old files do not fit raises it by one."""

INPUT: Final[dict[str, Table]] = {one.name: one for one in (*STRATEGY, *MEASURED, *ROUNDS, *SAID)}
TABLES: Final[dict[str, Table]] = INPUT | {one.name: one for one in COMPUTED}

__all__ = ["COMPUTED", "INPUT", "SCHEMA_VERSION", "TABLES"]
