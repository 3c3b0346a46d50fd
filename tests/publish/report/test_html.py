"""The report as a page: readable by everyone, on any screen, with nothing but itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import axe_violations, open_page, scrolls_sideways, small_targets
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement, document_fromstring
from playwright.sync_api import Page
from publish.report.sample_document import DOCUMENT, text

from stocktake.publish import charts
from stocktake.publish.charts import Bounds, Indicator, Line, Observation
from stocktake.publish.report.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Para,
    Row,
    Verdict,
)
from stocktake.publish.report.html import render_html
from stocktake.publish.spans import MARKS, Span

LINKS = {"pdf": "report.pdf", "docx": "report.docx", "json": "report.json"}
HOSTILE = "</style></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&\0\u202e\ud800"
VOID = {"meta", "link", "col", "br", "hr", "img", "input"}
CHART = charts.draw_indicator(
    Indicator("Attacks", (Line("", (Observation(2012, None), Observation(2013, None))),)),
    prefix="chart-1",
)
BOUNDS = charts.draw_bounds(Bounds("Outcome of O1", 0, 1, (), ("met",)), prefix="chart-2")  # type: ignore[arg-type]


def count_ids(page: HtmlElement) -> Counter[str]:
    return Counter(str(found.get("id")) for found in page.iter() if found.get("id") is not None)


def with_blocks(*blocks: Block) -> Document:
    return replace(DOCUMENT, blocks=blocks)


def read(document: Document) -> HtmlElement:
    return document_fromstring(render_html(document, LINKS))


def read_blocks(*blocks: Block) -> HtmlElement:
    return read(with_blocks(*blocks))


def para(*parts: str | Span, key: str = "k", number: int | None = 1) -> Para:
    return Para(key, text(*parts), "generated", "template", number)


def draw_real_charts() -> Document:
    """The sample with charts of our own writer in the figure and the verdict box."""
    blocks = tuple(
        replace(block, svg=CHART) if isinstance(block, Figure)
        else replace(block, chart=BOUNDS) if isinstance(block, Verdict)
        else block
        for block in DOCUMENT.blocks
    )  # fmt: skip
    return replace(DOCUMENT, blocks=blocks)


@contextmanager
def show(
    document: Document, tmp_path: Path, width: int, *, dark: bool = False, forced: bool = False
) -> Iterator[Page]:
    path = tmp_path / "report.html"
    path.write_text(render_html(document, LINKS), "utf-8")
    with open_page(width, dark=dark, forced_colors=forced) as page:
        page.goto(path.as_uri())
        yield page


class Balance(HTMLParser):
    """Fails where an element is closed that is not open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        assert max(names.values(), default=1) == 1, f"{tag} has an attribute twice"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# In the browser


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(width: int, dark: bool, tmp_path: Path) -> None:
    with show(draw_real_charts(), tmp_path, width, dark=dark) as page:
        assert axe_violations(page) == []


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_only_regions_scroll_sideways_and_targets_are_large(width: int, tmp_path: Path) -> None:
    with show(draw_real_charts(), tmp_path, width) as page:
        assert not scrolls_sideways(page)
        assert small_targets(page) == []


def test_long_words_do_not_push_the_page_wide(tmp_path: Path) -> None:
    word = "Rikostorjuntatoimenpidesuunnitelmanseurantakokonaisuus" * 3
    blocks: tuple[Block, ...] = (
        Heading("h", 1, text(word), word),
        para(word, Span(word, style="ref"), Span("1" + word, to="h", mark="revised")),
        Listing("l", (Item(text(word), text(word)),), kind="definition"),
        Grid("g", word, text(word), (Column(word), Column(word)), (Row((text(word), text(word))),)),
    )
    document = replace(with_blocks(*blocks), title=word, subtitle=word, edition=word, issuer=word)
    with show(document, tmp_path, 320) as page:
        assert not scrolls_sideways(page)


