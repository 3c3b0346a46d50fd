"""Pages in a real browser: accessible, no sideways scroll, targets large enough, on any screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import axe_violations, open_page, scrolls_sideways, small_targets
from publish.website.small_strategy import action, make_release, objective

from stocktake.publish.website import publish_site

PAGES = {
    "front": "index.html",
    "objective": "o4/index.html",
    "action": "o4/l1/a1/index.html",
    "action-without-record": "o4/l1/a2/index.html",
    "recommendations": "recommendations/index.html",
    "data": "data/index.html",
    "about": "about/index.html",
    "not-found": "404.html",
}
SCREENS = [(1280, False), (320, False), (1280, True)]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung " * 6


def check(address: str, width: int, dark: bool) -> None:
    with open_page(width=width, dark=dark) as page:
        page.goto(address)
        assert axe_violations(page) == []
        assert not scrolls_sideways(page)
        assert small_targets(page) == []


@pytest.mark.parametrize(("width", "dark"), SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_is_accessible(
    name: str, width: int, dark: bool, flagship: Path
) -> None:
    check((flagship / PAGES[name]).as_uri(), width, dark)


@pytest.mark.parametrize("name", ["front", "objective", "action"])
def test_pages_hold_in_forced_colours(name: str, flagship: Path) -> None:
    with open_page(forced_colors=True) as page:
        page.goto((flagship / PAGES[name]).as_uri())
        assert axe_violations(page) == []


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    actions = [action(f"O1.A{number}", "O1", title=LONG) for number in range(60)]
    objectives = [objective("O1", title=LONG), objective("O2")]
    release = make_release(folder / "release", objectives=objectives, actions=actions)
    publish_site([release], folder / "site")
    return folder / "site"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "name", ["index.html", "o1/index.html", "o1/a1/index.html", "o2/index.html"]
)
def test_sixty_actions_with_long_titles_fit(name: str, width: int, long_site: Path) -> None:
    check((long_site / name).as_uri(), width, False)


def test_pages_need_no_script_and_no_server(flagship: Path) -> None:
    with open_page(java_script_enabled=False) as page:
        page.goto((flagship / "index.html").as_uri())
        page.click("text=Strengthen security")
        page.click("text=EUROSUR: proposal")
        assert page.inner_text("h1").startswith("EUROSUR: proposal")
        assert page.inner_text(".state") == "Delivered"
