"""Start the strategy that comes after: what the old one left open is handed over, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl

from stocktake.folder.checks import check
from stocktake.folder.checks.book import Book, Row
from stocktake.folder.extending import save_tables
from stocktake.folder.legacy import Legacy, find_legacy
from stocktake.folder.raw import guess
from stocktake.folder.reading import Source
from stocktake.folder.starting import refuse_filled
from stocktake.folder.writing import csv_text, save_bytes, write_folder
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import empty_text
from stocktake.vocabulary.problems import RefusedError, errors
from stocktake.vocabulary.tables import INPUT
from stocktake.vocabulary.when import first_day, last_day

Cells = dict[str, str | None]
EMPTY_TABLES: Final = (
    "objectives",
    "objective_threats",
    "actions",
    "milestones",
    "indicators",
    "targets",
    "datasets",
    "vintages",
)
"""Tables one will fill first; they are there with their heads, so that one sees the columns."""

UNCONFIRMED: Final = {
    "strategy": "assumed when this folder was started",
    "cycles": "assumed when this folder was started",
    "actors": "taken over from the strategy before",
    "evidence": "taken over from the strategy before",
}
README: Final = """\
# {title}

This folder was started from the strategy {old}. What that one left open is here:

- `recommendations`: those not carried out in full, nor overtaken, nor merged into another
- `threats`: the challenges its last report named, and the threats no objective of it answered
- `actors`: all of them

`provenance.csv` says for each of these rows which row of the old strategy it was. Title, days and
period in `strategy` are assumptions, marked as unconfirmed: put the true ones there. Then fill the
empty tables, and run

    stocktake check .
"""


@dataclass(frozen=True, slots=True)
class Succession:
    """The new folder, and what the owner of the old strategy should enter: `handed_to` by row."""

    path: Path
    handed: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Names:
    """References of the new strategy: itself, its first cycle, its documents."""

    strategy: str
    start: str
    end: str
    cycle: str
    report: str
    decision: str


def start_successor(
    old: Source, path: Path, cycle: str | None = None, write_back: bool = False
) -> Succession:
    """Write the successor's folder; with `write_back`, enter `handed_to` in the old folder."""
    refuse_filled(path)
    book = _open_sound(old)
    legacy = find_legacy(book, _choose_cycle(book, cycle))
    names = _choose_names(book, legacy)
    rows = _write_rows(book, legacy, names)
    texts = {name: _to_frame(name, rows.get(name, [])) for name in INPUT}
    write_folder(texts, path)
    for name in EMPTY_TABLES:
        save_bytes(path / f"{name}.csv", csv_text(texts[name]).encode())
    readme = README.format(title=rows["strategy"][0]["title"], old=_strategy(book)["ref"])
    save_bytes(path / "README.md", readme.encode())
    handed = _list_handed(legacy, rows, names)
    if write_back:
        save_tables(old, _enter_handed(old, handed))
    return Succession(path, handed)


def _open_sound(old: Source) -> Book:
    count = len(errors(check(old)))
    if count:
        problem = fault("strategy-unsound", old.name, count=count)
        raise RefusedError(f"{old.name} cannot be succeeded: {problem.line()}", [problem])
    return Book(old)


def _choose_cycle(book: Book, cycle: str | None) -> Row:
    known = book.found("cycles")
    wanted = cycle or max(book.cycle_order, key=lambda ref: book.cycle_order[ref], default="")
    if wanted not in known:
        problem = fault("cycle-unknown", "cycles", cell=wanted, guess=guess(wanted, known))
        raise RefusedError(problem.message, [problem])
    return known[wanted]


def _strategy(book: Book) -> Row:
    return book.rows("strategy")[0]


def _choose_names(book: Book, legacy: Legacy) -> _Names:
    old = _strategy(book)
    start = last_day(old["end"]) + timedelta(days=1)
    years = last_day(old["end"]).year - first_day(old["start"]).year
    stem = re.sub(r"-\d{4}$", "", old["ref"])
    return _Names(
        strategy=f"{stem}-{start.year}",
        start=start.isoformat(),
        end=str(start.year + years),
        cycle=str(start.year),
        report=legacy.cycle["document"] or f"EV-{old['ref']}-{legacy.cycle['ref']}",
        decision=f"EV-{stem}-{start.year}",
    )


