"""A strategy of a few rows, frozen into a release: what the tests of the website are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from stocktake.assess import METHOD, assess
from stocktake.folder.reading import read_folder
from stocktake.release.freezing import freeze
from stocktake.release.manifest import Manifest
from stocktake.release.publishable import cut_to_public
from stocktake.release.reading import Release, read_release
from stocktake.vocabulary.frames import Tables, frame_of
from stocktake.vocabulary.known import cut_to_day
from stocktake.vocabulary.tables import INPUT, TABLES

Row = dict[str, Any]
DAY = date(2013, 6, 30)

STRATEGY: Row = {
    "ref": "river", "title": "River strategy", "short_title": "River", "adopted": "2010-02-01",
    "start": "2010", "end": "2015", "issuer": "OWN", "legal_basis": ["EV-1"], "language": "en",
    "time_zone": "UTC",
}  # fmt: skip
CYCLE: Row = {
    "ref": "2013", "final": False, "from": "2012", "to": "2012", "cut_off": DAY, "as_of": DAY,
    "reconstructed": False,
}  # fmt: skip
ACTORS: list[Row] = [
    {"ref": "OWN", "name": "The owner", "kind": "institution"},
    {"ref": "LAB", "name": "The laboratory", "kind": "agency"},
]
EVIDENCE: Row = {
    "ref": "EV-1", "kind": "law", "title": "The act", "publisher": "OWN", "published": "2010",
    "url": "https://example.org/act",
}  # fmt: skip


def objective(ref: str, **more: Any) -> Row:
    return {"ref": ref, "title": f"Objective {ref}", **more}


def action(ref: str, under: str, due: str | None = "2012", **more: Any) -> Row:
    return {
        "ref": ref, "objective": under, "title": f"Action {ref}", "kind": "guidance",
        "lead": ["OWN"], "due": due, **more,
    }  # fmt: skip


def deed(subject: str, done: str, **more: Any) -> Row:
    return {
        "ref": f"{subject}.M1", "subject": subject, "stage": "published", "title": "It came",
        "done": done, "fulfils": "whole", "evidence": ["EV-1"], **more,
    }  # fmt: skip


def verdict(ref: str, value: str, **more: Any) -> Row:
    judged = value != "cannot be judged"
    share = Decimal(1) if judged else Decimal(0)
    return {
        "objective": ref, "branch": "official", "value": value, "rule": "R3" if judged else "R2",
        "s_low": share, "s_high": Decimal(1), "measured": share, "low": value, "high": value,
        "reasons": None if judged else "no_target", **more,
    }  # fmt: skip


def make_release(folder: Path, *, verdicts: Iterable[Row] | None = None, **rows: Any) -> Release:
    """A release of the tables given; verdicts replace the computed ones."""
    tables = make_tables(**rows)
    findings = assess(tables, tables["cycles"]["ref"][-1])
    if verdicts is not None:
        findings["verdicts"] = frame_of("verdicts", verdicts)
    return freeze_tables(tables | findings, tables["cycles"]["ref"][-1], folder)


def freeze_flagship(path: Path, cycles: Sequence[str], folder: Path) -> list[Release]:
    """The rounds of a strategy's folder, each as known on its own day, without its report."""
    public = cut_to_public(read_folder(path).tables).tables
    days = dict(public["cycles"].select("ref", "as_of").iter_rows())
    releases, before = [], None
    for cycle in cycles:
        known = cut_to_day(public, days[cycle])
        before = known | assess(known, cycle, days[cycle], before)
        releases.append(freeze_tables(before, cycle, folder / cycle))
    return releases


def freeze_tables(tables: Tables, cycle: str, folder: Path) -> Release:
    everything = {name: tables.get(name, frame_of(name, [])) for name in TABLES}
    later = pl.DataFrame(schema={"dataset": pl.String, "published": pl.String, "title": pl.String})
    freeze(everything, later, _manifest(everything, cycle), folder)
    return read_release(folder)


def make_tables(**rows: Any) -> Tables:
    """Input tables: the rows given, else two objectives with an action each."""
    defaults: dict[str, Sequence[Row]] = {
        "strategy": [STRATEGY], "actors": ACTORS, "evidence": [EVIDENCE], "cycles": [CYCLE],
        "objectives": [objective("O1"), objective("O2")],
        "actions": [action("O1.A1", "O1"), action("O2.A1", "O2")],
    }  # fmt: skip
    given = defaults | rows
    return {name: frame_of(name, given.get(name, [])) for name in INPUT}


def _manifest(tables: Tables, cycle: str) -> Manifest:
    days = dict(tables["cycles"].select("ref", "as_of").iter_rows())
    day = days[cycle].isoformat()
    return Manifest(
        strategy=tables["strategy"]["ref"][0], cycle=cycle, edition=1, as_of=day, cut_off=day,
        schema=1, method=METHOD, software={}, parameters="", previous="none",
        rows={name: len(frame) for name, frame in tables.items()},
    )  # fmt: skip
