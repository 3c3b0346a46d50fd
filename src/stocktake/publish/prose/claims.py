"""L10, L11 and L12: trends, stability and causes are claimed only where somebody tested them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.reading import Sentence
from stocktake.publish.prose.subjects import Subjects
from stocktake.vocabulary.problems import Problem

FEWEST: Final = 5
"""Values below which no test for a trend is made."""
ALPHA: Final = "0.10"
"""Level of the trend test where the parameters name none (methods: `trend.alpha`)."""


def check_trends(sentence: Sentence, case: Case, subjects: Subjects) -> Iterator[Problem]:
    """L10: a trend word about an indicator rests on a significant test of five values or more."""
    found = case.words.find_all("trend", sentence.text)
    trend = next((word for word in found if not _is_title(word, sentence.text, case)), None)
    if not trend or case.words.find("trend-tested", sentence.text):
        return
    untested = [row for row in subjects.indicators_in(sentence.text) if not _is_shown(row, case)]
    if untested:
        ref = untested[0]["ref"]
        yield case.find("L10", sentence, trend[0], ref=ref, n=_values(case, ref))


def _is_title(word: re.Match[str], text: str, case: Case) -> bool:
    """Whether a word belongs to a name: Situation and Trend Report. German writes all nouns so."""
    inside = text[: word.start()].strip() != ""
    return inside and word[0][0].isupper() and not case.words.lang.startswith("de")


def check_stability(sentence: Sentence, case: Case, subjects: Subjects) -> Iterator[Problem]:
    """L11: that a test found no trend does not show that nothing changed."""
    if not sentence.is_written:
        return
    stable = case.words.find("stable", sentence.text)
    about = subjects.indicators_in(sentence.text) if stable else []
    unshown = [row for row in about if not _is_same(row, case)]
    if stable and unshown:
        ref = unshown[0]["ref"]
        yield case.find("L11", sentence, stable[0], ref=ref, n=_values(case, ref))


def _is_shown(indicator: Row, case: Case) -> bool:
    """Whether a trend was tested and found."""
    alpha = Decimal(_parameter(case, "trend.alpha", ALPHA))
    return any(
        row["p"] is not None and row["n"] >= FEWEST and row["p"] <= alpha
        for row in case.rows("outcomes", indicator=indicator["ref"])
    )


def _is_same(indicator: Row, case: Case) -> bool:
    """Whether the two ends compared are the same value, and enough values lie between."""
    return any(
        row["sense"] == "same" and row["n"] >= FEWEST
        for row in case.rows("movements", indicator=indicator["ref"])
    )


def _values(case: Case, indicator: str) -> int:
    return sum(row["value"] is not None for row in case.rows("series", indicator=indicator))


def _parameter(case: Case, name: str, default: str) -> str:
    return next(
        (str(row["value"]) for row in reversed(case.rows("parameters", name=name))), default
    )


def check_causes(sentence: Sentence, case: Case, subjects: Subjects) -> Iterator[Problem]:
    """L12: a deed is called the cause of an effect only where an evaluation is linked."""
    text = sentence.text
    for cause in case.words.find_all("causal", text):
        if case.words.find("causal-noise", text[cause.start() :]):
            continue
        before, after = text[: cause.start()], text[cause.end() :]
        if not before.strip():  # "Thanks to the network, attacks fell"; German has no comma there
            before, comma, rest = after.partition(",")
            after = rest if comma else after
        pairs = ((before, after), (after, before))
        crosses = any(_is_deed(a, case) and _is_effect(b, case, subjects) for a, b in pairs)
        if crosses and not _is_evaluated(sentence, case):
            yield case.find("L12", sentence, cause[0])
            return


def _is_deed(text: str, case: Case) -> bool:
    if any(case.refs[ref] in {"actions", "recommendations"} for ref in case.refs_in(text)):
        return True
    names = (name for actor in case.rows("actors") for name in (actor["ref"], actor["name"]))
    named = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)
    return named or case.words.find("deed", text) is not None


def _is_effect(text: str, case: Case, subjects: Subjects) -> bool:
    kinds = {"indicators", "threats", "objectives"}
    if any(case.refs[ref] in kinds for ref in case.refs_in(text)):
        return True
    return case.words.find("effect", text) is not None or bool(subjects.indicators_in(text))


def _is_evaluated(sentence: Sentence, case: Case) -> bool:
    """Whether a document linked here is an evaluation, by its title."""
    linked = sentence.anchors | set(case.refs_in(sentence.text))
    titles = (row["title"] for row in case.rows("evidence") if linked & {row["ref"], row["url"]})
    return any(case.words.find("evaluation", title) for title in titles)
