"""Every recommendation is found again, year after year, and none is lost on the way."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Row, alone, assessed, promise, row_of, strategy_of

from stocktake.assess.ledger import keep_ledger
from stocktake.assess.rounds import open_round
from stocktake.vocabulary.lineage import COLUMNS, group_families, walk

Told = list[dict[str, str]]
REC = {"ref": "REC-2011-01"}


def kept(grades: Told, day: str = "2013", **cells: str) -> Row:
    follow_ups = [{"recommendation": "REC-2011-01", **grade} for grade in grades]
    tables = strategy_of(recommendations=[REC | cells], follow_ups=follow_ups)
    return row_of(alone(tables, day)["ledger"], recommendation="REC-2011-01")


CLOSED = {"grade": "in full", "closed": "2012-06-01"}


@pytest.mark.parametrize(
    ("due", "grades", "word"),
    [
        ("2012", [CLOSED], "closed on time"),
        ("2012-06-01", [CLOSED], "closed on time"),
        ("2012-05", [CLOSED], "closed late"),
        ("2012-05", [CLOSED | {"closed": "2012-05"}], "closed on time"),
        ("2012-05-30", [CLOSED | {"closed": "2012-05"}], "closed late"),
        ("2012", [CLOSED | {"grade": "overtaken by events"}], "closed on time"),
        ("2014", [], "open"),
        ("2013-04-11", [], "open"),
        ("2013-04-10", [], "overdue"),
        ("2012", [{"grade": "in most respects"}], "overdue"),
        ("2012", [{"grade": "not graded"}], "overdue"),
        ("2014", [{"grade": "not implemented"}], "open"),
        ("", [], "no due date"),
        ("", [CLOSED], "no due date"),
        ("2012", [CLOSED | {"closed": "2011-06-01"}], "before the recommendation"),
        ("", [CLOSED | {"closed": "2011-06-01"}], "before the recommendation"),
        ("2012", [{"grade": "in full"}], "closed late"),
        ("2013-04-10", [{"grade": "in full"}], "closed on time"),
    ],
)
def test_punctuality_stands_beside_the_grade(due: str, grades: Told, word: str) -> None:
    cells = {"due": due} if due else {}
    assert kept(grades, **cells)["timeliness"] == word


@pytest.mark.parametrize("turn", [1, -1])
def test_the_newest_grade_counts_and_names_its_round(turn: int) -> None:
    grades = [
        {"cycle": "2013", "grade": "in some respects"},
        {"cycle": "2014", "grade": "in full", "closed": "2013-11-25"},
    ]
    found = kept(grades[::turn], "2014")
    assert (found["grade"], found["graded_in"], found["open"]) == ("in full", "2014", False)
    assert found["months"] == 24
    earlier = kept(grades[::turn], "2013")
    assert (earlier["grade"], earlier["open"], earlier["months"]) == (
        "in some respects",
        True,
        None,
    )


def test_an_ungraded_recommendation_is_open() -> None:
    found = kept([])
    assert (found["grade"], found["graded_in"], found["open"]) == (None, None, True)


@pytest.mark.parametrize(
    ("cycle", "cells", "orphan"),
    [
        ("2014", {}, True),
        ("2013", {}, False),
        ("2014", {"handed_to": "a successor"}, False),
        ("2014", {"cycle": "2014"}, False),
    ],
)
def test_only_the_final_report_names_orphans(
    cycle: str, cells: dict[str, str], orphan: bool
) -> None:
    assert kept([], cycle, **cells)["orphan"] is orphan


def test_what_is_closed_is_no_orphan() -> None:
    assert not kept([CLOSED], "2014")["orphan"]


def test_what_is_said_again_is_taken_over_by_the_one_that_says_it() -> None:
    again = {"ref": "REC-2013-01", "cycle": "2013", "repeats": "REC-2011-01"}
    ledger = assessed(strategy_of(recommendations=[REC, again]), "2014")["ledger"]
    assert dict(ledger.select("recommendation", "orphan").iter_rows()) == {
        "REC-2011-01": False,
        "REC-2013-01": True,
    }


def test_split_parts_are_graded_singly_and_their_parent_is_not() -> None:
    parts = [{"ref": f"REC-2011-01{part}", "split_from": "REC-2011-01"} for part in "ab"]
    graded = [{"recommendation": "REC-2011-01a", "grade": "in full"}]
    ledger = assessed(strategy_of(recommendations=[REC, *parts], follow_ups=graded))["ledger"]
    assert dict(ledger.select("recommendation", "open").iter_rows()) == {
        "REC-2011-01a": False,
        "REC-2011-01b": True,
    }


def test_a_parent_split_later_is_whole_until_then() -> None:
    part = {"ref": "REC-2011-01a", "split_from": "REC-2011-01", "cycle": "2014"}
    ledger = assessed(strategy_of(recommendations=[REC, part]))["ledger"]
    assert ledger["recommendation"].to_list() == ["REC-2011-01"]


AGAIN = {"ref": "REC-2013-01", "cycle": "2013"}
INTO = REC | {"merged_into": "REC-2013-01"}


def ledger_of(*recommendations: Row, day: str = "2014", **rows: Any) -> dict[str, Row]:
    found = alone(strategy_of(recommendations=recommendations, **rows), day)["ledger"]
    return {row["recommendation"]: row for row in found.to_dicts()}


def grade(ref: str, word: str, cycle: str = "2014", **cells: str) -> dict[str, str]:
    return {"recommendation": ref, "grade": word, "cycle": cycle, **cells}


@pytest.mark.parametrize(
    "recommendations", [(INTO, AGAIN), (REC, AGAIN | {"repeats": "REC-2011-01"})]
)
@pytest.mark.parametrize(
    ("word", "is_open", "months"), [("in full", False, 26), ("in some respects", True, None)]
)
def test_what_lives_on_in_another_is_open_as_long_as_that_is(
    recommendations: tuple[Row, ...], word: str, is_open: bool, months: int | None
) -> None:
    graded = [
        grade("REC-2011-01", "not implemented", "2013"),
        grade("REC-2013-01", word, closed="2014-01-31"),
    ]
    found = ledger_of(*recommendations, follow_ups=graded)
    old, new = found["REC-2011-01"], found["REC-2013-01"]
    assert (old["open"], new["open"]) == (is_open, is_open)
    assert (old["orphan"], new["orphan"]) == (False, is_open)
    assert (old["counted"], new["counted"]) == (False, True)
    assert old["lives_on_in"] == ["REC-2013-01"]
    assert (old["identity"], new["identity"]) == ("REC-2011-01", "REC-2011-01")
    assert (old["asked_in"], new["asked_in"]) == ("2011", "2011")
    assert old["months"] == months


def test_until_the_one_it_went_into_is_graded_its_own_grade_counts() -> None:
    graded = [grade("REC-2011-01", "not implemented", "2013")]
    found = ledger_of(INTO, AGAIN, follow_ups=graded, day="2013")
    assert [row["counted"] for row in found.values()] == [True, False]


def test_a_part_is_as_old_as_its_whole() -> None:
    part = {"ref": "REC-2011-01a", "split_from": "REC-2011-01", "cycle": "2013"}
    graded = [grade("REC-2011-01a", "in full", closed="2012-11-25")]
    found = ledger_of(REC, part, follow_ups=graded)["REC-2011-01a"]
    assert (found["timeliness"], found["months"]) == ("no due date", 12)
    assert (found["asked_in"], found["identity"]) == ("2011", "REC-2011-01")


def test_parts_are_handed_over_said_again_and_acted_upon_with_their_whole() -> None:
    part = {"ref": "REC-2011-01a", "split_from": "REC-2011-01"}
    acting = [promise(answers="REC-2011-01")]
    handed = ledger_of(REC | {"handed_to": "a successor"}, part, actions=acting)["REC-2011-01a"]
    assert (handed["orphan"], handed["actions"]) == (False, ["O1.A1"])
    again = ledger_of(REC, part, AGAIN | {"repeats": "REC-2011-01"})["REC-2011-01a"]
    assert again["lives_on_in"] == ["REC-2013-01"]


def test_what_is_split_after_it_was_said_again_lives_on_in_the_parts() -> None:
    parts = [{"ref": f"REC-2013-01{part}", "split_from": "REC-2013-01"} for part in "ab"]
    graded = [grade("REC-2013-01a", "in full", closed="2014-01-31")]
    found = ledger_of(INTO, AGAIN, *parts, follow_ups=graded)
    assert found["REC-2011-01"]["lives_on_in"] == ["REC-2013-01a", "REC-2013-01b"]
    assert found["REC-2011-01"]["open"]


def test_a_later_grade_opens_a_closed_one_again() -> None:
    graded = [CLOSED | {"cycle": "2013"}, {"cycle": "2014", "grade": "in some respects"}]
    found = kept(graded, "2014", due="2012")
    assert (found["open"], found["timeliness"], found["months"]) == (True, "overdue", None)


ACTORS = [{"ref": ref} for ref in ("COM", "MS", "Europol")] + [
    {"ref": ref, "member_of": "MS"} for ref in ("BE", "FR")
]


@pytest.mark.parametrize(
    ("responses", "answered", "silent"),
    [
        ([], None, ["COM", "MS"]),
        (["COM"], ["COM"], ["MS"]),
        (["COM", "MS"], ["COM", "MS"], None),
        (["BE"], ["BE"], ["COM", "FR"]),
        (["Europol"], None, ["COM", "MS"]),
    ],
)
def test_addressees_without_a_response_are_named(
    responses: list[str], answered: list[str] | None, silent: list[str] | None
) -> None:
    given = [{"recommendation": "REC-2011-01", "actor": actor} for actor in responses]
    asked = REC | {"addressees": "COM;MS"}
    found = ledger_of(asked, actors=ACTORS, responses=given)["REC-2011-01"]
    assert (found["answered_by"], found["silent"]) == (answered, silent)


def test_a_contribution_that_responds_breaks_the_silence_once_it_is_handed_in() -> None:
    told = {"ref": "2013.COM.1", "actor": "COM", "kind": "response", "subject": "REC-2011-01"}
    for state, silent in (("draft", ["COM"]), ("submitted", None)):
        found = ledger_of(REC, contributions=[told | {"state": state}])["REC-2011-01"]
        assert found["silent"] == silent


def test_a_response_to_the_one_it_went_into_is_a_response_to_it() -> None:
    given = [{"recommendation": "REC-2013-01", "actor": "COM"}]
    assert ledger_of(INTO, AGAIN, responses=given)["REC-2011-01"]["silent"] is None


def test_nobody_is_silent_on_what_was_asked_only_now() -> None:
    assert ledger_of(REC, day="2011")["REC-2011-01"]["silent"] is None
    inherited = REC | {"inherited_from": "before REC-2009-01"}
    assert ledger_of(inherited, day="2011")["REC-2011-01"]["silent"] == ["COM"]


def test_what_was_inherited_may_be_an_orphan_in_the_only_round_of_its_heir() -> None:
    inherited = REC | {"inherited_from": "before REC-2009-01", "cycle": "2014"}
    assert ledger_of(inherited)["REC-2011-01"]["orphan"]


# --- laws -----------------------------------------------------------------------------------------

CYCLES = ("2011", "2013", "2014")
CLOSES, LEAVES = ("in full", "overtaken by events"), ("not graded", "in some respects")


@dataclass(frozen=True)
class Web:
    """Recommendations that split, merge and repeat, none coming back to itself, and grades."""

    recommendations: tuple[Row, ...]
    follow_ups: tuple[Row, ...]

    def ledger(self) -> list[Row]:
        rows = {"recommendations": self.recommendations, "follow_ups": self.follow_ups}
        tables = strategy_of(**rows)
        return keep_ledger(tables, open_round(tables, "2014")).to_dicts()


@st.composite
def webs(draw: st.DrawFn) -> Web:
    ages = sorted(draw(st.lists(st.sampled_from(CYCLES[:2]), min_size=1, max_size=7)))
    rows: list[Row] = []
    for number, cycle in enumerate(ages):
        row = {"ref": f"R{number}", "cycle": cycle, "due": draw(st.sampled_from(["", "2013"]))}
        before = [other["ref"] for other in rows]
        earlier = [other["ref"] for other in rows if other["cycle"] < cycle]
        after = [f"R{later}" for later in range(number + 1, len(ages))]
        for column, to in (("split_from", before), ("repeats", earlier), ("merged_into", after)):
            if to and draw(st.integers(0, 3)) == 0:
                row[column] = draw(st.sampled_from(to))
        rows.append({name: cell for name, cell in row.items() if cell})
    given = draw(st.lists(st.tuples(
        st.sampled_from([row["ref"] for row in rows]), st.sampled_from(CYCLES[1:]),
        st.sampled_from(CLOSES + LEAVES), st.sampled_from(["", "2012-02-01", "2014-02-01"]),
    ), unique_by=lambda one: one[:2], max_size=8))  # fmt: skip
    graded = [
        grade(ref, word, cycle) | ({"closed": closed} if closed and word in CLOSES else {})
        for ref, cycle, word, closed in given
    ]
    return Web(tuple(rows), tuple(graded))


few = settings(max_examples=60, deadline=None)


@few
@given(webs())
def test_every_recommendation_has_one_identity_and_its_kin_the_same(web: Web) -> None:
    families = group_families([dict.fromkeys(COLUMNS) | row for row in web.recommendations])
    refs = [row["ref"] for row in web.recommendations]
    assert sorted(ref for family in families for ref in family) == sorted(refs)
    family_of = {ref: set(family) for family in families for ref in family}
    for row in web.recommendations:
        for column in COLUMNS:
            assert row.get(column, row["ref"]) in family_of[row["ref"]]
    for line in web.ledger():
        assert line["identity"] in family_of[line["recommendation"]]
        same = {one["identity"] for one in web.ledger() if one["recommendation"] in
                family_of[line["recommendation"]]}  # fmt: skip
        assert same == {line["identity"]}


@few
@given(webs())
def test_each_is_graded_singly_and_one_in_parts_in_its_parts(web: Web) -> None:
    wholes = {row.get("split_from") for row in web.recommendations}
    alone_graded = [row["ref"] for row in web.recommendations if row["ref"] not in wholes]
    assert [line["recommendation"] for line in web.ledger()] == alone_graded


@few
@given(webs())
def test_nothing_open_is_lost_by_merging_or_repeating(web: Web) -> None:
    lines = {line["recommendation"]: line for line in web.ledger()}
    ends = {ref for ref, line in lines.items() if line["open"] and not line["lives_on_in"]}
    lives_on = {ref: line["lives_on_in"] or [] for ref, line in lines.items()}
    for ref, line in lines.items():
        if line["open"]:
            assert {ref, *walk(lives_on, ref)} & ends
        assert line["orphan"] == (ref in ends)


@few
@given(webs(), st.randoms())
def test_grades_of_one_kind_never_change_punctuality(web: Web, chance: random.Random) -> None:
    other = [
        row | {"grade": chance.choice(CLOSES if row["grade"] in CLOSES else LEAVES)}
        for row in web.follow_ups
    ]
    times = [line["timeliness"] for line in web.ledger()]
    assert times == [line["timeliness"] for line in Web(web.recommendations, tuple(other)).ledger()]


@few
@given(webs(), st.randoms())
def test_the_order_of_rows_is_irrelevant(web: Web, chance: random.Random) -> None:
    mixed = [list(rows) for rows in (web.recommendations, web.follow_ups)]
    for rows in mixed:
        chance.shuffle(rows)

    def told(lines: list[Row]) -> list[Row]:
        sorted_ = [line | {"lives_on_in": sorted(line["lives_on_in"] or ())} for line in lines]
        return sorted(sorted_, key=lambda line: str(line["recommendation"]))

    assert told(Web(*map(tuple, mixed)).ledger()) == told(web.ledger())
