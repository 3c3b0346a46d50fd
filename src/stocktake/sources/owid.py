"""Our World in Data: Entity, perhaps Code, Year or Day, and a column for each measure."""

from __future__ import annotations

from typing import Final

import polars as pl

from stocktake.sources.codelists import read_list
from stocktake.sources.cubes import GEO, PERIOD, VALUE, Cube, refuse
from stocktake.sources.rows import Rows, build
from stocktake.sources.text import LINE, TextTable, load_table, refusal
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import RefusedError

FORMAT: Final = "owid"
ENTITY, CODE, INDICATOR = "Entity", "Code", "indicator"
TIMES: Final = ("Year", "Day", "Date")
KNOWN_SHARE: Final = 0.1
"""Share of entities we know as places below which `Entity` holds something else."""


def looks_like(head: str) -> bool:
    """Whether the first line of a file is the head of such a table."""
    names = [name.strip(' "\r\n\ufeff') for name in head.split(",")]
    return names[0] == ENTITY and any(time in names[1:3] for time in TIMES)


def read(content: bytes) -> Cube:
    """The cube, with a dimension `indicator` that holds the names of the measures."""
    try:
        return build(_read_rows(load_table(content)))
    except RefusedError as error:
        return refuse(FORMAT, *error.problems)


def _read_rows(table: TextTable) -> Rows:
    time = next((name for name in TIMES if name in table.header), "")
    measures = [name for name in table.header if name not in {ENTITY, CODE, time}]
    if ENTITY not in table.header or not time or not measures:
        why = "it needs Entity, Year and a measure"
        raise refusal(fault("head-unknown", row="1", format=FORMAT, why=why))
    place, labels = _name_place(table.frame)
    marked = {name: f"\x1f{name}" for name in measures}
    frame = table.frame.select(
        _read_entity(table).alias(place),
        pl.col(time).alias(PERIOD),
        LINE,
        *(pl.col(name).alias(mark) for name, mark in marked.items()),
    )
    index = [place, PERIOD, LINE]
    long = frame.unpivot(index=index, variable_name=INDICATOR, value_name=VALUE)
    long = long.with_columns(pl.col(INDICATOR).str.strip_prefix("\x1f"))
    dimensions = [INDICATOR] if place == GEO else [ENTITY.lower(), INDICATOR]
    published = {place: ENTITY, PERIOD: time}
    return Rows(
        FORMAT,
        long,
        dimensions,
        published,
        problems=table.warnings,
        labels=labels,
        tolerated={"number-infinite": "infinite-missing"},
    )


def _name_place(frame: pl.DataFrame) -> tuple[str, frozenset[str]]:
    """`geo`, or `entity` where the entities are not places, such as kinds of disaster."""
    entities = frame[ENTITY].unique().to_list()
    known = sum(entity in read_list(GEO) for entity in entities)
    if CODE in frame.columns or known >= KNOWN_SHARE * len(entities):
        return GEO, frozenset() if CODE in frame.columns else frozenset({GEO})
    return ENTITY.lower(), frozenset()


def _read_entity(table: TextTable) -> pl.Expr:
    """The code where there is one; regions often have none."""
    entity = pl.col(ENTITY)
    if CODE not in table.header:
        return entity
    return pl.when(pl.col(CODE) != "").then(pl.col(CODE)).otherwise(entity)
