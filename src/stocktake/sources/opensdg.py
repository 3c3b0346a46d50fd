"""Open SDG: Year, one column a disaggregation (blank = total), Value; and its metadata pages."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

import polars as pl

from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.observations import STATUS
from stocktake.sources.rows import Rows, build, check_names
from stocktake.sources.text import LINE, TextTable, leave_out, load_table, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

FORMAT: Final = "opensdg"
TOTAL: Final = "_T"
"""SDMX's code for a total, which Open SDG writes as a blank cell."""

NOT_APPLICABLE: Final = "_Z"
UNITS: Final = frozenset({"units", "unit measure", "unit", "series"})
"""Columns that say what is measured; a blank there is not a total."""

STATUSES: Final = {
    "": "",
    "normal value": "",
    "undefined": "",
    "definition differs": "d",
    "estimated": "e",
    "estimated value": "e",
    "provisional": "p",
    "provisional value": "p",
    "time series break": "b",
    "break": "b",
    "low reliability": "u",
    "forecast value": "f",
    "imputed value (ccsa definition)": "i",
    "missing data; suppressed": "c",
    "missing value; suppressed": "c",
    "missing data": "m",
    "missing value": "m",
}
"""SDMX names of observation status and the letter offices flag it with."""

NO_DATA: Final = re.compile(r"no data", re.I)
FRONT_MATTER: Final = re.compile(r"^\ufeff?---\r?\n[a-z_]+:")


def looks_like(head: str) -> bool:
    """Whether the first line of a file is the head of such a table."""
    names = [name.strip(' "\r\n\ufeff') for name in head.split(",")]
    return names[0] == "Year" and names[-1] == "Value"


def is_metadata(text: str) -> bool:
    """Whether the text is a page of metadata: Markdown that begins with YAML."""
    return bool(FRONT_MATTER.match(text))


def read(content: bytes, *, without: Collection[int] = ()) -> Cube:
    """The cube of one indicator; `without` are lines that a person decided to leave out."""
    if is_metadata(content[:4096].decode("utf-8", "ignore")):
        return refuse(FORMAT, fault("metadata-file"))
    try:
        return build(_read_rows(leave_out(load_table(content), without)))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _read_rows(table: TextTable) -> Rows:
    by_lower = {name.lower(): name for name in table.header}
    if "year" not in by_lower or "value" not in by_lower:
        raise refusal(fault("head-unknown", row="1", format=FORMAT, why="no Year or no Value"))
    _check_is_data(table.frame, by_lower["year"], by_lower["value"])
    dropped = {"year", "value", "observation status", "geocode"}
    names = {
        lower: name
        for lower, name in by_lower.items()
        if lower not in dropped and not lower.startswith("comment_") and _varies(table, lower, name)
    }
    check_names(list(names))
    frame = table.frame.select(
        *(_fill_blank(lower, name) for lower, name in names.items()),
        *([pl.col(by_lower["geocode"]).alias(GEO)] if "geocode" in by_lower else []),
        pl.col(by_lower["year"]).alias(PERIOD),
        pl.col(by_lower["value"]).alias(VALUE),
        _read_status(by_lower.get("observation status", "")).alias(STATUS),
        LINE,
    )
    published = {PERIOD: by_lower["year"], VALUE: by_lower["value"], **names}
    if "geocode" in by_lower:
        published[GEO] = by_lower["geocode"]
        frame = frame.with_columns(pl.col(GEO).replace("", "-"))
    return Rows(
        FORMAT,
        frame,
        list(names),
        published,
        problems=table.warnings,
    )


def _check_is_data(frame: pl.DataFrame, year: str, value: str) -> None:
    """The placeholder of an indicator without data is a sentence where the year should be."""
    if (frame[value] != "").any():
        return
    sentences = [text for text in frame[year].to_list() if NO_DATA.search(text)]
    if sentences:
        raise refusal(fault("no-data", row="2", column=year, cell=sentences[0]))


def _varies(table: TextTable, lower: str, name: str) -> bool:
    """A multiplier that is one and the same for all rows is left out."""
    return lower != "unit multiplier" or table.frame[name].n_unique() > 1


def _fill_blank(lower: str, name: str) -> pl.Expr:
    blank = NOT_APPLICABLE if lower in UNITS or lower == "unit multiplier" else TOTAL
    return pl.col(name).replace("", blank).alias(lower)


def _read_status(name: str) -> pl.Expr:
    """Letters for the statuses we know; others stay and are told as unknown flags."""
    if not name:
        return pl.lit("")
    return pl.col(name).str.to_lowercase().str.strip_chars(" ").replace(STATUSES)
