"""Filters and series: `DIM=code,code;DIM=code` and `DIM=code;DIM=code`."""

from __future__ import annotations

from stocktake.folder.checks.book import Row

Filter = dict[str, set[str]]


def read_filter(text: str) -> Filter | None:
    """The codes asked for by dimension; nothing if the text is not a filter."""
    if text in {"", "-"}:
        return {}
    parts = [part.partition("=") for part in text.split(";")]
    if any(not (name and codes) for name, _, codes in parts):
        return None
    return {name: set(codes.split(",")) for name, _, codes in parts}


def read_dimensions(dataset: Row) -> list[str]:
    """The names of a dataset's dimensions, in order."""
    return [name for name in dataset.list("dimensions") if name != "-"]


def fits(series: str, wanted: Filter) -> bool:
    """Whether a series is among those a filter asks for."""
    codes = {name: code for name, _, code in (part.partition("=") for part in series.split(";"))}
    return all(codes.get(name) in asked for name, asked in wanted.items())
