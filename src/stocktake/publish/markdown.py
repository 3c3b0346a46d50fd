"""Markdown written outside: spans for the report, clean HTML for the website.

Kept are strong, em and links to the web; all else (headings, lists, code, pictures, HTML) becomes
text. No word is lost: what nests too deep to be read as Markdown is taken as plain paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from stocktake.publish.spans import Span, plain

Paragraph = tuple[Span, ...]

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote"}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 20
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s/]|mailto:.", re.IGNORECASE)
# Controls, halves of surrogate pairs, non-characters, and marks that turn the direction of writing.
_FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TEXT_BLOCKS = {"code_block", "fence"}


def parse_markdown(text: str, lang: str = "") -> tuple[Paragraph, ...]:
    """Read Markdown into paragraphs of spans; a list gives a paragraph an item, with its number.

    `lang` is put on every span; leave it empty where it is the language of the block.
    """
    paragraphs = (_merge(spans) for spans in _list_paragraphs(_read(text)))
    return tuple(tuple(replace(span, lang=lang) for span in spans) for spans in paragraphs if spans)


def to_html(text: str) -> str:
    """Write Markdown as HTML for the website: a few plain elements, no attribute but `href`."""
    tokens = [_soften(token) for token in _read(text)]
    rendered = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        clean_text(rendered),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=None,
    )


def clean_text(text: str) -> str:
    """Drop what no format can print or what reorders a line.

    Markdown needs it before and after parsing: `&#x202e;` is such a mark in disguise.
    """
    return _FORBIDDEN.sub("", text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    return parser.disable("reference")  # a definition would not be printed: words lost


def _read(text: str) -> list[Token]:
    """Read tokens; the parser drops what nests too deep, so such a text is not parsed at all."""
    text = clean_text(text)
    tokens = _parser().parse(text)
    if max((token.level for token in tokens), default=0) < DEEPEST - 2:
        return tokens
    return [token for part in re.split(r"\n\s*\n", text) for token in _wrap(part.strip())]


def _wrap(text: str) -> list[Token]:
    inline = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    return [Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)]


def _list_paragraphs(tokens: Iterable[Token]) -> Iterator[list[Span]]:
    mark = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "– "
        elif token.type in _TEXT_BLOCKS:
            yield [Span(mark + token.content)]
            mark = ""
        elif token.type == "inline":
            yield [Span(mark), *_list_spans(token.children or [])]
            mark = ""


def _list_spans(tokens: Iterable[Token]) -> Iterator[Span]:
    depth = {"strong": 0, "em": 0}
    address = ""
    for token in tokens:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "link":
            address = _find_address(token)
        elif kind in depth:
            depth[kind] += token.nesting
        else:
            style = next((name for name in ("strong", "em") if depth[name]), "")
            yield Span(_find_text(token), to=address, style=style)


def _find_address(token: Token) -> str:
    address = str(token.attrGet("href") or "")
    return address if _WEB.match(address) else ""


def _find_text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return "".join(_find_text(child) for child in token.children or [])
    return token.content


def _merge(spans: Iterable[Span]) -> Paragraph:
    """Join neighbours that look alike, fold blanks, and drop what is empty."""
    groups = groupby(spans, key=lambda span: (span.to, span.style))
    joined = [Span(_fold(plain(tuple(group))), to=to, style=style) for (to, style), group in groups]
    if not plain(joined).strip():
        return ()
    joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
    joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(span for span in joined if span.text)


def _fold(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", clean_text(text))


def _soften(token: Token) -> Token:
    """A token that renders to what we keep: headings as paragraphs, pictures as their text."""
    if token.type in ("heading_open", "heading_close"):
        return token.copy(tag="p")
    return token.copy(children=list(_soften_inline(token.children))) if token.children else token


def _soften_inline(tokens: Iterable[Token]) -> Iterator[Token]:
    linked = False
    for token in tokens:
        if token.type == "link_open":
            linked = bool(_LINK.match(str(token.attrGet("href") or "")))
        if token.type == "image":
            yield Token("text", "", 0, content=_find_text(token))
        elif linked or token.type not in ("link_open", "link_close"):
            yield token
