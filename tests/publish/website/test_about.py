"""About and not found: what the words mean, and what there is instead."""

from __future__ import annotations

from pathlib import Path

from publish.website.reading import read_page, say


def test_about_says_what_the_marks_mean_and_what_may_be_reused(flagship: Path) -> None:
    page = read_page(flagship / "about" / "index.html")
    text = say(page, "//main")
    assert "not read in a published source" in text
    assert "not a finding of failure" in text
    assert "Facts with the source named" in text
    assert "provisional: the strategy runs to 31 December 2014" in text


def test_not_found_names_what_there_is_and_needs_no_style_sheet(flagship: Path) -> None:
    page = read_page(flagship / "404.html")
    assert "This strategy has: O1, O2, O3, O4" in say(page, "//p[@class='lede']")
    assert len(page.xpath("//main//a")) == 46
    assert not page.xpath("//link[@rel='stylesheet']")
