"""The first sentence: made from verdicts and deliveries, for any strategy at any time."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish.website.small_strategy import (
    CYCLE,
    Row,
    action,
    deed,
    make_release,
    objective,
    verdict,
)

from stocktake.publish.facts import Facts
from stocktake.publish.spans import plain
from stocktake.publish.website.headline import Answer, answer_question
from stocktake.release.reading import Release

FINAL = CYCLE | {"final": True}


def ask(release: Release) -> Answer:
    return answer_question(Facts(release))


def tell(release: Release) -> str:
    return " ".join(plain(sentence) for sentence in ask(release).lede)


def judge(folder: Path, cycle: Row, *words: str) -> Answer:
    refs = [f"O{number}" for number in range(1, len(words) + 1)]
    verdicts = [verdict(ref, word) for ref, word in zip(refs, words, strict=True) if word]
    objectives = [objective(ref) for ref in refs]
    actions = [action(f"{ref}.A1", ref) for ref in refs]
    release = make_release(
        folder / "release", cycles=[cycle], objectives=objectives, actions=actions,
        verdicts=verdicts,
    )  # fmt: skip
    return ask(release)


def test_the_flagship_begins_with_what_nobody_can_say(releases: list[Release]) -> None:
    last = ask(releases[-1])
    assert f"{last.question} {last.answer}" == (
        "Were the five objectives met? On outcome, nobody can say."
    )
    assert "set no measurable target" in plain(last.lede[0])


def test_a_yearly_round_asks_where_the_objectives_stand(releases: list[Release]) -> None:
    assert ask(releases[1]).question == "Where do the five objectives stand?"


@pytest.mark.parametrize(
    ("words", "question", "answer"),
    [
        (("met",), "Was the objective met?", "Yes."),
        (("not met",), "Was the objective met?", "No."),
        (("partly met",), "Was the objective met?", "In part."),
        (("cannot be judged",), "Was the objective met?", "On outcome, nobody can say."),
        (("met", "met"), "Were the two objectives met?", "Yes, all of them."),
        (("met", "not met", "met"), "Were the three objectives met?", "2 of 3 were."),
        (("met", "not met", "not met"), "Were the three objectives met?", "1 of 3 was."),
        (
            ("partly met", "not met"),
            "Were the two objectives met?",
            "None of them was met in full.",
        ),
        (
            ("met", "cannot be judged"),
            "Were the two objectives met?",
            "For 1 of 2, nobody can say.",
        ),
        (("", ""), "Were the two objectives met?", "This edition gives no verdict."),
        (("met",) * 12, "Were the 12 objectives met?", "Yes, all of them."),
    ],
)
def test_a_final_round_answers(
    words: tuple[str, ...], question: str, answer: str, tmp_path: Path
) -> None:
    found = judge(tmp_path, FINAL, *words)
    assert (found.question, found.answer) == (question, answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("on course", "on course"), "All are on course."),
        (("on course", "at risk", "open"), "1 of 3 is on course."),
        (("open", "at risk"), "None is on course."),
        (("off course", "off course"), "All are off course."),
        (("at risk", "cannot be judged", "cannot be judged"), "For 2 of 3, nobody can say."),
    ],
)
def test_a_yearly_round_answers(words: tuple[str, ...], answer: str, tmp_path: Path) -> None:
    assert judge(tmp_path, CYCLE, *words).answer == answer


def test_a_mixed_answer_counts_every_word_and_the_unknown_first(tmp_path: Path) -> None:
    found = judge(tmp_path, FINAL, "met", "met", "not met", "cannot be judged", "")
    assert plain(found.lede[0]) == (
        "By verdict: 1 cannot be judged, 2 met, 1 not met, 1 no verdict."
    )


def test_before_the_first_round_the_promise_is_told(tmp_path: Path) -> None:
    actions = [action("O1.A1", "O1", "2015-03"), action("O2.A1", "O2", "2014")]
    release = make_release(tmp_path / "release", actions=actions)
    found = ask(release)
    assert found.question == "What is promised under the two objectives?"
    assert "judged" not in tell(release)
    assert tell(release) == (
        "The strategy was adopted on 1 February 2010 and promises 2 actions. "
        "The first is due: 2014."
    )


def test_none_due_is_said_so(tmp_path: Path) -> None:
    actions = [action("O1.A1", "O1", "2015"), action("O2.A1", "O2", "2015")]
    release = make_release(tmp_path / "release", actions=actions,
                           milestones=[deed("O1.A1", "2013-01-05")])  # fmt: skip
    assert ask(release).question == "Where do the two objectives stand?"
    assert "No action was due by 30 June 2013." in tell(release)
    assert "One was delivered ahead of its date." in tell(release)


def test_one_due_action_is_told_as_one(tmp_path: Path) -> None:
    actions = [action("O1.A1", "O1"), action("O2.A1", "O2", "2015")]
    release = make_release(tmp_path / "release", actions=actions,
                           milestones=[deed("O1.A1", "2012-01-05")])  # fmt: skip
    assert "the one action that has fallen due is delivered" in tell(release)


def test_no_word_on_missing_records_where_none_is_missing(tmp_path: Path) -> None:
    deeds = [deed("O1.A1", "2012-01-05"), deed("O2.A1", "2012-01-05")]
    release = make_release(tmp_path / "release", milestones=deeds)
    assert tell(release).endswith("of the 2 actions that have fallen due, 2 are delivered.")
