"""The three reports of the flagship, compiled: what must stand in them and what must not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from publish.report.reading import grid, items, sentences, spans_of, text_of, texts_of

from stocktake.publish.report.blocks import Document, Figure, Grid, Heading, Listing, Para
from stocktake.publish.report.compiling import FINAL, YEARLY, compile_report
from stocktake.publish.sentences import catalogue
from stocktake.release.reading import Release

CYCLES = ("2011", "2013", "2014")
# `tables.md` 6: due, on time, late, in part, overdue, unknown, not yet due, no end date.
COUNTS = {
    "2011": (1, 1, 0, 0, 0, 0, 36, 4),
    "2013": (27, 8, 5, 1, 1, 12, 10, 4),
    "2014": (33, 10, 6, 1, 0, 16, 4, 4),
}
CLASSES = {
    "2011": ["none due"] * 4 + ["delivered"],
    "2013": ["partly delivered", "mostly delivered", "unknown", "unknown", "partly delivered"],
    "2014": ["partly delivered", "mostly delivered", "unknown", "unknown", "partly delivered"],
}
LATER_THAN_2013 = (
    "219",
    "537",
    "9\u202f528",
    "5\u202f535",
    "5 535",
    "2 December 2013",
    "2014/42",
    "2016/681",
    "24 April 2013",
    "1082/2013",
    "1313/2013",
    "COM(2013) 941",
    "118\u202f277",
    "107\u202f365",
    "COM(2014)",
    "eu-LISA runs",
    "152 in 2013",
    "17 December 2013",
    "15 May 2013",
    "7 June 2013",
)


@pytest.fixture(params=CYCLES)
def cycle(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(cycle: str, flagship_reports: dict[str, Document]) -> Document:
    return flagship_reports[cycle]


def test_the_counts_of_the_dictionary_are_said(cycle: str, document: Document) -> None:
    said = sentences(document)["glance.delivery"]
    due, on_time, late, part, overdue, unknown, not_due, no_end = COUNTS[cycle]
    verb = "was" if due == 1 else "were"
    assert f"{due} of 41 actions {verb} due by" in said
    assert (
        f"on time: {on_time}; late: {late}; in part: {part}; "
        f"overdue: {overdue}; unknown: {unknown}." in said
    )
    assert f"Not yet due: {not_due}; no end date: {no_end}; dropped: 0." in said


def test_the_delivery_of_each_objective_is_the_dictionary_s(cycle: str, document: Document) -> None:
    assert [row[7] for row in grid(document, "glance.table")][:5] == CLASSES[cycle]
    assert {row[8] for row in grid(document, "glance.table")[:5]} == {"cannot be judged"}


def test_actions_delivered_early_are_named(flagship_reports: dict[str, Document]) -> None:
    early = {
        cycle: sum(
            s.partition("ahead of the due date: ")[2].partition(".\n")[0].count(".A")
            for key, s in sentences(document).items()
            if key.endswith(".delivery.count")
        )
        for cycle, document in flagship_reports.items()
    }
    assert early == {"2011": 4, "2013": 2, "2014": 1}


def test_every_paragraph_has_the_next_number(document: Document) -> None:
    numbers = [block.number for block in document.blocks if isinstance(block, Para)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_block_has_a_key_of_its_own(document: Document) -> None:
    twice = [key for key, count in Counter(b.key for b in document.blocks).items() if count > 1]
    assert twice == []


def test_every_table_and_figure_has_a_number_of_its_own(document: Document) -> None:
    numbers = [b.number for b in document.blocks if isinstance(b, Grid | Figure)]
    assert len(set(numbers)) == len(numbers)
    body = [n for n in numbers if re.fullmatch(r"Table \d+", n)]
    assert body == [f"Table {n}" for n in range(1, len(body) + 1)]


def test_no_heading_skips_a_level(document: Document) -> None:
    levels = [block.level for block in document.blocks if isinstance(block, Heading)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_generated_paragraph_names_a_message(document: Document) -> None:
    known = catalogue("en").messages
    sources = {b.source for b in document.blocks if isinstance(b, Para) and b.origin == "generated"}
    assert sources - set(known) == set()


def test_every_table_has_a_cell_a_column_none_empty_a_source_and_a_file(document: Document) -> None:
    for block in document.blocks:
        if isinstance(block, Grid):
            assert block.source, block.key
            assert block.file.startswith("csv/"), block.key
            for row in block.rows:
                assert len(row.cells) == len(block.columns), block.key
                assert all(row.cells), (block.key, row)


def test_every_figure_has_its_table_a_source_and_words_that_are_not_its_caption(
    document: Document,
) -> None:
    keys = {b.key for b in document.blocks if isinstance(b, Grid)}
    for block in document.blocks:
        if isinstance(block, Figure):
            assert block.table in keys
            assert block.source
            assert block.alt != "".join(s.text for s in block.caption)


def test_no_list_is_empty(document: Document) -> None:
    assert all(block.items for block in document.blocks if isinstance(block, Listing))


def test_every_link_leads_somewhere(document: Document) -> None:
    keys = {block.key for block in document.blocks}
    keys |= {row.key for block in document.blocks if isinstance(block, Grid) for row in block.rows}
    links = {
        span.to for block in document.blocks for run in spans_of(block) for span in run if span.to
    }
    inner = {to for to in links if "://" not in to and not to.startswith("mailto:")}
    assert inner - keys == set()


@pytest.mark.parametrize(
    "slip", ["  ", " .", "..", " ,", " ;", "()", ": .", ":;", "{", "}", "\n\n", "NaN"]
)
def test_no_slip_of_the_pen(document: Document, slip: str) -> None:
    found = [
        text
        for block in document.blocks
        for text in texts_of(block)
        if slip in text and "<svg" not in text
    ]
    assert found == []


@pytest.mark.parametrize(
    "slip",
    [
        r"\b1 (actions|objectives|threats|recommendations|months|days|values|bodies)\b",
        r"\bEU(27_2007|28|27_2020)\b",
        r"\b\d{4}-\d{2}(-\d{2})?\b(?!\d)",
    ],
)
def test_no_raw_code_and_no_slip_of_number(document: Document, slip: str) -> None:
    found = [
        re.search(slip, text)
        for block in document.blocks
        if isinstance(block, Para | Grid) and not block.key.startswith(("annex.f", "unconfirmed"))
        for text in texts_of(block)
        if re.search(slip, text)
        and "CH-" not in text
        and "REC-" not in text
        and "2010-2014" not in text
    ]
    assert found == []


def test_no_sentence_is_said_twice_in_a_paragraph(document: Document) -> None:
    for text in sentences(document).values():
        parts = [part for part in re.split(r"(?<=\.) ", text) if len(part) > 12]
        assert len(parts) == len(set(parts)), text


def test_unconfirmed_facts_carry_their_mark(flagship_reports: dict[str, Document]) -> None:
    marked = {
        span.text
        for block in flagship_reports["2013"].blocks
        for run in spans_of(block)
        for span in run
        if span.mark == "unconfirmed"
    }
    assert {"10 April 2013", "no end date", "COM", "2012", "1\u202f590"} <= marked
    assert any("Framework for freezing terrorist assets" in text for text in marked)


def test_what_came_after_the_day_is_not_in_the_report(
    flagship_reports: dict[str, Document],
) -> None:
    text = text_of(flagship_reports["2013"], but="unmeasured.later")
    assert [
        fact
        for fact in LATER_THAN_2013
        if re.search(rf"(?<![\d\u202f]){re.escape(fact)}(?![\d\u202f])", text)
    ] == []
    assert "2 December 2013" in text_of(flagship_reports["2014"])


def test_each_report_has_the_figure_of_its_vintage(flagship_reports: dict[str, Document]) -> None:
    before, after = (text_of(flagship_reports[cycle]) for cycle in ("2013", "2014"))
    assert "118\u202f087" in before
    assert "118\u202f277" not in before
    assert "118\u202f277" in after
    outcome = next(
        s for k, s in sentences(flagship_reports["2014"]).items() if k == "i-o4-02.movement"
    )
    assert "118\u202f087" not in outcome


def test_the_yearly_chapters_are_in_the_order_of_the_anatomy(
    flagship_reports: dict[str, Document],
) -> None:
    assert chapters(flagship_reports["2013"]) == [
        "about",
        "read",
        "glance",
        "intro",
        "threats",
        "state",
        "challenges",
        "follow-up",
        "recommendations",
        "quality",
        "next",
        *(f"annex.{letter}" for letter in "abcdefghi"),
    ]


def test_the_final_chapters_answer_the_question(flagship_reports: dict[str, Document]) -> None:
    assert chapters(flagship_reports["2014"]) == [
        "about",
        "read",
        "glance",
        "intro",
        "threats",
        "state",
        "answer",
        "follow-up",
        "lessons",
        "challenges",
        "quality",
        *(f"annex.{letter}" for letter in "abcdefghijk"),
    ]
    assert len(FINAL) == len(set(FINAL))
    assert len(YEARLY) == len(set(YEARLY))


def chapters(document: Document) -> list[str]:
    return [b.key for b in document.blocks if isinstance(b, Heading) and b.level == 1]


def test_every_objective_has_the_same_parts_in_the_same_order(
    document: Document, cycle: str
) -> None:
    order = [
        "delivery",
        "new",
        "late",
        "part",
        "going",
        "unknown",
        "became",
        "related",
        "outcome",
        "demonstration",
        "differ",
        "said",
        "assessment.head",
        "not-known",
        "recommendations",
        "together",
        "set",
    ]
    always = {"delivery", "new", "outcome", "demonstration", "not-known", "recommendations"}
    always |= {"together", "set"} if cycle == "2014" else set()
    for ref in ("o1", "o2", "o3", "o4", "o5"):
        parts = [
            b.key.removeprefix(f"{ref}.")
            for b in document.blocks
            if isinstance(b, Heading) and b.key.startswith(f"{ref}.")
        ]
        assert parts == [part for part in order if part in parts]
        assert always <= set(parts)


def test_what_was_tabled_is_told_from_what_is_law(flagship_reports: dict[str, Document]) -> None:
    before, after = (
        sentences(flagship_reports[cycle])["o1.became.law"] for cycle in ("2013", "2014")
    )
    assert "Proposals delivered: 3." in before
    assert before.endswith(": 0 (none).")
    assert after.endswith(": 1 (O1.L3.A1).")
    became = items(flagship_reports["2014"], "o1.became.list")
    assert "O1.L3.A1. 3 April 2014: Directive 2014/42/EU." in became


def test_the_final_report_claims_no_effect(flagship_reports: dict[str, Document]) -> None:
    for ref in ("o1", "o2", "o3", "o4", "o5"):
        said = sentences(flagship_reports["2014"])[f"{ref}.together.cell"]
        assert said.endswith("No evaluation is linked, so no effect is claimed.")


def test_the_final_report_names_what_nothing_takes_over(
    flagship_reports: dict[str, Document],
) -> None:
    said = sentences(flagship_reports["2014"])
    assert "Open at the end: 7 of 16." in said["follow-up.count"]
    assert said["left-over.orphans"] == (
        "Open at the end of the strategy and not taken over by any document on record: "
        "REC-2011-01b, REC-2011-02, REC-2011-03a, REC-2013-02, REC-2013-04, REC-2013-05, "
        "REC-2013-06."
    )
    assert "CH-2014-07" in said["challenges.handed"]


def test_the_final_report_says_that_its_verdicts_are_provisional(
    flagship_reports: dict[str, Document],
) -> None:
    said = sentences(flagship_reports["2014"])
    assert (
        "ends on 31 December 2014, after the cut-off. All verdicts are provisional."
        in said["scope.provisional"]
    )
    assert "Not yet due then: O1.L3.A2, O4.L4.A3, O5.L2.A6." in said["scope.provisional"]
    assert "Delivered ahead of the due date: O2.L1.A3." in said["scope.provisional"]


def test_the_threats_then_are_set_beside_the_challenges_now(
    flagship_reports: dict[str, Document],
) -> None:
    said = sentences(flagship_reports["2014"])["threats.now"]
    assert "T6 Natural and man-made disasters" in said
    assert "CH-2014-01 Europeans fighting abroad" in said


def test_follow_up_counts_all_reports_together(flagship_reports: dict[str, Document]) -> None:
    assert sentences(flagship_reports["2013"])["follow-up.count"].startswith(
        "Recommendations followed up: 9. In full: 4; in most respects: 1; "
        "in some respects: 2; not implemented: 1;"
    )
    for key in ("follow-up.count", "glance.recommendations"):
        assert (
            "Recommendations followed up: 16. In full: 9; in most respects: 2; "
            "in some respects: 1; not implemented: 2;" in sentences(flagship_reports["2014"])[key]
        )


def test_the_unconfirmed_are_counted_and_listed(document: Document) -> None:
    said = sentences(document)["unconfirmed.count"]
    count = int(re.search(r"unconfirmed: (\d+)", said)[1])  # type: ignore[index]
    assert sum(item.count("; ") + 1 for item in items(document, "unconfirmed.list")) == count


def test_a_first_report_compares_with_nothing(flagship_reports: dict[str, Document]) -> None:
    said = sentences(flagship_reports["2011"])
    assert "This is the first report" in said["annex.d.first"]
    assert not any(key.startswith(("quality.revised", "revised")) for key in said)
    assert "since the last report" not in text_of(flagship_reports["2011"]).lower().replace(
        "changes since the last report", ""
    )


def test_compiling_twice_gives_the_same_bytes(
    flagship_releases: dict[str, Release], cycle: str, document: Document
) -> None:
    assert compile_report(flagship_releases[cycle]).to_json() == document.to_json()


GOLDEN = {
    "2013": "9. In full: 4; in most respects: 1; in some respects: 2; not implemented: 1; "
    "overtaken by events: 0; not graded: 1. These are: 6 recommendations of 2011 in 9 parts.",
    "2014": "16. In full: 9; in most respects: 2; in some respects: 1; not implemented: 2; "
    "overtaken by events: 0; not graded: 2. These are: 6 recommendations of 2011 in 9 parts; "
    "7 of 2013.",
}


@pytest.mark.parametrize("cycle", GOLDEN)
def test_grades_come_out_as_in_the_golden_reports(
    flagship_reports: dict[str, Document], cycle: str
) -> None:
    said = sentences(flagship_reports[cycle])["follow-up.count"]
    assert said.startswith(f"Recommendations followed up: {GOLDEN[cycle]}")


def test_punctuality_stands_beside_the_grade_as_in_the_golden_report(
    flagship_reports: dict[str, Document],
) -> None:
    table = {line[0]: line for line in grid(flagship_reports["2014"], "follow-up.table")}
    times = {ref: line[4] for ref, line in table.items() if ref.startswith("REC-2013")}
    assert times == {
        "REC-2013-01": "closed late (due: 31 December 2013); closed after 9 months",
        "REC-2013-02": "overdue since 31 December 2013",
        "REC-2013-03": "closed on time; closed after 6 months",
        "REC-2013-04": "overdue since 31 December 2013",
        "REC-2013-05": "overdue since 31 December 2013",
        "REC-2013-06": "overdue since 31 December 2013",
        "REC-2013-07": "evidence older than the recommendation",
    }
    assert [table[f"REC-2011-0{part}"][3] for part in ("1a", "3b", "5b")] == [
        "in full",
        "closed 2013",
        "in full",
    ]


def test_the_report_of_2013_says_that_one_recommendation_came_too_late(
    flagship_reports: dict[str, Document],
) -> None:
    assert items(flagship_reports["2013"], "recommendations.already") == [
        "REC-2013-07: evidence dated 9 April 2013 shows this as carried out before the report "
        "was published."
    ]
    said = sentences(flagship_reports["2013"])["recommendations.count"]
    assert "carried out: REC-2013-05, REC-2013-06. No recommendation is made under: O5." in said
