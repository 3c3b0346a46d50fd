"""Indicators: is there a baseline, does the filter fit its dataset, is there any value at all?"""

from __future__ import annotations

from collections.abc import Iterator

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.checks.filters import Filter, fits, read_dimensions, read_filter
from stocktake.vocabulary.problems import Problem

VALUED = {"reach", "hold", "range"}


def check_indicators(book: Book) -> Iterator[Problem]:
    """Every target and indicator."""
    yield from _check_targets(book)
    series = _list_series(book)
    for row in book.rows("indicators"):
        wanted = read_filter(row["filter"])
        if wanted is None:
            yield row.fault("filter-form", "filter", cell=row["filter"])
            continue
        yield from _check_dimensions(book, row, wanted)
        if book.is_whole("observations"):
            yield from _check_observed(row, wanted, series)


def _check_targets(book: Book) -> Iterator[Problem]:
    for row in book.rows("targets"):
        if row["rule"] in VALUED and row["value"] in {"", "-"}:
            yield row.fault("target-no-value", "value", rule=row["rule"])
    if not book.is_whole("targets"):
        return
    with_baseline = {row["indicator"] for row in book.rows("targets") if row["baseline_period"]}
    for row in book.rows("indicators"):
        if row["ref"] not in with_baseline:
            yield row.fault("indicator-no-baseline", "ref", ref=row["ref"])


def _list_series(book: Book) -> dict[str, set[str]]:
    pairs = book.frame("observations").select("dataset", "series").unique().rows()
    series: dict[str, set[str]] = {}
    for dataset, one in pairs:
        series.setdefault(dataset or "", set()).add(one or "")
    return series


def _check_dimensions(book: Book, row: Row, wanted: Filter) -> Iterator[Problem]:
    dataset = book.found("datasets").get(row["dataset"])
    names = read_dimensions(dataset) if dataset else list(wanted)
    for name in wanted:
        if name not in names:
            yield row.fault(
                "filter-dimension",
                "filter",
                dataset=row["dataset"],
                cell=name,
                names=names,
                guess=book.guess(name, names),
            )


def _check_observed(row: Row, wanted: Filter, series: dict[str, set[str]]) -> Iterator[Problem]:
    there = series.get(row["dataset"], set())
    if any(fits(one, wanted) for one in there):
        return
    why = "no series fits its filter" if there else "its dataset has none"
    yield row.fault(
        "indicator-no-observation",
        "filter" if there else "dataset",
        ref=row["ref"],
        why=why,
        dataset=row["dataset"],
    )
