"""L02, L13 and L14: what is said of all, of verdicts and of nothing, held against the counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stocktake.publish.prose.case import Case, Row
from stocktake.publish.prose.reading import Sentence
from stocktake.vocabulary.problems import Problem

WORDS_APART: Final = 6
QUOTED: Final = re.compile('["\u201c\u201e\u00ab][^"\u201c\u201d\u00bb]*["\u201d\u201c\u00bb]')
DONE: Final = frozenset({"delivered", "superseded"})
VERDICTS: Final = ("partly met", "not met", "cannot be judged", "off course", "at risk",
                   "on course", "met")  # fmt: skip
"""Longer ones first: `not met` holds `met`."""
MILD: Final = {"on course": {"on course", "met so far"}, "met": {"met"}}


# --- L02 ------------------------------------------------------------------------------------------


def check_completeness(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L02: who says that all is complete must not leave anything open."""
    if not sentence.is_written:
        return
    universal = case.words.find("universal", sentence.text)
    if not universal or not case.words.find("complete", sentence.text):
        return
    rest = sentence.text[: universal.start()] + sentence.text[universal.end() :]
    if case.words.find("negation", rest):
        return
    kind = _kind_claimed(sentence, case, universal)
    if kind:
        yield from _open_items(sentence, case, universal[0], kind)


def _kind_claimed(sentence: Sentence, case: Case, universal: re.Match[str]) -> str:
    """What the universal word speaks of, if that stands within six words of it."""
    for kind in ("actions", "recommendations"):
        for found in case.words.find_all(kind, sentence.text):
            first, second = sorted((universal.span(), found.span()))
            between = sentence.text[first[1] : second[0]]
            if len(between.split()) <= WORDS_APART or second[0] < first[1]:
                return kind
    refs = [ref for ref in case.refs_in(sentence.text) if case.refs[ref] == "actions"]
    return "actions" if refs else ""


def _open_items(sentence: Sentence, case: Case, word: str, kind: str) -> Iterator[Problem]:
    scope = case.scope_of(sentence)
    if kind == "recommendations":
        yield from _open_recommendations(sentence, case, word, scope)
        return
    only_due = bool(case.words.find("due", sentence.text))
    years = set(re.findall(r"\b(?:19|20)\d\d\b", sentence.text)) if only_due else set()
    claimed = [row for row in case.actions_in(scope) if _is_meant(row, case, only_due, years)]
    still = [row["ref"] for row in claimed if case.states[row["ref"]]["state"] not in DONE]
    if still:
        offer = _narrower(case, scope)
        yield case.find(
            "L02", sentence, word, n=len(claimed), open=len(still), items=still[:5], offer=offer
        )


def _is_meant(row: Row, case: Case, only_due: bool, years: set[str]) -> bool:
    timing = case.states[row["ref"]]["timing"]
    if not only_due:
        return True
    if years:
        return str(row["due"])[:4] in years
    return timing in {"on time", "late", "due", "overdue"}


def _narrower(case: Case, scope: str) -> str:
    """The part of the scope for which the claim holds, offered to the writer."""
    under = [row for row in case.rows("objectives") if row["parent"] == (scope or None)]
    for part in under:
        actions = case.actions_in(part["ref"])
        if actions and all(case.states[row["ref"]]["state"] in DONE for row in actions):
            return f"It is true for the {len(actions)} actions of {part['ref']}. "
    done = [r["ref"] for r in case.actions_in(scope) if case.states[r["ref"]]["state"] in DONE]
    return f"It is true for: {', '.join(done)}. " if done else ""


def _open_recommendations(
    sentence: Sentence, case: Case, word: str, scope: str
) -> Iterator[Problem]:
    of_scope = {r["ref"] for r in case.rows("recommendations") if scope in ("", r["objective"])}
    claimed = [row for row in case.rows("ledger") if row["recommendation"] in of_scope]
    still = [row["recommendation"] for row in claimed if row["open"]]
    if still:
        yield case.find(
            "L02", sentence, word, n=len(claimed), open=len(still), items=still[:5], offer=""
        )


# --- L13 ------------------------------------------------------------------------------------------


def check_verdicts(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L13: a verdict is the computed or the assessed one; progress is of something."""
    if not sentence.is_written:
        return
    text = QUOTED.sub(lambda found: " " * len(found[0]), sentence.text)
    subject = _objective_of(sentence, case, text)
    said, word = _verdict_said(text, case)
    if said and subject and not _is_withheld(text, case, said):
        ours = _verdicts_on(case, subject)
        if ours and not ours & MILD.get(said, {said}):
            yield case.find("L13", sentence, word, ref=subject, ours=sorted(ours))
    progress = case.words.find("progress", text)
    if progress and not case.words.find("progress-of", text):
        yield case.find("L13-progress", sentence, progress[0])


def _objective_of(sentence: Sentence, case: Case, text: str) -> str:
    named = [ref for ref in case.refs_in(text) if case.refs[ref] == "objectives"]
    if named:
        return named[0].partition(".")[0]
    return sentence.section if case.words.find("objective", text) else ""


def _verdict_said(text: str, case: Case) -> tuple[str, str]:
    for verdict in VERDICTS:
        found = case.words.find(f"verdicts.{verdict}", text)
        if found:
            return verdict, found[0]
    return "", ""


def _is_withheld(text: str, case: Case, said: str) -> bool:
    """Whether the verdict is asked, wished or denied and not given."""
    own = case.words.pattern(f"verdicts.{said}").sub("", text)
    return bool(case.words.find("negation", own))


def _verdicts_on(case: Case, objective: str) -> set[str]:
    computed = {
        row["value"] for row in case.rows("verdicts", objective=objective, branch="official")
    }
    assessed = {
        row["assessed"] for row in case.rows("assessments", cycle=case.cycle, subject=objective)
    }
    return computed | assessed


# --- L14 ------------------------------------------------------------------------------------------


def check_nothing(sentence: Sentence, case: Case) -> Iterator[Problem]:
    """L14: nothing is said to have been done where nothing is known."""
    if not sentence.is_written:
        return
    nothing = case.words.find("nothing", sentence.text)
    if not nothing or case.words.find("on-record", sentence.text):
        return
    subject = _unknown_subject(sentence, case)
    if subject:
        yield case.find("L14", sentence, nothing[0], subject=subject)


def _unknown_subject(sentence: Sentence, case: Case) -> str:
    """An action whose state is unknown, or an actor with no contribution on record."""
    for ref in case.refs_in(sentence.text):
        if ref in case.unknown:
            return ref
    heard = {row["actor"] for row in case.rows("contributions", cycle=case.cycle)}
    for actor in case.rows("actors"):
        names = (actor["name"], actor["ref"])
        if actor["ref"] not in heard and any(_names(name, sentence.text) for name in names):
            return str(actor["name"])
    return ""


def _names(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
