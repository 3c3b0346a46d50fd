"""A sound strategy with a row in every table, and small edits that break it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import stocktake.folder

TEMPLATE = Path(stocktake.folder.__file__).parent / "template"
FLAGSHIP = Path(__file__).parents[2] / "strategies" / "iss-2010"
Edit = Callable[[Path], None]

EXTRA = {
    "principles.csv": "ref,kind,text\nP1,principle,Tell everyone what is measured.\n",
    "instruments.csv": "ref,title,kind,objectives\nINS-FUND,River fund,fund,O1;O2\n",
    "safeguards.csv": "ref,instrument,title,guarantees\n"
    "INS-FUND.S1,INS-FUND,Appeal,Who is refused money may appeal.\n",
    "glossary.csv": "ref,term,definition,source\nG1,flood,Water where it should not be,EV-plan\n",
    "breaks.csv": "indicator,period,kind,reason,by,on\n"
    "I-O1-01,2024,method,New test,Ministry,2025-10-02\n",
    "cycles.csv": "ref,final,from,to,cut_off,as_of,document,previous,reconstructed\n"
    "2026,no,2025-01-01,2025-12-31,2026-02-28,2026-02-28,EV-report,,no\n"
    "2027,yes,2026-01-01,2026-12-31,2027-02-28,2027-03-01,,2026,no\n",
    "editions.csv": "cycle,number,released,corrects\n"
    "2026,1,2026-03-31,\n"
    "2026,2,2026-04-15,The first edition named the wrong town.\n",
    "requests.csv": "ref,cycle,actor,subject,kind,asked,due,optional\n"
    "2026.Upton.1,2026,Upton,O1.A1,status,2026-01-05,2026-02-28,no\n",
    "contributions.csv": "ref,cycle,actor,subject,kind,answers,given,state,reported,contests,"
    "carried_from,question\n"
    "2026.Upton.1,2026,Upton,O1.A1,status,2026.Upton.1,2026-02-10,accepted,in progress,,,\n"
    "2026.Towns.1,2026,Towns,I-O1-01,figure,,2026-02,submitted,,river-tests|2025-10-01|1,,\n"
    "2027.Upton.1,2027,Upton,O1.A1,status,,2027-02,returned,delivered,,2026.Upton.1,Since when?\n",
    "assessments.csv": "cycle,subject,axis,branch,assessed,of,by,on\n"
    "2026,O1,outlook,official,open,open 1a2b,A. Writer,2026-03-20\n",
    "challenges.csv": "ref,cycle,title,objective,threats,level,carried_from\n"
    "CH-2026-01,2026,Dry summers,O1,T1,main,\n"
    "CH-2027-01,2027,Dry summers,O1,T1,main,CH-2026-01\n",
    "challenge_criteria.csv": "challenge,criterion,value,basis\nCH-2027-01,severity,3,Our view\n",
    "recommendations.csv": "ref,cycle,objective,text,addressees,due,shown_by,repeats\n"
    "REC-2026-01,2026,O1,Publish each result.,Ministry,2026-06,Results within a week,\n"
    "REC-2027-01,2027,O1,Publish each result.,Ministry,2027-06,Results in a week,REC-2026-01\n",
    "responses.csv": "recommendation,actor,cycle,stance\nREC-2026-01,Ministry,2026,accepted\n",
    "follow_ups.csv": "recommendation,cycle,grade,reason,by\n"
    "REC-2026-01,2027,not graded,Looked for on the pages of the ministry,Ministry\n",
    "passages.csv": "cycle,slot,text,by,on\n"
    "2026,o1.assessment,It goes well.,A. Writer,2026-03-20\n",
    "parameters.csv": "name,from,value,by,reason\nstale,2025-01-01,3,Ministry,As adopted\n",
    "waivers.csv": "rule,block,text_sha,by,on,reason\nR1,o1,ab12,A. Writer,2026-03-20,A quote\n",
    "texts.csv": "table,row,field,lang,text,state,of\n"
    "objectives,O1,title,fr,Une eau propre,draft,ab12\n",
    "amendments.csv": "table,row,field,decided,old,new,by\n"
    "actions,O1.A1,due,2025-06,2026-03,2026-06,Ministry\n"
    "actions,O1.A1,due,2025-09,2026-06,2026-12,Ministry\n",
}


def copy_sound(path: Path) -> Path:
    """The template with the extra tables, everything sourced and marked."""
    shutil.copytree(TEMPLATE, path)
    (path / "recommendations.yaml").unlink()
    for name, text in EXTRA.items():
        (path / name).write_text(text, encoding="utf-8")
        table = name.removesuffix(".csv")
        sourced = (path / "provenance.csv").read_text()
        if table != "texts" and f"\n{table}," not in sourced:
            add("provenance.csv", f"{table},*,*,unconfirmed,,,made up")(path)
        if f"\n{table}," not in (path / "marks.csv").read_text():
            add("marks.csv", f"{table},*,*,CLEAR,publish,Ministry,A. Writer,2026-02-28")(path)
    return path


def add(file: str, line: str) -> Edit:
    """Add a line at the end of a file."""

    def edit(path: Path) -> None:
        with (path / file).open("a", encoding="utf-8", newline="") as stream:
            stream.write(f"{line}\n")

    return edit


def swap(file: str, old: str, new: str) -> Edit:
    """Replace a text that stands in a file."""

    def edit(path: Path) -> None:
        text = (path / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (path / file).write_text(text.replace(old, new), encoding="utf-8", newline="")

    return edit


def put(file: str, content: str | bytes) -> Edit:
    """Write a whole file."""

    def edit(path: Path) -> None:
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    return edit


def drop(file: str) -> Edit:
    """Delete a file."""
    return lambda path: (path / file).unlink()


def both(first: Edit, second: Edit) -> Edit:
    """One edit after another."""

    def edit(path: Path) -> None:
        first(path)
        second(path)

    return edit
