"""Challenges are ordered by evidence, and what is not known is never taken for nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Row, alone, deed, promise, row_of, strategy_of

from stocktake.vocabulary.criteria import QUALITY, RANKING
from stocktake.vocabulary.frames import Tables

Stated = dict[str, str]


def tables_of(*told: Stated, **more: list[dict[str, str]]) -> Tables:
    """Challenges C1, C2 ... with the values stated; a document stands behind each, `!` = none."""
    challenges = [{"ref": f"C{at}", "objective": "O1"} for at, _ in enumerate(told, 1)]
    criteria = [
        {"challenge": f"C{at}", "criterion": name.strip("!"), "value": value}
        | ({} if name.startswith("!") else {"evidence": "EV-base"})
        for at, one in enumerate(told, 1)
        for name, value in one.items()
    ]
    return strategy_of(**({"challenges": challenges, "challenge_criteria": criteria} | more))


def ranked(*told: Stated, **more: list[dict[str, str]]) -> dict[str, Row]:
    ranks = alone(tables_of(*told, **more))["challenge_ranks"]
    return {row["challenge"]: row for row in ranks.iter_rows(named=True)}


def classes(*told: Stated, **more: list[dict[str, str]]) -> list[str]:
    return [row["class"] for row in ranked(*told, **more).values()]


def grades(*values: str) -> list[Stated]:
    return [{"severity": value} for value in values]


def test_without_criteria_no_order_is_computed() -> None:
    found = ranked({}, {})
    assert [row.pop("class") for row in found.values()] == ["not ranked"] * 2
    assert all(cell is None for row in found.values() for name, cell in row.items()
               if name != "challenge")  # fmt: skip


def test_the_gravest_stands_first_and_the_least_grave_is_further_down() -> None:
    found = ranked(*grades("1", "5", "2", "4", "3"))
    assert [row["rank_lo"] for row in found.values()] == [5, 1, 4, 2, 3]
    assert [row["rank_hi"] for row in found.values()] == [5, 1, 4, 2, 3]
    assert [row["tier_lo"] for row in found.values()] == [5, 1, 4, 2, 3]
    assert classes(*grades("1", "5", "2", "4", "3")) == [
        "further", "main", "further", "main", "main"]  # fmt: skip
    assert {row["of"] for row in found.values()} == {5}


def test_words_have_the_order_of_their_scale() -> None:
    words = ["low", "very high", "none", "high", "medium"]
    assert [r["rank_lo"] for r in ranked(*grades(*words)).values()] == [4, 1, 5, 2, 3]
    trends = [{"trend": word} for word in ("steady", "worsening", "easing")]
    assert [row["rank_lo"] for row in ranked(*trends).values()] == [2, 1, 3]


def test_a_number_is_a_number_and_no_text() -> None:
    assert [row["rank_lo"] for row in ranked(*grades("9", "10", "-3")).values()] == [2, 1, 3]


def test_between_opposites_the_weightings_decide_and_nobody_is_sure() -> None:
    four = [{"severity": str(at), "reach": str(5 - at)} for at in range(1, 5)]
    found = ranked(*four)
    assert {row["tier_hi"] for row in found.values()} == {1}
    assert found["C1"]["share_lo"] == pytest.approx(found["C4"]["share_lo"], abs=Decimal("0.1"))
    assert (found["C1"]["rank_lo"], found["C1"]["rank_hi"]) == (1, 4)


def test_weak_evidence_alone_puts_on_the_watch_list_and_out_of_the_order() -> None:
    found = ranked({"severity": "9", QUALITY: "low"}, {"severity": "1"}, {"!severity": "8"})
    assert [row["class"] for row in found.values()] == ["watch", "main", "watch"]
    assert (found["C2"]["rank_lo"], found["C2"]["of"]) == (1, 1)
    assert found["C1"]["rank_lo"] is None


def test_evidence_quality_ranks_nothing() -> None:
    found = ranked({"severity": "1", QUALITY: "high"}, {"severity": "2", QUALITY: "medium"})
    assert [row["rank_lo"] for row in found.values()] == [2, 1]
    assert classes({QUALITY: "high"}) == ["not ranked"]


def test_a_missing_criterion_is_taken_both_ways_and_never_as_nothing() -> None:
    told = [{"severity": "2", "reach": "2"}, {"severity": "3", "reach": "3"}, {"severity": "1"}]
    found = ranked(*told)
    assert (found["C1"]["rank_lo"], found["C1"]["rank_hi"]) == (2, 3)
    assert (found["C2"]["rank_lo"], found["C2"]["rank_hi"]) == (1, 2)
    assert (found["C3"]["rank_lo"], found["C3"]["rank_hi"]) == (1, 3)
    assert (found["C3"]["tier_lo"], found["C3"]["tier_hi"]) == (1, 3)


def test_a_criterion_nobody_has_widens_nothing() -> None:
    row = ranked(*grades("1", "2"))["C1"]
    assert (row["rank_lo"], row["rank_hi"], row["tier_lo"], row["tier_hi"]) == (2, 2, 2, 2)


def test_main_means_main_whatever_is_unknown() -> None:
    known = [{"severity": "9", "reach": "9"}, *[{"severity": "1", "reach": str(n)} for n in (1, 2)]]
    assert classes(*known, {"severity": "5"})[0] == "main"
    assert classes({"severity": "5"}, *[{"reach": "5", "severity": "4"}] * 4)[0] == "contested"


def test_equals_at_the_edge_of_the_top_are_contested() -> None:
    assert classes(*grades("1", "1", "1")) == ["main"] * 3
    assert classes(*grades("1", "1", "1", "1")) == ["contested"] * 4


def test_words_and_numbers_on_one_criterion_order_nothing() -> None:
    tables = tables_of({"severity": "high", "reach": "1"}, {"severity": "4", "reach": "2"})
    found = alone(tables)
    assert [row["rank_lo"] for row in found["challenge_ranks"].to_dicts()] == [2, 1]
    profile = row_of(found["challenge_profiles"], challenge="C1", criterion="severity")
    assert (profile["origin"], profile["value"], profile["low"]) == ("unknown", "high", None)


def test_the_top_and_its_shares_are_parameters() -> None:
    def set_to(name: str, value: str) -> list[dict[str, str]]:
        return [{"name": name, "from": "2011-01-01", "value": value}]

    one = {"parameters": set_to("challenges.top", "1")}
    assert classes(*grades("1", "2", "3"), **one) == ["further", "further", "main"]
    four = [{"severity": str(at), "reach": str(5 - at)} for at in range(1, 5)]
    share = ranked(*four)["C1"]["share_lo"]
    above, below = (str(share + Decimal(by)) for by in ("0.01", "-0.01"))
    assert classes(*four, parameters=set_to("challenges.main", below))[0] == "main"
    assert classes(*four, parameters=set_to("challenges.main", above))[0] != "main"


def test_challenges_of_another_round_are_not_in_the_order() -> None:
    challenges = [{"ref": "C1"}, {"ref": "C2", "cycle": "2011"}]
    found = ranked({"severity": "1"}, {"severity": "2"}, challenges=challenges)
    assert {ref: row["of"] for ref, row in found.items()} == {"C1": 1}


LATE = deed("2012-06", "whole")
GONE = [promise("2012-01"), promise("2012-01", ref="O1.A2"), promise("2015", ref="O1.A3")]


def vulnerability(**more: list[dict[str, str]]) -> Row:
    found = alone(tables_of({"severity": "1"}, **more))["challenge_profiles"]
    return row_of(found, criterion="vulnerability")


def test_vulnerability_is_computed_from_what_became_of_the_actions() -> None:
    row = vulnerability(actions=GONE, milestones=[LATE])
    assert (row["origin"], row["value"]) == ("computed", "0.5 to 1")
    assert (row["low"], row["high"]) == (Decimal("0.5"), 1)
    assert row["basis"] == "1 to 2 of 2 due actions of O1 late or undelivered"


def test_where_nothing_was_due_vulnerability_is_unknown_and_not_zero() -> None:
    row = vulnerability(actions=[promise("2015")])
    assert (row["origin"], row["value"], row["low"]) == ("unknown", None, None)


def test_all_on_time_is_a_true_zero() -> None:
    row = vulnerability(actions=[promise("2012-12")], milestones=[LATE])
    assert (row["value"], row["low"], row["high"]) == ("0", 0, 0)


def test_stated_vulnerability_is_never_set_beside_a_computed_one() -> None:
    tables = tables_of({"vulnerability": "high"}, {"severity": "1"}, actions=GONE)
    found = alone(tables)["challenge_profiles"]
    states = {row["challenge"]: row["origin"] for row in found.to_dicts()
              if row["criterion"] == "vulnerability"}  # fmt: skip
    assert states == {"C1": "given", "C2": "unknown"}


def test_every_criterion_of_a_described_challenge_is_told_known_or_not() -> None:
    profiles = alone(tables_of({"severity": "1"}, {}))["challenge_profiles"]
    assert profiles["challenge"].unique().to_list() == ["C1"]
    assert set(profiles["criterion"]) == {*RANKING, QUALITY}


cells = st.none() | st.integers(0, 4)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5))
def test_shares_and_ranks_keep_within_their_bounds(told: list[tuple[int | None, ...]]) -> None:
    names = ("severity", "reach", "trend")
    stated = [
        {name: str(cell) for name, cell in zip(names, one, strict=True) if cell is not None}
        for one in told
    ]
    for row in ranked(*stated).values():
        if row["class"] == "not ranked":
            continue
        assert 0 <= row["share_lo"] <= row["share_hi"] <= 1
        assert 1 <= row["rank_lo"] <= row["rank_hi"] <= row["of"]
        assert 1 <= row["tier_lo"] <= row["tier_hi"]
        word = "main" if row["share_lo"] >= Decimal("0.6") else "contested"
        assert row["class"] == ("further" if row["share_hi"] < Decimal("0.3") else word)


@settings(max_examples=3, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_rows_changes_no_rank(order: list[int]) -> None:
    told = [{"severity": "3", "reach": "1"}, {"severity": "1"}, {"reach": "4"},
            {"severity": "2", "reach": "2"}]  # fmt: skip
    tables = tables_of(*told)
    mixed = {name: tables[name] for name in tables}
    mixed["challenges"] = tables["challenges"][order]
    mixed["challenge_criteria"] = tables["challenge_criteria"].reverse()
    one, other = (alone(each)["challenge_ranks"].sort("challenge") for each in (tables, mixed))
    assert one.equals(other)


def test_the_flagship_has_no_criteria_and_gets_no_order(
    flagship_releases: dict[str, object],
) -> None:
    ranks = flagship_releases["2014"].tables["challenge_ranks"]  # type: ignore[attr-defined]
    assert ranks["class"].to_list() == ["not ranked"] * 7


def test_one_and_the_same_unknown_turns_out_alike_for_both() -> None:
    """Both bear on O1: however its unknown action turns out, the graver one stays ahead."""
    more = {"actions": [promise("2012-01"), promise("2012-01", ref="O1.A2")]}
    found = ranked(*grades("1", "2"), **more)
    assert (found["C2"]["rank_lo"], found["C2"]["rank_hi"]) == (1, 1)
    assert (found["C1"]["tier_lo"], found["C1"]["tier_hi"]) == (2, 2)