def _write_rows(book: Book, legacy: Legacy, names: _Names) -> dict[str, list[Cells]]:
    threats = [*legacy.challenges, *legacy.threats]
    rows: dict[str, list[Cells]] = {
        "strategy": [_write_strategy(book, names)],
        "actors": [dict(row.cells) for row in book.rows("actors")],
        "evidence": list(_write_evidence(book, legacy, names)),
        "cycles": [_write_cycle(names)],
        "threats": [
            {"ref": f"T{n}", "title": row["title"], "statement": row["statement"]}
            for n, row in enumerate(threats, 1)
        ],
        "recommendations": _carry_recommendations(book, legacy, names),
    }
    rows["provenance"] = list(_write_provenance(legacy, rows, names))
    return rows


def _write_strategy(book: Book, names: _Names) -> Cells:
    old = _strategy(book)
    kept = ("issuer", "report_every", "language", "time_zone")
    return {
        **{name: old[name] for name in kept},
        "ref": names.strategy,
        "title": f"Successor of: {old['title']}",
        "short_title": f"Successor of {old['short_title']}",
        "adopted": names.start,
        "start": names.start,
        "end": names.end,
        "legal_basis": names.decision,
        "predecessors": ";".join(dict.fromkeys([*old.list("legal_basis"), names.report])),
    }


def _write_evidence(book: Book, legacy: Legacy, names: _Names) -> Iterator[Cells]:
    old, known = _strategy(book), book.found("evidence")
    publisher = book.found("actors")[old["issuer"]]["name"]
    yield {
        "ref": names.decision,
        "kind": "law",
        "title": "The decision that adopts this strategy (not yet named)",
        "publisher": publisher,
    }
    for ref in dict.fromkeys([*old.list("legal_basis"), names.report]):
        yield (
            dict(known[ref].cells)
            if ref in known
            else {
                "ref": ref,
                "kind": "report",
                "title": f"Report {legacy.cycle['ref']} on the strategy {old['title']}",
                "publisher": publisher,
                "published": legacy.cycle["published"],
            }
        )


def _write_cycle(names: _Names) -> Cells:
    return {
        "ref": names.cycle,
        "final": "no",
        "from": names.start,
        "to": names.cycle,
        "cut_off": f"{names.cycle}-12-31",
        "as_of": f"{names.cycle}-12-31",
        "reconstructed": "no",
    }


def _carry_recommendations(book: Book, legacy: Legacy, names: _Names) -> list[Cells]:
    old = _strategy(book)["ref"]
    return [
        {
            **{name: row[name] for name in ("text", "addressees", "due", "shown_by")},
            "ref": f"REC-{names.cycle}-{number:02}",
            "cycle": names.cycle,
            "inherited_from": f"{old} {row['ref']}",
        }
        for number, row in enumerate(legacy.recommendations, 1)
    ]


def _write_provenance(
    legacy: Legacy, rows: Mapping[str, list[Cells]], names: _Names
) -> Iterator[Cells]:
    for name, note in UNCONFIRMED.items():
        yield {"table": name, "row": "*", "field": "*", "standing": "unconfirmed", "note": note}
    read = {"standing": "published", "source": names.report}
    for name, ref, row in _pair(legacy, rows):
        place = f"{row.table.name} {row.address} of the strategy before"
        yield {"table": name, "row": ref, "field": "*", "place": place, **read}


def _pair(legacy: Legacy, rows: Mapping[str, list[Cells]]) -> Iterator[tuple[str, str, Row]]:
    """Each new row with the old row it was."""
    old = {
        "threats": [*legacy.challenges, *legacy.threats],
        "recommendations": legacy.recommendations,
    }
    for name, before in old.items():
        for new, row in zip(rows[name], before, strict=True):
            yield name, new["ref"] or "", row


def _list_handed(legacy: Legacy, rows: Mapping[str, list[Cells]], names: _Names) -> pl.DataFrame:
    handed = [
        (row.table.name, row.address, f"{names.strategy} {ref}")
        for _, ref, row in _pair(legacy, rows)
        if "handed_to" in row.table.names
    ]
    return pl.DataFrame(handed, ["table", "row", "handed_to"], orient="row")


def _enter_handed(old: Source, handed: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables of the old strategy with `handed_to` filled; what stands there already stays."""
    texts = {}
    for (name,), part in handed.group_by("table", maintain_order=True):
        entered = part.select(pl.col("row").alias("ref"), pl.col("handed_to").alias("entered"))
        frame = old.texts[str(name)].join(entered, on="ref", how="left", maintain_order="left")
        filled = pl.coalesce("handed_to", "entered").alias("handed_to")
        texts[str(name)] = frame.with_columns(filled).drop("entered")
    return texts


def _to_frame(name: str, rows: list[Cells]) -> pl.DataFrame:
    schema = empty_text(INPUT[name]).schema
    cells = [{column: row.get(column) or None for column in schema} for row in rows]
    return pl.DataFrame(cells, schema=schema)
