"""Marks: who may see a fact needs names; opening a mark needs a second person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.folder.checks.book import Book, Row
from stocktake.folder.checks.provenance import SPEAK_OF_OTHERS
from stocktake.vocabulary.addresses import ALL
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.words import WORDS

WIDTH: Final = {tlp: width for width, tlp in enumerate(WORDS["tlp"])}
USES: Final = {"internal": 0, "publish": 1}


def check_marks(book: Book) -> Iterator[Problem]:
    """Every mark, and the tables without any."""
    lines = {(row["table"], row["row"], row["field"]): row for row in book.rows("marks")}
    for row in book.rows("marks"):
        if row["tlp"] in {"RED", "AMBER"} and not row["named"]:
            yield row.fault("named-owed", "named", tlp=row["tlp"])
        general = _find_general(row, lines)
        if general and _is_wider(row, general) and not row["second"]:
            yield _name_widened(row, general)
    if book.is_whole("marks"):
        yield from _check_unmarked(book)


def _find_general(row: Row, lines: dict[tuple[str, str, str], Row]) -> Row | None:
    """The mark that would hold if this one were not there."""
    table, address, field = row["table"], row["row"], row["field"]
    for key in ((address, ALL), (ALL, field), (ALL, ALL)):
        found = lines.get((table, *key))
        if found and found is not row and key != (address, field):
            return found
    return None


def _is_wider(row: Row, general: Row) -> bool:
    if not {row["tlp"], general["tlp"]} <= WIDTH.keys():
        return False
    wider = WIDTH[row["tlp"]] > WIDTH[general["tlp"]]
    return wider or USES.get(row["use"], 0) > USES.get(general["use"], 0)


def _name_widened(row: Row, general: Row) -> Problem:
    opened, before = (f"{one['tlp']} {one['use']}" for one in (row, general))
    scope = "|".join(general[name] for name in ("table", "row", "field"))
    return row.fault("second-owed", "second", cell=opened, general=before, scope=scope)


def _check_unmarked(book: Book) -> Iterator[Problem]:
    marked = {row["table"] for row in book.rows("marks")}
    for name in INPUT:
        if name not in marked | SPEAK_OF_OTHERS and book.frame(name).height:
            file, _ = book.place(name).of(0)
            yield fault("table-unmarked", file, table=name, count=book.frame(name).height)
