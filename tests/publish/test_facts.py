"""Facts: rows by reference, and marks wherever an unconfirmed fact is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish.website.small_strategy import CYCLE, STRATEGY, action, deed, make_release, objective

from stocktake.publish.facts import Facts
from stocktake.publish.spans import plain

UNCONFIRMED = {"standing": "unconfirmed"}


def line(
    table: str, row: str = "*", field: str = "*", standing: str = "unconfirmed"
) -> dict[str, str]:
    return {"table": table, "row": row, "field": field, "standing": standing}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    release = make_release(
        tmp_path_factory.mktemp("release"),
        objectives=[objective("O1"), objective("O1.L1", parent="O1"), objective("O2")],
        actions=[
            action("O1.L1.A1", "O1.L1", due_from="2011"),
            action("O1.A2", "O1", None),
            action("O2.A1", "O2", "2020"),
        ],
        milestones=[deed("O1.L1.A1", "2012-05")],
        evidence=[
            {
                "ref": "EV-1",
                "kind": "law",
                "title": "The act",
                "code": "L 1",
                "publisher": "OWN",
                "published": "2010",
                "url": "https://example.org/act",
            },
            {"ref": "EV-2", "kind": "page", "title": "A page", "publisher": "OWN"},
        ],
        provenance=[
            line("actions", "O1.L1.A1", "due"),
            line("actions", "O1.A2"),
            line("actions", "O1.A2", "lead", "published"),
            line("evidence", "EV-2"),
            line("milestones", "*", "done"),
        ],
    )
    return Facts(release)


def test_rows_are_found_by_value_address_and_kin(facts: Facts) -> None:
    assert [row["ref"] for row in facts.rows("actions", objective="O1")] == ["O1.A2"]
    assert facts.row("deliveries", "O1")["all"] == 2
    assert facts.find("actions", "O9") is None
    assert facts.find("actions", None) is None
    assert [o["ref"] for o in facts.objectives] == ["O1", "O2"]
    assert [a["ref"] for a in facts.actions_under("O1")] == ["O1.L1.A1", "O1.A2"]
    with pytest.raises(KeyError):
        facts.row("actions", "O9")


def test_a_field_unconfirmed_marks_that_field_alone(facts: Facts) -> None:
    assert facts.fact("actions", "O1.L1.A1", "due", "2012").mark == "unconfirmed"
    assert facts.fact("actions", "O1.L1.A1", "title", "x").mark == ""
    assert facts.mark("actions", "O1.L1.A1", "title") == ""
    assert facts.mark("actions", "O1.L1.A1", "title", "due") == "unconfirmed"


def test_a_row_unconfirmed_marks_what_no_finer_line_confirms(facts: Facts) -> None:
    assert facts.fact("actions", "O1.A2", "title", "x").mark == "unconfirmed"
    assert facts.fact("actions", "O1.A2", "lead", "OWN").mark == ""


def test_a_field_of_all_rows_is_marked(facts: Facts) -> None:
    assert facts.when("milestones", "O1.L1.A1.M1", "done", "2012-05").mark == "unconfirmed"


def test_empty_is_not_available_and_a_dash_does_not_apply(facts: Facts) -> None:
    empty = facts.when("actions", "O1.A2", "due", None)
    dash = facts.when("actions", "O1.A2", "due", "-")
    assert (empty.text, empty.spoken) == (":", "not available")
    assert (dash.text, dash.spoken) == ("-", "does not apply")


def test_a_due_date_carries_its_mark_also_where_there_is_none(facts: Facts) -> None:
    assert plain(facts.due(facts.row("actions", "O1.L1.A1"))) == "2011 \u2013 2012"
    assert [s.mark for s in facts.due(facts.row("actions", "O1.L1.A1"))] == ["", "", "unconfirmed"]
    (none,) = facts.due(facts.row("actions", "O1.A2"))
    assert (none.text, none.mark) == ("no end date", "unconfirmed")


def test_evidence_is_linked_by_code_or_title_and_marked(facts: Facts) -> None:
    first, comma, second = facts.evidence(["EV-1", "EV-2"])
    assert (first.text, first.to, first.mark) == ("L 1", "https://example.org/act", "")
    assert comma.text == ", "
    assert (second.text, second.to, second.mark) == ("A page", "", "unconfirmed")


@pytest.mark.parametrize("refs", [None, [], ["EV-9"]])
def test_no_evidence_is_said(facts: Facts, refs: list[str] | None) -> None:
    assert plain(facts.evidence(refs)) == "none on record"


def test_a_territory_is_named_by_its_years_or_stays_a_code(facts: Facts) -> None:
    assert facts.territory("EU27_2007") == "EU-27 (2007 to mid-2013)"
    assert facts.territory("EU28") == "EU-28"
    assert facts.territory("EU27_2020") == "EU-27 (from 2020)"
    assert facts.territory("FRAN") == "FRAN"


def test_the_latest_due_day_is_the_last_that_has_come(facts: Facts) -> None:
    assert facts.latest_due == "31 December 2012"


def test_a_final_cycle_before_the_end_is_provisional(tmp_path: Path) -> None:
    early = Facts(make_release(tmp_path / "a", cycles=[CYCLE | {"final": True}]))
    assert early.is_provisional
    assert early.end == "31 December 2015"
    after = STRATEGY | {"end": "2012"}
    over = Facts(make_release(tmp_path / "b", strategy=[after], cycles=[CYCLE | {"final": True}]))
    assert not over.is_provisional


def test_names_fall_back_to_the_reference(facts: Facts) -> None:
    assert [facts.name_of(ref) for ref in ("OWN", "Nobody", None)] == ["The owner", "Nobody", ""]
