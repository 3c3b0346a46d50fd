"""A real browser for tests: one Chromium a worker, no network, and what we ask of every page.

A test opens a page with `with open_page(width=320, dark=True) as page:`. Where there is no browser
the test is skipped, but fails when the variable CI is set.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
LOCAL_SCHEMES = {"about", "blob", "data", "file"}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_FIND_VIOLATIONS = """tags => axe.run(document, {runOnly: {type: "tag", values: tags}}).then(
  found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)))"""

_SCROLLS_SIDEWAYS = """() => [document.documentElement, document.body].some(
  part => part.scrollWidth > document.documentElement.clientWidth)"""

# WCAG 2.5.8 lets links inside a sentence be smaller.
_FIND_SMALL_TARGETS = """least => {
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary");
  const inSentence = part => getComputedStyle(part).display.startsWith("inline") &&
    part.parentElement.textContent.trim() !== part.textContent.trim();
  const small = box => box.width > 0 && (box.width < least || box.height < least);
  return [...all].filter(part => !inSentence(part) && small(part.getBoundingClientRect()))
    .map(part => part.outerHTML.slice(0, 160));
}"""


@cache
def start_browser() -> Browser:
    """Start Chromium, once; it is closed when the worker ends."""
    if not CHROMIUM.exists():
        _give_up(f"no browser at {CHROMIUM}: run ./go test as root, or install chromium")
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def is_local(address: str) -> bool:
    """Whether an address needs no network."""
    parts = urlsplit(address)
    return parts.scheme in LOCAL_SCHEMES or parts.hostname in LOCAL_HOSTS


def _block_network(route: Route, request: Request) -> None:
    if is_local(request.url):
        route.continue_()
    else:
        route.abort("blockedbyclient")


@contextmanager
def open_page(
    width: int = 1280,
    height: int = 900,
    *,
    dark: bool = False,
    forced_colors: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """Open an empty page of a given size and theme; `options` go to playwright's context."""
    context = start_browser().new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        forced_colors="active" if forced_colors else "none",
        reduced_motion="reduce",
        **options,
    )
    context.route("**/*", _block_network)
    try:
        yield context.new_page()
    finally:
        context.close()


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong with the page: rule, meaning, place."""
    page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(_FIND_VIOLATIONS, AXE_TAGS))


def scrolls_sideways(page: Page) -> bool:
    """Whether the page as a whole is wider than its window."""
    return bool(page.evaluate(_SCROLLS_SIDEWAYS))


def small_targets(page: Page, least: int = 24) -> list[str]:
    """Links, buttons and fields, outside sentences, narrower or lower than `least` pixels."""
    return list(page.evaluate(_FIND_SMALL_TARGETS, least))
