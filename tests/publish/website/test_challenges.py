"""Challenges on the site: in order where criteria give one, and the gaps beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement
from publish.ranked import release_ranked
from publish.website.reading import find_broken, read_page, say, say_all

from stocktake.publish.website import publish_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ranked")
    publish_site([release_ranked(folder)], folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def front(site: Path) -> HtmlElement:
    return read_page(site / "index.html")


def test_the_order_is_drawn_and_told(front: HtmlElement) -> None:
    told = say(front, "//section[@aria-labelledby='order']")
    assert "CH-13-2 Drought: rank 2 to 3, main." in told
    assert "Watch list, on weak evidence only and outside the order: CH-13-5 Algae." in told


def test_the_gaps_are_told_beside_the_challenges(front: HtmlElement) -> None:
    told = say(front, "//section[@aria-labelledby='challenges']")
    assert "Threats that no objective answers: Fire." in told
    assert "Objectives that answer nothing named in 2013: O3 Objective O3." in told


def test_an_objective_names_the_challenges_that_bear_on_it(site: Path) -> None:
    page = read_page(site / "o1" / "index.html")
    told = say_all(page, "//h2[@id='challenges']/following-sibling::ul[1]/li")
    assert told[0].startswith("Floods (since 2012) Tier: 1. In the top 3 in 100%")
    assert not read_page(site / "o4" / "index.html").xpath("//h2[@id='challenges']")


def test_every_link_leads_somewhere(site: Path) -> None:
    assert list(find_broken(site)) == []


def test_without_criteria_no_order_stands_there(tmp_path: Path) -> None:
    publish_site([release_ranked(tmp_path, challenge_criteria=[])], tmp_path / "site")
    page = read_page(tmp_path / "site" / "index.html")
    assert not page.xpath("//section[@aria-labelledby='order']")
    assert say_all(page, "//section[@aria-labelledby='challenges']/p")[0].startswith(
        "Main challenges of 2013 that were named before: Floods"
    )
