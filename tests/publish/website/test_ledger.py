"""Recommendations: every promise in one table, graded, with whose grade it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement
from publish.website.reading import read_page, say, say_all
from publish.website.small_strategy import CYCLE, DAY, make_release

from stocktake.publish.website import publish_site
from stocktake.publish.website.ledger import anchor_of


@pytest.fixture(scope="module")
def ledger(flagship: Path) -> HtmlElement:
    return read_page(flagship / "recommendations" / "index.html")


def test_the_newest_round_stands_first(ledger: HtmlElement) -> None:
    assert say_all(ledger, "//tr[@class='group']/th") == [
        "Made in 2014",
        "Made in 2013",
        "Made in 2011",
    ]


def test_the_lede_counts_by_grade(ledger: HtmlElement) -> None:
    assert say(ledger, "//p[@class='lede']") == (
        "22 recommendations are on record. 16 were made before this round; by newest grade: "
        "9 in full, 2 in most respects, 1 in some respects, 2 not implemented, 2 not graded."
    )


def test_every_recommendation_has_an_address(ledger: HtmlElement) -> None:
    assert ledger.xpath("//tr[@id='REC-2013-07']//a[@href='#REC-2013-07']")


def test_an_earlier_grade_stays_readable(ledger: HtmlElement) -> None:
    row = say(ledger, "//tr[@id='REC-2011-01a']")
    assert "In full graded 2014" in row
    assert "2013: in some respects." in row


def test_one_split_into_parts_is_followed_up_in_them(ledger: HtmlElement) -> None:
    assert "Followed up in its parts" in say(ledger, "//tr[@id='REC-2011-01']")
    assert "part of REC-2011-01" in say(ledger, "//tr[@id='REC-2011-01a']")


def test_grades_by_the_owner_need_no_warning(tmp_path: Path) -> None:
    before = CYCLE | {"ref": "2012", "as_of": DAY.replace(year=2012), "cut_off": DAY}
    release = make_release(
        tmp_path / "release",
        cycles=[before, CYCLE | {"previous": "2012"}],
        recommendations=[{"ref": "R1", "cycle": "2012", "text": "Do it", "addressees": ["OWN"]}],
        follow_ups=[{"recommendation": "R1", "cycle": "2013", "grade": "in full", "by": "OWN",
                     "closed": "2013-01-01"}],
    )  # fmt: skip
    publish_site([release], tmp_path / "site")
    page = read_page(tmp_path / "site" / "recommendations" / "index.html")
    assert "not official" not in page.text_content()
    assert "In full graded 2013" in say(page, "//tr[@id='R1']")


def test_an_anchor_never_meets_an_id_of_the_page() -> None:
    assert anchor_of("REC-1") == "REC-1"
    assert anchor_of("main") == "rec-main"


def test_the_life_of_each_is_drawn_with_words_for_those_who_do_not_see(
    ledger: HtmlElement,
) -> None:
    said = say(ledger, "//*[local-name()='desc' and @id='lives-d']")
    assert "REC-2013-02 Propose criminal penalties for money laundering: asked 10 April" in said
    assert ledger.xpath("//div[@class='drawing'][@tabindex='0']")


def test_each_addressee_has_a_line_and_an_archive_is_no_silence(ledger: HtmlElement) -> None:
    assert say_all(ledger, "//section[@aria-labelledby='asked']//tbody/tr")[0].split()[-3:] == [
        "15",
        "9",
        "6",
    ]
    assert "This does not show that none was given." in say(
        ledger, "//section[@aria-labelledby='asked']/p"
    )


def test_what_nothing_takes_over_is_said_where_it_stands(ledger: HtmlElement) -> None:
    orphan = "Open at the end, and nothing takes it over."
    assert orphan in say(ledger, "//tr[@id='REC-2013-06']")
    assert orphan not in say(ledger, "//tr[@id='REC-2013-07']")


def test_actions_and_recommendations_lead_to_each_other(
    ledger: HtmlElement, flagship: Path
) -> None:
    row = "//tr[@id='REC-2011-04']"
    assert "Answered by action O3.L1.A1" in say(ledger, row)
    (target,) = ledger.xpath(f"{row}//a[.='O3.L1.A1']/@href")
    page = read_page(flagship / "recommendations" / target / "index.html" if target.endswith("/")
                     else flagship / "recommendations" / target)  # fmt: skip
    assert page.xpath("//dd//a[contains(@href, 'recommendations/index.html#REC-2011-04')]")


def test_responses_kin_and_silence_stand_beside_the_follow_up(tmp_path: Path) -> None:
    before = CYCLE | {"ref": "2012", "as_of": DAY.replace(year=2012), "cut_off": DAY}
    asked = {"cycle": "2012", "text": "Do it", "addressees": ["OWN", "LAB"]}
    release = make_release(
        tmp_path / "release",
        cycles=[before, CYCLE | {"previous": "2012"}],
        recommendations=[
            asked | {"ref": "R1", "merged_into": "R2"},
            asked | {"ref": "R2", "inherited_from": "brook REC-9"},
            asked | {"ref": "R3", "cycle": "2013", "repeats": "R2", "handed_to": "EV-1"},
        ],
        responses=[{"recommendation": "R1", "actor": "LAB", "cycle": "2013",
                    "stance": "partly accepted", "text": "We *begin*."}],
    )  # fmt: skip
    publish_site([release], tmp_path / "site")
    page = read_page(tmp_path / "site" / "recommendations" / "index.html")
    first, second, third = (say(page, f"//tr[@id='R{number}']") for number in (1, 2, 3))
    assert "went into R2" in first
    assert "The laboratory, 2013: partly accepted. We begin." in first
    assert "No response on record from: The owner." in first
    assert "R1 went into it; repeated by R3; inherited from brook REC-9" in second
    assert "repeats R2; handed to The act" in third
    heads = say_all(page, "//section[@aria-labelledby='asked']//thead//th")
    assert heads[-4:] == ["Accepted", "Partly accepted", "Rejected", "No response on record"]
