"""L25: links lead on, tables have a source, figures words, translations the same numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from stocktake.publish.anchors import KEY
from stocktake.publish.prose.case import Case
from stocktake.publish.prose.figures import Number, find_numbers
from stocktake.publish.prose.languages import words_of
from stocktake.publish.report.blocks import Figure, Grid, Para
from stocktake.publish.report.waiving import text_of
from stocktake.publish.spans import plain
from stocktake.vocabulary.problems import Problem

UNRESOLVED: Final = re.compile(rf"{KEY.pattern}|\{{\{{[^}}]*\}}\}}")
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
NUMBERED: Final = re.compile(r"\b[A-Z]\w+ (?:[A-Z]\.)?\d+\b")
SENTENCE, PARAGRAPH = 35, 120
"""Words a sentence and a paragraph have at most."""


def check_links(case: Case) -> Iterator[Problem]:
    """A key or bound number in brackets that nothing answers to."""
    for block in case.blocks:
        if isinstance(block, Para) and block.origin == "written":
            for found in UNRESOLVED.finditer(text_of(block.text)):
                yield case.find("L25", block.key, found[0])


def check_exhibits(case: Case) -> Iterator[Problem]:
    """Tables and figures: source, words in place of the picture, caption, place in the text."""
    placed = _placed(case)
    for block in case.blocks:
        if not isinstance(block, Grid | Figure):
            continue
        if not plain(block.source).strip():
            yield case.find("L25-source", block.key, block.number)
        if isinstance(block, Figure):
            yield from _check_figure(block, case)
        if not placed & {block.number, block.key, block.key.rpartition(".")[0]}:
            yield case.find("L25-mention", block.key, block.number)


def _check_figure(block: Figure, case: Case) -> Iterator[Problem]:
    caption = plain(block.caption)
    if block.alt.strip() in ("", caption.strip()):
        yield case.find("L25-alt", block.key, block.number)
    if not YEAR.search(caption) or not caption.rstrip().endswith(")"):
        yield case.find("L25-caption", block.key, caption)


def _placed(case: Case) -> set[str]:
    """What is mentioned by its number, belongs to a figure, or stands under its heading."""
    placed: set[str] = set()
    for block in case.blocks:
        if isinstance(block, Figure):
            placed.add(block.table)
        if not isinstance(block, Grid | Figure):
            placed |= {block.key, _above(block.key)}
        if isinstance(block, Para):
            placed |= set(NUMBERED.findall(plain(block.text)))
    return placed - {""}


def _above(key: str) -> str:
    return key.rpartition(".")[0]


def check_lengths(case: Case) -> Iterator[Problem]:
    """Sentences over 35 words and paragraphs over 120, of written text."""
    for sentence in case.sentences:
        words = len(sentence.text.split())
        if sentence.is_written and words > SENTENCE:
            yield case.find("L25-sentence", sentence, sentence.text, n=words)
    for block in case.blocks:
        if isinstance(block, Para) and block.origin == "written":
            words = len(plain(block.text).split())
            if words > PARAGRAPH:
                yield case.find("L25-paragraph", block.key, plain(block.text), n=words)


def check_translations(case: Case) -> Iterator[Problem]:
    """A translated passage has the numbers and references of its original."""
    originals = {f"{row['cycle']}|{row['slot']}": row for row in case.rows("passages")}
    for text in case.rows("texts", table="passages", field="text"):
        original = originals.get(text["row"])
        if original is None or original["cycle"] != case.cycle:
            continue
        lost = _counted(original["text"], case.document.lang, case)
        lost.subtract(_counted(text["text"], text["lang"], case))
        differ = [shown for shown, count in lost.items() if count]
        if differ:
            yield case.find(
                "L25-numbers", original["slot"], ", ".join(sorted(differ)), lang=text["lang"]
            )


def _counted(text: str, lang: str, case: Case) -> Counter[str]:
    """Numbers, years and references of a text, each as often as it stands there."""
    numbers = (_shown(n) for n in find_numbers(text, words_of(lang)) if not n.spelled)
    return Counter((*numbers, *YEAR.findall(text), *case.refs_in(text)))


def _shown(number: Number) -> str:
    return f"{number.value.normalize():f}{'%' if number.is_percent else ''}"
