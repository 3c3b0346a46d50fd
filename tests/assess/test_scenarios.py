"""A verdict shows how firmly it stands: what else the same evidence could have been read as."""

from __future__ import annotations

from typing import Any

import pytest
from people import FLAGSHIP, Row, alone, assessed, flagship, row_of, strategy_of, values

from stocktake.vocabulary.frames import Tables

BLOCKS = {"methods", "thresholds", "data", "structure"}


def judge(told: dict[str, dict[str, str]], cycle: str = "2014", **rows: Any) -> Tables:
    tables = strategy_of(
        **{
            "indicators": [{"ref": name, "filter": f"INDIC={name}"} for name in told],
            "vintages": [{"published": "2013"}],
            "observations": [
                row | {"series": f"INDIC={name}"}
                for name, line in told.items()
                for row in values("2013", line)
            ],
            "targets": [{"indicator": name, "value": "0"} for name in told],
        }
        | rows
    )
    return alone(tables, cycle)


def said(found: Tables, block: str | None = None) -> dict[str, str]:
    rows = found["scenarios"].to_dicts()
    return {row["scenario"]: row["value"] for row in rows if block in {None, row["block"]}}


def verdict(found: Tables) -> Row:
    return row_of(found["verdicts"], objective="O1", branch="official")


STEADY = {"2009": "100", "2010": "80", "2011": "60", "2012": "40", "2013": "0"}


def test_some_25_scenarios_each_with_a_name_are_run() -> None:
    found = judge({"A": STEADY, "B": STEADY})
    assert {row["block"] for row in found["scenarios"].to_dicts()} == BLOCKS
    assert len(said(found)) >= 25
    assert {"Eurostat", "UN 2023", "Destatis", "SDSN"} <= set(said(found, "methods"))
    assert {"without A", "without B", "equal weights"} <= set(said(found, "structure"))


def test_what_no_scenario_turns_is_firm() -> None:
    row = verdict(judge({"A": STEADY | {"2012": "0"}}))
    assert (row["value"], row["label"], row["stability"]) == ("met", "firm", 1)


def test_a_verdict_that_hangs_on_its_last_value_says_so() -> None:
    found = judge({"A": STEADY})
    assert said(found, "data")["last value left out"] == "partly met"
    row = verdict(found)
    assert row["stability"] < 1
    assert "met, if A were" in row["nearest_flip"]


@pytest.mark.parametrize(
    ("last", "wanted"),
    [("4", "partly met, if A were 2 higher"), ("49", "not met, if A were 2 higher")],
)
def test_the_smallest_change_of_a_value_that_turns_the_verdict_is_told(
    last: str, wanted: str
) -> None:
    assert wanted in verdict(judge({"A": {"2009": "100", "2013": last}}))["nearest_flip"]


def test_a_flip_from_met_to_not_met_under_another_method_is_fragile() -> None:
    """96 of 100 of the way is nearly met; to Eurostat, growth towards zero has no end."""
    found = judge({"A": {"2009": "100", "2013": "4"}})
    row = verdict(found)
    assert (row["value"], said(found, "methods")["Eurostat"]) == ("met", "not met")
    assert row["label"] == "fragile"
    assert "fragile" in row["suffixes"]


def test_the_set_as_adopted_is_judged_beside_the_present_one() -> None:
    easier = {"table": "targets", "row": "A|official|2014", "field": "value", "decided": "2012",
              "old": "0", "new": "90"}  # fmt: skip
    targets = [{"indicator": "A", "value": "90"}]
    found = judge({"A": {"2009": "100", "2013": "80"}}, targets=targets, amendments=[easier])
    assert verdict(found)["value"] == "met"
    assert said(found, "structure")["original set"] == "not met"


def test_an_older_vintage_is_asked_too() -> None:
    vintages = [{"published": "2012"}, {"published": "2013"}]
    observations = [*values("2012", {"2009": "100", "2012": "90"}),
                    *values("2013", {"2009": "100", "2012": "0"})]  # fmt: skip
    named = [row | {"series": "INDIC=A"} for row in observations]
    found = judge({"A": {}}, vintages=vintages, observations=named)
    assert verdict(found)["value"] == "met"
    assert said(found, "data")["vintage before the newest"] == "not met"


def test_where_nothing_is_measured_there_is_nothing_to_vary() -> None:
    found = judge({"A": {"2009": "1"}})
    assert found["scenarios"].is_empty()
    assert verdict(found)["stability"] is None


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagships_own_branch_shows_what_the_start_year_decides() -> None:
    """DECISIONS 10: attacks from 2009 fall beyond doubt, from 2010 they are too few."""
    found = assessed(flagship(), "2014")
    outcome = row_of(found["outcomes"], indicator="I-O2-01", branch="demonstration")
    assert (outcome["class"], outcome["s"], outcome["n"]) == ("met", -8, 5)
    rows = found["scenarios"].to_dicts()
    later = [r["value"] for r in rows
             if (r["objective"], r["scenario"]) == ("O2", "baseline a year later")]  # fmt: skip
    assert later == ["cannot be judged"]
    assert {row["branch"] for row in rows} == {"demonstration"}
