"""Small strategies for tests: name only the rows that matter, the rest is there and sound.

Rows are written as in a folder, every cell a text. The standing characters: the Commission (COM)
owns the strategy and reports in 2011, 2013 and, for the last time, in 2014; Europol and Frontex
contribute; EV-deed shows a deed, EV-late came after everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from stocktake.assess import METHOD, assess, open_round
from stocktake.folder.reading import read_folder
from stocktake.release.freezing import freeze
from stocktake.release.manifest import Manifest
from stocktake.release.publishable import cut_to_public
from stocktake.vocabulary.frames import Tables, empty_text, frame_of, type_all, typed
from stocktake.vocabulary.known import cut_to_day, later_publications
from stocktake.vocabulary.tables import INPUT, SCHEMA_VERSION, TABLES

FLAGSHIP: Final = Path(__file__).parents[1] / "strategies" / "iss-2010"
Rows = Sequence[Mapping[str, str]]
Row = dict[str, Any]

FILL: Final[dict[str, dict[str, str]]] = {
    "actors": {"kind": "agency"},
    "principles": {"kind": "principle", "text": "Tell what is measured."},
    "threats": {"title": "A threat"},
    "objectives": {"title": "An objective"},
    "objective_threats": {"by": "ours"},
    "actions": {"objective": "O1", "title": "An action", "kind": "proposal", "lead": "COM"},
    "milestones": {"stage": "adopted", "title": "A deed"},
    "instruments": {"title": "An instrument", "kind": "fund", "objectives": "O1"},
    "safeguards": {"title": "A safeguard", "guarantees": "Appeal."},
    "glossary": {"term": "flood", "definition": "Water where it should not be."},
    "indicators": {
        "title": "Floods", "unit": "floods", "subject": "O1", "standing": "official",
        "direction": "down", "direction_by": "owner", "nature": "flow", "dataset": "floods",
        "geo": "EU", "aggregate": "none", "over_time": "none", "scale": "additive",
        "decimals": "0",
    },
    "targets": {
        "branch": "official", "deadline": "2014", "rule": "reach", "baseline_period": "2009",
        "value": "10", "adopted_by": "COM", "adopted_on": "2010-11-22",
    },
    "datasets": {
        "title": "Floods counted", "publisher": "An office", "dimensions": "INDIC",
        "rank": "official", "licence": "free", "reusable": "yes",
    },
    "vintages": {
        "dataset": "floods", "number": "1", "obtained": "2026-11-24", "complete": "yes",
        "origin": "EV-base", "sha256": "0", "rows": "1", "reader": "by hand 1",
    },
    "observations": {"dataset": "floods", "number": "1", "series": "INDIC=all", "geo": "EU"},
    "breaks": {"kind": "method", "reason": "New count", "by": "COM", "on": "2010-11-22"},
    "cycles": {"final": "no", "from": "2010", "to": "2014", "reconstructed": "no"},
    "editions": {"number": "1", "released": "2014-07-01"},
    "requests": {
        "cycle": "2013", "actor": "Europol", "subject": "O1.A1", "kind": "status",
        "asked": "2013-01-10", "due": "2013-04-10", "optional": "no",
    },
    "contributions": {
        "cycle": "2013", "actor": "Europol", "subject": "O1.A1", "kind": "status",
        "given": "2013-03-01", "state": "accepted",
    },
    "evidence": {"kind": "report", "title": "A document", "publisher": "COM"},
    "assessments": {
        "cycle": "2013", "branch": "official", "of": "word 1a2b", "by": "A. Writer",
        "on": "2013-04-10",
    },
    "challenges": {"cycle": "2013", "title": "A challenge", "level": "main"},
    "challenge_criteria": {"criterion": "gap", "value": "1", "basis": "a count"},
    "recommendations": {"cycle": "2011", "text": "Do it.", "addressees": "COM"},
    "responses": {"actor": "COM", "cycle": "2013", "stance": "accepted"},
    "follow_ups": {"cycle": "2013", "grade": "in some respects", "by": "COM"},
    "passages": {"text": "Some words.", "by": "A. Writer", "on": "2013-04-10"},
    "parameters": {"by": "COM", "reason": "Settled"},
    "waivers": {"text_sha": "0", "by": "A. Writer", "on": "2013-04-10", "reason": "Meant"},
    "provenance": {"row": "*", "field": "*", "standing": "published", "source": "EV-base"},
    "marks": {
        "row": "*", "field": "*", "tlp": "CLEAR", "use": "publish", "originator": "COM",
        "by": "A. Writer", "on": "2010-11-22",
    },
    "texts": {"row": "*", "field": "*", "lang": "fr", "text": "Un texte", "state": "draft",
              "of": "0"},
    "amendments": {"row": "*", "field": "*", "by": "COM"},
}  # fmt: skip
"""Cells a row has where the test does not say otherwise."""

STANDING: Final[dict[str, Rows]] = {
    "strategy": [{
        "ref": "river", "title": "A strategy", "short_title": "River", "adopted": "2010-11-22",
        "start": "2010-11-22", "end": "2014", "issuer": "COM", "legal_basis": "EV-base",
        "language": "en", "time_zone": "Europe/Brussels",
    }],
    "actors": [{"ref": ref, "name": ref} for ref in ("COM", "Europol", "Frontex")],
    "objectives": [{"ref": "O1"}],
    "cycles": [
        {"ref": "2011", "cut_off": "2011-11-25", "as_of": "2011-11-25"},
        {"ref": "2013", "cut_off": "2013-04-10", "as_of": "2013-04-10", "previous": "2011"},
        {"ref": "2014", "cut_off": "2014-06-20", "as_of": "2014-06-20", "previous": "2013",
         "final": "yes"},
    ],
    "evidence": [
        {"ref": "EV-base", "published": "2010-11-22"},
        {"ref": "EV-deed", "published": "2010-12-01"},
        {"ref": "EV-late", "published": "2020-01-01"},
    ],
    "datasets": [{"ref": "floods"}],
    "marks": [{"table": name} for name in INPUT],
}  # fmt: skip
"""Rows that are there where the test names no rows of the table."""


def texts_of(**rows: Rows) -> dict[str, pl.DataFrame]:
    """Text frames of the tables named, or of every input table with its standing rows."""
    unknown = set(rows) - set(INPUT)
    assert not unknown, unknown
    texts = {}
    for name in rows or INPUT:
        table = INPUT[name]
        listed = rows.get(name, STANDING.get(name, ()))
        filled = [FILL.get(name, {}) | dict(row) for row in listed]
        for number, row in enumerate(filled, start=1):
            if name == "milestones":
                row.setdefault("ref", f"{row['subject']}.M{number}")
        schema = empty_text(table).schema
        texts[name] = pl.DataFrame(
            {column: [row.get(column) for row in filled] for column in schema}, schema
        )
        stray = {cell for row in filled for cell in row} - set(schema)
        assert not stray, (name, stray)
    return texts


@cache
def _standing() -> Tables:
    return type_all(texts_of())


def strategy_of(**rows: Rows) -> Tables:
    """Typed frames of every input table."""
    texts = texts_of(**rows)
    named = {name: typed(INPUT[name], texts[name]) for name in rows}
    return _standing() | named


def promise(due: str = "", **cells: str) -> dict[str, str]:
    """An action O1.A1, with a due day if one is given."""
    row = {"ref": "O1.A1", **cells}
    return row | {"due": due} if due else row


def deed(done: str, fulfils: str = "", subject: str = "O1.A1", **cells: str) -> dict[str, str]:
    """A milestone with evidence; `fulfils` empty = related only."""
    row = {"subject": subject, "done": done, "evidence": "EV-deed", **cells}
    return row | {"fulfils": fulfils} if fulfils else row


def values(published: str, by_period: Mapping[str, str], **cells: str) -> list[dict[str, str]]:
    """Observations of one vintage: value by period; `9 b` carries a flag, `:` is missing."""
    rows = []
    for period, told in by_period.items():
        value, _, flags = told.partition(" ")
        row = {"published": published, "period": period, **cells}
        row |= {"value": value} if value != ":" else {}
        rows.append(row | ({"flags": flags} if flags else {}))
    return rows


def flagship() -> Tables:
    """The shipped strategy."""
    return read_folder(FLAGSHIP).tables


def alone(tables: Tables, cycle: str = "2013", day: date | None = None) -> Tables:
    """Tables and findings of a cycle as known on its day, without the cycle before."""
    return _assess_alone(tables, cycle, day, None)


def assessed(tables: Tables, cycle: str = "2013", day: date | None = None) -> Tables:
    """Tables and findings of a cycle as known on its day, with the cycle before computed too."""
    before = None
    previous = open_round(tables, cycle).previous
    if previous is not None:
        before = _assess_alone(tables, previous, None, None)
    return _assess_alone(tables, cycle, day, before)


def _assess_alone(tables: Tables, cycle: str, day: date | None, before: Tables | None) -> Tables:
    today = open_round(tables, cycle, day).today
    cut = cut_to_day(tables, today)
    everything = cut | assess(cut, cycle, today, before)
    return {name: everything[name] if name in everything else frame_of(name, []) for name in TABLES}


def row_of(frame: pl.DataFrame, **cells: Any) -> Row:
    """The one row with these cells."""
    found = frame.filter(pl.col(name) == cell for name, cell in cells.items()).to_dicts()
    assert len(found) == 1, found
    return found[0]


def rows_in(frame: pl.DataFrame) -> set[str]:
    """Rows without their order, to compare."""
    return {repr(row) for row in frame.rows()}


def release_of(tables: Tables, folder: Path, cycle: str = "2013") -> Manifest:
    """Freeze what may be published of a cycle."""
    public = cut_to_public(tables)
    everything = assessed(public.tables, cycle)
    today = open_round(tables, cycle).today
    later = pl.DataFrame(
        list(later_publications(public.tables, today)),
        {"dataset": pl.String, "published": pl.String, "title": pl.String},
    )
    manifest = Manifest(
        strategy="river",
        cycle=cycle,
        edition=1,
        as_of=today.isoformat(),
        cut_off=today.isoformat(),
        schema=SCHEMA_VERSION,
        method=METHOD,
        software={"stocktake": "0", "polars": pl.__version__},
        parameters="0",
        previous="none",
        rows={name: len(frame) for name, frame in everything.items()},
        withheld=public.withheld,
    )
    return freeze(everything, later, manifest, folder)
