"""Code lists that ship with us: labels to codes, each fact with its source.

Only labels are mapped. A code stays as published, whatever others write for the same place.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

from stocktake.sources.cubes import GEO, Cube
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem

FOLDER: Final = resources.files("stocktake.sources") / "codelists"
CODE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@$-]*")
SMALL: Final = re.compile(r"[a-z]")
FEW: Final = 10
PEOPLES: Final = frozenset({"citizen", "nat", "c_birth", "c_dest", "c_resid", "partner"})
"""Dimensions of countries that are not the reporting territory."""


@cache
def _list_names() -> frozenset[str]:
    """Lists we ship; names from files are looked up here and never on the disk."""
    return frozenset(place.name.removesuffix(".csv") for place in FOLDER.iterdir())


@cache
def _read_list(name: str) -> dict[str, str]:
    head, *rows = csv.reader((FOLDER / f"{name}.csv").read_text("utf-8").splitlines())
    label, code = head.index("label"), head.index("code")
    return {row[label]: row[code] for row in rows}


def read_list(name: str) -> dict[str, str]:
    """Codes by label of the list of that name; empty if we ship none."""
    return _read_list(name) if name in _list_names() else {}


def list_of(dimension: str) -> dict[str, str]:
    """Codes by label of a dimension, in small letters."""
    if dimension in PEOPLES:
        return {**read_list(GEO), **read_list("citizen")}
    return read_list(dimension)


def is_place(text: str) -> bool:
    """Whether a text has the form of a code, or is the name of a territory."""
    return bool(CODE.fullmatch(text)) or text in read_list(GEO)


def find_labelled(distinct: Mapping[str, pl.Series]) -> frozenset[str]:
    """Dimensions whose texts are labels: by our lists, or because no code looks like them."""
    texts = {name: set(found) for name, found in distinct.items()}
    sure = {name for name, cells in texts.items() if _are_labels(name, cells)}
    if not sure:
        return frozenset()
    return frozenset(sure | {name for name in texts if _may_be_labels(name, texts[name])})


def find_known_labels(frame: pl.DataFrame, dimensions: Iterable[str]) -> frozenset[str]:
    """Dimensions with labels of our lists, in a table whose other texts may be anything."""
    texts = {name: set(frame[name].unique().to_list()) for name in dimensions}
    return frozenset(
        name
        for name, cells in texts.items()
        if cells & set(list_of(name)) and not cells <= set(list_of(name).values())
    )


def _are_labels(name: str, cells: set[str]) -> bool:
    listed = list_of(name)
    if cells <= set(listed.values()):
        return False
    return cells <= set(listed) or any(cell and not CODE.fullmatch(cell) for cell in cells)


def _may_be_labels(name: str, cells: set[str]) -> bool:
    """In a file with labels, what is not written in capitals is one too."""
    return not cells <= set(list_of(name).values()) and any(map(SMALL.search, cells))


def map_labels(cube: Cube) -> Cube:
    """The cube with codes for the labels we know; the others stay, with a warning."""
    problems: list[Problem] = []
    frame, left = cube.frame, set[str]()
    for name in sorted(cube.labels):
        cells = set(frame[name].unique().to_list())
        listed = _choose_codes(cells, list_of(name))
        unknown = sorted(cells - set(listed) - set(list_of(name).values()))
        frame = frame.with_columns(pl.col(name).replace(listed))
        if unknown:
            left.add(name)
            few = unknown[:FEW]
            problems.append(fault("label-unknown", column=name, cells=few, count=len(unknown)))
    # What label-unknown tells of places, unknown-code need not tell again.
    said = [one for one in cube.problems if GEO not in left or one.code != "unknown-code"]
    return dataclasses.replace(
        cube, frame=frame, labels=frozenset(left), problems=(*said, *problems)
    )


def _choose_codes(cells: set[str], listed: dict[str, str]) -> dict[str, str]:
    """The codes of these labels; two labels of one file that share a code are not confused."""
    present = {label: code for label, code in listed.items() if label in cells}
    taken = Counter([*present.values(), *(cells & set(listed.values()))])
    return {label: code for label, code in present.items() if taken[code] == 1}
