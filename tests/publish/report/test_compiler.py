"""The compiler gives every number once and prints nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from publish.website.small_strategy import CYCLE, make_release

from stocktake.publish.facts import Facts
from stocktake.publish.report.blocks import Figure, Grid, Heading, Listing, Para
from stocktake.publish.report.compiler import Compiler, as_spans, join, left, right, row
from stocktake.publish.spans import Span, plain


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    release = make_release(
        tmp_path_factory.mktemp("release"),
        passages=[
            {
                "cycle": "2013",
                "slot": "o1.assessment",
                "text": "One.\n\nTwo **strong**.",
                "by": "A. Writer",
                "on": CYCLE["as_of"],
                "cites": ["O1"],
            },
        ],
        provenance=[
            {
                "table": "passages",
                "row": "2013|o1.assessment",
                "field": "text",
                "standing": "unconfirmed",
            },
        ],
    )
    return Facts(release)


@pytest.fixture
def report(facts: Facts) -> Compiler:
    return Compiler(facts)


def numbers(
    report: Compiler, kind: type[Heading] | type[Para] | type[Grid] | type[Figure]
) -> list[object]:
    return [block.number for block in report.blocks if isinstance(block, kind)]


def test_paragraphs_are_counted_through_whatever_their_origin(report: Compiler) -> None:
    report.chapter("one", "One")
    report.say("a", "made.none")
    report.write("o1.assessment")
    report.annex("A", "Annex")
    report.add("b", "Text", "made.none")
    assert numbers(report, Para) == [1, 2, 3, 4]


def test_chapters_and_sections_are_numbered_and_parts_are_not(report: Compiler) -> None:
    report.front("about", "About")
    report.chapter("one", "One")
    report.section("one.a", "A")
    report.section("one.b", "B")
    report.chapter("two", "Two")
    report.section("two.a", "A")
    report.part("two.a.x", "X")
    report.objective("o1", "O1", (Span("First"),))
    report.part("o1.x", "X")
    assert numbers(report, Heading) == ["", "1", "1.1", "1.2", "2", "2.1", "", "O1", ""]
    assert [b.level for b in report.blocks if isinstance(b, Heading)] == [1, 1, 2, 2, 1, 2, 3, 2, 3]


def test_a_part_of_an_annex_is_one_level_below_it(report: Compiler) -> None:
    report.annex("A", "Annex")
    report.part("annex.a.x", "X")
    report.part("annex.a.y", "Y")
    assert [b.level for b in report.blocks if isinstance(b, Heading)] == [1, 2, 2]


def test_tables_and_figures_are_counted_apart_and_begin_anew_in_each_annex(
    report: Compiler,
) -> None:
    def fill() -> None:
        report.table("t", "Caption", [left("Head")], [row("x")])
        report.figure("f", "Caption", "<svg/>", "alt", 100)

    report.chapter("one", "One")
    fill()
    fill()
    for letter in ("A", "B"):
        report.annex(letter, "Annex")
        fill()
    assert numbers(report, Grid) == ["Table 1", "Table 2", "Table A.1", "Table B.1"]
    assert numbers(report, Figure) == ["Figure 1", "Figure 2", "Figure A.1", "Figure B.1"]


@pytest.mark.parametrize(
    "write",
    [
        lambda report: report.table("t", "Caption", [left("Head")], []),
        lambda report: report.list("l", []),
        lambda report: report.define("d", []),
        lambda report: report.write("nobody.wrote"),
        lambda report: report.cite(
            "s", "objectives", {"ref": "O1", "statement": None}, "statement"
        ),
    ],
)
def test_nothing_is_printed_where_there_is_nothing(
    report: Compiler, write: Callable[[Compiler], object]
) -> None:
    write(report)
    assert report.blocks == []


def test_a_table_left_out_takes_no_number(report: Compiler) -> None:
    assert report.table("t", "Caption", [left("Head")], []) == ""
    assert report.table("u", "Caption", [right("Head")], [row("x")]) == "Table 1"


def test_a_passage_keeps_its_author_its_citations_and_its_mark(report: Compiler) -> None:
    assert report.write("o1.assessment")
    first, second = report.blocks
    assert isinstance(first, Para)
    assert isinstance(second, Para)
    assert (first.key, second.key) == ("o1.assessment", "o1.assessment.2")
    assert "A. Writer" in first.source
    assert first.refs == ("O1",)
    assert first.origin == second.origin == "written"
    assert second.text[-1].mark == "unconfirmed"
    assert any(span.style == "strong" for span in second.text)


def test_a_quote_names_its_author_once(report: Compiler) -> None:
    report.quote("said.1", (Span("COM:"),), "One.\n\nTwo.", "2013.COM.1")
    assert [plain(b.text) for b in report.blocks if isinstance(b, Para)] == ["COM: One.", "Two."]
    assert {b.origin for b in report.blocks if isinstance(b, Para)} == {"quoted"}


def test_words_of_the_tables_are_read_as_markdown_and_quoted(report: Compiler) -> None:
    report.cite(
        "o1.statement", "objectives", {"ref": "O1", "statement": "A *b*.\n\n<script>"}, "statement"
    )
    first, second = report.blocks
    assert isinstance(first, Para)
    assert plain(first.text) == "A b."
    assert first.source == "objectives|O1|statement"
    assert isinstance(second, Para)
    assert plain(second.text) == "<script>"


def test_a_message_with_refs_keeps_its_arguments(report: Compiler) -> None:
    report.say("x", "delivery.early", refs="O1.A1")
    (block,) = report.blocks
    assert isinstance(block, Para)
    assert block.source == "delivery.early"
    assert block.args == {"refs": "O1.A1"}


def test_a_list_keeps_its_title(report: Compiler) -> None:
    report.list("l", [(Span("x"),)], (Span("Title"),))
    (block,) = report.blocks
    assert isinstance(block, Listing)
    assert plain(block.title) == "Title"


def test_cells_become_spans() -> None:
    assert as_spans("") == ()
    assert as_spans("x") == (Span("x"),)
    assert as_spans(Span("x")) == (Span("x"),)
    assert as_spans((Span("x"), Span("y"))) == (Span("x"), Span("y"))


def test_sentences_are_joined_with_one_space_and_empty_ones_leave_none() -> None:
    assert plain(join([(Span("A."),), (), (Span("B."),)])) == "A. B."
    assert plain(join([(), (Span("A."),)])) == "A."
    assert join([]) == ()
