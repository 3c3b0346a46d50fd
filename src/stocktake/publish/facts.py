"""A release as its readers need it: rows by reference, facts with their marks, words of the house.

Everything printed, in report and website alike, is asked for here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from stocktake.publish.locales import House
from stocktake.publish.sentences import Argument, Catalogue, catalogue
from stocktake.publish.spans import Span, Spans
from stocktake.release.reading import Release
from stocktake.vocabulary.addresses import ALL, Index, is_unconfirmed
from stocktake.vocabulary.frames import Tables, addresses
from stocktake.vocabulary.tables import TABLES
from stocktake.vocabulary.when import last_day

Row = dict[str, Any]
MISSING = ":"
NOT_APPLICABLE = "-"


class Facts:
    """Questions a report or page asks of one release, in one language."""

    def __init__(self, release: Release, lang: str = "en") -> None:
        self.release = release
        self.lang = lang
        self.say: Catalogue = catalogue(lang)
        self.house: House = self.say.house
        self.tables: Tables = release.tables
        self.provenance = Index(release.tables["provenance"])
        self._rows: dict[str, list[Row]] = {}
        self._by_address: dict[str, dict[str, Row]] = {}

    # --- rows ---------------------------------------------------------------------------------

    def rows(self, table: str, /, **equal: Any) -> list[Row]:
        """Rows of a table, in order, whose columns have these values."""
        if table not in self._rows:
            self._rows[table] = self.tables[table].to_dicts()
        found = self._rows[table]
        for name, value in equal.items():
            found = [row for row in found if row[name] == value]
        return found

    def row(self, table: str, address: str) -> Row:
        """The row of an address; KeyError if there is none."""
        return self._index(table)[address]

    def find(self, table: str, address: str | None) -> Row | None:
        """The row of an address, or None."""
        return None if address is None else self._index(table).get(address)

    def _index(self, table: str) -> dict[str, Row]:
        if table not in self._by_address:
            keys = addresses(TABLES[table], self.tables[table])
            self._by_address[table] = dict(zip(keys, self.rows(table), strict=True))
        return self._by_address[table]

    @cached_property
    def strategy(self) -> Row:
        """The strategy's one row."""
        return self.rows("strategy")[0]

    @cached_property
    def cycle(self) -> Row:
        """The row of the release's cycle."""
        return self.row("cycles", self.release.manifest.cycle)

    @cached_property
    def editor(self) -> str:
        """Who speaks in this edition: the issuer, unless others put it together afterwards."""
        issuer = self.name_of(self.strategy["issuer"])
        if self.cycle["reconstructed"]:
            return self.text("title.editor.reconstructed", issuer=issuer)
        return issuer

    @property
    def final(self) -> str:
        """`yes` for the final cycle, `no` for the others: a choice in messages."""
        return "yes" if self.cycle["final"] else "no"

    @cached_property
    def objectives(self) -> list[Row]:
        """The strategic objectives, in order."""
        return self.rows("objectives", parent=None)

    def lines(self, objective: str) -> list[Row]:
        """The lines of action under an objective."""
        return self.rows("objectives", parent=objective)

    def actions_under(self, objective: str) -> list[Row]:
        """The actions of an objective and of its lines, in order."""
        refs = {objective, *(line["ref"] for line in self.lines(objective))}
        return [row for row in self.rows("actions") if row["objective"] in refs]

    def indicators_of(self, objective: str) -> list[Row]:
        """The indicators that describe an objective, its lines or its actions."""
        subjects = {objective, *(line["ref"] for line in self.lines(objective))}
        subjects |= {action["ref"] for action in self.actions_under(objective)}
        return [row for row in self.rows("indicators") if row["subject"] in subjects]

    def state_of(self, action: str) -> Row:
        """The computed state of an action."""
        return self.row("action_states", action)

    def delivery_of(self, subject: str) -> Row:
        """The delivery counts of an objective, a line or `*`."""
        return self.row("deliveries", subject)

    def verdict_of(self, objective: str) -> Row | None:
        """The verdict or outlook of an objective in the official branch."""
        return self.find("verdicts", f"{objective}|official")

    def of_cycle(self, table: str) -> list[Row]:
        """Rows of a table that belong to the release's cycle."""
        return self.rows(table, cycle=self.cycle["ref"])

    def passage(self, slot: str) -> Row | None:
        """The written text of a slot in this cycle."""
        return self.find("passages", f"{self.cycle['ref']}|{slot}")

    def name_of(self, ref: str | None) -> str:
        """The name of an actor, or the reference itself where nobody is registered under it."""
        row = self.find("actors", ref)
        return row["name"] if row else ref or ""

    # --- facts with their marks ---------------------------------------------------------------

    def is_unconfirmed(self, table: str, row: str, *fields: str) -> bool:
        """Whether a row, or one of the fields shown of it, is unconfirmed."""
        return is_unconfirmed(self.provenance, table, row, fields)

    def mark(self, table: str, row: str, *fields: str) -> str:
        """The mark a printed fact carries."""
        return "unconfirmed" if self.is_unconfirmed(table, row, *fields) else ""

    def fact(self, table: str, row: str, field: str, shown: str) -> Span:
        """A field's value as a span that carries its mark."""
        line = self.provenance.find(table, row, field)
        unconfirmed = line is not None and line["standing"] == "unconfirmed"
        return Span(shown, mark="unconfirmed" if unconfirmed else "")

    def when(self, table: str, row: str, field: str, value: str | None) -> Span:
        """A `when` in words with its mark; the sign of a missing value where there is none."""
        if value is None:
            return self.missing
        if value == NOT_APPLICABLE:
            return self.not_applicable
        return self.fact(table, row, field, self.house.when(value))

    def evidence(self, refs: Iterable[str] | None) -> tuple[Span, ...]:
        """Documents by their reference or title, linked, with commas between."""
        spans: list[Span] = []
        for ref in refs or ():
            row = self.find("evidence", ref)
            if row is None:
                continue
            if spans:
                spans.append(Span(", "))
            shown = row["code"] or row["title"]
            spans.append(Span(shown, to=row["url"] or "", mark=self.mark("evidence", ref)))
        return tuple(spans) or self.say.spans("delivery.no-evidence")

    def due(self, action: Row) -> Spans:
        """The due date of an action with its mark; that none was set is a fact too."""
        ref = action["ref"]
        if action["due"] is None:
            return (self.fact("actions", ref, "due", self.text("words.no-end")),)
        due = self.when("actions", ref, "due", action["due"])
        if action["due_from"] and action["due_from"] != action["due"]:
            start = self.when("actions", ref, "due_from", action["due_from"])
            return (start, Span(" \u2013 "), due)
        return (due,)

    def territory(self, code: str) -> str:
        """A territory in words where the house names it; else its code."""
        key = f"territory.{code}"
        return self.text(key) if key in self.say.messages else code

    @property
    def missing(self) -> Span:
        """The sign for what is not available."""
        return Span(MISSING, style="missing", spoken=self.text("words.missing"))

    @property
    def not_applicable(self) -> Span:
        """The sign for what does not apply."""
        return Span(NOT_APPLICABLE, style="missing", spoken=self.text("words.not-applicable"))

    # --- words --------------------------------------------------------------------------------

    def spans(self, key: str, **arguments: Argument) -> Spans:
        """A sentence as spans."""
        return self.say.spans(key, **arguments)

    def text(self, key: str, **arguments: Argument) -> str:
        """A sentence as text."""
        return self.say.text(key, **arguments)

    def day(self, when: Any) -> str:
        """A day, month or year in words."""
        return self.house.when(str(when))

    @cached_property
    def today(self) -> str:
        """The as-of day in words."""
        return self.day(self.cycle["as_of"])

    @cached_property
    def end(self) -> str:
        """The last day of the strategy's period, in words."""
        return self.day(last_day(self.strategy["end"]))

    @cached_property
    def is_provisional(self) -> bool:
        """Whether verdicts are given before the strategy's period is over."""
        return bool(self.cycle["final"] and self.cycle["as_of"] < last_day(self.strategy["end"]))

    @cached_property
    def latest_due(self) -> str:
        """The latest due day that has come, in words; the as-of day where none has."""
        dues = [last_day(row["due"]) for row in self.rows("actions") if row["due"]]
        come = [due for due in dues if due <= self.cycle["as_of"]]
        return self.day(max(come, default=self.cycle["as_of"]))

    def say_unless(self, row: Row | None, column: str, key: str) -> str:
        """A cell of a row as text, or the message that stands for nothing."""
        return str(row[column]) if row and row[column] is not None else self.text(key)


def no_break(ref: str) -> Span:
    """A printed reference: never translated, never split."""
    return Span(ref, style="ref")


__all__ = ["ALL", "Facts", "Row", "no_break"]
