"""The front page: objectives at a glance, what became of promises, challenges, reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement
from publish.website.reading import read_page, say, say_all
from publish.website.small_strategy import action, make_release

from stocktake.publish.website import publish_site

ROWS = "//ol[@class='glance']/li"


@pytest.fixture(scope="module")
def front(flagship: Path) -> HtmlElement:
    return read_page(flagship / "index.html")


def test_each_objective_has_one_row_with_both_axes(front: HtmlElement) -> None:
    rows = say_all(front, ROWS)
    assert [row.split()[0] for row in rows] == ["O1", "O2", "O3", "O4", "O5"]
    assert all("Cannot be judged" in row and "100% unmeasurable (no target)" in row for row in rows)
    assert "2 of 6 due actions" in rows[3]
    assert "between 33% and 100%" in rows[3]


def test_each_action_is_one_square_with_its_count_in_words(front: HtmlElement) -> None:
    strips = front.xpath(f"{ROWS}//*[local-name()='svg'][@role='img']")
    squares = [len(one.xpath("./*[local-name()='g']")) for one in strips]
    assert squares == [11, 7, 6, 7, 10]
    described = say_all(front, f"{ROWS}//*[local-name()='desc']")
    assert "7 actions: 1 delivered, 1 delivered late, 4 no record, 1 not yet due" in described[3]


def test_the_key_holds_the_squares_that_occur(front: HtmlElement) -> None:
    key = say_all(front, "//ul[@class='key']/li")
    assert key == ["Delivered", "Delivered late", "In another form", "In part", "No record",
                   "Not yet due"]  # fmt: skip


def test_what_was_reported_carries_its_mark(front: HtmlElement) -> None:
    assert say_all(front, "//p[contains(@class,'reported')]")[0].endswith("unconfirmed")


def test_grades_add_up_and_say_whose_they_are(front: HtmlElement) -> None:
    numbers = say_all(front, "//section[@aria-labelledby='earlier']//td")
    assert sum(map(int, numbers)) == 16
    assert "The grades are not official." in say(front, "//section[@aria-labelledby='earlier']")


def test_reports_tell_the_gaps(front: HtmlElement) -> None:
    told = say(front, "//section[@aria-labelledby='reports']")
    assert "Months between reports: 16, 14. Promised: one every 12 months." in told


def test_new_challenges_are_told_from_old_ones(front: HtmlElement) -> None:
    told = say_all(front, "//section[@aria-labelledby='challenges']/p")
    assert told[0].startswith("Main challenges of 2014 that were named before: More varied")
    assert told[1].startswith("New in 2014: Europeans fighting abroad")


def test_before_the_first_round_no_verdict_word_stands(tmp_path: Path) -> None:
    actions = [action("O1.A1", "O1", "2015"), action("O2.A1", "O2", "2014")]
    publish_site([make_release(tmp_path / "release", actions=actions)], tmp_path / "site")
    page = read_page(tmp_path / "site" / "index.html")
    assert "judged" not in page.text_content()
    assert say_all(page, ROWS)[0].startswith("O1 Objective O1 Promised 1 action")
