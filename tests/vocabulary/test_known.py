"""A report of 2013 knows what was known in 2013: nothing later, and nothing less."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FLAGSHIP, deed, flagship, promise, row_of, strategy_of, values

from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.known import cut_to_day, day_of, known_by, later_publications
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import INPUT

DAY = date(2013, 4, 10)


def refs(tables: Tables, name: str) -> list[str]:
    return tables[name]["ref"].to_list()


@pytest.mark.parametrize(
    ("when", "known"),
    [
        ("2013-04-10", True),
        ("2013-04-11", False),
        ("2013-04", False),
        ("2013-03", True),
        ("2013", False),
        ("2012", True),
        (None, True),
    ],
)
def test_a_month_or_year_is_known_from_its_last_day_on(when: str | None, known: bool) -> None:
    frame = pl.DataFrame({"w": [when]}, {"w": pl.String})
    assert frame.select(known_by("w", DAY)).item() is known


FACTS = {
    "milestones": ("done", {"ref": "X", "subject": "O1"}),
    "evidence": ("published", {"ref": "X"}),
    "targets": ("adopted_on", {"indicator": "I1"}),
    "breaks": ("on", {"indicator": "I1", "period": "2012"}),
    "parameters": ("from", {"name": "stale_years", "value": "5"}),
    "contributions": ("given", {"ref": "X"}),
    "vintages": ("published", {}),
    "amendments": ("decided", {"table": "actions", "row": "O1.A1", "field": "due", "old": "2012"}),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_known_on_its_own_day_and_not_before(name: str) -> None:
    column, cells = FACTS[name]
    rows = [{**cells, column: "2013-04-10"}]
    base = {"indicators": [{"ref": "I1"}], "actions": [promise("2012")]}
    tables = strategy_of(**base | {name: rows})
    assert len(cut_to_day(tables, DAY)[name]) == len(tables[name])
    assert cut_to_day(tables, date(2013, 4, 9))[name].is_empty()


def test_a_plan_keeps_its_due_day_and_loses_what_came_later() -> None:
    later = deed("2014-02-01", "part", due="2012", missing="half", ref="M1")
    cut = cut_to_day(strategy_of(actions=[promise()], milestones=[later]), DAY)
    plan = row_of(cut["milestones"], ref="M1")
    assert plan["due"] == "2012"
    assert {plan[name] for name in ("done", "fulfils", "missing", "evidence")} == {None}


def test_a_deed_to_come_that_nobody_planned_is_not_there() -> None:
    tables = strategy_of(actions=[promise()], milestones=[deed("2014-02-01")])
    assert cut_to_day(tables, DAY)["milestones"].is_empty()


def test_a_later_round_is_a_plan_or_nothing() -> None:
    cycles = [
        {"ref": "2013", "as_of": "2013-04-10", "cut_off": "2013-04-10", "published": "2013-04-10"},
        {"ref": "2014", "as_of": "2014-06-20", "cut_off": "2014-06-20", "planned": "2014-06",
         "published": "2014-06-20", "document": "EV-late", "opened": "2014-01-01"},
        {"ref": "2015", "as_of": "2015-06-20", "cut_off": "2015-06-20"},
    ]  # fmt: skip
    cut = cut_to_day(strategy_of(cycles=cycles), DAY)["cycles"]
    assert cut["ref"].to_list() == ["2013", "2014"]
    plan = row_of(cut, ref="2014")
    assert plan["planned"] == "2014-06"
    blank = ("published", "document", "opened", "as_of", "cut_off")
    assert {plan[name] for name in blank} == {None}


def test_an_open_round_is_there_before_its_day() -> None:
    cycles = [
        {"ref": "2013", "opened": "2013-01-10", "cut_off": "2013-04-10", "as_of": "2013-04-10"}
    ]
    requests = [{"ref": "2013.Europol.1"}]
    cut = cut_to_day(
        strategy_of(cycles=cycles, requests=requests, actions=[promise()]), date(2013, 2, 1)
    )
    assert row_of(cut["cycles"], ref="2013")["as_of"] == DAY
    assert refs(cut, "requests") == ["2013.Europol.1"]


def test_what_belongs_to_a_later_round_goes_with_it() -> None:
    rounds = {
        "challenges": [{"ref": f"CH-{n}", "cycle": n} for n in ("2013", "2014")],
        "recommendations": [{"ref": f"REC-{n}", "cycle": n} for n in ("2013", "2014")],
        "follow_ups": [{"recommendation": "REC-2013", "cycle": n} for n in ("2013", "2014")],
        "assessments": [
            {"subject": "O1", "axis": "outlook", "assessed": "open", "cycle": n}
            for n in ("2013", "2014")
        ],
        "passages": [{"slot": "o1", "cycle": n} for n in ("2013", "2014")],
    }
    cut = cut_to_day(strategy_of(**rounds), DAY)
    assert all(len(cut[name]) == 1 for name in rounds)


def amended(*lines: dict[str, str], **rows: list[dict[str, str]]) -> Tables:
    base = {"table": "actions", "row": "O1.A1"}
    return strategy_of(
        actions=[promise("2014")], **rows, amendments=[base | line for line in lines]
    )


def test_amendments_are_undone_newest_first_whatever_their_precision() -> None:
    moved = [
        {"field": "due", "old": "2011", "new": "2012", "decided": "2013-04-10"},
        {"field": "due", "old": "2012", "new": "2013", "decided": "2013-04"},
        {"field": "due", "old": "2013", "new": "2014", "decided": "2013"},
    ]
    for lines in (moved, moved[::-1]):
        tables = amended(*lines)
        due = [
            row_of(cut_to_day(tables, day)["actions"], ref="O1.A1")["due"]
            for day in (date(2013, 4, 9), DAY, date(2013, 4, 30), date(2013, 12, 31))
        ]
        assert due == ["2011", "2012", "2013", "2014"]


def test_two_amendments_of_one_day_are_undone_in_the_order_they_were_made() -> None:
    tables = amended(
        {"field": "due", "old": "2011", "new": "2012", "decided": "2013-05-01"},
        {"field": "due", "old": "2012", "new": "2014", "decided": "2013-05-01"},
    )
    assert row_of(cut_to_day(tables, DAY)["actions"], ref="O1.A1")["due"] == "2011"


def test_an_added_action_and_all_that_hangs_on_it_is_not_there_before() -> None:
    tables = amended(
        {"field": "*", "new": "{}", "decided": "2013-05-01"},
        milestones=[{"subject": "O1.A1", "due": "2014", "ref": "M1"}],
        provenance=[{"table": "actions", "row": "O1.A1"}, {"table": "milestones", "row": "M1"}],
    )
    cut = cut_to_day(tables, DAY)
    assert all(cut[name].is_empty() for name in ("actions", "milestones", "provenance"))
    assert refs(cut_to_day(tables, date(2013, 5, 1)), "actions") == ["O1.A1"]


def test_a_dropped_action_is_there_before_and_whole() -> None:
    old = json.dumps({"ref": "O1.A2", "title": "Gone", "objective": "O1", "lead": "COM;Europol",
                      "kind": "law", "due": "2012", "weight": "0.5"})  # fmt: skip
    tables = amended({"row": "O1.A2", "field": "*", "old": old, "decided": "2013-05-01"})
    before = row_of(cut_to_day(tables, DAY)["actions"], ref="O1.A2")
    assert (before["title"], before["lead"]) == ("Gone", ["COM", "Europol"])
    assert str(before["weight"]) == "0.5"
    assert refs(cut_to_day(tables, date(2013, 5, 1)), "actions") == ["O1.A1"]


def test_a_redefined_action_is_itself_again_and_in_its_place() -> None:
    old = json.dumps({"ref": "O1.A1", "title": "As adopted", "objective": "O1", "lead": "COM"})
    tables = strategy_of(
        actions=[promise("2014"), {"ref": "O1.A2"}],
        amendments=[
            {"table": "actions", "row": "O1.A1", "old": old, "new": "{}", "decided": "2014"}
        ],
    )
    cut = cut_to_day(tables, DAY)["actions"]
    assert cut.select("ref", "title", "due").rows()[0] == ("O1.A1", "As adopted", None)
    assert cut["ref"].to_list() == ["O1.A1", "O1.A2"]


@pytest.mark.parametrize("old", ["the old action", "[1]", '"ref"', "7"])
def test_a_dropped_row_nobody_can_read_is_refused_by_name(old: str) -> None:
    tables = amended({"row": "O1.A2", "field": "*", "old": old, "decided": "2014"})
    with pytest.raises(RefusedError, match=r"actions\|O1\.A2"):
        cut_to_day(tables, DAY)


def test_references_to_what_is_not_known_are_let_go() -> None:
    tables = strategy_of(
        instruments=[{"ref": "INS-X", "legal_basis": "EV-base;EV-late"}],
        glossary=[{"ref": "G1", "source": "EV-late"}],
        challenges=[{"ref": "CH-2014-1", "cycle": "2014"}],
        challenge_criteria=[{"challenge": "CH-2014-1"}],
        passages=[{"cycle": "2013", "slot": "o1", "cites": "CH-2014-1;EV-base"}],
    )
    cut = cut_to_day(tables, DAY)
    assert row_of(cut["instruments"], ref="INS-X")["legal_basis"] == ["EV-base"]
    assert row_of(cut["glossary"], ref="G1")["source"] is None
    assert cut["challenge_criteria"].is_empty()
    assert cut["passages"]["cites"].to_list() == [["EV-base"]]


def test_a_line_whose_objective_is_not_there_does_not_become_an_objective() -> None:
    objectives = [{"ref": "O1"}, {"ref": "O2"}, {"ref": "O2.L1", "parent": "O2"}]
    added = [{"table": "objectives", "row": "O2", "decided": "2014", "new": "{}"}]
    tables = strategy_of(objectives=objectives, amendments=added)
    assert refs(cut_to_day(tables, DAY), "objectives") == ["O1"]


def test_a_document_we_read_later_stays_to_be_cited_and_shows_no_deed() -> None:
    tables = strategy_of(
        actions=[promise()],
        milestones=[{**deed("2012"), "ref": "M1", "evidence": "EV-late"}],
        provenance=[
            {"table": "actions", "row": "O1.A1", "source": "EV-late"},
            {"table": "evidence", "row": "EV-late", "source": "EV-later"},
        ],
        evidence=[
            {"ref": ref, "published": "2020"} for ref in ("EV-late", "EV-later", "EV-unread")
        ],
        vintages=[],
    )
    cut = cut_to_day(tables, DAY)
    assert refs(cut, "evidence") == ["EV-late", "EV-later"]
    assert row_of(cut["milestones"], ref="M1")["evidence"] is None
    assert len(cut["provenance"]) == 2


def test_a_vintage_stays_although_its_file_came_to_us_later() -> None:
    tables = strategy_of(
        vintages=[{"published": "2012", "origin": "EV-late"}, {"published": "2014"}],
        observations=values("2012", {"2011": "5"}) + values("2014", {"2011": "6"}),
    )
    cut = cut_to_day(tables, DAY)
    assert cut["vintages"]["published"].to_list() == ["2012"]
    assert cut["observations"]["value"].to_list() == [5]
    assert "EV-late" in refs(cut, "evidence")


def test_a_contribution_does_not_contest_a_figure_nobody_knows() -> None:
    tables = strategy_of(
        contributions=[{"ref": f"2013.Europol.{n}", "subject": "O1", "contests": f"floods|{when}|1"}
                       for n, when in enumerate(("2012", "2014"))],
        vintages=[{"published": "2012"}, {"published": "2014"}],
    )  # fmt: skip
    contests = cut_to_day(tables, DAY)["contributions"]["contests"].to_list()
    assert contests == ["floods|2012|1", None]


def test_later_publications_are_named_and_earlier_ones_are_not() -> None:
    tables = strategy_of(vintages=[{"published": "2013-04"}, {"published": "2013-04-10"}])
    assert list(later_publications(tables, DAY)) == [
        {"dataset": "floods", "published": "2013-04", "title": "Floods counted"}
    ]


def test_the_day_of_nothing_is_nothing() -> None:
    assert [day_of(when) for when in (None, "-", "2012")] == [None, None, date(2012, 12, 31)]


# Laws, on strategies in which anything may come at any time.

WHENS = st.sampled_from(
    ["2011", "2012", "2012-06", "2012-06-15", "2013", "2013-04", "2013-04-10", "2014-01", "2015"]
)
DAYS = st.sampled_from([date(2011, 11, 25), date(2012, 6, 30), DAY, date(2014, 6, 20)])
MAYBE = st.none() | WHENS
ACTIONS = ("O1.A1", "O1.A2", "O1.A3")
EVIDENCE = ("EV-base", "EV-deed", "EV-late", "EV-1")


def some(**cells: str | None) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell is not None}


@st.composite
def strategies(draw: st.DrawFn) -> Tables:
    def rows(count: int) -> range:
        return range(draw(st.integers(0, count)))

    dropped = json.dumps({"ref": "O1.A9", "title": "Old", "objective": "O1", "lead": "COM"})
    return strategy_of(
        actions=[some(ref=ref, due=draw(MAYBE)) for ref in ACTIONS],
        evidence=[some(ref=ref, published=draw(MAYBE)) for ref in EVIDENCE],
        milestones=[
            some(ref=f"M{n}", subject=draw(st.sampled_from(ACTIONS)), due=draw(MAYBE),
                 done=draw(MAYBE), evidence=draw(st.sampled_from(EVIDENCE)))
            for n in rows(4)
        ],
        cycles=[
            some(ref="2012", as_of="2012-06-30", cut_off="2012-06-30", planned=draw(MAYBE)),
            some(ref="2014", as_of="2014-06-20", cut_off="2014-06-20", planned=draw(MAYBE),
                 opened=draw(st.none() | st.just("2013-01-01")), previous="2012"),
        ],
        recommendations=[some(ref="REC-1", cycle="2012"), some(ref="REC-2", cycle="2014")],
        follow_ups=[{"recommendation": draw(st.sampled_from(["REC-1", "REC-2"])), "cycle": "2014"}],
        vintages=[some(published=when, origin=draw(st.sampled_from(EVIDENCE)))
                  for when in draw(st.sets(WHENS, max_size=3))],
        observations=values("2013", {"2011": "1"}) + values("2012-06", {"2011": "2"}),
        provenance=[
            some(table="milestones", row=f"M{n}", source=draw(st.sampled_from(EVIDENCE)))
            for n in rows(4)
        ] + [some(table="evidence", row="EV-1", source=draw(st.sampled_from(EVIDENCE)))],
        amendments=[
            some(table="actions", row=draw(st.sampled_from(ACTIONS)), field="title",
                 old=draw(st.sampled_from(["a", "b"])), decided=draw(WHENS))
            for _ in rows(3)
        ] + [
            some(table="actions", row="O1.A3", new="{}", decided=draw(WHENS)),
            some(table="actions", row="O1.A9", old=dropped, decided=draw(WHENS)),
        ],
    )  # fmt: skip


def same(one: Tables, other: Tables) -> None:
    for name in INPUT:
        assert one[name].equals(other[name]), (name, one[name], other[name])


@settings(max_examples=25, deadline=None)
@given(strategies(), DAYS)
def test_cutting_twice_is_cutting_once(tables: Tables, day: date) -> None:
    once = cut_to_day(tables, day)
    same(cut_to_day(once, day), once)


@settings(max_examples=25, deadline=None)
@given(strategies(), DAYS, DAYS)
def test_what_was_cut_later_can_still_be_cut_earlier(tables: Tables, one: date, two: date) -> None:
    earlier, later = sorted((one, two))
    same(cut_to_day(cut_to_day(tables, later), earlier), cut_to_day(tables, earlier))


@settings(max_examples=20, deadline=None)
@given(strategies(), DAYS)
def test_no_reference_points_to_what_was_cut(tables: Tables, day: date) -> None:
    cut = cut_to_day(tables, day)
    for name, table in INPUT.items():
        for column in table.columns:
            if not column.to or (name, column.name) == ("vintages", "origin"):
                continue
            gone = set().union(*(set(tables[to]["ref"]) - set(cut[to]["ref"]) for to in column.to))
            assert not gone & set(cut[name][column.name].explode()), (name, column.name)


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_cutting_the_flagship_twice_or_in_steps_is_cutting_it_once() -> None:
    tables = flagship()
    later, earlier = date(2014, 6, 20), date(2011, 11, 25)
    once = cut_to_day(tables, later)
    same(cut_to_day(once, later), once)
    same(cut_to_day(once, earlier), cut_to_day(tables, earlier))
