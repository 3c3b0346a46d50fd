"""Strategies with next to nothing, with too much, and with hostile words: each one compiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from publish.report.reading import grid, items, sentences, text_of
from publish.website.small_strategy import (
    CYCLE,
    DAY,
    STRATEGY,
    action,
    deed,
    make_release,
    objective,
    verdict,
)

from stocktake.publish.report.blocks import Document
from stocktake.publish.report.compiling import compile_report
from stocktake.publish.report.docx import render_docx
from stocktake.publish.report.html import render_html
from stocktake.publish.report.pdf import render_pdf
from stocktake.release.reading import Release

ONE: dict[str, Any] = {"objectives": [objective("O1")], "actions": []}
FINAL = CYCLE | {"final": True}
HOSTILE = (
    "<script>alert(1)</script>",
    "#set page(fill: red)",
    "*x* _y_ `z` $a$ @o1 <o1> \\",
    "{n, plural}",
    "]]>",
    "\u202egnp.exe",
    "=1+1",
    "a\nb",
    "ﬀé Ωж",
    "x" * 400,
    "%s {0} \0",
)


def compile_small(folder: Path, **rows: Any) -> Document:
    return compile_report(make_release(folder / "release", **rows))


def printed(document: Document) -> Iterator[bytes]:
    links = {"pdf": "r.pdf", "docx": "r.docx", "json": "r.json", "files": "release/"}
    yield render_html(document, links).encode()
    yield render_pdf(document, {}, as_of=DAY)
    yield render_docx(document, DAY)


@pytest.mark.parametrize("cycle", [CYCLE, FINAL], ids=["yearly", "final"])
def test_one_objective_and_nothing_else(tmp_path: Path, cycle: dict[str, Any]) -> None:
    bare = STRATEGY | {"legal_basis": None}
    document = compile_small(tmp_path, **ONE, strategy=[bare], cycles=[cycle], evidence=[])
    said = sentences(document)
    assert "The strategy has 1 objective. It promises no action." in said["scope.strategy"]
    assert said["o1.delivery.count"].startswith("No action was due by 30 June 2013.")
    assert (
        said["o1.outcome.none"]
        == "No indicator was defined for this objective, so its outcome cannot be judged."
    )
    assert said["threats.count"] == "The strategy lists no threat."
    assert said["made.rests"].count("No contribution is on record") == 1
    assert said["annex.d.first"].startswith("This is the first report")
    assert said["follow-up.none"] == "There are no earlier recommendations to follow up."
    assert all(printed(document))


def test_one_action_is_one_action(tmp_path: Path) -> None:
    document = compile_small(tmp_path, **ONE | {"actions": [action("O1.A1", "O1", "2012")]})
    assert (
        "It promises 1 action. 1 of 1 actions was due by 31 December 2012."
        in sentences(document)["glance.delivery"]
    )


def test_sixty_actions_under_one_objective(tmp_path: Path) -> None:
    actions = [action(f"O1.A{n}", "O1", "2012") for n in range(1, 61)]
    document = compile_small(tmp_path, objectives=[objective("O1")], actions=actions)
    assert len(grid(document, "o1.actions")) == len(items(document, "o1.unknown.list")) == 60
    assert all(printed(document))


def test_hostile_words_are_printed_as_words(tmp_path: Path) -> None:
    words = " ".join(HOSTILE).replace("\0", "")
    document = compile_small(
        tmp_path,
        strategy=[STRATEGY | {"title": words, "short_title": words, "statement": words}],
        objectives=[objective("O1", statement=words) | {"title": words}],
        threats=[{"ref": "T1", "title": words}],
        actions=[action("O1.A1", "O1", deliverable=words) | {"title": words}],
        milestones=[
            deed("O1.A1", "2012-05") | {"title": words, "fulfils": "other_form", "reason": words}
        ],
        glossary=[{"ref": "G1", "term": words, "definition": words}],
        challenges=[
            {"ref": "CH-1", "cycle": "2013", "title": words, "statement": words, "level": "main"}
        ],
        recommendations=[
            {
                "ref": "REC-1",
                "cycle": "2013",
                "text": words,
                "addressees": ["OWN"],
                "shown_by": words,
            }
        ],
        contributions=[
            {
                "ref": "2013.OWN.1",
                "cycle": "2013",
                "actor": "OWN",
                "subject": "O1",
                "kind": "state",
                "state": "accepted",
                "text": words,
            }
        ],
        passages=[
            {"cycle": "2013", "slot": "o1.assessment", "text": words, "by": words, "on": DAY}
        ],
    )
    page, pdf, docx = printed(document)
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert" in page
    assert pdf.startswith(b"%PDF")
    assert docx.startswith(b"PK")


@pytest.mark.parametrize("text", ["---", "<!-- -->", "   ", "***"])
def test_words_that_are_no_words_leave_no_hole(tmp_path: Path, text: str) -> None:
    said = {
        "ref": "2013.OWN.1",
        "cycle": "2013",
        "actor": "OWN",
        "subject": "O1",
        "kind": "state",
        "state": "accepted",
        "text": text,
    }
    document = compile_small(
        tmp_path,
        objectives=[objective("O1", statement=text)],
        actions=[],
        recommendations=[{"ref": "REC-1", "cycle": "2013", "text": text, "addressees": ["OWN"]}],
        contributions=[said],
    )
    assert all(printed(document))


def test_a_year_alone_counts_as_its_last_day_in_what_is_new(tmp_path: Path) -> None:
    """A deed of `2011` was not known on 25 November 2011, so the next report has it as new."""
    day = CYCLE["as_of"].replace(2011, 11, 25)
    before = CYCLE | {"ref": "2011", "cut_off": day, "as_of": day}
    document = compile_small(
        tmp_path,
        **ONE | {"actions": [action("O1.A1", "O1", "2011")]},
        milestones=[deed("O1.A1", "2011")],
        cycles=[before, CYCLE | {"previous": "2011"}],
    )
    assert items(document, "o1.new.list") == [
        "O1.A1 Action O1.A1: delivered on 2011, on time (due: 2011). Evidence: The act."
    ]


def test_a_deed_older_than_the_last_report_is_not_new(tmp_path: Path) -> None:
    day = CYCLE["as_of"].replace(2012, 11, 25)
    document = compile_small(
        tmp_path,
        **ONE | {"actions": [action("O1.A1", "O1", "2011")]},
        milestones=[deed("O1.A1", "2012-11-25")],
        cycles=[
            CYCLE | {"ref": "2012", "cut_off": day, "as_of": day},
            CYCLE | {"previous": "2012"},
        ],
    )
    assert items(document, "o1.new.list") == []
    assert sentences(document)["o1.new.none"] == "Nothing was delivered since the last report."
    assert "days late: 330" in items(document, "o1.late.list")[0]


STATES: dict[str, tuple[dict[str, Any], str, str]] = {
    "part": (
        {"fulfils": "part", "missing": "the rest"},
        "part",
        "delivered in part (due: 2012). Delivered: It came, May 2012. The rest: the rest.",
    ),
    "other": (
        {"fulfils": "other_form", "reason": "cheaper"},
        "new",
        "Delivered in another form: It came. Reason: cheaper.",
    ),
    "dropped": (
        {"fulfils": None, "stage": "dropped", "reason": "no money"},
        "late",
        "dropped. Reason: no money.",
    ),
    "superseded": (
        {"fulfils": None, "stage": "superseded", "reason": "a law", "replaced_by": "O2.A1"},
        "late",
        "superseded by O2.A1. Reason: a law.",
    ),
    "going": (
        {"fulfils": "no", "stage": "continuing"},
        "late",
        "not delivered. Due: 2012. On record: It came, May 2012.",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_sentence(tmp_path: Path, state: str) -> None:
    change, name, sentence = STATES[state]
    document = compile_small(
        tmp_path,
        actions=[action("O1.A1", "O1"), action("O2.A1", "O2")],
        milestones=[deed("O1.A1", "2012-05") | change],
    )
    assert sentence in items(document, f"o1.{name}.list")[0]


def test_a_deed_without_an_end_date(tmp_path: Path) -> None:
    document = compile_small(
        tmp_path,
        actions=[action("O1.A1", "O1", None)],
        milestones=[deed("O1.A1", "2012-05")],
        objectives=[objective("O1")],
    )
    assert "no end date was set" in items(document, "o1.new.list")[0]


def test_what_became_of_a_proposal(tmp_path: Path) -> None:
    tabled = deed("O1.A1", "2012-05", stage="proposed")
    law = deed("O1.A1", "2013-02-01") | {
        "ref": "O1.A1.M2",
        "stage": "adopted",
        "title": "The act",
        "fulfils": None,
    }
    document = compile_small(tmp_path, milestones=[tabled, law])
    assert sentences(document)["o1.became.law"].endswith(
        "on the record of this release: 1 (O1.A1)."
    )
    assert items(document, "o1.became.list") == ["O1.A1. 1 February 2013: The act."]
    assert items(document, "o1.related.list") == []


def test_a_finding_by_people_stands_beside_the_computed_one(tmp_path: Path) -> None:
    document = compile_small(
        tmp_path,
        **ONE,
        verdicts=[verdict("O1", "cannot be judged")],
        assessments=[
            {
                "cycle": "2013",
                "subject": "O1",
                "axis": "outlook",
                "branch": "official",
                "assessed": "at risk",
                "of": "x",
                "reason": "Seen on the spot.",
                "by": "A. Writer",
                "on": DAY,
            }
        ],
    )
    assert "outlook: at risk (A. Writer)" in text_of(document)
    assert sentences(document)["o1.differ"].endswith("Reason given: Seen on the spot.")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("cannot be judged", "No action was due; what changed was not measured."),
        ("met", "outcome: met; delivery: none due"),
    ],
)
def test_delivery_and_outcome_together(tmp_path: Path, value: str, cell: str) -> None:
    document = compile_small(tmp_path, **ONE, cycles=[FINAL], verdicts=[verdict("O1", value)])
    assert (
        sentences(document)["o1.together.cell"]
        == f"{cell} No evaluation is linked, so no effect is claimed."
    )


def test_an_objective_without_a_finding_says_so(tmp_path: Path) -> None:
    document = compile_small(tmp_path, **ONE, verdicts=[])
    assert grid(document, "glance.table")[0][8] == "no finding"


def test_what_was_amended_is_told_with_its_day_and_reason(tmp_path: Path) -> None:
    moved = {
        "table": "actions",
        "row": "O1.A1",
        "field": "due",
        "decided": "2013-06-30",
        "old": "2011-06",
        "new": "2012",
        "reason": "Delay",
        "by": "OWN",
    }
    document = compile_small(tmp_path, cycles=[FINAL], amendments=[moved])
    told = "O1.A1: due changed on 30 June 2013. Before: June 2011. Now: 2012. Reason: Delay."
    assert items(document, "o1.set.list") == [told]
    assert sentences(document)["o2.set.none"].startswith("No action, indicator or target")
    assert items(document, "annex.d.adopted") == [told]


def test_silence_is_counted_against_what_was_asked(tmp_path: Path) -> None:
    asked = {
        "ref": "2013.LAB.1",
        "cycle": "2013",
        "actor": "LAB",
        "subject": "O1",
        "kind": "state",
        "asked": DAY,
        "due": DAY,
        "optional": False,
    }
    document = compile_small(tmp_path, requests=[asked])
    assert sentences(document)["silence.count"].startswith(
        "1 contribution asked for was not received."
    )


def test_a_contested_figure_stands_beside_the_one_used(
    tmp_path: Path, indicator_rows: dict[str, Any]
) -> None:
    contest = {
        "ref": "2013.LAB.1",
        "cycle": "2013",
        "actor": "LAB",
        "subject": "I-1",
        "kind": "figure",
        "state": "accepted",
        "period": "2012",
        "value": 7,
        "contests": "data|2013-01-01|1",
    }
    document = compile_small(tmp_path, contributions=[contest], **indicator_rows)
    assert items(document, "contested.list") == [
        "I-1 Water, 2012: 7 by The laboratory; 1\u202f000 by Office, which is used."
    ]


def test_a_value_from_zero_is_given_without_a_percentage(
    tmp_path: Path, indicator_rows: dict[str, Any]
) -> None:
    indicator_rows["observations"][0]["value"] = 0
    since = STRATEGY | {"adopted": "2012-02-01"}
    document = compile_small(tmp_path, strategy=[since], **indicator_rows)
    said = sentences(document)["i-1.movement"]
    assert "The value rose from 0 in 2011 to 1\u202f000 in 2012, by 1\u202f000." in said
    assert "The base value is 0, so no percentage is given." in said


@pytest.mark.parametrize(
    ("flag", "said"), [("p", "provisional"), ("e", "estimated"), ("u", "of low reliability")]
)
def test_a_weak_last_value_is_said_to_be_weak(
    tmp_path: Path, indicator_rows: dict[str, Any], flag: str, said: str
) -> None:
    indicator_rows["observations"][1]["flags"] = flag
    document = compile_small(tmp_path, **indicator_rows)
    assert f"The last value is {said}." in sentences(document)["i-1.movement"]


def test_one_value_states_no_movement(tmp_path: Path, indicator_rows: dict[str, Any]) -> None:
    del indicator_rows["observations"][0]
    said = sentences(compile_small(tmp_path, **indicator_rows))["i-1.movement"]
    assert said == "I-1 Water. One value is known: 1\u202f000 (2012). No movement can be stated."


@pytest.fixture
def indicator_rows() -> dict[str, Any]:
    value = {
        "dataset": "data",
        "published": "2013-01-01",
        "number": 1,
        "series": "",
        "geo": "EU28",
        "value": 500,
    }
    return {
        "indicators": [
            {
                "ref": "I-1",
                "title": "Water",
                "unit": "litres",
                "subject": "O1",
                "standing": "own",
                "direction": "none",
                "direction_by": "ours",
                "nature": "flow",
                "dataset": "data",
                "geo": "EU28",
                "aggregate": "none",
                "over_time": "none",
                "scale": "additive",
                "decimals": 0,
            }
        ],
        "datasets": [
            {
                "ref": "data",
                "title": "Water",
                "publisher": "Office",
                "dimensions": "",
                "rank": "official",
                "licence": "free",
                "reusable": True,
            }
        ],
        "vintages": [
            {
                "dataset": "data",
                "published": "2013-01-01",
                "number": 1,
                "obtained": DAY,
                "complete": True,
                "origin": "EV-1",
                "sha256": "ab" * 32,
                "rows": 2,
                "reader": "x",
            }
        ],
        "observations": [value | {"period": "2011"}, value | {"period": "2012", "value": 1000}],
    }


def test_a_release_alone_is_enough(tmp_path: Path) -> None:
    release: Release = make_release(tmp_path / "release")
    assert compile_report(release).release == release.name
