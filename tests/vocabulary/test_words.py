"""The closed lists of the dictionary are there, word for word."""

from __future__ import annotations

import pytest

from stocktake.vocabulary.tables import TABLES
from stocktake.vocabulary.words import WORDS

LISTS = {
    "stage": "proposed|adopted|in_force|published|held|set_up|in_operation|continuing|dropped"
    "|superseded|closed",
    "fulfils": "whole|part|other_form|no",
    "action_state": "superseded|dropped|delivered|delivered in part|in progress|planned|unknown",
    "action_form": "as promised|another form",
    "delivery_class": "delivered|mostly delivered|partly delivered|hardly delivered|unknown"
    "|none due",
    "outcome_final": "met|nearly met|partly|little|worse|unknown",
    "outcome_interim": "met so far|on course|open|at risk|off course|pace only|unknown",
    "reason": "no_indicator|no_target|no_baseline|no_observation_after_baseline|stale|discontinued"
    "|break_unresolved|definition_changed|too_few_points|coverage|confidential|contested",
    "verdict": "met|partly met|not met|cannot be judged",
    "outlook": "on course|open|at risk|off course|cannot be judged",
    "suffix": "provisional|conditional|fragile|disputed|improved but missed",
    "stability": "firm|sensitive|fragile",
    "grade": "in full|in most respects|in some respects|not implemented|overtaken by events"
    "|not graded",
    "timeliness": "closed on time|closed late|open|overdue|no due date|before the recommendation",
    "contribution_kind": "status|state|figure|challenge|recommendation|response|follow_up"
    "|statement",
    "contribution_state": "draft|submitted|cleared|accepted|returned|withdrawn",
    "request_state": "due|in progress|submitted|cleared|returned|accepted|closed|silent",
    "stance": "supports|contradicts|qualifies",
    "reliability": "high|medium|low",
    "actor_kind": "institution|agency|state|group|office holder|committee|private|other",
    "evidence_kind": "law|proposal|report|working paper|press|dataset|page|event record|file",
    "direction": "up|down|none|range",
    "nature": "stock|flow|cumulative|share|rate",
    "target_rule": "reach|hold|direction|range",
    "tlp": "RED|AMBER+STRICT|AMBER|GREEN|CLEAR",
    "criterion": "gap|trend|reach|severity|vulnerability|evidence quality",
    "differ": "rc|ca|ra|all",
    "revision_kind": "new|revised|withdrawn|flag|suspicious",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_closed_list_has_every_word_in_order(name: str) -> None:
    assert list(WORDS[name]) == LISTS[name].split("|")


def test_timing_has_the_words_of_the_dictionary() -> None:
    wanted = {"early", "on time", "late", "overdue", "not yet due", "no end date", "due"}
    assert wanted <= set(WORDS["action_timing"])


def test_reports_take_the_words_of_actions_and_of_objectives() -> None:
    action = {"planned", "in progress", "delivered", "delivered in part", "dropped"}
    assert action | {"nothing to report"} <= set(WORDS["reported"])
    assert (set(WORDS["outlook"]) | set(WORDS["verdict"])) - {"cannot be judged"} <= set(
        WORDS["reported"]
    )


def test_every_word_has_a_meaning_and_every_list_a_column_or_a_rule() -> None:
    assert all(meaning for words in WORDS.values() for meaning in words.values())
    used = {column.words for table in TABLES.values() for column in table.columns}
    by_rule = {
        "outcome_final",
        "outcome_interim",
        "verdict",
        "outlook",
        "suffix",
        "gravity",
        "heading",
    }
    assert set(WORDS) - used <= by_rule
