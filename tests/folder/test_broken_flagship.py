# ruff: noqa: E501  (a table reads best with one fault a line)
"""Copies of the flagship, each deliberately broken once: check names the fault at its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder

from .sound import Edit, add, drop, put, swap

FLAGSHIP = Path(__file__).parents[2] / "strategies" / "iss-2010"
OBS = "observations/fran/2012-04.1.csv"
LAST = "last"

FAULTS: list[tuple[str, str, str, str, Edit]] = [
    # code, file, text of its line (or a line number, or the last), column, edit
    ("cell-empty", "actions.csv", "O1.L1.A1,", "lead", swap("actions.csv", "passenger name records,proposal,COM,,,2011", "passenger name records,proposal,,,,2011")),
    ("action-no-due", "actions.csv", "O1.L1.A1,", "due", swap("actions.csv", "passenger name records,proposal,COM,,,2011,", "passenger name records,proposal,COM,,,,")),
    ("action-no-verification", "actions.csv", "O1.L1.A1,", "verification", swap("actions.csv", ",proposed,A proposal with a COM number on EUR-Lex,\n", ",proposed,,\n")),
    ("due-outside", "actions.csv", "O1.L1.A1,", "due", swap("actions.csv", "passenger name records,proposal,COM,,,2011,", "passenger name records,proposal,COM,,,2031,")),
    ("days-reversed", "actions.csv", "O1.L1.A1,", "due", swap("actions.csv", "passenger name records,proposal,COM,,,2011,", "passenger name records,proposal,COM,,2012,2011,")),
    ("ref-dangling", "actions.csv", "O1.L1.A1,", "lead", swap("actions.csv", "passenger name records,proposal,COM,", "passenger name records,proposal,COMM,")),
    ("ref-dangling", "milestones.csv", "O1.L1.A1.M1,", "evidence", swap("milestones.csv", ",EV-com-2011-32\n", ",EV-com-2011-33\n")),
    ("ref-wrong-table", "actions.csv", "O1.L1.A1,", "objective", swap("actions.csv", "O1.L1.A1,O1.L1,", "O1.L1.A1,T1,")),
    ("key-twice", "actions.csv", LAST, "ref", add("actions.csv", "O1.L1.A1,O1.L1,Again,,proposal,COM,,,2011,,,")),
    ("ref-twice", "objectives.csv", "O1,", "ref", lambda path: add("threats.yaml", "- ref: O1\n  title: Named twice")(path)),
    ("word-unknown", "milestones.csv", "O1.L1.A1.M1,", "stage", swap("milestones.csv", "O1.L1.A1.M1,O1.L1.A1,proposed", "O1.L1.A1.M1,O1.L1.A1,propsed")),
    ("when-invalid", "milestones.csv", "O1.L1.A1.M1,", "done", swap("milestones.csv", "COM(2011) 32\",,2011-02-02", "COM(2011) 32\",,2011-02-30")),
    ("day-invalid", "cycles.csv", "2013,no", "cut_off", swap("cycles.csv", "2013,no,2012,2012,2013-04-10", "2013,no,2012,2012,10.4.2013")),
    ("number-invalid", OBS, "INDIC=refusals,FRAN,2011", "value", swap(OBS, "INDIC=refusals,FRAN,2011,118087", "INDIC=refusals,FRAN,2011,118 087")),
    ("period-invalid", OBS, "INDIC=refusals,FRAN,20I1", "period", swap(OBS, "INDIC=refusals,FRAN,2011,118087", "INDIC=refusals,FRAN,20I1,118087")),
    ("column-unknown", "actors.csv", "1", "nane", swap("actors.csv", "ref,name,kind", "ref,nane,kind")),
    ("column-missing", "actors.csv", "1", "kind", swap("actors.csv", "ref,name,kind", "ref,name,sort")),
    ("row-ragged", "actors.csv", LAST, "", add("actors.csv", "XX,Only two")),
    ("csv-broken", "evidence.csv", LAST, "", add("evidence.csv", 'EV-x,report,"Never closed,X,,,,,,,,')),
    ("file-encoding", "actors.csv", "2", "", put("actors.csv", "ref,name,kind\nX,Behörde,agency\n".encode("latin-1"))),
    ("file-empty", "objectives.csv", "", "", put("objectives.csv", "")),
    ("yaml-broken", "threats.yaml", "3", "", put("threats.yaml", "- ref: T1\n  title: [terrorism\n  x: y\n")),
    ("evidence-owed", "milestones.csv", "O1.L1.A1.M1,", "evidence", swap("milestones.csv", "whole,,,EV-com-2011-32\n", "whole,,,\n")),
    ("milestone-no-day", "milestones.csv", "O1.L1.A1.M1,", "done", swap("milestones.csv", 'COM(2011) 32",,2011-02-02,', 'COM(2011) 32",,,')),
    ("as-of-early", "cycles.csv", "2013,no", "as_of", swap("cycles.csv", "2013,no,2012,2012,2013-04-10,2013-04-10", "2013,no,2012,2012,2013-04-10,2013-04-09")),
    ("row-unsourced", "actions.csv", "O5.L4.A1,", "ref", lambda path: strip_lines(path / "provenance.csv", "actions,O5.L4.A1,")),
    ("source-owed", "provenance.csv", "strategy,iss-2010,adopted,", "source", swap("provenance.csv", "strategy,iss-2010,adopted,published,EV-legissum-jl0050,", "strategy,iss-2010,adopted,published,,")),
    ("table-unmarked", "actions.csv", "", "", lambda path: strip_lines(path / "marks.csv", "actions,*,*,")),
    ("filter-dimension", "indicators.csv", "I-O4-02,", "filter", swap("indicators.csv", "flow,fran,INDIC=refusals", "flow,fran,INDEX=refusals")),
    ("vintage-rows", "vintages.csv", "fran,2012-04,1,", "rows", lambda path: strip_lines(path / OBS, "INDIC=refusals,FRAN,2011")),
    ("vintage-unlisted", OBS, "2", "", lambda path: strip_lines(path / "vintages.csv", "fran,2012-04,1,")),
    ("reason-owed", "follow_ups.csv", "REC-2011-01b,2013,", "reason", swap("follow_ups.csv", "REC-2011-01b,2013,not graded,Nothing on record on the practice of financial investigation. Looked for in the published pages gathered for this demonstration.,", "REC-2011-01b,2013,not graded,,")),
    ("schema-old", "stocktake.yaml", "1", "schema", drop("stocktake.yaml")),
    ("objective-no-action", "objectives.csv", LAST, "ref", add("objectives.csv", "O6,An objective nobody works for,")),
]  # fmt: skip


def strip_lines(file: Path, start: str) -> None:
    """Take out the lines that begin so."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines), f"no line begins with {start!r}"
    file.write_text("".join(kept), "utf-8")


