"""Offices with quirks: one small module each, every quirk with the day on which it was seen."""

from __future__ import annotations

from typing import Final

from stocktake.sources.network.answers import Quirks
from stocktake.sources.network.quirks import bis, eurostat

NONE: Final = Quirks()
QUIRKS: Final = {"bis": bis.QUIRKS, "eurostat": eurostat.QUIRKS}


def find_quirks(name: str) -> Quirks:
    """The quirks a row names; those of an office without any if it names none."""
    return QUIRKS[name] if name else NONE
