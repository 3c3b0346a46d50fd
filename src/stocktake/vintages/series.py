"""Every indicator's values as known on a day, asked of the store: the table `series`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from decimal import localcontext
from typing import Any

import polars as pl

from stocktake.indicators.answers import Answer, Row, answer_all, build_rows
from stocktake.indicators.questions import Question
from stocktake.vintages.engines import DuckEngine, Engine
from stocktake.vintages.query import Query, build_query
from stocktake.vintages.store import Store
from stocktake.vocabulary.decimals import EXACT
from stocktake.vocabulary.frames import frame_of

Indicator = Mapping[str, Any]


def build_series(
    store: Store,
    indicators: Iterable[Indicator],
    as_of: date | None = None,
    engine: Engine | None = None,
) -> pl.DataFrame:
    """`series`: one row an indicator, territory and period; typed rows of `indicators` in.

    A rate needs the indicator it is over among the rows. Without an engine, DuckDB answers.
    """
    if engine is None:
        with closing(DuckEngine(store.root)) as duck:
            return build_series(store, indicators, as_of, duck)
    with localcontext(EXACT):
        rows = answer_all(list(indicators), lambda question: answer(store, question, as_of, engine))
    return frame_of("series", rows)


def answer(store: Store, question: Question, as_of: date | None, engine: Engine) -> list[Row]:
    """The values of one question, each with the vintage that decided it."""
    standing = store.standing(question.dataset, as_of)
    query = build_query(question, standing)
    if query is None:
        return []
    rows = []
    for row in build_rows(question, _ask(store, query, engine)):
        newest = standing[row.pop("newest")]
        rows.append(
            {
                **row,
                "dataset": newest.dataset,
                "published": newest.published,
                "number": newest.number,
            }
        )
    return rows


def _ask(store: Store, query: Query, engine: Engine) -> Answer:
    files = {table: store.file(vintage, name) for table, (vintage, name) in query.files.items()}
    parts = 1 if query.parts is None else engine.ask(query.parts, files)[0][0]
    letters = [] if query.letters is None else engine.ask(query.letters, files)
    return Answer(engine.ask(query.cells, files), parts, letters)
