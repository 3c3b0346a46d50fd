"""One recommendation through the years: in which others it lives on, and with which it is one.

Rows are those of `recommendations`, typed or as text; only `ref`, `split_from`, `merged_into` and
`repeats` are read, and only references to rows that are there count. A part lives on from its
whole (`split_from`), a recommendation in the one it went into (`merged_into`) or in the one that
says it again (`repeats`). Every walk ends, even where these run in a ring, which `check` refuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, Protocol

Steps = Mapping[str, Sequence[str]]
"""By reference: where one may step from there, in the order of the rows."""


class Cells(Protocol):
    """A row whose cells are asked for by column: a dictionary, or a row of a book."""

    def __getitem__(self, column: str, /) -> Any:
        """A cell; empty ones are None or an empty text."""


COLUMNS: Final = ("split_from", "merged_into", "repeats")


def list_steps(rows: Iterable[Cells], columns: Collection[str] = COLUMNS) -> dict[str, list[str]]:
    """By reference: the parts it was split into, the one it went into, those that say it again."""
    listed = list(rows)
    steps: dict[str, list[str]] = {row["ref"]: [] for row in listed}
    for row in listed:
        for column in columns:
            if row[column] not in steps:
                continue
            onward = column == "merged_into"
            start, end = (row["ref"], row[column]) if onward else (row[column], row["ref"])
            steps[start].append(end)
    return {ref: list(dict.fromkeys(to)) for ref, to in steps.items()}


def list_wholes(rows: Iterable[Cells]) -> dict[str, list[str]]:
    """By reference: the one it is a part of, the one that is a part of, and so on up."""
    listed = list(rows)
    known = {row["ref"] for row in listed}
    above = {row["ref"]: [row["split_from"]] for row in listed if row["split_from"] in known}
    return {ref: [one for one in walk(above, ref) if one != ref] for ref in known}


def walk(steps: Steps, start: str) -> Iterator[str]:
    """Every reference reached from one, each once and the nearest first; itself only in a ring."""
    seen: set[str] = set()
    waiting = list(steps.get(start, ()))
    for ref in waiting:
        if ref not in seen:
            seen.add(ref)
            waiting += steps.get(ref, ())
            yield ref


def find_rings(steps: Steps) -> set[str]:
    """Every reference from which one comes back to it."""
    try:
        TopologicalSorter(steps).prepare()
    except CycleError:
        return {ref for ref in steps if ref in walk(steps, ref)}
    return set()


def turn(steps: Steps) -> dict[str, list[str]]:
    """The same steps the other way round."""
    turned: dict[str, list[str]] = {ref: [] for ref in steps}
    for ref, to in steps.items():
        for other in to:
            turned[other].append(ref)
    return turned


def group_families(rows: Iterable[Cells]) -> list[list[str]]:
    """Those that are one with each other through any of the columns; each is in one family."""
    steps = list_steps(rows)
    back = turn(steps)
    both = {ref: [*steps[ref], *back[ref]] for ref in steps}
    families: list[list[str]] = []
    seen: set[str] = set()
    for ref in both:
        if ref not in seen:
            families.append(list(dict.fromkeys((ref, *walk(both, ref)))))
            seen.update(families[-1])
    return families
