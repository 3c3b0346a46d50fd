"""The page of an objective: both axes with their bounds, three views, numbers, actions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement
from publish.website.reading import read_page, say, say_all
from publish.website.small_strategy import action, deed, make_release, objective, verdict

from stocktake.publish.website import publish_site

VIEW = "//div[@class='three']/section"


@pytest.fixture(scope="module")
def o4(flagship: Path) -> HtmlElement:
    return read_page(flagship / "o4" / "index.html")


def show(folder: Path, ref: str = "o1", **rows: Any) -> HtmlElement:
    publish_site([make_release(folder / "release", **rows)], folder / "site")
    return read_page(folder / "site" / ref / "index.html")


def test_the_lede_answers_first(o4: HtmlElement) -> None:
    lede = say(o4, "//p[@class='lede']")
    assert lede.startswith("Whether this objective was met cannot be judged: no target was set.")
    assert "2 of the 6 due actions are delivered, and for 4 no record was found." in lede


def test_both_axes_show_their_bounds(o4: HtmlElement) -> None:
    described = say_all(o4, "//section[contains(@class,'scale')]//*[local-name()='desc']")
    assert "0.3, 0.8" in described[0]
    assert "0.3, 0.6, 0.9" in described[1]


def test_unknown_delivery_and_unjudged_outcome_keep_their_own_words(o4: HtmlElement) -> None:
    words = say_all(o4, "//section[contains(@class,'scale')]//p[@class='word']")
    assert words == ["Cannot be judged", "Unknown"]


def test_reported_computed_and_assessed_stand_apart(o4: HtmlElement) -> None:
    views = say_all(o4, VIEW)
    assert len(views) == 3
    assert views[0].startswith("Reported by European Commission")
    assert "Cannot be judged" in views[1] and "Unknown" in views[1]
    assert views[2].count("None made") == 2


def test_a_difference_owes_its_sentence(tmp_path: Path) -> None:
    decision = {
        "cycle": "2013", "subject": "O1", "axis": "outlook", "branch": "official",
        "assessed": "on course", "of": "cannot be judged", "reason": "Seen on site.",
        "difference": "The rule has no figures.", "by": "A person", "on": "2013-06-01",
    }  # fmt: skip
    page = show(tmp_path, assessments=[decision | {"on": date(2013, 6, 1)}])
    owed = say(page, "//section[@class='owed']")
    assert owed.startswith("Why they differ")
    assert "The rule has no figures." in owed
    assert "Seen on site." in say_all(page, VIEW)[2]


def test_a_missing_sentence_is_said_to_be_missing(tmp_path: Path) -> None:
    status = {"ref": "C1", "cycle": "2013", "actor": "OWN", "subject": "O1", "kind": "state",
              "state": "accepted", "reported": "on course", "given": "2013-01-01"}  # fmt: skip
    page = show(tmp_path, verdicts=[verdict("O1", "cannot be judged"), verdict("O2", "met")],
                contributions=[status])  # fmt: skip
    owed = say_all(page, "//section[@class='owed']")
    assert not owed or "is not on record" in owed[0]


def test_actions_are_grouped_by_line_in_the_order_of_the_strategy(o4: HtmlElement) -> None:
    heads = say_all(o4, "//tr[@class='group']/th")
    assert [head.split()[0] for head in heads] == ["O4.L1", "O4.L2", "O4.L3", "O4.L4"]
    rows = say_all(o4, "//table[.//tr[@class='group']]//tr[not(@class)]/th/span[@class='ref']")
    assert rows[:3] == ["O4.L1.A1", "O4.L1.A2", "O4.L2.A1"]


def test_the_due_year_carries_its_mark(o4: HtmlElement) -> None:
    assert say_all(o4, "//tbody//td[@data-l='Due']")[0] == "2011 unconfirmed"


def test_an_own_choice_is_said_to_be_one(o4: HtmlElement) -> None:
    assert "this edition’s own choice" in say(o4, "//div[@class='banner']")


def test_the_chart_stands_beside_its_table(o4: HtmlElement) -> None:
    assert o4.xpath("//figure//*[local-name()='svg'][@role='img']")
    values = say_all(o4, "//table[caption[contains(.,'Illegal border-crossing')]]//td")
    assert values[-1] == "107 365"


def test_without_indicators_the_page_says_that_nothing_was_defined(tmp_path: Path) -> None:
    page = show(tmp_path)
    assert "Nothing was defined to measure" in say(page, "//main")
    assert not page.xpath("//figure[@class='chart']")


def test_an_objective_without_actions_says_so(tmp_path: Path) -> None:
    page = show(tmp_path, "o2", actions=[action("O1.A1", "O1")])
    assert "No action was promised under this objective." in say(page, "//main")


def test_every_contribution_but_the_account_is_quoted(o4: HtmlElement) -> None:
    assert len(o4.xpath("//figure[@class='quoted']")) == 2
    assert "Runs SIS II since 9 May 2013." in say_all(o4, "//figure[@class='quoted']")[1]


def test_recommendations_on_it_lead_to_the_ledger(o4: HtmlElement) -> None:
    links = o4.xpath("//a[contains(@href,'recommendations/index.html#')]/@href")
    assert "../recommendations/index.html#REC-2013-07" in links


def test_actions_of_the_objective_itself_need_no_line(tmp_path: Path) -> None:
    page = show(
        tmp_path,
        objectives=[objective("O1"), objective("O1.L1", parent="O1")],
        actions=[action("O1.A1", "O1"), action("O1.L1.A1", "O1.L1")],
        milestones=[deed("O1.A1", "2012-05-01")],
    )
    rows = say_all(page, "//table//tbody//tr")
    assert rows[0].startswith("O1.A1 Action O1.A1")
    assert "1 May 2012" in rows[0]
    assert rows[1] == "O1.L1 Objective O1.L1"
