# ruff: noqa: E501  (a table reads best with one fault a line)
"""Each fault, put into a sound strategy, is named at its file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder

from ..sound import Edit, add, both, copy_sound, drop, put, swap

OBS = "observations/river-tests/2025-10-01.1.csv"
ACTION = "2026.Upton.2,2026,Upton,{subject},{kind},,2026-02,{state},{reported},,,"


def contribution(subject: str, kind: str, reported: str = "", state: str = "accepted") -> Edit:
    line = ACTION.format(subject=subject, kind=kind, state=state, reported=reported)
    return add("contributions.csv", line)


FAULTS: list[tuple[str, str, Edit]] = [
    # code, file line column, edit
    # --- files and heads
    ("schema-old", "stocktake.yaml 1 schema", drop("stocktake.yaml")),
    ("schema-old", "stocktake.yaml 1 schema", put("stocktake.yaml", "schema: 0\n")),
    ("schema-new", "stocktake.yaml 1 schema", put("stocktake.yaml", "schema: 99\n")),
    ("schema-unreadable", "stocktake.yaml 1 schema", put("stocktake.yaml", "version one\n")),
    ("file-empty", "stocktake.yaml", put("stocktake.yaml", "")),
    ("file-encoding", "stocktake.yaml 1", put("stocktake.yaml", b"\xff\xfe1\x00")),
    ("file-unknown", "aktors.csv", put("aktors.csv", "ref\n")),
    ("file-unreadable", "waivers.csv", both(drop("waivers.csv"), put("waivers.csv/file", ""))),
    ("file-empty", "actors.csv", put("actors.csv", " \n")),
    ("file-encoding", "actors.csv 2", put("actors.csv", "ref,name,kind\nX,Ü,state\n".encode("latin-1"))),
    ("file-encoding", "actors.csv 1", put("actors.csv", "ref,name,kind\n".encode("utf-16"))),
    ("file-nul", "actors.csv 2", put("actors.csv", "ref,name,kind\nX\0,Y,state\n")),
    ("table-twice", "actors.yaml", put("actors.yaml", "- ref: X\n")),
    ("vintage-name", "observations/river-tests/new.csv", put("observations/river-tests/new.csv", "a\n")),
    ("csv-broken", "actors.csv 5", add("actors.csv", 'X,"unclosed,state,,')),
    ("csv-broken", "actors.csv 5", add("actors.csv", f"X,{'long' * 50_000},state,,")),
    ("csv-semicolons", "actors.csv 1", put("actors.csv", "ref;name;kind\nX;Y;state\n")),
    ("yaml-broken", "objectives.yaml 3", put("objectives.yaml", "- ref: O1\n  title: [a\n  x: y\n")),
    ("yaml-broken", "objectives.yaml 1", put("objectives.yaml", "[" * 100_000)),
    ("yaml-shape", "objectives.yaml 1", put("objectives.yaml", "ref: O1\n")),
    ("yaml-shape", "objectives.yaml 2", put("objectives.yaml", "- ref: O1\n- O2\n")),
    ("yaml-shape", "objectives.yaml 1", put("objectives.yaml", "- {[a]: b}\n")),
    ("yaml-nested", "objectives.yaml 2 title", put("objectives.yaml", "- ref: O1\n  title: {a: b}\n")),
    ("column-twice", "objectives.yaml 2 ref", put("objectives.yaml", "- ref: O1\n  ref: O2\n")),
    ("column-twice", "actors.csv 1 name", put("actors.csv", "ref,name,name,kind\n")),
    ("column-missing", "actors.csv 1 kind", put("actors.csv", "ref,name\nX,Y\n")),
    ("column-unknown", "actors.csv 1 nmae", put("actors.csv", "ref,nmae,kind\nX,Y,state\n")),
    ("row-ragged", "actors.csv 5", add("actors.csv", "X,Y")),
    ("row-blank", "actors.csv 5", add("actors.csv", ",,,,")),
    # --- cells
    ("cell-empty", "actors.csv 4 name", swap("actors.csv", "Town of Upton", "")),
    ("cell-empty", "actions.yaml 2 lead", swap("actions.yaml", "  lead: [Upton]\n", "")),
    ("cell-spaces", "actors.csv 4 name", swap("actors.csv", "Town of Upton", " Town of Upton")),
    ("cell-control", "actors.csv 4 name", swap("actors.csv", "Town of Upton", "Town\x1b[31m")),
    ("cell-lines", "actors.csv 4 name", swap("actors.csv", "Town of Upton", '"Town\nof Upton"')),
    ("ref-grammar", "threats.csv 4 ref", add("threats.csv", "T 3,Drought,")),
    ("ref-grammar", "instruments.csv 2 objectives", swap("instruments.csv", "O1;O2", "O1; O2")),
    ("ref-repeated", "instruments.csv 2 objectives", swap("instruments.csv", "O1;O2", "O1;O1")),
    ("word-unknown", "actors.csv 4 kind", swap("actors.csv", "Upton,state", "Upton,stat")),
    ("word-unknown", "responses.csv 2 stance", swap("responses.csv", "accepted", "agreed")),
    ("day-invalid", "cycles.csv 2 cut_off", swap("cycles.csv", "2026-02-28,2026", "2026-02-30,2026")),
    ("when-invalid", "actions.yaml 2 due", swap("actions.yaml", "due: 2026-12", "due: 2026-13")),
    ("when-invalid", "strategy.yaml 2 adopted", swap("strategy.yaml", "2024-11-20", "20.11.2024")),
    ("period-invalid", f"{OBS} 3 period", swap(OBS, "RIVER,2024", "RIVER,2024-Q5")),
    ("number-invalid", f"{OBS} 3 value", swap(OBS, ",64,", ",6e1,")),
    ("number-invalid", f"{OBS} 3 value", swap(OBS, ",64,", f",{'6' * 39},")),
    ("integer-invalid", "indicators.yaml 2 decimals", swap("indicators.yaml", "decimals: 0", "decimals: few")),
    ("yes-no-invalid", "datasets.csv 2 reusable", swap("datasets.csv", ",yes", ",true")),
    ("days-reversed", "actions.yaml 2 due", swap("actions.yaml", "due: 2026-12", "due_from: 2027\n  due: 2026-12")),
    ("days-reversed", "strategy.yaml 2 end", swap("strategy.yaml", "end: 2028", "end: 2024")),
    # --- keys and references
    ("key-twice", "actors.csv 5 ref", add("actors.csv", "Upton,Upton again,state,,")),
    ("key-twice", f"{OBS} 5", add(OBS, "test=passed,RIVER,2024,65,")),
    ("grade-twice", "follow_ups.csv 3 recommendation", add("follow_ups.csv", "REC-2026-01,2027,in full,,Ministry")),
    ("ref-twice", "evidence.csv 7 ref", add("evidence.csv", "t1,page,A page,Ministry,2025")),
    ("ref-twice", "contributions.csv 5 ref", add("contributions.csv", "O1,2026,Upton,O1.A1,status,,2026,draft,,,,")),
    ("ref-dangling", "objective_threats.csv 2 threat", swap("objective_threats.csv", "O1,T1", "O1,T7")),
    ("ref-dangling", "actions.yaml 2 lead", swap("actions.yaml", "lead: [Upton]", "lead: [Uptown]")),
    ("ref-dangling", "contributions.csv 3 contests", swap("contributions.csv", "2025-10-01|1", "2025-10-02|1")),
    ("ref-wrong-table", "objective_threats.csv 2 threat", swap("objective_threats.csv", "O1,T1", "O1,O2")),
    ("chain-loop", "objectives.yaml 2 parent", swap("objectives.yaml", "ref: O1\n", "ref: O1\n  parent: O1\n")),
    ("chain-loop", "cycles.csv 2 previous", swap("cycles.csv", "EV-report,,no", "EV-report,2027,no")),
    ("chain-loop", "actors.csv 3 member_of", swap("actors.csv", "group,", "group,Upton")),
    ("chain-deep", "actors.csv 4 member_of", swap("actors.csv", "group,", "group,Ministry")),
    ("chain-order", "challenges.csv 2 carried_from", swap("challenges.csv", "T1,main,\n", "T1,main,CH-2027-01\n")),
    ("chain-order", "recommendations.csv 4 repeats", add("recommendations.csv", "REC-2026-02,2026,,Do it.,Upton,2026,A,REC-2027-01")),
    ("chain-order", "recommendations.csv 4 split_from", both(swap("recommendations.csv", "shown_by,repeats", "shown_by,split_from"), add("recommendations.csv", "REC-2026-02,2026,,Do it.,Upton,2026,A,REC-2027-01"))),
    ("cycle-order", "cycles.csv 2 previous", swap("cycles.csv", "EV-report,,no", "EV-report,2027,no")),
    ("action-above-line", "actions.yaml 19 objective", add("objectives.yaml", "- {ref: O2.L1, title: Dams, parent: O2}")),
    # --- said about facts
    ("address-table", "provenance.csv 2 table", swap("provenance.csv", "strategy,*", "strateg,*")),
    ("address-row", "texts.csv 2 row", swap("texts.csv", "O1,title", "O9,title")),
    ("address-field", "texts.csv 2 field", swap("texts.csv", "O1,title", "O1,name")),
    ("amendment-not-present", "amendments.csv 3 new", swap("actions.yaml", "due: 2026-12", "due: 2026-11")),
    ("amendment-chain", "amendments.csv 3 old", swap("amendments.csv", "2025-09,2026-06", "2025-09,2026-05")),
    ("source-owed", "provenance.csv 2 source", swap("provenance.csv", "strategy,*,*,published,EV-plan", "strategy,*,*,published,")),
    ("row-unsourced", "milestones.csv 5 ref", add("milestones.csv", "O2.A1.M2,O2.A1,closed,End,2026,,,")),
    ("row-unsourced", "milestones.csv 2 ref", swap("provenance.csv", "O1.A1.M1,*", "O1.A1.M1,done")),
    ("table-unsourced", "waivers.csv", swap("provenance.csv", "waivers,*,*,unconfirmed,,,made up\n", "")),
    ("named-owed", "marks.csv 3 named", swap("marks.csv", "actors,*,*,CLEAR", "actors,*,*,AMBER")),
    ("second-owed", "marks.csv 3 second", swap("marks.csv", "actors,*,*,CLEAR", "actors,Upton,*,CLEAR,publish,Ministry,A. Writer,2026-02-28\nactors,*,*,GREEN")),
    ("table-unmarked", "actors.csv", swap("marks.csv", "actors,*,*,CLEAR,publish,Ministry,A. Writer,2026-02-28\n", "")),
    # --- what was promised
    ("strategy-rows", "strategy", put("strategy.yaml", "[]\n")),
    ("strategy-rows", "strategy.yaml 14 ref", add("strategy.yaml", "- ref: other")),
    ("action-no-due", "actions.yaml 2 due", swap("actions.yaml", "  due: 2026-12\n", "")),
    ("action-no-verification", "actions.yaml 2 verification", swap("actions.yaml", "  verification: The permit to operate is published.\n", "")),
    ("objective-no-action", "objectives.yaml 8 ref", add("objectives.yaml", "- {ref: O3, title: Fish}")),
    ("objective-no-indicator", "objectives.yaml 8 ref", add("objectives.yaml", "- {ref: O3, title: Fish}")),
    ("due-outside", "actions.yaml 19 due", swap("actions.yaml", "due: 2025-12", "due: 2024-12")),
    ("milestone-no-day", "milestones.csv 5 done", add("milestones.csv", "O2.A1.M2,O2.A1,closed,End,,,,")),
    ("missing-owed", "milestones.csv 4 missing", swap("milestones.csv", ",whole,", ",part,")),
    ("reason-owed", "milestones.csv 4 reason", swap("milestones.csv", ",whole,", ",other_form,")),
    ("reason-owed", "follow_ups.csv 2 reason", swap("follow_ups.csv", "Looked for on the pages of the ministry", "")),
    ("replaced-by-owed", "milestones.csv 3 replaced_by", swap("milestones.csv", "in_operation", "superseded")),
    ("evidence-owed", "milestones.csv 4 evidence", swap("milestones.csv", ",EV-map", ",")),
    # --- what is measured
    ("indicator-no-baseline", "indicators.yaml 2 ref", put("targets.csv", "indicator,branch,deadline,rule,baseline_period,adopted_by,adopted_on\n")),
    ("target-no-value", "targets.csv 2 value", swap("targets.csv", "61,95,", "61,,")),
    ("indicator-no-observation", "indicators.yaml 2 filter", swap("indicators.yaml", "test=passed", "test=failed")),
    ("filter-form", "indicators.yaml 2 filter", swap("indicators.yaml", "test=passed", "passed")),
    ("filter-dimension", "indicators.yaml 2 filter", swap("indicators.yaml", "test=passed", "tset=passed")),
    ("vintage-empty", "vintages.csv 3 dataset", add("vintages.csv", "river-tests,2026,1,2026-10-02,yes,EV-tests,-,3,by hand")),
    ("vintage-rows", "vintages.csv 2 rows", add(OBS, "test=passed,RIVER,2026,71,")),
    ("vintage-unlisted", "observations/river-tests/2026.1.csv 2", put("observations/river-tests/2026.1.csv", "series,geo,period,value,flags\ntest=passed,RIVER,2026,1,\n")),
    ("series-dimensions", f"{OBS} 3 series", swap(OBS, "test=passed,RIVER,2024", "tests=passed,RIVER,2024")),
    ("flags-unsorted", f"{OBS} 4 flags", swap(OBS, "70,p", "70,pb")),
    ("value-missing", f"{OBS} 3 value", swap(OBS, ",64,", ",,")),
    # --- the rounds
    ("as-of-early", "cycles.csv 2 as_of", swap("cycles.csv", "2026-02-28,2026-02-28", "2026-02-28,2026-02-27")),
    ("final-twice", "cycles.csv 3 final", swap("cycles.csv", "2026,no,2025", "2026,yes,2025")),
    ("correction-owed", "editions.csv 3 corrects", swap("editions.csv", "The first edition named the wrong town.", "")),
    ("kind-unfit", "contributions.csv 5 subject", contribution("O1", "status")),
    ("kind-unfit", "contributions.csv 5 subject", contribution("O1.A1", "figure")),
    ("reported-unfit", "contributions.csv 5 reported", contribution("O1.A1", "status", "off course")),
    ("question-owed", "contributions.csv 5 question", contribution("O1.A1", "status", state="returned")),
    ("criterion-no-place", "challenge_criteria.csv 2 value", swap("challenge_criteria.csv", "severity,3", "severity,grave")),
    ("criterion-no-word", "challenge_criteria.csv 3 value", add("challenge_criteria.csv", "CH-2027-01,evidence quality,2,Our view")),
    ("criterion-mixed", "challenge_criteria.csv 3 value", both(add("challenges.csv", "CH-2027-02,2027,Ice,O1,T1,main,"), add("challenge_criteria.csv", "CH-2027-02,severity,high,Our view"))),
    ("assessed-unknown", "assessments.csv 2 assessed", swap("assessments.csv", "official,open", "official,fine")),
    ("recommendation-no-due", "recommendations.csv 2 due", swap("recommendations.csv", "2026-06", "")),
    ("recommendation-not-shown", "recommendations.csv 2 shown_by", swap("recommendations.csv", "Results within a week", "")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "place", "edit"), FAULTS, ids=[f"{code} {place}" for code, place, _ in FAULTS]
)
def test_fault_is_named_at_its_place(
    code: str, place: str, edit: Edit, found_in_sound: set[tuple[str, str]], tmp_path: Path
) -> None:
    path = copy_sound(tmp_path / "river")
    edit(path)
    assert (code, place) in find(path) - found_in_sound


@pytest.fixture(scope="module")
def found_in_sound(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    return find(copy_sound(tmp_path_factory.mktemp("sound") / "river"))


def find(path: Path) -> set[tuple[str, str]]:
    return {
        (problem.code, " ".join(filter(None, (problem.file, problem.row, problem.column))))
        for problem in check(read_folder(path))
    }
