"""Verdicts follow from fixed rules; nothing is judged on what nobody set out to measure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import FLAGSHIP, Row, alone, assessed, flagship, row_of, strategy_of, values

from stocktake.assess import open_round
from stocktake.assess.verdicts import VALUES, Part, decide

Told = list[dict[str, str]]


def judged(cycle: str = "2013", **rows: Told) -> Row:
    tables = strategy_of(**rows)
    return row_of(alone(tables, cycle)["verdicts"], objective="O1", branch="official")


def test_where_nothing_was_defined_the_rule_is_r1() -> None:
    found = judged()
    assert (found["value"], found["rule"]) == ("cannot be judged", "R1")


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ({"actions": [{"ref": "O1.A1"}]}, "R2"),
        ({"indicators": [{"ref": "I1"}]}, "R2"),
        ({"indicators": [{"ref": "I1", "standing": "own"}]}, "R1"),
        ({"objectives": [{"ref": "O1"}, {"ref": "O1.L1", "parent": "O1"}],
          "actions": [{"ref": "A", "objective": "O1.L1"}]}, "R2"),
        ({"objectives": [{"ref": "O1"}, {"ref": "O2"}],
          "actions": [{"ref": "A", "objective": "O2"}]}, "R1"),
    ],
)  # fmt: skip
def test_where_something_was_defined_and_nothing_is_measurable_it_is_r2(
    rows: dict[str, Told], rule: str
) -> None:
    assert judged("2013", **rows)["rule"] == rule


def test_bounds_run_from_all_missed_to_all_met() -> None:
    found = judged(actions=[{"ref": "O1.A1"}])
    assert (found["measured"], found["s_low"], found["s_high"], found["s"]) == (0, 0, 1, None)
    assert (found["low"], found["high"]) == ("off course", "on course")
    final = judged("2014", actions=[{"ref": "O1.A1"}])
    assert (final["low"], final["high"]) == ("not met", "met")


def test_only_the_final_report_before_the_end_is_provisional() -> None:
    assert [judged(cycle)["suffixes"] for cycle in ("2011", "2013", "2014")] == [
        [], [], ["provisional"],
    ]  # fmt: skip
    ended = {"ref": "river", "title": "A strategy", "short_title": "River", "issuer": "COM",
             "adopted": "2010-11-22", "start": "2010-11-22", "end": "2014-06-20",
             "legal_basis": "EV-base", "language": "en", "time_zone": "UTC"}  # fmt: skip
    assert judged("2014", strategy=[ended])["suffixes"] == []


STATEMENT = {"ref": "2013.Europol.1", "kind": "statement", "subject": "O1",
             "stance": "contradicts", "reliability": "high"}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "suffixes"),
    [
        ({}, ["disputed"]),
        ({"reliability": "medium"}, []),
        ({"stance": "qualifies"}, []),
        ({"state": "submitted"}, []),
        ({"cycle": "2011", "given": "2011-06"}, []),
        ({"subject": "O2"}, []),
    ],
)
def test_a_reliable_contradiction_makes_a_verdict_disputed(
    cells: dict[str, str], suffixes: list[str]
) -> None:
    objectives = [{"ref": "O1"}, {"ref": "O2"}]
    assert judged(contributions=[STATEMENT | cells], objectives=objectives)["suffixes"] == suffixes


def test_reasons_are_counted() -> None:
    found = judged(
        indicators=[{"ref": ref} for ref in ("I1", "I2", "I3")] + [{"ref": "X", "standing": "own"}],
        targets=[{"indicator": "I3"}],
    )
    assert found["reasons"] == "no_baseline: 1; no_target: 2"


def test_our_own_indicator_never_enters_the_official_verdict() -> None:
    found = judged(
        indicators=[{"ref": "I1", "standing": "own"}],
        targets=[{"indicator": "I1"}],
        vintages=[{"published": "2012"}],
        observations=values("2012", {"2009": "1", "2012": "1"}),
        actions=[{"ref": "O1.A1"}],
    )
    assert (found["value"], found["rule"]) == ("cannot be judged", "R2")


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize(
    ("cycle", "suffixes"), [("2011", []), ("2013", []), ("2014", ["provisional"])]
)
def test_no_objective_of_the_flagship_can_be_judged(cycle: str, suffixes: list[str]) -> None:
    found = assessed(flagship(), cycle)["verdicts"].to_dicts()
    verdicts = [row for row in found if row["branch"] == "official"]
    assert [row["objective"] for row in verdicts] == ["O1", "O2", "O3", "O4", "O5"]
    for row in verdicts:
        assert (row["branch"], row["value"], row["rule"]) == ("official", "cannot be judged", "R2")
        assert row["suffixes"] == suffixes


# --- the rules on any set of indicators ---------------------------------------------------------

NOW = open_round(strategy_of(), "2014")
WORDS = ["met", "nearly met", "partly", "little", "worse", "unknown"]
ORDER = ["not met", "partly met", "met"]
PART = st.builds(
    lambda word, weight, key: Part("I", word, VALUES.get(word), Decimal(weight), key),
    st.sampled_from(WORDS), st.integers(1, 4), st.booleans(),
)  # fmt: skip
PARTS = st.lists(PART, min_size=1, max_size=6)


def part(word: str, weight: int = 1, *, key: bool = False, right: bool = False) -> Part:
    return Part("I", word, VALUES.get(word), Decimal(weight), key, right)


@pytest.mark.parametrize(
    ("parts", "value", "rule"),
    [
        ([part("met"), part("nearly met")], "met", "R3"),
        ([part("met", 4), part("partly")], "met", "R3"),
        ([part("met", 4), part("worse")], "met", "R3"),
        ([part("met", 4), part("little", key=True)], "not met", "R4"),
        ([part("met", 4, key=True), part("worse", key=True)], "partly met", "R5"),
        ([part("met"), part("little")], "partly met", "R5"),
        ([part("partly"), part("little")], "not met", "R4"),
        ([part("little")], "not met", "R4"),
        ([part("met"), part("unknown")], "met", "R3"),
        ([part("met"), part("unknown", 2)], "cannot be judged", "R2"),
        ([part("met", 3), part("unknown", key=True)], "cannot be judged", "R2"),
        ([part("little", 8), part("unknown", key=True)], "not met", "R4"),
        ([part("unknown")], "cannot be judged", "R2"),
    ],
)
def test_the_first_rule_that_fires_gives_the_verdict(
    parts: list[Part], value: str, rule: str
) -> None:
    found = decide(parts, NOW)
    assert (found.value, found.rule) == (value, rule)


@given(parts=PARTS, place=st.integers(0, 5), better=st.sampled_from(WORDS[:5]))
def test_a_better_class_never_worsens_the_verdict(
    parts: list[Part], place: int, better: str
) -> None:
    """Property 1: with the same set of indicators."""
    one = parts[place % len(parts)]
    if one.value is None or WORDS.index(better) > WORDS.index(one.word):
        return
    changed = [replace(p, word=better, value=VALUES[better]) if p is one else p for p in parts]
    before, after = decide(parts, NOW).value, decide(changed, NOW).value
    if {before, after} <= set(ORDER):
        assert ORDER.index(after) >= ORDER.index(before)


@given(parts=PARTS, added=st.integers(1, 3))
def test_an_unknown_indicator_changes_no_mean_and_saves_no_verdict(
    parts: list[Part], added: int
) -> None:
    """Property 2."""
    before = decide(parts, NOW)
    after = decide([*parts, *[part("unknown")] * added], NOW)
    assert after.s == before.s
    assert (before.value, after.value) != ("not met", "met")
    assert after.measured <= before.measured


@given(parts=PARTS, turn=st.randoms())
def test_the_order_of_indicators_is_irrelevant(parts: list[Part], turn: Random) -> None:
    """Property 6."""
    turned = list(parts)
    turn.shuffle(turned)
    assert decide(turned, NOW) == decide(parts, NOW)


@given(parts=PARTS, place=st.integers(0, 5))
def test_an_indicator_split_in_two_with_shared_weight_changes_nothing(
    parts: list[Part], place: int
) -> None:
    """Property 7."""
    one = parts[place % len(parts)]
    half = replace(one, weight=one.weight / 2)
    others = [p for p in parts if p is not one]
    assert decide([*others, half, half], NOW) == decide([*others, one], NOW)


@given(parts=PARTS)
def test_bounds_hold_the_verdict(parts: list[Part]) -> None:
    found = decide(parts, NOW)
    assert 0 <= found.s_low <= found.s_high <= 1
    if found.value in ORDER:
        places = [ORDER.index(word) for word in (found.low, found.value, found.high)]
        assert places == sorted(places)


def test_a_quarter_that_grew_worse_forbids_met_where_three_quarters_would_do() -> None:
    easier = replace(NOW, parameters=NOW.parameters | {"outcome.met": "0.70"})
    assert decide([part("met", 3), part("little")], easier).value == "met"
    assert decide([part("met", 3), part("worse")], easier).value == "partly met"
    halves = [replace(part("worse"), weight=Decimal("0.5"))] * 2
    assert decide([part("met", 3), *halves], easier).value == "partly met"


def judge_values(told: dict[str, dict[str, str]], cycle: str = "2014", **cells: str) -> Row:
    """The verdict on O1 with an indicator for each line of values, target 0 from 2009 on."""
    rows = [
        row | {"dataset": "floods", "series": f"INDIC={name}"}
        for name, line in told.items()
        for row in values("2013", line)
    ]
    tables = strategy_of(
        indicators=[{"ref": name, "filter": f"INDIC={name}", **cells} for name in told],
        vintages=[{"published": "2013"}],
        observations=rows,
        targets=[{"indicator": name, "value": "0"} for name in told],
        actions=[{"ref": "O1.A1"}],
    )
    return row_of(alone(tables, cycle)["verdicts"], objective="O1", branch="official")


def test_a_verdict_tells_its_bounds_suffixes_and_reasons() -> None:
    found = judge_values({"A": {"2009": "10", "2013": "0"}, "B": {"2009": "10"}})
    assert (found["value"], found["rule"], found["measured"]) == ("met", "R3", Decimal("0.5"))
    assert (found["low"], found["high"]) == ("partly met", "met")
    assert "conditional" in found["suffixes"]
    assert found["reasons"] == "no_observation_after_baseline: 1"


def test_improved_but_missed_needs_every_trend_to_be_sure() -> None:
    falling = {str(2009 + n): str(100 - 9 * n) for n in range(5)}
    assert "improved but missed" in judge_values({"A": falling})["suffixes"]
    flat = {"2009": "100", "2013": "80"}
    assert "improved but missed" not in judge_values({"A": falling, "B": flat})["suffixes"]


def test_an_objective_without_an_indicator_is_never_met() -> None:
    found = judged("2014", actions=[{"ref": "O1.A1", "due": "2011"}])
    assert found["value"] == "cannot be judged"
    assert found["matrix_cell"] == "no basis"
