"""BIS gives no data for a key that writes out its wildcards.

As of 2026-11-24 (reported by users of its API v2): `*.*.*.*` is answered 200 with an empty message,
`*` with all of the dataset.
"""

from __future__ import annotations

from typing import Final

from stocktake.sources.network.answers import Quirks


def write_key(key: str) -> str:
    """The key, with one wildcard in place of nothing but wildcards."""
    return key if key.strip("*.") or not key else "*"


QUIRKS: Final = Quirks(write_key=write_key)