def test_forced_colours_keep_the_page_sound(tmp_path: Path) -> None:
    with show(draw_real_charts(), tmp_path, 1280, forced=True) as page:
        assert axe_violations(page) == []


def test_the_page_asks_for_nothing_but_itself(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_html(draw_real_charts(), LINKS), "utf-8")
    asked: list[str] = []
    messages: list[str] = []
    with open_page() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
    assert [address for address in asked if not address.startswith("data:")] == [path.as_uri()]
    assert messages == []


def test_a_reader_with_keys_reaches_text_and_tables(tmp_path: Path) -> None:
    with show(DOCUMENT, tmp_path, 320) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.locator("#o1\\.actions .scroll").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_the_bar_does_not_hide_where_a_link_leads(tmp_path: Path) -> None:
    with show(DOCUMENT, tmp_path, 1280) as page:
        page.evaluate("location.hash = 'p4'")
        bar, target = (page.locator(place).bounding_box() for place in (".bar", "#p4"))
        assert bar and target
        assert bar["y"] == 0 and target["y"] >= bar["height"]


# What stands in the page


def test_the_page_is_well_formed_and_made_the_same_again() -> None:
    page = render_html(draw_real_charts(), LINKS)
    assert page == render_html(draw_real_charts(), LINKS)
    assert Balance(page).open == []
    assert page.startswith("<!doctype html>\n") and page.endswith("</html>\n")


