"""What changed since the last report is named, and what is merely new is not called a revision."""

from __future__ import annotations

import pytest
from people import FLAGSHIP, assessed, deed, flagship, promise, row_of, strategy_of, values

Told = list[dict[str, str]]


def revised(
    earlier: dict[str, str], later: dict[str, str], complete: str = "yes", cycle: str = "2013"
) -> list[tuple[str, str | None, str | None, str]]:
    tables = strategy_of(
        vintages=[
            {"published": "2011-06", "complete": "yes"},
            {"published": "2012-06", "complete": complete},
        ],
        observations=values("2011-06", earlier) + values("2012-06", later),
    )
    rows = assessed(tables, cycle)["revisions"].select("period", "old", "new", "kind").rows()
    return [(p, old and str(old), new and str(new), kind) for p, old, new, kind in rows]


@pytest.mark.parametrize(
    ("earlier", "later", "complete", "wanted"),
    [
        ({"2009": "1"}, {"2009": "1"}, "yes", []),
        ({"2009": "1"}, {"2009": "1.0"}, "yes", []),
        ({"2009": "1"}, {"2009": "2"}, "yes", [("2009", "1.0", "2.0", "revised")]),
        ({"2009": ":"}, {"2009": "2"}, "yes", [("2009", None, "2.0", "new")]),
        ({"2009": "1"}, {"2009": ":"}, "yes", [("2009", "1.0", None, "withdrawn")]),
        ({"2009": "1"}, {"2010": "2"}, "yes", [("2009", "1.0", None, "withdrawn")]),
        ({"2009": "1"}, {"2010": "2"}, "no", []),
        ({"2009": ":"}, {"2010": "2"}, "yes", []),
        ({"2009": "1 p"}, {"2009": "1"}, "yes", [("2009", "1.0", "1.0", "flag")]),
        ({"2009": "1 p"}, {"2009": "2"}, "yes", [("2009", "1.0", "2.0", "revised")]),
        ({"2009": "1"}, {"2009": "1", "2010": "2"}, "yes", []),
    ],
)
def test_a_revision_is_told_from_a_new_figure(
    earlier: dict[str, str],
    later: dict[str, str],
    complete: str,
    wanted: list[tuple[str, str | None, str | None, str]],
) -> None:
    found = revised(earlier, later, complete)
    assert [(p, k) for p, _, _, k in found] == [(p, k) for p, _, _, k in wanted]
    for (_, old, new, _), (_, was, now, _) in zip(found, wanted, strict=True):
        assert (old and float(old), new and float(new)) == (was and float(was), now and float(now))


def test_the_first_report_revises_nothing() -> None:
    assert revised({"2009": "1"}, {"2009": "2"}, cycle="2011") == []
    assert revised({"2009": "1"}, {"2009": "2"}, cycle="2014") == []


def changed(cycle: str = "2013", **rows: Told) -> set[tuple[object, ...]]:
    changes = assessed(strategy_of(**rows), cycle)["changes"]
    return set(changes.select("table", "row", "field", "old", "new", "kind").rows())


def test_an_action_that_was_delivered_since_is_named() -> None:
    found = changed(actions=[promise("2012")], milestones=[deed("2012-06-01", "whole")])
    action = {line for line in found if line[0] == "action_states"}
    assert action == {
        ("action_states", "O1.A1", "state", "unknown", "delivered", "changed"),
        ("action_states", "O1.A1", "timing", "not yet due", "on time", "changed"),
        ("action_states", "O1.A1", "form", None, "as promised", "changed"),
    }
    classes = {line for line in found if line[0] == "deliveries"}
    assert classes == {("deliveries", "O1", "class", "none due", "delivered", "changed")}


def test_a_grade_given_since_is_named() -> None:
    found = changed(recommendations=[{"ref": "REC-1"}],
                    follow_ups=[{"recommendation": "REC-1", "grade": "in full"}])  # fmt: skip
    assert ("ledger", "REC-1", "grade", None, "in full", "changed") in found


def test_rows_that_came_or_went_are_named_with_their_whole_address() -> None:
    targets = [
        {"indicator": "I1", "deadline": "2014"},
        {"indicator": "I1", "deadline": "2020", "adopted_on": "2012-01-01"},
    ]
    amended = {"table": "actions", "row": "O1.A1", "new": "{}", "decided": "2012-01-01"}
    found = changed(actions=[promise()], indicators=[{"ref": "I1"}], targets=targets,
                    amendments=[amended])  # fmt: skip
    assert {line for line in found if line[5] != "changed"} == {
        ("actions", "O1.A1", "*", None, None, "new"),
        ("targets", "I1|official|2020", "*", None, None, "new"),
    }


def test_nothing_is_named_where_nothing_changed() -> None:
    assert changed("2014", actions=[promise()]) == set()


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagship_names_the_revised_refusals_of_2011() -> None:
    revisions = assessed(flagship(), "2014")["revisions"]
    row = row_of(revisions, dataset="fran", series="INDIC=refusals", period="2011")
    assert (row["old"], row["new"], row["kind"]) == (118087, 118277, "revised")
