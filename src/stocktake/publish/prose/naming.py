"""L21 and L22: states, the Union and abbreviations are called as the house calls them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from stocktake.publish.prose.case import Case
from stocktake.publish.prose.languages import words_of
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.prose.subjects import Subjects
from stocktake.vocabulary.problems import Problem

PROTOCOL: Final = tuple(
    "BE BG CZ DK DE EE IE EL ES FR HR IT CY LV LT LU HU MT NL AT PL PT RO SI SK FI SE UK".split()  # noqa: SIM905
)
"""The states in the order of their own names, the United Kingdom last."""
OURS: Final = {"GR": "EL", "GB": "UK"}
LIST: Final = 3
"""From three states on it is a list that has an order."""
ABBREVIATION: Final = re.compile(r"(?<![\w.-])[A-Z]{2,8}(?![\w-])")
EVERYDAY: Final = frozenset(
    "EU UE EUR USD UN ONU US PDF COM SWD SEC JOIN II III IV VI VII NO".split()  # noqa: SIM905
) | set(PROTOCOL)
"""Abbreviations, currencies, codes and Roman numerals that need no explanation."""


def check_codes(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L21: EL and UK, whatever other lists of codes say."""
    if sentence.is_written:
        for found in re.finditer(r"(?<![\w-])(?:GR|GB)(?![\w-])", sentence.text):
            yield case.find("L21", sentence, found[0], ours=OURS[found[0]])


def check_names(case: Case) -> Iterator[Problem]:
    """L21: one name for a state in one document, the short one."""
    ours = {name: name for name in case.words.named("states").values()}
    forms = case.words.named("forms")
    for sentence in case.sentences:
        if not sentence.is_written:
            continue
        for form, name in forms.items():
            if name in ours and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", sentence.text):
                yield case.find("L21-form", sentence, form, ours=name)


def check_order(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L21: a list of states stands in protocol order."""
    if not sentence.is_written:
        return
    names = case.words.named("states")
    code_of = {name: code for code, name in names.items()}
    one, several = _states(case.words.lang)
    for listed in several.finditer(sentence.text):
        codes = [code_of.get(name, name) for name in one.findall(listed[0])]
        right = sorted(codes, key=PROTOCOL.index)
        if codes != right:
            spoken = [code if code in listed[0] else names.get(code, code) for code in right]
            yield case.find("L21-order", sentence, listed[0], right=spoken)


@cache
def _states(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A state by its name or code, and a list of them."""
    known = sorted((*words_of(lang).named("states").values(), *PROTOCOL), key=len, reverse=True)
    one = rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)"
    joint = r"(?:\s*[,;]\s*|\s+\w{1,3}\s+)"
    return re.compile(one), re.compile(rf"{one}(?:{joint}{one}){{{LIST - 1},}}")


def check_union(sentence: Sentence, case: Case, subjects: Subjects) -> Iterator[Problem]:
    """L21: a total of the Union says of which states where these changed within the series."""
    if not sentence.is_written:
        return
    total = case.words.find("eu", sentence.text)
    if not total or case.words.find("composition", sentence.text):
        return
    about = {row["ref"] for row in subjects.indicators_in(sentence.text)}
    scopes = [row for row in case.rows("movements") if row["scope"] and row["indicator"] in about]
    if scopes and re.search(r"\d", sentence.text):
        yield case.find("L21-union", sentence, total[0], scope=scopes[0]["scope"])


@dataclass(frozen=True)
class Abbreviations:
    """L22, abbreviations: each is explained where it is first used, or in the annex of words."""

    case: Case

    @cached_property
    def explained(self) -> dict[str, set[str]]:
        """Abbreviations the tables explain: actors, terms of the glossary, printed references."""
        known: dict[str, set[str]] = defaultdict(set)
        for table, columns in (("actors", ("ref", "name")), ("glossary", ("ref", "term"))):
            for row in self.case.rows(table):
                for found in ABBREVIATION.finditer(" ".join(str(row[name]) for name in columns)):
                    known[found[0]].add(table)
        return known

    def check(self) -> Iterator[Problem]:
        """Every abbreviation of the written text that is explained nowhere, once a block."""
        told = set(self.explained)
        for sentence in self.case.sentences:  # in the order of the paragraphs
            told |= set(re.findall(r"\(([A-Z]{2,8})\b", sentence.text))
        seen: set[tuple[str, str]] = set()
        for sentence in self.case.sentences:
            if not sentence.is_written:
                continue
            for found in ABBREVIATION.finditer(sentence.text):
                if found[0] in told | EVERYDAY or (sentence.block, found[0]) in seen:
                    continue
                seen.add((sentence.block, found[0]))
                yield self.case.find("L22", sentence, found[0])


def check_words(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L22: the words of the house and no others for the same thing."""
    if not sentence.is_written:
        return
    house = case.words.named("house")
    for found in case.words.find_all("house", sentence.text):
        said = found[0].casefold()
        ours = next((right for word, right in house.items() if _fits(word, said)), "")
        yield case.find("L22-word", sentence, found[0], ours=ours)


def _fits(word: str, said: str) -> bool:
    pattern = re.escape(word.casefold()).replace(r"\*", r"\w*")
    return re.fullmatch(pattern, said) is not None
