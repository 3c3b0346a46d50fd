"""A strategy's own small extracts in and out of the store, as its tables hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from stocktake.indicators.questions import Question
from stocktake.vintages.manifests import FLAGS, GEO, PERIOD, TEXT, Vintage
from stocktake.vintages.parts import VALUE, Statement
from stocktake.vintages.refusals import refusal
from stocktake.vintages.store import Added, Store
from stocktake.vocabulary.decimals import plain
from stocktake.vocabulary.faults import fault

NO_SERIES = "-"
"""The series of a dataset without dimensions."""

KEY = ["dataset", "published", "number"]
SEEN = ("vintage-shrunk", "vintage-dimensions")
"""A strategy's tables were checked by people when they were written."""


def take_in(store: Store, tables: Mapping[str, pl.DataFrame]) -> list[Added]:
    """Add every vintage of typed tables under its own name; those that are there stay."""
    dimensions = dict(tables["datasets"].select("ref", "dimensions").iter_rows())
    parts = {key: part for key, part in tables["observations"].group_by(KEY)}
    added = []
    for row in tables["vintages"].iter_rows(named=True):
        told = parts.get(tuple(row[name] for name in KEY))
        if told is not None:
            names = [name for name in (dimensions.get(row["dataset"]) or "").split(";") if name]
            frame = spread_series(told, names, row["dataset"])
            added.append(store.add(_state(row, frame), SEEN))
    return added


def lay_beside(store: Store, other: Store, datasets: Iterable[str]) -> None:
    """Let a store answer with the vintages of another too, by links: nothing is copied."""
    for dataset in datasets:
        folder = store.root / dataset
        for vintage in other.vintages(dataset):
            folder.mkdir(exist_ok=True)
            target = (other.root / dataset / vintage.name).resolve()
            (folder / vintage.name).symlink_to(target, target_is_directory=True)


def _state(row: dict[str, Any], frame: pl.DataFrame) -> Statement:
    return Statement(
        dataset=row["dataset"],
        published=row["published"],
        number=row["number"],
        frame=frame,
        sha256=row["sha256"],
        obtained=row["obtained"],
        complete=row["complete"],
        data_day=row["data_day"] or "",
        reader=row["reader"],
        origin={"evidence": row["origin"]},
    )


def spread_series(told: pl.DataFrame, names: list[str], dataset: str) -> pl.DataFrame:
    """`DIM=code;DIM=code` as a column a dimension; no code where a series lacks the dimension."""
    series = told["series"].unique().to_list()
    codes = {
        text: dict(part.partition("=")[::2] for part in text.split(";") if text != NO_SERIES)
        for text in series
    }
    for text, found in codes.items():
        if join_codes({name: found.get(name, "") for name in names}) != text:
            problem = fault("series-form", dataset, cell=text, dataset=dataset, names=names)
            raise refusal(problem)
    values = [None if value is None else plain(value) for value in told[VALUE]]
    return told.select(
        *(
            pl.col("series")
            .replace_strict({text: found.get(name, "") for text, found in codes.items()})
            .cast(pl.String)
            .alias(name)
            for name in names
        ),
        GEO,
        PERIOD,
        pl.Series(VALUE, values, pl.String),
        FLAGS,
    )


def join_codes(codes: Mapping[str, str]) -> str:
    """The text of a series; a dimension without a code is left out."""
    return ";".join(f"{name}={code}" for name, code in codes.items() if code) or NO_SERIES


def series_column(names: Sequence[str]) -> pl.Expr:
    """The text of each row's series."""
    shown = [
        pl.when(pl.col(name) != "").then(pl.concat_str(pl.lit(f"{name}="), pl.col(name)))
        for name in names
    ]
    if not shown:
        return pl.lit(NO_SERIES).alias("series")
    joined = pl.concat_str(shown, separator=";", ignore_nulls=True)
    return joined.replace("", NO_SERIES).alias("series")


def extract(
    store: Store, vintage: Vintage, questions: Sequence[Question], names: Sequence[str]
) -> pl.DataFrame:
    """What a vintage says of these questions, as the table `observations` in texts holds it.

    `names` are its dimensions in the order of the table `datasets`; RefusedError where the vintage
    has others.
    """
    if set(names) != set(vintage.dimensions):
        told = {"found": vintage.dimensions or NO_SERIES, "names": names or NO_SERIES}
        raise refusal(fault("extract-dimensions", vintage.place, "", "", **told))
    asked = pl.any_horizontal(pl.lit(False), *map(_is_asked, questions))
    found = pl.scan_parquet(store.file(vintage), glob=False).filter(asked)
    part: pl.DataFrame = found.select(
        pl.lit(vintage.dataset).alias("dataset"),
        pl.lit(vintage.published).alias("published"),
        pl.lit(str(vintage.number)).alias("number"),
        series_column(names),
        GEO,
        PERIOD,
        pl.col(TEXT).alias(VALUE),
        FLAGS,
    ).collect()
    return part


def _is_asked(question: Question) -> pl.Expr:
    conditions = list(question.where)
    conditions += [(GEO, question.territories)] if question.territories else []
    return pl.all_horizontal(
        pl.lit(True), *(pl.col(name).is_in(list(codes)) for name, codes in conditions)
    )


def list_vintage(vintage: Vintage, rows: int, origin: str) -> dict[str, str | None]:
    """The row of the table `vintages` for what was extracted of one."""
    return {
        "dataset": vintage.dataset,
        "published": vintage.published,
        "number": str(vintage.number),
        "data_day": vintage.data_day or None,
        "obtained": vintage.obtained,
        "complete": "yes" if vintage.complete else "no",
        "origin": origin,
        "sha256": vintage.sha256,
        "rows": str(rows),
        "reader": vintage.reader or None,
    }
