"""From the store into a strategy: what its indicators ask of every vintage, with its origin.

A report is made from a strategy's own tables; what was ingested or fetched counts in it once it
stands there, where people see it change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from stocktake.folder.extending import OBSERVATIONS, VINTAGE, add_rows
from stocktake.folder.reading import Source
from stocktake.folder.workbook import read_strategy
from stocktake.indicators.questions import Question, read_question
from stocktake.vintages import Store, Vintage, extract, list_vintage
from stocktake.vocabulary.faults import refusal
from stocktake.vocabulary.tables import INPUT

FACT: Final = ["series", "geo", "period"]
NEW, GROWN, SAME, NOTHING = "added", "extended", "as it was", "nothing asked for"
WRITTEN: Final = frozenset({NEW, GROWN})


@dataclass(frozen=True)
class Extracted:
    """What came of one vintage: how many rows the indicators ask for, and what is new."""

    vintage: Vintage
    rows: int
    outcome: str


def extract_store(
    path: Path, store: Store, datasets: Collection[str] | None = None
) -> list[Extracted]:
    """Write into a strategy what its indicators ask of the vintages of a store.

    A vintage that is there already is extended if the indicators ask for more of it; RefusedError,
    and nothing is written, if it is there from other bytes, or has other dimensions.
    """
    source = read_strategy(path)
    found = list(_extract_all(source, store, datasets))
    written = [(one, frame) for one, frame in found if one.outcome in WRITTEN]
    rows: dict[str, list[dict[str, Any]]] = {"vintages": [], "evidence": []}
    for one, _ in written:
        listed = source.texts["vintages"].filter(**_key(one.vintage)).to_dicts()
        if listed:
            rows["vintages"].append({**listed[0], "rows": str(one.rows)})
            continue
        origin = _find_evidence(source, one.vintage)
        if not origin:
            origin = _name_evidence(one.vintage)
            rows["evidence"].append(_describe_evidence(source, one.vintage, origin))
        rows["vintages"].append(list_vintage(one.vintage, one.rows, origin))
    tables = {name: _frame(name, told) for name, told in rows.items()}
    tables[OBSERVATIONS] = pl.concat([_frame(OBSERVATIONS, []), *(frame for _, frame in written)])
    add_rows(source, tables)
    return [one for one, _ in found]


def _extract_all(
    source: Source, store: Store, datasets: Collection[str] | None
) -> Iterator[tuple[Extracted, pl.DataFrame]]:
    """Each vintage of the datasets that indicators name, with the rows they ask for."""
    questions: dict[str, list[Question]] = {}
    for row in source.tables["indicators"].iter_rows(named=True):
        if datasets is None or row["dataset"] in datasets:
            questions.setdefault(row["dataset"], []).append(read_question(row))
    dimensions = dict(source.tables["datasets"].select("ref", "dimensions").iter_rows())
    for dataset, asked in questions.items():
        names = list(filter(None, (dimensions.get(dataset) or "").split(";")))
        for vintage in store.vintages(dataset):
            outcome, frame = _lay_over(source, vintage, extract(store, vintage, asked, names))
            yield Extracted(vintage, len(frame), outcome), frame


def _key(vintage: Vintage) -> dict[str, str]:
    return dict(
        zip(VINTAGE, (vintage.dataset, vintage.published, str(vintage.number)), strict=True)
    )


def _lay_over(source: Source, vintage: Vintage, asked: pl.DataFrame) -> tuple[str, pl.DataFrame]:
    """What the strategy is to hold of a vintage, and how that differs from what it holds."""
    key = _key(vintage)
    listed = source.texts["vintages"].filter(**key)
    if listed.is_empty():
        return NEW if len(asked) else NOTHING, asked
    held = source.texts[OBSERVATIONS].filter(**key)
    more = asked.join(held, on=FACT, how="anti", maintain_order="left")
    changed = asked.join(held, on=FACT).filter(pl.col("value").ne_missing(pl.col("value_right")))
    if listed["sha256"][0] != vintage.sha256 or len(changed):
        raise refusal("vintage-differs", "vintages", column="sha256", cell=vintage.place)
    return GROWN if len(more) else SAME, pl.concat([held, more])


def _find_evidence(source: Source, vintage: Vintage) -> str:
    """The document that holds these bytes, if the strategy lists it."""
    evidence = source.texts["evidence"]
    listed = evidence.filter(sha256=vintage.sha256)["ref"].to_list()
    told = vintage.origin.get("evidence", "")
    return listed[0] if listed else told if told in evidence["ref"] else ""


def _name_evidence(vintage: Vintage) -> str:
    number = f"-{vintage.number}" if vintage.number > 1 else ""
    return f"EV-{vintage.dataset}-{vintage.published}{number}".replace("_", "-")


def _describe_evidence(source: Source, vintage: Vintage, ref: str) -> dict[str, Any]:
    dataset = source.texts["datasets"].filter(ref=vintage.dataset).row(0, named=True)
    url = vintage.origin.get("url", "")
    return {
        "ref": ref,
        "kind": "dataset",
        "title": f"{dataset['title']}, as published {vintage.published}",
        "publisher": dataset["publisher"],
        "code": dataset["code"],
        "url": url if url.startswith("http") else dataset["url"],
        "sha256": vintage.sha256,
        "published": vintage.published,
        "obtained": vintage.obtained,
        "licence": dataset["licence"],
    }


def _frame(name: str, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    schema = dict.fromkeys(INPUT[name].names, pl.String())
    told = [{column: row.get(column) for column in schema} for row in rows]
    return pl.DataFrame(told, schema)
