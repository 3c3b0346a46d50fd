"""L23 and L24: days instead of vague time, and no praise, blame or labels of people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from babel.dates import get_month_names

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.reading import Sentence
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.when import last_day

NUMERIC: Final = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
ACT: Final = re.compile(
    r"\b(?:COM|SWD|SEC|JOIN)\s\d+\b|\b(?:COM|SWD|SEC|JOIN)\((?:19|20)\d\d\)(?!\s?\d)"
)
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
PER: Final = 50
"""Words to which one word of praise is one too many: more than 2 in 100."""
LABELS: Final = {"people": "L24-people", "gendered": "L24-gendered", "ranking": "L24-ranking"}
PAST: Final = frozenset({"in_operation", "in_force", "held", "set_up", "published", "adopted"})


def check_dates(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L23: vague time, days in figures, acts without year or number."""
    if not sentence.is_written:
        return
    vague = case.words.find("vague", sentence.text)
    if vague and not YEAR.search(sentence.text):
        yield case.find("L23", sentence, vague[0])
    for pattern, code in ((NUMERIC, "L23-form"), (ACT, "L23-act")):
        found = pattern.search(sentence.text)
        if found:
            yield case.find(code, sentence, found[0])
    yield from _future(sentence, case)


def _future(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L23: what is past on the cut-off day is not told as to come."""
    future = case.words.find("future", sentence.text)
    if not future:
        return
    for day, shown in _days_in(sentence.text, case.words.lang):
        if day <= case.as_of:
            yield case.find("L23-future", sentence, future[0], cell=shown)
            return
    spoken = case.stems(sentence.text)
    for deed in case.rows("milestones"):
        if deed["stage"] in PAST and _is_past(deed, case) and _is_named(deed, spoken, case):
            done = case.words.house.when(deed["done"])
            yield case.find("L23-future", sentence, future[0], cell=f"{deed['title']}, {done}")
            return


def _is_past(deed: Row, case: Case) -> bool:
    return bool(deed["done"]) and last_day(deed["done"]) <= case.as_of


def _is_named(deed: Row, spoken: frozenset[str], case: Case) -> bool:
    """Whether a sentence holds the names a deed's title holds: words in capitals."""
    names = case.stems(" ".join(re.findall(r"\b[A-Z]{3,}\b", deed["title"])))
    return bool(names) and names <= spoken


def _days_in(text: str, lang: str) -> Iterator[tuple[date, str]]:
    months = _months(lang)
    for found in re.finditer(r"\b(\d{1,2})(?:\.|er)?\s(\w+)\s((?:19|20)\d\d)\b", text):
        month = months.get(found[2].casefold())
        if month:
            yield last_day(f"{found[3]}-{month:02}-{int(found[1]):02}"), found[0]


@cache
def _months(lang: str) -> dict[str, int]:
    return {
        name.casefold(): number for number, name in get_month_names("wide", locale=lang).items()
    }


def check_labels(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L24: people and states are not labelled."""
    if sentence.is_written:
        for name, code in LABELS.items():
            for found in case.words.find_all(name, sentence.text):
                yield case.find(code, sentence, found[0])


def check_praise(case: Case) -> Iterator[Problem]:
    """L24: more than two words of praise or filler in a hundred of a paragraph."""
    paragraphs: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in case.sentences:
        if sentence.is_written:
            paragraphs[sentence.block].append(sentence)
    for sentences in paragraphs.values():
        text = " ".join(sentence.text for sentence in sentences)
        found = list(case.words.find_all("praise", text))
        if len(found) * PER > len(text.split()):
            shown = ", ".join(dict.fromkeys(word[0] for word in found))
            yield case.find("L24", sentences[0], shown, n=len(found), all=len(text.split()))