def test_there_is_no_script_and_no_address_that_loads() -> None:
    page = render_html(draw_real_charts(), LINKS)
    assert "<script" not in page and "@import" not in page and "@font-face" not in page
    assert not re.search(r"url\((?!#)", page)
    assert not re.search(r"\ssrc=", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_ids_are_unique_and_internal_links_arrive() -> None:
    page = read(draw_real_charts())
    ids = count_ids(page)
    assert [name for name, times in ids.items() if times > 1] == []
    assert all(name and not re.search(r"\s", name) for name in ids)
    inside = [link[1:] for link in page.xpath("//@href") if link.startswith("#")]
    assert inside and {unquote(link) for link in inside} <= set(ids)
    named = " ".join(page.xpath("//@aria-labelledby")).split()
    assert set(named) <= set(ids)


def test_headings_begin_with_one_h1_and_skip_no_level() -> None:
    tags = [str(found.tag) for found in read(DOCUMENT).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    levels = [int(tag[1]) for tag in tags]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_skipped_level_is_closed_up() -> None:
    page = read_blocks(Heading("a", 3, text("A")), Heading("b", 1, text("B")))
    assert [found.tag for found in page.xpath("//article/*[@id]")] == ["h2", "h2"]


def test_the_number_of_a_paragraph_and_its_key_are_anchors() -> None:
    page = read(DOCUMENT)
    (numbered,) = page.xpath("//*[@id='p2']")
    assert numbered.xpath("a[@href='#p2']")[0].text_content() == "Paragraph 2"
    assert numbered.xpath(".//*[@id='o1.delivery.count']")


def test_origin_is_marked_for_eyes_ears_and_machines() -> None:
    page = read(DOCUMENT)
    for number, origin, letter in ((2, "generated", "G"), (3, "written", "W"), (4, "quoted", "Q")):
        (found,) = page.xpath(f"//*[@id='p{number}'][@data-origin='{origin}']")
        (mark,) = found.xpath("*[@class='origin']")
        assert mark.text_content() == letter + DOCUMENT.words[origin]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_follows_its_fact_and_is_spoken(mark: str) -> None:
    page = read_blocks(para("Due ", Span("2012", mark=mark)))
    words = DOCUMENT.words
    assert f"2012{words[mark + '.sign']} ({words[mark]})" in page.text_content()
    (sign,) = page.xpath("//*[@class='sign']/*[@aria-hidden]")
    assert sign.text_content() == words[f"{mark}.sign"]


def test_a_missing_value_is_spoken_and_its_sign_is_not() -> None:
    (missing, *_) = read(DOCUMENT).xpath("//*[@class='missing']")
    assert [part.text_content() for part in missing] == [":", "not available"]
    assert missing[0].get("aria-hidden") == "true"


def test_styles_links_and_languages_of_a_run() -> None:
    page = read_blocks(
        para(
            Span("a", style="strong", lang="de"),
            Span("b", style="em", to="k"),
            Span("c", to="https://a.eu/?x=1&y=2", style="ref"),
            Span("5 of 6", to="k"),
        )
    )
    (body,) = page.xpath("//*[@id='k']")
    assert [(part.tag, dict(part.attrib)) for part in body] == [
        ("span", {"lang": "de"}),
        ("a", {"href": "#k"}),
        ("a", {"href": "https://a.eu/?x=1&y=2", "class": "ref"}),
        ("a", {"href": "#k", "class": "n"}),
    ]
    assert [part[0].tag for part in body[:2]] == ["strong", "em"]


@pytest.mark.parametrize(
    "to", ["unknown", "javascript:alert(1)", "data:text/html,x", "//a.eu", "#k"]
)
def test_what_leads_nowhere_is_plain_text(to: str) -> None:
    (body,) = read_blocks(para("See ", Span("that", to=to))).xpath("//*[@id='k']")
    assert len(body) == 0 and body.text_content() == "See that"


def test_a_table_has_caption_heads_figures_and_total() -> None:
    (table,) = read(DOCUMENT).xpath("//*[@id='o1.actions']//table")
    assert table.xpath("caption")[0].text_content().startswith("Table 1. Actions under O1")
    assert {head.get("scope") for head in table.xpath("thead//th")} == {"col"}
    assert [row[0].get("scope") for row in table.xpath("tbody/tr")] == ["row"] * 3
    assert [row.get("class") for row in table.xpath("tbody/tr")] == [None, None, "sum"]
    assert [cell.get("class") for cell in table.xpath("tbody/tr[2]/*")] == [None, None, "r", "r"]
    (region,) = table.xpath("parent::*[@role='region'][@tabindex='0']")
    assert region.get("aria-label", "").startswith("Table 1. Actions under O1")
    assert table.xpath("tbody/tr[@id='O1.L1.A1']")


def test_a_table_links_its_file_where_the_caller_put_it() -> None:
    page = document_fromstring(render_html(DOCUMENT, {"files": "../"}))
    assert page.xpath("//a[@href='../data/action_states.csv']")


def test_a_verdict_shows_sign_word_columns_and_proof() -> None:
    (box,) = read(DOCUMENT).xpath("//section[@id='o1.verdict']")
    assert box.get("aria-label") == "Verdict box O1"
    assert box.xpath(".//*[local-name()='use']/@href") == ["#v-none", "#a-part"]
    assert [word.text_content() for word in box.xpath(".//*[@class='word']")] == [
        "Cannot be judged provisional",
        "Partly delivered",
    ]
    assert box.xpath(".//dl[@class='trio']//dt/text()") == ["Reported", "Computed", "Assessed"]
    assert box.xpath(".//dl[@class='facts']/dt/text()") == ["Unmeasurable share", "Bounds"]


def test_a_chart_keeps_its_words_and_links_its_table() -> None:
    (figure,) = read(DOCUMENT).xpath("//figure")
    assert figure.xpath("figcaption")[0].text_content().startswith("Figure 1. Attacks")
    assert figure.xpath(".//*[local-name()='title']/text()") == ["Attacks"]
    assert "Line chart: attacks fell" in figure.text_content()
    (link,) = figure.xpath(".//a")
    assert (link.get("href"), link.text_content()) == ("#o1.actions", "As a table: Table 1")


def test_a_chart_that_describes_itself_is_not_described_twice() -> None:
    figure = Figure("f", "", text("Attacks"), CHART, "said in other words", 160)
    assert "said in other words" not in read_blocks(figure).text_content()


def test_two_charts_with_one_prefix_are_refused() -> None:
    one, two = (Figure(key, "", text("A"), CHART, "", 160) for key in ("a", "b"))
    with pytest.raises(ValueError, match="'chart-1-t' stands in two charts"):
        render_html(with_blocks(one, two))


def test_a_missing_word_stops_the_build() -> None:
    words = {key: word for key, word in DOCUMENT.words.items() if key != "contents"}
    with pytest.raises(Exception, match="contents"):
        render_html(replace(DOCUMENT, words=words))


def test_contents_list_sections_and_what_is_below_them() -> None:
    (contents,) = read(DOCUMENT).xpath("//nav[@aria-label='Contents']")
    assert contents.xpath("ol/li/a/@href") == ["#about", "#glance", "#s3", "#annex.a"]
    assert contents.xpath("ol/li[3]/ol/li/a/@href") == ["#o1"]


def test_the_bar_says_edition_and_day_and_offers_the_other_forms() -> None:
    (bar,) = read(DOCUMENT).xpath("//header")
    assert "Edition 1 · As known on 10 April 2013" in bar.text_content()
    assert bar.xpath(".//a/@href") == ["report.pdf", "report.docx", "report.json"]
    assert not document_fromstring(render_html(DOCUMENT)).xpath("//header//a")


def test_languages_are_declared() -> None:
    page = read(DOCUMENT)
    assert page.get("lang") == "en"
    assert page.xpath("//*[@id='o1.said']/@lang") == ["el"]


def test_keys_that_clash_or_cannot_be_ids_give_no_second_anchor() -> None:
    page = read_blocks(
        para("one", key="p2", number=1),
        para("two", key="main", number=2),
        para("three", key="has space", number=3),
        Heading("v-met", 1, text("four")),
        Grid("g", "", text("t"), (Column("c"),), (Row((text("x"),), key="g"),)),
    )
    ids = count_ids(page)
    assert max(ids.values()) == 1
    assert {"p1", "p2", "p3", "main", "g"} <= set(ids) and "has space" not in ids


def spoil(value: str = HOSTILE) -> Document:
    """A document with the same hostile text everywhere text can stand."""
    spans = text(value, Span(value, to=value, style="strong", lang=value), Span(value, style="ref"))
    item = Item(spans, spans)
    column = (Column(value), Column(value))
    blocks: tuple[Block, ...] = (
        Heading(value, 1, spans, value),
        Para(value, spans, "written", value, 1, value),
        Listing(value, (item,), "quoted", value, spans),
        Listing(value, (item,), title=spans, kind="definition"),
        Verdict(value, value, value, value, (value,), value, value, value, value, (item,), (item,)),
        Grid(value, value, spans, column, (Row((spans, spans), key=value),), (spans,), spans,
             file=value),
        Figure(value, value, spans, "", value, 100, spans, value),
    )  # fmt: skip
    words = dict.fromkeys(DOCUMENT.words, value)
    texts = dict.fromkeys(
        (
            "lang",
            "title",
            "subtitle",
            "as_known",
            "strategy",
            "issuer",
            "edition",
            "release",
            "notice",
        ),
        value,
    )
    return Document(**texts, keywords=(value,), words=words, blocks=blocks)


def find_elements(page: str) -> set[str]:
    return set(re.findall(r"<[a-z0-9]+", page))


def test_hostile_text_is_shown_and_does_nothing() -> None:
    page = render_html(spoil(), {"pdf": HOSTILE, "files": HOSTILE})
    assert Balance(page).open == []
    assert find_elements(page) <= find_elements(render_html(DOCUMENT, LINKS))
    assert "<script" not in page and "<img" not in page
    assert "\0" not in page and "\u202e" not in page
    page.encode("utf-8")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_page(value: str) -> None:
    page = render_html(spoil(value))
    assert Balance(page).open == []
    ids = count_ids(document_fromstring(page))
    assert max(ids.values()) == 1
    page.encode("utf-8")
