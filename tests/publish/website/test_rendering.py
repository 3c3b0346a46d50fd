"""Rendering: links, marks, languages, and what is read out."""

from __future__ import annotations

from pathlib import Path

from publish.website.reading import read_page
from publish.website.small_strategy import STRATEGY, make_release

from stocktake.publish.facts import Facts
from stocktake.publish.spans import MARKS, Span
from stocktake.publish.website import publish_site
from stocktake.publish.website.rendering import Writer


def test_spans_keep_links_marks_and_what_is_spoken(tmp_path: Path) -> None:
    facts = Facts(make_release(tmp_path / "release"))
    writer = Writer(facts, "o1/index.html")
    assert writer.write_spans(Span("a<b", to="https://example.org")) == (
        '<a href="https://example.org">a&lt;b</a>'
    )
    assert writer.write_spans(Span("x", to="javascript:1")) == "x"
    assert "not available" in writer.write_spans(facts.missing)
    assert '<a class="n" href="../index.html">' in writer.write_spans(
        Span("1", to="site:index.html")
    )
    for mark in MARKS:
        assert mark.split()[0] in writer.write_spans(Span("1", mark=mark))
        assert 'class="vh"' in writer.write_short(Span("1", mark=mark))


def test_a_strategy_in_another_language_is_marked_so(tmp_path: Path) -> None:
    release = make_release(tmp_path / "release", strategy=[STRATEGY | {"language": "de"}])
    publish_site([release], tmp_path / "site")
    page = read_page(tmp_path / "site" / "o1" / "index.html")
    assert page.xpath("//h1/span/@lang") == ["de"]
