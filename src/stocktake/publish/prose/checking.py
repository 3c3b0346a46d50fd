"""All rules over one report: what is found, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from stocktake.publish.prose import (
    anchoring,
    claims,
    columns,
    counts,
    naming,
    percentages,
    recommending,
    structure,
    wording,
)
from stocktake.publish.prose.case import Case
from stocktake.publish.prose.cited import Figures
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.prose.subjects import Subjects
from stocktake.publish.prose.values import Values
from stocktake.vocabulary.problems import Problem

OF_SENTENCES: Final[tuple[Callable[[Sentence, Case], Iterator[Problem]], ...]] = (
    anchoring.check_source,
    counts.check_completeness,
    percentages.check_base,
    percentages.check_differences,
    counts.check_verdicts,
    counts.check_nothing,
    naming.check_codes,
    naming.check_order,
    naming.check_words,
    wording.check_dates,
    wording.check_labels,
)
OF_SUBJECTS: Final[tuple[Callable[[Sentence, Case, Subjects], Iterator[Problem]], ...]] = (
    percentages.check_points,
    claims.check_trends,
    claims.check_stability,
    claims.check_causes,
    naming.check_union,
)
OF_REPORTS: Final[tuple[Callable[[Case], Iterator[Problem]], ...]] = (
    anchoring.check_marks,
    columns.check_disagreement,
    columns.check_grades,
    recommending.check_addressing,
    recommending.check_ends,
    recommending.check_novelty,
    naming.check_names,
    lambda case: naming.Abbreviations(case).check(),
    wording.check_praise,
    structure.check_links,
    structure.check_exhibits,
    structure.check_lengths,
    structure.check_translations,
)
WITHOUT_LIST: Final = ("L02", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L17", "L21", "L22",
                       "L23", "L24")  # fmt: skip
"""Rules that look for words and therefore check nothing in a language without lists."""
UNLISTED: Final = "prose-unlisted"


@dataclass(frozen=True)
class Checker:
    """Every rule over one report."""

    case: Case

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.case, Subjects(self.case), Values(self.case))

    def findings(self) -> list[Problem]:
        """What the rules find, each once, in the order of the report's blocks and of the codes."""
        found = dict.fromkeys(self._find())
        order = {block.key: at for at, block in enumerate(self.case.blocks)}
        return sorted(found, key=lambda p: (order.get(p.row, len(order)), p.row, p.code, p.column))

    def _find(self) -> Iterator[Problem]:
        subjects = self._figures.subjects
        for sentence in self.case.sentences:
            for check in OF_SENTENCES:
                yield from check(sentence, self.case)
            for look in OF_SUBJECTS:
                yield from look(sentence, self.case, subjects)
            yield from self._figures.check(sentence)
        for read in OF_REPORTS:
            yield from read(self.case)
        if not self.case.words.known:
            lang = self.case.document.lang
            yield self.case.find(UNLISTED, "", lang, rules=WITHOUT_LIST)


def check_prose(case: Case) -> list[Problem]:
    """The findings of all rules on a report; the same report and tables, the same findings."""
    return Checker(case).findings()
