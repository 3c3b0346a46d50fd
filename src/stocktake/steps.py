"""The cycle as functions: check, assess, freeze, publish. What command line and notebooks call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import stocktake
from stocktake.assess import METHOD, assess, open_round
from stocktake.folder import check, read_strategy
from stocktake.folder.reading import Source
from stocktake.release.freezing import freeze
from stocktake.release.manifest import Manifest
from stocktake.release.publishable import cut_to_public
from stocktake.release.reading import Release, read_release
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import cut_to_day, later_publications
from stocktake.vocabulary.problems import Problem, RefusedError, errors
from stocktake.vocabulary.tables import SCHEMA_VERSION, TABLES


@dataclass(frozen=True)
class Assessed:
    """One cycle as known on its day: tables cut to it, and the findings on them."""

    cycle: str
    today: date
    tables: Tables
    findings: Tables
    withheld: dict[str, int]

    @property
    def everything(self) -> Tables:
        """Input tables and findings, in the order of the dictionary."""
        both = self.tables | self.findings
        return {name: both[name] if name in both else frame_of(name, []) for name in TABLES}
