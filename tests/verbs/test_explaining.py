"""`stocktake explain` walks from the verdict to the documents, for people and for machines."""

from __future__ import annotations

import json

import pytest
from people import FLAGSHIP

from stocktake.cli import run
from stocktake.verbs.explaining import Node, draw_tree

pytestmark = pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")


def ask(*words: str) -> int:
    return run(["explain", str(FLAGSHIP), *words, "--cycle", "2014"])


def test_an_objective_is_a_tree_down_to_values_and_documents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ask("O2") == 0
    shown = capsys.readouterr().out
    for part in ("official: cannot be judged", "demonstration: met", "2013 EU28: 152",
                 "EU Terrorism Situation and Trend Report 2014", "data: baseline a year later",
                 "O2.L1.A1", "Radicalisation Awareness Network launched"):  # fmt: skip
        assert part in shown, part


@pytest.mark.parametrize(
    ("ref", "part"), [("I-O2-01", "2009 EU27_2007: 316 r"), ("O3.L1.A1", "delivered, on time")]
)
def test_an_indicator_and_an_action_can_be_asked_for(
    ref: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(ref) == 0
    assert part in capsys.readouterr().out


def test_machines_get_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("O2", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["branch"] for one in found["verdicts"]} == {"official", "demonstration"}


def test_an_unknown_subject_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("O9") == 2
    assert "O1, O2, O3, O4, O5" in capsys.readouterr().err


def test_assess_names_the_set_of_targets_of_each_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["assess", str(FLAGSHIP), "--cycle", "2014"]) == 0
    ours, other = capsys.readouterr().out.split("Under another set of targets, demonstration")
    assert "O2      cannot be judged; provisional (rule R2)" in ours
    assert "met;" not in ours
    assert "O2      met; provisional; conditional (rule R3)" in other


def test_a_tree_hangs_its_lines_on_strokes() -> None:
    tree = Node("a", [Node("b", [Node("c")]), Node("d")])
    assert list(draw_tree(tree)) == ["a", "├─ b", "│  └─ c", "└─ d"]
