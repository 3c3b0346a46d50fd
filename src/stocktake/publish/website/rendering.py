"""From a page's content to its bytes: templates, spans, signs and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from stocktake.publish.charts import STYLE, symbol_sheet
from stocktake.publish.facts import Facts
from stocktake.publish.markdown import clean_text, to_html
from stocktake.publish.spans import Span, Spans, plain
from stocktake.publish.style import join_sheets
from stocktake.publish.website.addresses import is_web, link_from
from stocktake.publish.website.sitemap import Site
from stocktake.version import VERSION

STYLE_SHEET: Final = "style.css"
_STYLES: Final = {"strong": "strong", "em": "em"}


@dataclass(frozen=True)
class Page:
    """One page: where it goes, how it is called, and what its template is given."""

    path: str
    template: str
    title: str
    content: Mapping[str, Any]
    place: str = ""
    crumbs: tuple[tuple[str, str], ...] = field(default=())


def render_page(site: Site, page: Page) -> bytes:
    """The bytes of a page."""
    writer = Writer(site.facts, page.path)
    text = (
        _open_templates()
        .get_template(page.template)
        .render(
            site=site,
            page=page,
            facts=site.facts,
            say=site.facts.text,
            spans=writer.write_spans,
            short=writer.write_short,
            own=writer.write_own,
            own_html=writer.write_markdown,
            link=writer.link,
            symbols=_trust(symbol_sheet()),
            styles=_trust(read_styles()),
            version=VERSION,
            **page.content,
        )
    )
    return (clean_text(text) + "\n").encode()


@cache
def read_styles() -> str:
    """The one style sheet of the site."""
    loader = _open_templates().loader
    assert loader is not None
    own = loader.get_source(_open_templates(), "site.css")[0]
    return "\n".join((join_sheets("tokens", "components"), STYLE, own))


def trust_drawing(svg: str) -> Markup:
    """Pass on a drawing as it is; only for what our own writer of charts made."""
    return _trust(svg)


def _trust(own: str) -> Markup:
    return Markup(own)


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _open_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("stocktake.publish.website"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = _capitalise
    environment.filters["plain"] = plain
    return environment


class Writer:
    """Writes what needs to know on which page it stands."""

    def __init__(self, facts: Facts, path: str) -> None:
        self.facts, self.path = facts, path
        original = facts.strategy["language"]
        self.lang = original if original != facts.lang else ""

    def link(self, target: str) -> str:
        """A link to another page of this site."""
        return link_from(self.path, target)

    def write_own(self, text: str) -> Markup:
        """A text of the strategy's, marked with its language where that is not the page's."""
        if not self.lang:
            return Markup("{}").format(text)
        return Markup('<span lang="{}">{}</span>').format(self.lang, text)

    def write_markdown(self, text: str) -> Markup:
        """Markdown of the strategy's or a contributor's, cleaned."""
        html = _trust(to_html(text))
        return Markup('<div lang="{}">{}</div>').format(self.lang, html) if self.lang else html

    def write_spans(self, spans: Span | Spans | str) -> Markup:
        """Spans with their links and marks."""
        return self._write(spans, self._write_mark)

    def write_short(self, spans: Span | Spans | str) -> Markup:
        """Spans whose marks are one letter, for narrow columns."""
        return self._write(spans, self._write_letter)

    def _write(self, spans: Span | Spans | str, mark: Any) -> Markup:
        if isinstance(spans, str):
            return Markup("{}").format(spans)
        listed = (spans,) if isinstance(spans, Span) else spans
        return Markup("").join(self._write_span(span) + mark(span.mark) for span in listed)

    def _write_span(self, span: Span) -> Markup:
        text = Markup("{}").format(span.text)
        if span.style in _STYLES:
            text = Markup("<{0}>{1}</{0}>").format(_STYLES[span.style], text)
        elif span.style == "ref":
            text = Markup('<span class="ref">{}</span>').format(text)
        elif span.style == "missing":
            hidden = '<span aria-hidden="true">{}</span><span class="vh">{}</span>'
            text = Markup(hidden).format(text, span.spoken)
        if span.lang:
            text = Markup('<span lang="{}">{}</span>').format(span.lang, text)
        return self._write_link(span.to, text)

    def _write_link(self, to: str, text: Markup) -> Markup:
        if not to:
            return text
        if is_web(to):
            return Markup('<a href="{}">{}</a>').format(to, text)
        if to.startswith("site:"):
            target = self.link(to.removeprefix("site:"))
            return Markup('<a class="n" href="{}">{}</a>').format(target, text)
        return text

    def _write_mark(self, mark: str) -> Markup:
        if not mark:
            return Markup("")
        look = "mark q-mark" if mark == "unconfirmed" else "mark"
        word = self.facts.text(f"words.{mark}")
        return Markup(' <span class="{}">{}</span>').format(look, word)

    def _write_letter(self, mark: str) -> Markup:
        if not mark:
            return Markup("")
        letter = self.facts.text(f"words.{mark}.sign")
        html = '<span class="sign" aria-hidden="true">{}</span><span class="vh"> {}</span>'
        return Markup(html).format(letter, self.facts.text(f"words.{mark}"))
