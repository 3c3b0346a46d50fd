"""L16 to L18: a recommendation is addressed, asks for one thing with an end, and is new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stocktake.publish.markdown import parse_markdown
from stocktake.publish.prose.case import Case, Row
from stocktake.publish.report.waiving import block_of_recommendation
from stocktake.publish.spans import plain
from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.when import last_day

DONE: Final = frozenset({"adopted", "in_force", "published", "held", "set_up", "in_operation"})
LAWMAKERS: Final = frozenset({"institution"})
ALIKE: Final = 0.6
"""Share of the words of the shorter text from which two texts are held alike."""
FEWEST: Final = 2
"""Words two texts must share at least."""


def recommendations_of(case: Case) -> list[Row]:
    """The recommendations of this round; of one that was split, its parts."""
    own = case.rows("recommendations", cycle=case.cycle)
    whole = {row["split_from"] for row in own}
    return [row for row in own if row["ref"] not in whole]


def _words(row: Row) -> str:
    return " ".join(plain(paragraph) for paragraph in parse_markdown(row["text"] or ""))


def check_addressing(case: Case) -> Iterator[Problem]:
    """L16: who is asked, by when, for which objective, and whether that is in their power."""
    kinds = {row["ref"]: row["kind"] for row in case.rows("actors")}
    for row in recommendations_of(case):
        block, text = block_of_recommendation(row), _words(row)
        known = [ref for ref in row["addressees"] or () if ref in kinds]
        if not known:
            yield case.find("L16", block, text)
        if not row["due"]:
            yield case.find("L16-date", block, text)
        if not row["objective"]:
            yield case.find("L16-objective", block, text)
        lawless = [ref for ref in known if kinds[ref] not in LAWMAKERS]
        if lawless and case.words.find("lawmaking", text) and case.words.find("law", text):
            yield case.find("L16-powers", block, text, who=lawless)


def check_ends(case: Case) -> Iterator[Problem]:
    """L17: one thing is asked, and one can see when it is there."""
    for row in recommendations_of(case):
        block, text = block_of_recommendation(row), _words(row)
        joined = _second_verb(text, case)
        if joined:
            yield case.find("L17-parts", block, joined)
        endless = case.words.find("open-ended", text)
        if endless and not text[: endless.start()].strip():
            yield case.find("L17-open", block, endless[0])
        elif not row["shown_by"]:
            yield case.find("L17-end", block, text)


def _second_verb(text: str, case: Case) -> str:
    """The conjunction or semicolon and the second main verb, where there is one."""
    joints = [found.span() for found in case.words.find_all("and", text)]
    for start, end in (*joints, *_semicolons(text)):
        last = case.words.lang.startswith("de")  # a German main verb ends its part
        verb = case.words.find("verbs", text[end:])
        first = case.words.find("verbs", text[:start])
        if verb and first and (last or not text[end:][: verb.start()].strip()):
            return text[start : end + verb.end()]
    return ""


def _semicolons(text: str) -> list[tuple[int, int]]:
    return [(at, at + 1) for at, letter in enumerate(text) if letter == ";"]


def check_novelty(case: Case) -> Iterator[Problem]:
    """L18: what is done, still open or closed already is not advised as if it were new."""
    ledger = {row["recommendation"]: row for row in case.rows("ledger")}
    own = recommendations_of(case)
    refs = {row["ref"] for row in own} | {row["split_from"] for row in own}
    older = [r for r in case.rows("recommendations") if r["ref"] not in refs and r["ref"] in ledger]
    for row in own:
        block = block_of_recommendation(row)
        yield from _done_before(row, block, case)
        for old in older:
            if row["repeats"] == old["ref"] or not _is_like(row, old, case):
                continue
            code = "L18-open" if ledger[old["ref"]]["open"] else "L18-closed"
            yield case.find(code, block, old["ref"], cell=_words(old))


def _is_like(row: Row, old: Row, case: Case) -> bool:
    if row["objective"] != old["objective"]:
        return False
    if not set(row["addressees"] or ()) & set(old["addressees"] or ()):
        return False
    return _overlap(case.stems(_words(row)), case.stems(_words(old))) >= ALIKE


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = one & other
    return len(shared) / min(len(one), len(other)) if len(shared) >= FEWEST else 0.0


def _done_before(row: Row, block: str, case: Case) -> Iterator[Problem]:
    """A deed on record that says what would show the recommendation carried out."""
    wanted = case.stems(row["shown_by"] or "")
    for deed in case.rows("milestones"):
        is_past = deed["done"] and last_day(deed["done"]) <= case.as_of
        if not is_past or deed["stage"] not in DONE or not _is_about(deed, row, case):
            continue
        about_it = deed["subject"] == row["ref"]
        if about_it or (wanted and _overlap(wanted, case.stems(deed["title"])) > ALIKE):
            done = case.words.house.when(deed["done"])
            yield case.find("L18-done", block, deed["ref"], date=done, cell=deed["title"])
            return


def _is_about(deed: Row, row: Row, case: Case) -> bool:
    """Whether a deed belongs to the objective of a recommendation, or to the recommendation."""
    subject, objective = deed["subject"], row["objective"]
    if subject == row["ref"] or objective is None:
        return True
    serves = [i["objectives"] or () for i in case.rows("instruments", ref=subject)]
    return subject.partition(".")[0] == objective or any(objective in refs for refs in serves)
