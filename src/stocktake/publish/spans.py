"""A run of text: what sentences are made of and renderers print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MARKS = ("unconfirmed", "revised", "provisional", "break", "contested", "derived")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text.

    `to` is a block key, an address or empty; `mark` one of MARKS, printed as a sign behind the
    text and read out; `style` is strong, em, ref (a printed reference) or missing (`:` and `-`,
    with `spoken` said in their place); `lang` is set where it differs from its block's.
    """

    text: str
    to: str = ""
    mark: str = ""
    style: str = ""
    spoken: str = ""
    lang: str = ""


Spans = tuple[Span, ...]


def plain(spans: Iterable[Span]) -> str:
    """The text of spans without marks and links."""
    return "".join(span.text for span in spans)
