"""Reading a site back as its visitors do: pages, links, ids, text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement, document_fromstring


def read_page(file: Path) -> HtmlElement:
    return document_fromstring(file.read_text("utf-8"))


def read_pages(folder: Path) -> dict[Path, HtmlElement]:
    return {file: read_page(file) for file in sorted(folder.rglob("*.html"))}


BLOCKS = "|".join(f".//{name}" for name in ("td", "th", "dt", "dd", "p", "li", "h2", "h3", "br"))


def say(page: HtmlElement, path: str) -> str:
    """The text of the first element an XPath finds, blanks folded."""
    found = say_all(page, path)
    assert found, f"nothing at {path}"
    return found[0]


def say_all(page: HtmlElement, path: str) -> list[str]:
    return [_read_text(found) for found in page.xpath(path)]


def _read_text(found: HtmlElement) -> str:
    for block in found.xpath(BLOCKS):
        block.tail = f" {block.tail or ''}"
    return " ".join(found.text_content().split())


def list_ids(page: HtmlElement) -> list[str]:
    return [str(value) for value in page.xpath("//@id")]


def list_addresses(page: HtmlElement) -> list[str]:
    """Everything a page loads or links to."""
    return [str(value) for value in page.xpath("//@href | //@src | //@srcset | //@data")]


def find_broken(folder: Path) -> Iterator[str]:
    """Links inside the site that lead nowhere, files and anchors alike."""
    pages = read_pages(folder)
    anchors = {file: set(list_ids(page)) for file, page in pages.items()}
    for file, page in pages.items():
        for address in list_addresses(page):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            anchor = unquote(parts.fragment)
            if not target.is_file():
                yield f"{file}: {address}"
            elif anchor and anchor not in anchors.get(target, set()):
                yield f"{file}: {address}: no such anchor"
