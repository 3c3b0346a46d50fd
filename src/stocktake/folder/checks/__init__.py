"""Is this strategy sound and measurable? Every problem of a Source, at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from stocktake.folder.checks.addresses import check_addresses
from stocktake.folder.checks.amendments import check_amendments
from stocktake.folder.checks.book import Book
from stocktake.folder.checks.cells import check_cells
from stocktake.folder.checks.chains import check_chains
from stocktake.folder.checks.contributions import check_contributions
from stocktake.folder.checks.criteria import check_criteria
from stocktake.folder.checks.indicators import check_indicators
from stocktake.folder.checks.keys import check_keys
from stocktake.folder.checks.marks import check_marks
from stocktake.folder.checks.observations import check_observations
from stocktake.folder.checks.promises import check_promises
from stocktake.folder.checks.provenance import check_provenance
from stocktake.folder.checks.references import check_references
from stocktake.folder.checks.rounds import check_rounds
from stocktake.folder.checks.spans import check_spans
from stocktake.folder.reading import Source
from stocktake.vocabulary.problems import Problem

CHECKS: Final[tuple[Callable[[Book], Iterator[Problem]], ...]] = (
    check_cells,
    check_keys,
    check_references,
    check_chains,
    check_spans,
    check_addresses,
    check_amendments,
    check_promises,
    check_indicators,
    check_observations,
    check_rounds,
    check_contributions,
    check_criteria,
    check_provenance,
    check_marks,
)


def check(source: Source) -> list[Problem]:
    """Problems of form first, then of content, each by file and line."""
    if not source.texts:
        return order(source.problems)
    book = Book(source)
    found = (problem for one in CHECKS for problem in one(book))
    return [*order(source.problems), *order(found)]


def order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and column, each once."""
    return sorted(dict.fromkeys(problems), key=_place)


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    line = int(problem.row) if problem.row.isdecimal() else 0
    return problem.file, line, problem.row, problem.column, problem.code
