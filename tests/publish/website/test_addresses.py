"""Addresses: relative links, a page for every reference, and nothing but the web outside."""

from __future__ import annotations

import pytest

from stocktake.publish.website.addresses import Addresses, is_web, link_from


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "o4/index.html", "o4/index.html"),
        ("o4/l1/a1/index.html", "index.html#glance", "../../../index.html#glance"),
        ("o4/index.html", "o4/index.html#actions", "#actions"),
        ("index.html", "a:b/index.html", "a%3Ab/index.html"),
    ],
)
def test_links_are_relative(page: str, target: str, link: str) -> None:
    assert link_from(page, target) == link


def test_two_references_never_share_a_page() -> None:
    refs = ["O1", "o1", "data", "data-2", "O1..A", "o1.-.a"]
    addresses = Addresses(refs)
    assert len({addresses.find_page(ref) for ref in refs}) == len(refs)
    assert addresses.find_page("O1") == "o1/index.html"
    assert addresses.find_page("unknown") == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "data:x", "", "/etc"])
def test_only_the_web_is_linked(address: str) -> None:
    assert not is_web(address)
