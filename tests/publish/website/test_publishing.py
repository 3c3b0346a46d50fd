"""The site as a whole: whole links, one id each, nothing from outside, the same bytes again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from publish.website.reading import find_broken, list_addresses, list_ids, read_pages, say_all
from publish.website.small_strategy import STRATEGY, action, make_release, objective

from stocktake.publish.website import publish_site
from stocktake.release.reading import Release
from stocktake.release.verifying import verify
from stocktake.vocabulary.problems import RefusedError

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&\u202e"
LOADING = "//link/@href | //script | //img | //iframe | //object | //embed | //style/@src"


def read_all(folder: Path) -> dict[str, bytes]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_every_link_inside_the_site_leads_somewhere(flagship: Path) -> None:
    assert list(find_broken(flagship)) == []


def test_every_id_stands_once_on_its_page(flagship: Path) -> None:
    for file, page in read_pages(flagship).items():
        assert [one for one, count in Counter(list_ids(page)).items() if count > 1] == [], file


def test_every_label_named_by_a_part_is_there(flagship: Path) -> None:
    for file, page in read_pages(flagship).items():
        named = " ".join(map(str, page.xpath("//@aria-labelledby"))).split()
        uses = [str(one).removeprefix("#") for one in page.xpath("//*[local-name()='use']/@href")]
        assert {*named, *uses} <= {*list_ids(page)}, file


def test_nothing_is_loaded_from_outside(flagship: Path) -> None:
    for file, page in read_pages(flagship).items():
        loaded = page.xpath(LOADING)
        assert all(str(one).startswith(("data:", "style.css", "../")) for one in loaded), file
    assert b"url(" not in (flagship / "style.css").read_bytes()
    assert b"@import" not in (flagship / "style.css").read_bytes()


def test_every_link_out_goes_to_the_web(flagship: Path) -> None:
    for page in read_pages(flagship).values():
        for address in list_addresses(page):
            scheme = address.partition(":")[0] if ":" in address.partition("/")[0] else ""
            assert scheme in {"", "http", "https", "data"}, address


def test_every_page_says_its_language_and_its_maker(flagship: Path) -> None:
    for file, page in read_pages(flagship).items():
        assert page.get("lang") == "en", file
        if "report" not in file.parts:
            assert page.xpath("//meta[@name='generator']"), file
            assert len(page.xpath("//h1")) == 1, file


def test_the_same_releases_give_the_same_bytes(
    flagship: Path, releases: list[Release], reports: dict[str, Path], tmp_path: Path
) -> None:
    written = publish_site(list(reversed(releases)), tmp_path / "again", reports)
    again = read_all(tmp_path / "again")
    assert again == read_all(flagship)
    assert sorted(again) == [file.relative_to(tmp_path / "again").as_posix() for file in written]


def test_a_newer_site_replaces_the_old_one_whole(releases: list[Release], tmp_path: Path) -> None:
    publish_site(releases, tmp_path / "site")
    publish_site(releases[:1], tmp_path / "site")
    assert not (tmp_path / "site" / "data" / "2014-1").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_every_release_lies_there_as_released(flagship: Path) -> None:
    for edition in ("2011-1", "2013-1", "2014-1"):
        assert verify(flagship / "data" / edition) == []


def test_reports_are_linked_with_their_other_forms(flagship: Path) -> None:
    front = read_pages(flagship)[flagship / "index.html"]
    links = [str(one) for one in front.xpath("//section[@aria-labelledby='reports']//a/@href")]
    assert "report/2014/index.html" in links
    assert "report/2013/report.pdf" in links
    assert not any(link.startswith("report/2011") for link in links)


def test_of_two_editions_of_a_round_the_newer_has_the_short_address(
    releases: list[Release], reports: dict[str, Path], tmp_path: Path
) -> None:
    source = reports["2014-1"]
    publish_site(releases, tmp_path / "site", {"2014-1": source, "2014-10": source})
    assert (tmp_path / "site" / "report" / "2014" / "index.html").is_file()
    assert (tmp_path / "site" / "report" / "2014-1" / "index.html").is_file()


def test_the_navigation_lists_only_what_there_is(flagship: Path, tmp_path: Path) -> None:
    full = read_pages(flagship)[flagship / "index.html"]
    named = ["Overview", "Objectives", "Recommendations", "Reports", "Data"]
    assert say_all(full, "//header//nav//a") == named
    publish_site([make_release(tmp_path / "release")], tmp_path / "site")
    small = read_pages(tmp_path / "site")[tmp_path / "site" / "index.html"]
    assert "Recommendations" not in say_all(small, "//header//nav//a")
    assert list(find_broken(tmp_path / "site")) == []


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    release = make_release(
        tmp_path / "release",
        strategy=[STRATEGY | {"title": HOSTILE, "short_title": HOSTILE, "language": "de"}],
        objectives=[objective("O1", title=HOSTILE), objective("O2", title=HOSTILE)],
        actions=[action("O1.A1", "O1", title=HOSTILE, verification=HOSTILE, deliverable=HOSTILE)],
        contributions=[{"ref": "C1", "cycle": "2013", "actor": "OWN", "subject": "O1",
                        "kind": "state", "state": "accepted", "text": HOSTILE,
                        "given": "2013-01-01"}],
        evidence=[{"ref": "EV-1", "kind": "page", "title": HOSTILE, "publisher": HOSTILE,
                   "url": "javascript:alert(1)"}],
    )  # fmt: skip
    publish_site([release], tmp_path / "site")
    for page in read_pages(tmp_path / "site").values():
        assert page.xpath("//script | //img | //@onerror") == []
        assert not any("script:" in address for address in list_addresses(page))
        assert "\u202e" not in page.text_content()
    assert list(find_broken(tmp_path / "site")) == []


@pytest.mark.parametrize("ref", ["data", "REPORT", "..", "a:b", "Ö1", "o1..x", "index.html"])
def test_any_reference_has_a_page_of_its_own(ref: str, tmp_path: Path) -> None:
    release = make_release(
        tmp_path / "release",
        objectives=[objective(ref), objective(ref + "-")],
        actions=[action(f"{ref}.A1", ref), action(f"{ref}-.A1", f"{ref}-")],
    )
    publish_site([release], tmp_path / "site")
    assert list(find_broken(tmp_path / "site")) == []
    titles = [page.findtext(".//title") or "" for page in read_pages(tmp_path / "site").values()]
    assert sum(f"Objective {ref}" in title for title in titles) == 2


def test_a_folder_that_is_no_site_is_left_alone(releases: list[Release], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my diary")
    with pytest.raises(RefusedError, match="not a site"):
        publish_site(releases, tmp_path)
    assert (tmp_path / "index.html").read_text() == "my diary"


def test_releases_of_two_strategies_are_refused(releases: list[Release], tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="iss-2010, river"):
        publish_site([*releases, make_release(tmp_path / "release")], tmp_path / "site")


def test_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no release"):
        publish_site([], tmp_path / "site")


def test_a_report_that_is_not_there_is_refused(releases: list[Release], tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"report\.html"):
        publish_site(releases, tmp_path / "site", {"2014-1": tmp_path})
    assert not (tmp_path / "site").exists()
