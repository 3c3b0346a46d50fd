"""Text handed in as Markdown reaches report and website readable, whole and harmless."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stocktake.publish.markdown import TAGS, parse_markdown, to_html
from stocktake.publish.spans import Span, plain

PIECES = st.sampled_from(
    ["*", "**", "_", "[", "](", ")", "![", "<", ">", "`", "```\n", "\n", "\n\n", "- ", "1. ", "# ",
     "> ", "    ", "\\", "&amp;", "&#0;", "&#x202e;", "javascript:", "data:text/html,", "https://a.eu",
     "<script>", "</p>", "<img src=x onerror=alert(1)>", "word", " ", "\0", "\ud800", "\u202e", '"']
)  # fmt: skip
HOSTILE = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))
DIRECTION = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NESTED = {
    "quotes": "> " * 3000 + "the word",
    "bullets": "- " * 3000 + "the word",
    "brackets": "[" * 3000 + "the word" + "](https://a.eu)" * 3000,
    "pictures": "![" * 10_000 + "the word",
    "stars": "*a **b " * 5000 + "the word",
    "staircase": "".join("  " * depth + "- step\n" for depth in range(300)) + "\nthe word",
}


class Elements(HTMLParser):
    """Collects the elements and attributes of a piece of HTML, and checks that they close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str) -> list[str]:
    return [plain(paragraph) for paragraph in parse_markdown(text)]


def test_emphasis_and_links_to_the_web_are_kept() -> None:
    assert parse_markdown("It *was* **late**, see [the act](https://a.eu/x).") == (
        (
            Span("It "),
            Span("was", style="em"),
            Span(" "),
            Span("late", style="strong"),
            Span(", see "),
            Span("the act", to="https://a.eu/x"),
            Span("."),
        ),
    )


def test_strong_inside_emphasis_stays_strong() -> None:
    (spans,) = parse_markdown("*a **b** c*")
    assert [(span.text, span.style) for span in spans] == [
        ("a ", "em"), ("b", "strong"), (" c", "em"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/inside", "//evil.eu", "mailto:a@b.eu", "ftp://a.eu", "x", "#p1", "https://"]
)
def test_other_links_keep_their_words_only(address: str) -> None:
    assert parse_markdown(f"[the act]({address})") == ((Span("the act"),),)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x"])
def test_dangerous_links_are_never_links(address: str) -> None:
    assert all(not span.to for span in parse_markdown(f"[act]({address})")[0])
    assert "<a" not in to_html(f"[act]({address}) <{address}>")


def test_the_language_of_the_text_goes_with_it() -> None:
    (spans,) = parse_markdown("ein *Wort*", "de")
    assert {span.lang for span in spans} == {"de"}


def test_headings_lists_pictures_code_and_html_become_text() -> None:
    text = "# Head\n\n1. one\n2. two\n\n- three\n\n![a map](https://a.eu/m.png)\n\n`x` <b>y</b>"
    assert read(text) == ["Head", "1. one", "2. two", "– three", "a map", "x <b>y</b>"]


def test_lines_of_a_paragraph_are_joined_and_blank_ones_part() -> None:
    assert read("one\ntwo  \nthree\n\nfour") == ["one two three", "four"]


def test_nothing_gives_nothing() -> None:
    assert parse_markdown(" \n\n***\n\n&nbsp;".removesuffix("&nbsp;")) == ()
    assert to_html("") == ""


def test_what_looks_like_a_definition_is_printed() -> None:
    assert read("[note]: https://a.eu") == ["[note]: https://a.eu"]


@pytest.mark.parametrize("name", NESTED)
def test_deep_nesting_is_fast_and_loses_no_word(name: str) -> None:
    start = perf_counter()
    assert "the word" in " ".join(read(NESTED[name]))
    assert "the word" in to_html(NESTED[name])
    assert perf_counter() - start < 10


@settings(deadline=None)
@given(st.integers(0, 60), st.sampled_from(["> ", "- ", "1. "]))
def test_no_depth_of_nesting_loses_a_word(depth: int, mark: str) -> None:
    assert "word" in " ".join(read(mark * depth + "word"))
    assert "word" in to_html(mark * depth + "word")


@settings(deadline=None)
@given(HOSTILE)
@example("[x](https://a.eu/\u202e)")
def test_spans_hold_no_control_and_only_web_addresses(text: str) -> None:
    for spans in parse_markdown(text):
        assert plain(spans).strip()
        for span in spans:
            assert span.style in ("", "strong", "em")
            assert not span.to or re.match(r"https?://[^\s/]", span.to, re.IGNORECASE)
            assert not DIRECTION.search(span.text + span.to)


@settings(deadline=None)
@given(HOSTILE)
@example("&#x202e;")
def test_html_holds_only_the_elements_allowed(text: str) -> None:
    html = to_html(text)
    elements = Elements(html)
    assert elements.open == []
    assert not DIRECTION.search(html)
    for tag, attributes in elements.seen:
        assert tag in TAGS
        assert [name for name, _ in attributes] == (["href"] if tag == "a" else [])
        for _, value in attributes:
            assert value and re.match(r"https?://|mailto:", value, re.IGNORECASE)


@settings(deadline=None)
@given(HOSTILE)
def test_the_same_text_gives_the_same_html(text: str) -> None:
    assert to_html(text) == to_html(text)
    assert parse_markdown(text) == parse_markdown(text)


def test_html_keeps_lists_quotes_code_and_mail() -> None:
    html = to_html("1. *a*\n2. **b**\n\n> c\n\n- `d`\n\n[e](mailto:a@b.eu) # f\n\n# g\n\n![h](/i)")
    assert html.split("\n") == [
        "<ol>",
        "<li><em>a</em></li>",
        "<li><strong>b</strong></li>",
        "</ol>",
        "<blockquote>",
        "<p>c</p>",
        "</blockquote>",
        "<ul>",
        "<li><code>d</code></li>",
        "</ul>",
        '<p><a href="mailto:a@b.eu">e</a> # f</p>',
        "<p>g</p>",
        "<p>h</p>",
        "",
    ]


def test_html_inside_markdown_is_shown_not_run() -> None:
    assert to_html("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"
