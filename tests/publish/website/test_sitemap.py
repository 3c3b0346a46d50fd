"""What all pages share: where reports go, and which release is the site."""

from __future__ import annotations

from pathlib import Path

from publish.website.small_strategy import make_release

from stocktake.publish.website.sitemap import Site, place_reports
from stocktake.release.reading import Release


def test_editions_are_ordered_by_number_not_by_letter() -> None:
    placed = place_reports({"2013-10": Path("b"), "2013-9": Path("a"), "2012-1": Path("c")})
    assert [(one.edition, one.folder) for one in placed] == [
        ("2012-1", "report/2012"),
        ("2013-9", "report/2013-9"),
        ("2013-10", "report/2013"),
    ]


def test_the_newest_release_is_the_site_whatever_the_order(releases: list[Release]) -> None:
    assert Site(list(reversed(releases)), {}).edition == "2014-1"


def test_without_recommendations_there_is_no_page_of_them(tmp_path: Path) -> None:
    site = Site([make_release(tmp_path / "release")], {})
    assert not site.has_recommendations
    assert "recommendations" not in dict(site.entries)
