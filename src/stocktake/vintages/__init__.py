"""Every observation ever received, append-only; ask it "as known on this day"."""

from __future__ import annotations

from stocktake.vintages.engines import DuckEngine, Engine, SparkEngine, open_engine
from stocktake.vintages.manifests import Vintage
from stocktake.vintages.parts import Statement
from stocktake.vintages.revisions import compare_observations, find_revisions, say
from stocktake.vintages.series import build_series
from stocktake.vintages.store import Added, Store
from stocktake.vintages.strategies import extract, list_vintage, take_in

__all__ = [
    "Added",
    "DuckEngine",
    "Engine",
    "SparkEngine",
    "Statement",
    "Store",
    "Vintage",
    "build_series",
    "compare_observations",
    "extract",
    "find_revisions",
    "list_vintage",
    "open_engine",
    "say",
    "take_in",
]
