"""The page of an action: what was promised, what came, what was looked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement
from publish.website.reading import read_page, say, say_all
from publish.website.small_strategy import CYCLE, action, deed, make_release

from stocktake.publish.website import publish_site
from stocktake.release.reading import Release

LEDE = "//p[@class='lede']"


def show(
    folder: Path, *, due: str | None = "2012", milestones: Any = (), **more: Any
) -> HtmlElement:
    actions = [action("O1.A1", "O1", due, **more), action("O2.A1", "O2")]
    release = make_release(folder / "release", actions=actions, milestones=list(milestones))
    publish_site([release], folder / "site")
    return read_page(folder / "site" / "o1" / "a1" / "index.html")


@pytest.mark.parametrize(
    ("due", "done", "more", "sentence"),
    [
        ("2012", "2012-03-01", {}, "Delivered on time, on 1 March 2012. Due: 2012."),
        ("2012", "2013-01-10", {},
         "Delivered late, on 10 January 2013. Due: 2012; 10 days earlier."),
        ("2014", "2013-01-10", {}, "Delivered ahead of its date, on 10 January 2013. Due: 2014."),
        (None, "2013-01-10", {}, "Delivered on 10 January 2013. Due: no end date."),
        ("2012", "2012-03-01", {"fulfils": "part", "missing": "half"},
         "Delivered in part. Due: 2012."),
        ("2012", "2012-03-01", {"stage": "dropped", "fulfils": None, "reason": "no money"},
         "Dropped. It was due: 2012."),
        ("2012", "2013-03-01", {"fulfils": "no"}, "Overdue: known not to be delivered. Due: 2012."),
        ("2014", "2013-03-01", {"fulfils": "no"}, "In progress. Due: 2014."),
    ],
)  # fmt: skip
def test_the_first_sentence_tells_state_and_timing(
    due: str | None, done: str, more: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    page = show(tmp_path, due=due, milestones=[deed("O1.A1", done, **more)])
    assert say(page, LEDE) == sentence


def test_no_record_says_what_was_looked_for(tmp_path: Path) -> None:
    page = show(tmp_path, verification="A printed guide", counts_when="published")
    assert "this is not a finding of failure" in say(page, LEDE)
    looked = say(page, "//section[@aria-labelledby='looked']")
    assert "A printed guide" in looked and "The owner" in looked and "Due since 2012" in looked
    assert say(page, "//aside/p[@class='state']") == "No record"


def test_not_yet_due_is_not_late(tmp_path: Path) -> None:
    page = show(tmp_path, due="2015")
    assert say(page, "//aside/p[@class='state']") == "Not yet due"
    assert "finding of failure" not in say(page, LEDE)


def test_a_related_deed_is_shown_and_counts_for_nothing(tmp_path: Path) -> None:
    page = show(tmp_path, milestones=[deed("O1.A1", "2012-03-01", fulfils=None)])
    assert "Not part of the promise" in say(page, "//ol[@class='agenda']")
    assert "Related events are on record below." in say(page, "//main")
    assert say(page, "//aside/p[@class='state']") == "No record"


def test_a_deed_after_the_day_of_the_edition_is_not_shown(tmp_path: Path) -> None:
    deeds = [deed("O1.A1", "2013-07-01", title="Too late to be known")]
    page = show(tmp_path, milestones=deeds)
    assert "Too late to be known" not in page.text_content()


def test_events_stand_in_the_order_of_days_with_the_day_promised(tmp_path: Path) -> None:
    deeds = [
        deed("O1.A1", "2013-02", ref="M2", title="Second", fulfils=None),
        deed("O1.A1", "2012-03-01", ref="M1", title="First"),
    ]
    page = show(tmp_path, due="2012-06", milestones=deeds)
    times = page.xpath("//ol[@class='agenda']//time/@datetime")
    assert list(map(str, times)) == ["2012-03-01", "2012-06", "2013-02"]


def test_what_was_reported_is_told_round_by_round(flagship: Path) -> None:
    page = read_page(flagship / "o4" / "l1" / "a1" / "index.html")
    rows = say_all(page, "//table//tbody/tr")
    assert rows[0] == "2011 European Commission Planned The proposal is due in December 2011."
    assert rows[1].startswith("2013 European Commission Delivered")


def test_every_document_says_whether_it_was_read(flagship: Path) -> None:
    page = read_page(flagship / "o4" / "l1" / "a1" / "index.html")
    documents = page.xpath("//ul[contains(@class,'source')]/li")
    assert documents
    for document in documents:
        assert document.xpath(".//span[contains(@class,'mark')]")[-1].text in {
            "published",
            "unconfirmed",
        }


def test_an_older_edition_does_not_know_what_came_later(
    releases: list[Release], tmp_path: Path
) -> None:
    publish_site(releases[:2], tmp_path / "site")
    page = read_page(tmp_path / "site" / "o4" / "l1" / "a1" / "index.html")
    assert "2 December 2013" not in page.text_content()


def test_a_superseded_action_names_the_reason(tmp_path: Path) -> None:
    deeds = [deed("O1.A1", "2012-03-01", stage="superseded", fulfils=None,
                  reason="The act was replaced", replaced_by="O2.A1")]  # fmt: skip
    page = show(tmp_path, milestones=deeds)
    assert "The act was replaced" in say(page, "//ol[@class='agenda']")
    assert say(page, "//aside/p[@class='state']") == "Superseded"


def test_a_report_that_differs_from_the_finding_is_set_beside_it(tmp_path: Path) -> None:
    said = {"ref": "C1", "cycle": "2013", "actor": "OWN", "subject": "O1.A1", "kind": "status",
            "state": "accepted", "reported": "delivered", "text": "All is done.",
            "given": "2013-01-01"}  # fmt: skip
    release = make_release(tmp_path / "release", contributions=[said], cycles=[CYCLE])
    publish_site([release], tmp_path / "site")
    page = read_page(tmp_path / "site" / "o1" / "a1" / "index.html")
    assert "The reported and the computed state differ." in say(page, "//section[@class='owed']")