def find_line(file: Path, wanted: str) -> str:
    """The number of the line meant: given, the last, or the one that begins with the text."""
    if wanted == "" or wanted.isdigit():
        return wanted
    lines = file.read_text("utf-8").splitlines()
    if wanted != LAST:
        return str(next(n for n, line in enumerate(lines, 1) if line.startswith(wanted)))
    if file.suffix == ".yaml":
        return str(max(n for n, line in enumerate(lines, 1) if line.startswith("- ")))
    return str(len(lines))


@pytest.mark.parametrize(
    ("code", "file", "line", "column", "edit"),
    FAULTS,
    ids=[f"{code}-{file}-{column}" for code, file, _, column, _ in FAULTS],
)
def test_a_broken_copy_is_named_at_its_place(
    code: str, file: str, line: str, column: str, edit: Edit, tmp_path: Path
) -> None:
    copy = tmp_path / "iss-2010"
    shutil.copytree(FLAGSHIP, copy)
    edit(copy)
    found = check(read_folder(copy))
    places = {(p.code, p.file, p.row, p.column) for p in found}
    missing = not (copy / file).is_file()
    expected = (code, file, line if missing else find_line(copy / file, line), column)
    shown = "\n".join(p.line() for p in found if p.code == code or p.severity == "error")
    assert expected in places, f"{expected} not among:\n{shown}"
    named = next(p for p in found if (p.code, p.file, p.row, p.column) == expected)
    assert named.message and named.mend


def test_the_flagship_itself_has_no_error() -> None:
    assert [p.line() for p in check(read_folder(FLAGSHIP)) if p.severity == "error"] == []


def test_at_least_25_faults_are_tried() -> None:
    assert len(FAULTS) >= 25
