"""JSON lists of records: one mapping for each observation, with names one can recognise."""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.sources.concepts import find_first
from stocktake.sources.cubes import PERIOD, VALUE, Cube, refuse
from stocktake.sources.json_text import Json, check_columns, read_json, refusal
from stocktake.sources.observations import STATUS, Raw, build_cube
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

FORMAT: Final = "json-records"
VALUES: Final = ("VALUE", "OBS_VALUE")
PERIODS: Final = ("REFERENCE_PERIOD", "TIME_PERIOD", "TIME", "PERIOD", "YEAR")
GEOS: Final = ("COUNTRY", "GEO", "REF_AREA")
FLAGS: Final = ("FLAGS", "OBS_STATUS", "OBS_FLAG", "STATUS")
DIMENSIONS: Final = frozenset({"INDICATOR", "BREAKDOWN", "UNIT", "SEX", "AGE", "FREQ", "MEASURE"})


def read(content: bytes) -> Cube:
    """The cube of a list of records, flat or wrapped in `fields`."""
    try:
        return read_found(read_json(content))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def looks_like(found: Json) -> bool:
    """Whether the JSON is a list of records."""
    return isinstance(found, list) and bool(found) and all(isinstance(one, dict) for one in found)


def read_found(found: Json) -> Cube:
    """The cube of JSON that was parsed already."""
    try:
        return build_cube(_read_records([_unwrap(record) for record in found]))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _unwrap(record: dict[str, Json]) -> dict[str, str | None]:
    """Texts by name; a list of one is its one text, as Django writes natural keys."""
    fields = record.get("fields", record)
    fields = fields if isinstance(fields, dict) else record
    return {name: _unwrap_one(value) for name, value in fields.items()}


def _unwrap_one(value: Json) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) and value else None


def _read_records(records: list[dict[str, str | None]]) -> Raw:
    names = list(dict.fromkeys(name for record in records for name in record))
    check_columns(len(names))
    value = find_first(names, VALUES)
    periods = [name for wanted in PERIODS if (name := find_first(names, [wanted]))]
    if not value or not periods:
        shown = ", ".join(names[:6])
        raise refusal(fault("json-unknown", what=f"records without value or period ({shown})"))
    table = pl.DataFrame(
        {name: [record.get(name) for record in records] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
    geo, flags = find_first(names, GEOS), find_first(names, FLAGS)
    kept = [name for name in names if name.upper() in DIMENSIONS or name == geo]
    frame = table.select(
        *kept,
        pl.coalesce(periods).alias(PERIOD),
        pl.col(value).alias(VALUE),
        (pl.col(flags) if flags else pl.lit(None, pl.String)).alias(STATUS),
    )
    return Raw(FORMAT, frame, [*kept, PERIOD], geo, PERIOD)
