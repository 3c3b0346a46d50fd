"""What a sentence is about: indicators by reference, unit or title; counts; rows it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.figures import Number
from stocktake.publish.prose.reading import Sentence

NEAR: Final = 5
"""Words within which a number and the thing it counts stand."""
COUNTED_BY: Final = 2
"""Words behind a number that say what it counts: an adjective and its noun."""
COUNTED: Final = (
    "all", "due", "on_time", "late", "part", "overdue", "unknown", "dropped", "early", "not_due",
    "no_end", "superseded",
)  # fmt: skip
LISTED: Final = ("objectives", "actions", "threats", "recommendations", "challenges", "indicators",
                 "contributions", "cycles", "vintages", "actors", "instruments")  # fmt: skip
TOLD: Final = {
    "milestones": ("subject", ("title", "missing", "reason")),
    "contributions": ("subject", ("text",)),
    "follow_ups": ("recommendation", ("text", "reason")),
    "challenges": ("ref", ("title", "statement")),
    "indicators": ("ref", ("title", "note")),
    "recommendations": ("ref", ("text",)),
    "actions": ("ref", ("title", "deliverable")),
    "objectives": ("ref", ("title", "statement")),
    "cycles": ("ref", ("from", "to")),
}
"""Words that a row adds to what can be said of a subject."""


@dataclass(frozen=True)
class Subjects:
    """Finds what sentences and numbers are about."""

    case: Case

    @cached_property
    def _titles(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Stems of the head of each indicator's title, and of the whole title."""
        translated = {
            row["row"]: row["text"]
            for row in self.case.rows("texts", table="indicators", field="title")
            if row["lang"] == self.case.document.lang
        }
        stems = self.case.stems
        found = {}
        for row in self.case.rows("indicators"):
            title = str(translated.get(row["ref"], row["title"]))
            found[row["ref"]] = (stems(title.partition(",")[0]), stems(title))
        return found

    def indicators_in(self, text: str) -> list[Row]:
        """The indicators a text names by reference, else those whose title fits it best."""
        rows = self.case.rows("indicators")
        named = {ref for ref in self.case.refs_in(text) if self.case.refs[ref] == "indicators"}
        if named:
            return [row for row in rows if row["ref"] in named]
        spoken = self.case.stems(text)
        scores = {row["ref"]: self._score(row, spoken) for row in rows}
        best = max(scores.values(), default=Decimal(0))
        return [row for row in rows if best and scores[row["ref"]] == best]

    def _score(self, indicator: Row, spoken: frozenset[str]) -> Decimal:
        """The share of a title that is spoken of; 0 where half of its head is not."""
        head, whole = self._titles[indicator["ref"]]
        if not head or 2 * len(head & spoken) < len(head):
            return Decimal(0)
        return Decimal(len(whole & spoken)) / len(whole)

    def near(self, sentence: Sentence, number: Number) -> list[Row]:
        """The indicators a number may belong to: something of them stands near it."""
        before = sentence.text[: number.start].rpartition(";")[2].split()[-NEAR:]
        behind = sentence.text[number.end :].partition(";")[0].split()
        if self.case.words.find("quantities", " ".join(behind[:COUNTED_BY])):
            return []
        about = self.indicators_in(sentence.text)
        if number.spelled:
            before, behind = [], behind[:COUNTED_BY]
        elif any(row["ref"] in sentence.text for row in about):
            return about
        close = self.case.stems(" ".join((*before, *behind[:NEAR])))
        return [row for row in about if close & self._titles[row["ref"]][1]]

    @cached_property
    def counts(self) -> frozenset[Decimal]:
        """Every count of the release: deliveries, lengths of lists, days and months late."""
        found = {Decimal(row[name]) for row in self.case.rows("deliveries") for name in COUNTED}
        found |= {Decimal(len(self.case.rows(name))) for name in LISTED}
        found |= {Decimal(row["days_late"]) for row in self.case.rows("action_states")
                  if row["days_late"] is not None}  # fmt: skip
        found |= {Decimal(row["months"]) for row in self.case.rows("ledger")
                  if row["months"] is not None}  # fmt: skip
        found |= {abs(row[name]) for row in self.case.rows("movements")
                  for name in ("difference", "percent") if row[name] is not None}  # fmt: skip
        return frozenset(found)

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for table, (subject, columns) in TOLD.items():
            for row in self.case.rows(table):
                told = " ".join(str(row[name]) for name in columns if row[name])
                found.setdefault(str(row[subject]), []).append(told)
        return found

    def texts_on(self, refs: Iterable[str]) -> Iterator[str]:
        """What the rows about these subjects say."""
        for ref in refs:
            yield from self._texts.get(ref, ())
