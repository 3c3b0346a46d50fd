"""What contributors said: in one line, or quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stocktake.publish.facts import Facts, Row
from stocktake.publish.markdown import parse_markdown
from stocktake.publish.spans import Span, Spans, plain

LINE = 130
"""Letters of a report that fit a row; whole sentences only, and always the first."""


@dataclass(frozen=True)
class Quote:
    """A contribution: who, when, and the text in Markdown."""

    ref: str
    name: str
    given: str
    text: str
    mark: Span


def list_said(facts: Facts, subject: str) -> list[Row]:
    """Texts of this round on a subject, the owner's first."""
    said = [
        row
        for row in facts.of_cycle("contributions")
        if row["subject"] == subject and row["text"] and row["kind"] != "challenge"
    ]
    issuer = facts.strategy["issuer"]
    return sorted(said, key=lambda row: row["actor"] != issuer)


def find_account(facts: Facts, subject: str) -> Row | None:
    """The owner's own account of a subject this round, else the first contributor's."""
    said = [row for row in list_said(facts, subject) if row["kind"] in {"state", "status"}]
    return said[0] if said else None


def take_line(facts: Facts, subject: str) -> Spans:
    """The first sentences of the account of a subject, with its mark."""
    account = find_account(facts, subject)
    if account is None:
        return (Span(facts.text("site.reported.nothing")),)
    paragraphs = parse_markdown(account["text"])
    sentences = re.split(r"(?<=[.!?])\s+", plain(paragraphs[0]) if paragraphs else "")
    taken = sentences[0]
    for sentence in sentences[1:]:
        if len(taken) + len(sentence) >= LINE:
            break
        taken = f"{taken} {sentence}"
    return Span(taken), Span("", mark=facts.mark("contributions", account["ref"], "text"))


def quote_all(facts: Facts, subject: str, without: str = "") -> Iterator[Quote]:
    """Everything said on a subject this round, but for one contribution shown elsewhere."""
    for row in list_said(facts, subject):
        if row["ref"] != without:
            yield make_quote(facts, row)


def make_quote(facts: Facts, row: Row) -> Quote:
    """A contribution as a quotation."""
    return Quote(
        ref=row["ref"],
        name=facts.name_of(row["actor"]),
        given=facts.day(row["given"]) if row["given"] else "",
        text=row["text"] or "",
        mark=Span("", mark=facts.mark("contributions", row["ref"], "text")),
    )
