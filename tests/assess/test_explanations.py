"""Every verdict can be followed down to single observations and the documents they came from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from people import FLAGSHIP, alone, assessed, deed, flagship, promise, strategy_of, values

from stocktake.assess import open_round
from stocktake.assess.explanations import explain
from stocktake.vocabulary.problems import RefusedError


def ask(ref: str, **rows: Any) -> dict[str, Any]:
    tables = strategy_of(
        indicators=[{"ref": "I1"}],
        vintages=[{"published": "2013"}],
        observations=values("2013", {"2009": "100", "2012": "40", "2013": "0 p"}),
        targets=[{"indicator": "I1", "value": "0"}],
        actions=[promise("2012")],
        milestones=[deed("2012-03", "whole")],
        **rows,
    )
    return explain(alone(tables, "2014"), ref, open_round(tables, "2014"))


def test_an_objective_leads_to_every_observation_and_its_file() -> None:
    found = ask("O1")
    (verdict,) = found["verdicts"]
    assert (verdict["value"], verdict["rule"], verdict["measured"]) == ("met", "R3", "1")
    (part,) = verdict["inputs"]
    assert (part["class"], part["attained"]) == ("met", "1")
    last = part["observations"][-1]
    assert (last["period"], last["value"], last["flags"]) == ("2013", "0", "p")
    assert (last["dataset"], last["published"], last["sha256"]) == ("floods", "2013", "0")
    assert last["source"]["ref"] == "EV-base"
    assert len(verdict["sensitivity"]) >= 20


def test_an_objective_leads_to_every_deed_and_its_document() -> None:
    (action,) = ask("O1")["delivery"]["actions"]
    assert (action["state"], action["rests_on"]) == ("delivered", ["O1.A1.M1"])
    (milestone,) = action["milestones"]
    assert [source["ref"] for source in milestone["evidence"]] == ["EV-deed"]
    assert ask("O1.A1")["milestones"] == action["milestones"]


def test_what_a_person_decided_and_what_others_say_stand_beside_it() -> None:
    found = ask(
        "O1",
        assessments=[{"cycle": "2014", "subject": "O1", "axis": "outcome",
                      "assessed": "partly met", "reason": "Floods upstream", "on": "2014-06-19"}],
        contributions=[{"ref": "2014.Europol.1", "cycle": "2014", "kind": "statement",
                        "subject": "O1", "stance": "contradicts", "reliability": "high"}],
    )  # fmt: skip
    assert found["verdicts"][0]["assessed"][0]["reason"] == "Floods upstream"
    assert found["statements"][0]["stance"] == "contradicts"


def test_an_unknown_subject_is_refused_with_what_there_is() -> None:
    with pytest.raises(RefusedError) as refused:
        ask("O9")
    (problem,) = refused.value.problems
    assert problem.code == "nothing-to-explain"
    assert "O1" in problem.mend


def test_the_same_tables_give_the_same_bytes() -> None:
    assert json.dumps(ask("O1")) == json.dumps(ask("O1"))


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_every_objective_indicator_and_action_of_the_flagship_is_explained() -> None:
    tables = flagship()
    found, now = assessed(tables, "2014"), open_round(tables, "2014")
    for ref in (
        "O1",
        "O2",
        "O3",
        "O4",
        "O5",
        *found["indicators"]["ref"],
        *found["actions"]["ref"],
    ):
        json.dumps(explain(found, ref, now))
    attacks = explain(found, "I-O2-01", now)["branches"]
    assert {one["branch"] for one in attacks} == {"official", "demonstration"}
    assert all(row["source"] for one in attacks for row in one["observations"])
