"""All that the rules look at: a report, its release, the round before, every vintage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from stocktake.publish.prose.languages import Words, stems, words_of
from stocktake.publish.prose.reading import Sentence, read_sentences, readable
from stocktake.publish.report.blocks import Block, Document
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.problems import Problem

Row = dict[str, Any]
REF_TABLES: Final = (
    "objectives", "actions", "milestones", "indicators", "threats", "challenges", "instruments",
    "safeguards", "recommendations", "contributions", "evidence", "principles", "datasets",
)  # fmt: skip
SHOWN: Final = 60
"""Characters of the words concerned that a finding shows."""


@dataclass(frozen=True)
class Case:
    """One report and what it is held against.

    `tables` are those of the release, `before` those of the round before, `every` the strategy's
    tables with all their vintages, those that came after the cut-off too.
    """

    document: Document
    tables: Tables
    cycle: str
    as_of: date
    before: Tables | None = None
    every: Tables | None = None
    _rows: dict[str, list[Row]] = field(default_factory=dict, repr=False)

    @cached_property
    def words(self) -> Words:
        """The word lists of the report's language."""
        return words_of(self.document.lang)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks that are read."""
        return readable(self.document)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Every sentence that is ours to mend."""
        return list(read_sentences(self.blocks, self.words))

    def rows(self, name: str, /, **equal: Any) -> list[Row]:
        """Rows of a table of the release whose columns have these values."""
        if name not in self._rows:
            self._rows[name] = self.tables[name].to_dicts()
        found = self._rows[name]
        return [row for row in found if all(row[cell] == value for cell, value in equal.items())]

    @cached_property
    def refs(self) -> dict[str, str]:
        """Every printed reference, and its table."""
        return {row["ref"]: name for name in REF_TABLES for row in self.rows(name)}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key a text may link to."""
        return frozenset(block.key for block in self.blocks)

    @cached_property
    def small(self) -> frozenset[str]:
        """Words that carry no meaning of their own."""
        return frozenset(self.words.lists.get("small", ()))

    def stems(self, text: str) -> frozenset[str]:
        """The words of a text that carry meaning."""
        return stems(text, self.small)

    @cached_property
    def states(self) -> dict[str, Row]:
        """The state of every action."""
        return {row["action"]: row for row in self.rows("action_states")}

    @cached_property
    def unknown(self) -> frozenset[str]:
        """Actions of which nothing is on record."""
        return frozenset(ref for ref, row in self.states.items() if row["state"] == "unknown")

    def actions_in(self, scope: str) -> list[Row]:
        """The actions of an objective, a line, one action, or of the whole strategy (empty)."""
        inside = {scope, *(row["ref"] for row in self.rows("objectives", parent=scope))}
        return [
            row
            for row in self.rows("actions")
            if not scope or row["objective"] in inside or row["ref"] == scope
        ]

    def refs_in(self, text: str) -> Iterator[str]:
        """The printed references a text holds, in their order."""
        for word in text.replace("(", " ").replace(")", " ").split():
            ref = word.strip(".,;:?!\"'\u201c\u201d[]†")
            if ref in self.refs:
                yield ref

    def scope_of(self, sentence: Sentence) -> str:
        """What a sentence speaks of: its reference, else its section, else the whole (empty)."""
        for ref in self.refs_in(sentence.text):
            if self.refs[ref] in {"objectives", "actions"}:
                return ref
        return sentence.section

    def find(
        self, code: str, sentence: Sentence | str, words: str = "", **values: object
    ) -> Problem:
        """The finding of a rule in a block, with the words concerned."""
        block = sentence if isinstance(sentence, str) else sentence.block
        shown = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
        return fault(code, f"report {self.cycle}", block, shown, **values)
