"""Figures and links that a passage asks for are put in, and what is unknown stays as typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from publish.prose.written import Releases, written

from stocktake.publish.anchors import read_plainly
from stocktake.publish.facts import Facts
from stocktake.publish.report.blocks import Column, Grid, Heading, Para
from stocktake.publish.report.linking import link_blocks
from stocktake.publish.spans import Span, plain

BLOCKS = (
    Heading("o3.delivery", 3, (Span("Delivery"),)),
    Heading("o3.state", 2, (Span("State"),), "O3"),
    Grid("o3.delivery.table", "Table 4", (), (Column("Ref"),), ()),
    replace(written("Said.", "o3.delivery.count"), number=24),
)


def link(releases: Releases, text: str, cycle: str = "2013") -> Para:
    blocks = link_blocks(Facts(releases[cycle]), (*BLOCKS, written(text)))
    last = blocks[-1]
    assert isinstance(last, Para)
    return last


@pytest.mark.parametrize(
    ("typed", "printed", "to"),
    [
        ("Of {{I-O2-01@2011}} attacks", "Of 174 attacks", "annex.b.i-o2-01"),
        ("Some {{ I-O4-01@2011 }}.", "Some 140\u202f980.", "annex.b.i-o4-01"),
        ("It is {{I-O3-01@2010}}.", "It is 31%.", "annex.b.i-o3-01"),
        ("Came [o3.delivery].", "Came [Delivery].", "o3.delivery"),
        ("Came [o3.state].", "Came [O3].", "o3.state"),
        ("Came [o3.delivery.table].", "Came [Table 4].", "o3.delivery.table"),
        ("Came [o3.delivery.count].", "Came [24].", "o3.delivery.count"),
    ],
)
def test_an_anchor_is_printed_and_linked(
    flagship_releases: Releases, typed: str, printed: str, to: str
) -> None:
    made = link(flagship_releases, typed)
    assert plain(made.text) == printed
    assert [span.to for span in made.text if span.to] == [to]


@pytest.mark.parametrize(
    "typed", ["{{I-O2-01@1999}}", "{{I-O9-99@2011}}", "[o9.nowhere]", "[sic]", "{{ }}", "[1.2]"]
)
def test_what_is_unknown_stays_as_typed(flagship_releases: Releases, typed: str) -> None:
    assert plain(link(flagship_releases, f"So {typed} it is.").text) == f"So {typed} it is."


def test_a_figure_of_after_the_cut_off_is_not_put_in(flagship_releases: Releases) -> None:
    assert "{{" in plain(link(flagship_releases, "{{I-O2-01@2012}}", "2013").text)
    assert plain(link(flagship_releases, "{{I-O2-01@2012}}", "2014").text) == "219"


def test_the_marks_of_a_text_stay_where_they_were(flagship_releases: Releases) -> None:
    block = replace(
        written(""),
        text=(Span("So [o3.delivery] on", style="em"), Span("1 May", mark="unconfirmed")),
    )
    made = link_blocks(Facts(flagship_releases["2013"]), (*BLOCKS, block))[-1]
    assert isinstance(made, Para)
    assert [(s.text, s.style, s.mark) for s in made.text] == [
        ("So ", "em", ""),
        ("[Delivery]", "em", ""),
        (" on", "em", ""),
        ("1 May", "", "unconfirmed"),
    ]


def test_only_written_text_is_read_for_anchors(flagship_releases: Releases) -> None:
    quoted = replace(written("He said {{I-O2-01@2011}} [o3.delivery]."), origin="quoted")
    assert link_blocks(Facts(flagship_releases["2013"]), (*BLOCKS, quoted))[-1] == quoted


def test_a_page_of_the_site_shows_figures_and_leaves_links_out(flagship_releases: Releases) -> None:
    facts = Facts(flagship_releases["2013"])
    assert read_plainly(facts, "It fell to {{I-O2-01@2011}} [o3.delivery].") == "It fell to 174."
