"""What a writer puts into a text to bind it: figures of the release, and keys of the report.

`{{I-O2-01@2012}}` stands for the value of an indicator in a period, as the release holds it, and
`[o3.delivery]` for the block of that key. Both are written in plain text, so that a passage can be
read and mended in any editor.
"""

from __future__ import annotations

import re
from typing import Final

from stocktake.publish.facts import Facts
from stocktake.publish.phrases import observation_mark, shown_value
from stocktake.publish.spans import Span

FIGURE: Final = re.compile(r"\{\{\s*(?P<indicator>[^@{}\s]+)@(?P<period>[^{}\s]+)\s*\}\}")
KEY: Final = re.compile(r"\[(?P<key>[a-z][\w-]*(?:\.[\w-]+)+)\]")
ASKED: Final = re.compile(rf"{FIGURE.pattern}|{KEY.pattern}")


def bind_figure(facts: Facts, found: re.Match[str]) -> Span | None:
    """The figure a text asks for, linked to its indicator, with its mark; None where none is known.

    A territory that changed its composition has one value a period, that of the headline series.
    """
    indicator = facts.find("indicators", found["indicator"])
    if indicator is None:
        return None
    places = (indicator["geo"] or "").split(";")
    known = facts.rows("series", indicator=indicator["ref"], period=found["period"])
    values = [row["value"] for row in known if row["geo"] in places and row["value"] is not None]
    if not values:
        return None
    mark = observation_mark(facts, indicator["ref"], found["period"])
    to = f"annex.b.{indicator['ref'].lower()}"
    return Span(shown_value(facts, indicator, values[0]), to=to, mark=mark)


def read_plainly(facts: Facts, text: str) -> str:
    """A text with its figures put in and the keys, which lead into the report, left out."""

    def put_in(found: re.Match[str]) -> str:
        figure = bind_figure(facts, found)
        return figure.text if figure else found[0]

    return FIGURE.sub(put_in, re.sub(rf"\s?{KEY.pattern}", "", text))
