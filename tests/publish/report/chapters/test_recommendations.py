"""Recommendations that split, merge, repeat, are answered, handed over and forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from publish.report.reading import grid, items, sentences
from publish.website.small_strategy import (
    CYCLE,
    EVIDENCE,
    Row,
    action,
    deed,
    make_release,
    objective,
)

from stocktake.publish.report.blocks import Document, Figure, Heading
from stocktake.publish.report.compiling import compile_report
from stocktake.publish.spans import plain

DAYS = {year: date(int(year), 6, 30) for year in ("2011", "2012", "2013")}
CYCLES = [
    CYCLE | {"ref": year, "as_of": day, "cut_off": day, "previous": before}
    for (year, day), before in zip(DAYS.items(), (None, "2011", "2012"), strict=True)
]
ACTORS = [
    {"ref": "OWN", "name": "The owner", "kind": "institution"},
    {"ref": "LAB", "name": "The laboratory", "kind": "agency"},
]


def asked(ref: str, cycle: str = "2011", **more: Any) -> Row:
    return {"ref": ref, "cycle": cycle, "text": f"Do {ref}", "addressees": ["OWN"], **more}


def graded(ref: str, cycle: str, grade: str, **more: Any) -> Row:
    return {"recommendation": ref, "cycle": cycle, "grade": grade, "by": "OWN", **more}


RECOMMENDATIONS = [
    asked("R1"),
    asked("R1a", split_from="R1"),
    asked("R1b", split_from="R1", addressees=["OWN", "LAB"], objective="O1"),
    asked("R2", merged_into="R4"),
    asked("R3", merged_into="R4"),
    asked("R4", "2012", due="2012", addressees=["LAB"]),
    asked("R5", "2012", repeats="R1a", handed_to="river-2016 REC-1"),
    asked("R6", "2012", handed_to="EV-1"),
    asked("R7", inherited_from="brook REC-9"),
    asked("R8", "2013", objective="O2"),
]
FOLLOW_UPS = [
    graded("R1a", "2012", "not implemented", reason="Nothing was found."),
    graded("R1b", "2012", "in full", closed="2012-02-28"),
    graded("R2", "2012", "in some respects"),
    graded("R4", "2013", "in some respects"),
    graded("R5", "2013", "in most respects"),
    graded("R6", "2013", "not graded", reason="Nobody looked.", text="It may be."),
]
RESPONSES = [
    {"recommendation": "R1", "actor": "OWN", "cycle": "2012", "stance": "accepted"},
    {"recommendation": "R4", "actor": "LAB", "cycle": "2013", "stance": "rejected"},
]


def compile_cycle(folder: Path, final: bool = True, **more: Any) -> Document:
    cycles = [cycle | {"final": final and cycle["ref"] == "2013"} for cycle in CYCLES]
    rows: dict[str, Any] = {
        "cycles": cycles, "actors": ACTORS, "recommendations": RECOMMENDATIONS,
        "follow_ups": FOLLOW_UPS, "responses": RESPONSES, "evidence": [EVIDENCE],
        "objectives": [objective("O1"), objective("O2")],
        "actions": [action("O1.A1", "O1", answers=["R4", "R5"]), action("O2.A1", "O2")],
    }  # fmt: skip
    return compile_report(make_release(folder / "release", **rows | more))


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return compile_cycle(tmp_path_factory.mktemp("final"))


def test_each_promise_is_counted_once_with_its_base(final: Document) -> None:
    said = sentences(final)["follow-up.count"]
    assert said.startswith(
        "Recommendations followed up: 4. In full: 1; in most respects: 1; in some respects: 1; "
        "not implemented: 0; overtaken by events: 0; not graded: 1. "
        "These are: 1 of 2011; 3 of 2012."
    )
    assert "Open at the end: 4 of 5." in said


def test_the_table_shows_each_round_and_where_one_goes_on(final: Document) -> None:
    rows = {line[0]: line for line in grid(final, "follow-up.table")}
    assert rows["R1a"][2:5] == ["not implemented", "goes on in R5", "no due date"]
    assert rows["R1b"][2:5] == ["in full", "closed 2012", "no due date; closed after 7 months"]
    assert rows["R2"][3] == "goes on in R4"
    assert rows["R4"][2:5] == ["-", "in some respects", "overdue since 31 December 2012"]
    assert rows["R7"][2:4] == ["-", "-"]
    assert not {"R1", "R8"} & set(rows)


def test_the_annex_holds_every_recommendation_with_what_was_looked_for(final: Document) -> None:
    rows = {line[0]: line for line in grid(final, "annex.c.table")}
    assert list(rows) == [row["ref"] for row in RECOMMENDATIONS]
    assert rows["R1"][-1] == "Followed up in its parts: R1a, R1b"
    assert rows["R6"][-1].endswith("It may be. Nobody looked")
    assert rows["R1b"][-3] == "7"


def test_kinship_is_told_in_words(final: Document) -> None:
    assert items(final, "annex.c.kin") == [
        "R1 was split into: R1a, R1b.",
        "R2, R3 were merged into: R4.",
        "R5 repeats: R1a (2011).",
        "R5 is handed over to: river-2016 REC-1.",
        "R6 is handed over to: The act.",
        "R7 is inherited from the strategy before: brook REC-9.",
    ]


def test_what_is_open_has_an_entry_with_actions_and_silence(final: Document) -> None:
    told = items(final, "follow-up.open.list")
    assert [line.split()[0] for line in told] == ["R5", "R4", "R6", "R7"]
    assert told[0] == (
        "R5 Do R5: in most respects. Asked since 2011. Punctuality: no due date. "
        "Answered by: O1.A1 (unknown). No response on record from: The owner."
    )
    assert "No response" not in told[1]


def test_each_addressee_has_a_line_of_what_it_was_asked_and_answered(final: Document) -> None:
    assert grid(final, "follow-up.asked.table") == [
        ["The owner", "4", "1", "3", "1", "0", "0", "3"],
        ["The laboratory", "2", "1", "1", "0", "0", "1", "1"],
    ]
    said = sentences(final)["follow-up.responses"]
    assert "The laboratory has not responded to: R1b." in said


def test_the_way_forward_says_what_is_handed_over_and_what_nothing_takes_over(
    final: Document,
) -> None:
    assert items(final, "left-over.handed") == [
        "R5 is handed over to: river-2016 REC-1.",
        "R6 is handed over to: The act.",
    ]
    assert sentences(final)["left-over.orphans"].endswith("by any document on record: R4, R7.")
    assert items(final, "left-over.orphans.list") == [
        "R4 Do R4 (asked of: The laboratory)",
        "R7 Do R7 (asked of: The owner)",
    ]
    numbers = {b.key: b.number for b in final.blocks if isinstance(b, Heading)}
    assert numbers["recommendations"] == f"{numbers['challenges']}.1"
    assert numbers["left-over"] == f"{numbers['challenges']}.2"


def test_actions_and_recommendations_name_each_other(final: Document) -> None:
    assert any("answers R4, R5" in cell for row in grid(final, "annex.a.table") for cell in row)
    assert items(final, "annex.c.actions") == [
        "R4. Answered by: O1.A1 (unknown).",
        "R5. Answered by: O1.A1 (unknown).",
    ]


def test_the_lives_are_drawn_with_their_words(final: Document) -> None:
    figures = [b for b in final.blocks if isinstance(b, Figure) and b.key == "follow-up.figure"]
    assert "R2 Do R2: asked 30 June 2011; 2012 in some respects; goes on in R4." in figures[0].alt


def test_a_yearly_report_has_a_chapter_and_no_orphans(tmp_path: Path) -> None:
    document = compile_cycle(tmp_path, final=False)
    titles = {b.key: plain(b.text) for b in document.blocks if isinstance(b, Heading)}
    assert titles["follow-up"] == "Follow-up of earlier recommendations"
    assert "left-over" not in titles
    assert "Open at the end" not in sentences(document)["follow-up.count"]


def test_a_deed_older_than_its_recommendation_is_told_when_it_is_made(tmp_path: Path) -> None:
    document = compile_cycle(tmp_path, milestones=[deed("R8", "2013-06-29")])
    assert items(document, "recommendations.already") == [
        "R8: evidence dated 29 June 2013 shows this as carried out before the report was published."
    ]


def test_objectives_without_a_recommendation_are_named(final: Document) -> None:
    assert "No recommendation is made under: O1." in sentences(final)["recommendations.count"]


def test_what_is_inherited_is_not_made_and_is_followed_up_at_once(tmp_path: Path) -> None:
    inherited = [asked("R1", "2013", inherited_from="brook REC-9")]
    document = compile_cycle(
        tmp_path, recommendations=inherited, follow_ups=[], responses=[],
        actions=[], cycles=[CYCLES[-1] | {"previous": None}],
    )  # fmt: skip
    said = sentences(document)
    assert said["recommendations.count"].startswith(
        "No recommendation is made in 2013. 1 more is inherited from the strategy before."
    )
    assert [line[0] for line in grid(document, "follow-up.table")] == ["R1"]


def test_silence_of_an_archive_is_no_proof(tmp_path: Path) -> None:
    cycles = [cycle | {"reconstructed": True} for cycle in CYCLES]
    document = compile_cycle(tmp_path, responses=[], cycles=cycles)
    assert sentences(document)["follow-up.responses"] == (
        "No response by an addressee is on record. This does not show that none was given."
    )
