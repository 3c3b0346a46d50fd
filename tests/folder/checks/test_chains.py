"""Chains: rings, depth and direction in time."""

from __future__ import annotations

import pytest

from stocktake.folder.checks.chains import check_chains

from .small import Rows, look

CYCLES = [{"ref": year, "as_of": f"{year}-12-31"} for year in ("2011", "2013", "2014")]


def challenge(ref: str, cycle: str, before: str = "") -> dict[str, str | None]:
    return {"ref": ref, "cycle": cycle, "carried_from": before or None}


def test_every_row_of_a_ring_is_named_and_none_that_leads_into_it() -> None:
    rows = [challenge("a", "2011", "b"), challenge("b", "2011", "a"), challenge("c", "2011", "a")]
    found = look(check_chains, challenges=rows)
    assert [line for code, line, _ in found if code == "chain-loop"] == [
        "challenges.csv 2",
        "challenges.csv 3",
    ]


def test_a_chain_over_three_cycles_is_sound() -> None:
    rows = [challenge("a", "2011"), challenge("b", "2013", "a"), challenge("c", "2014", "b")]
    assert look(check_chains, challenges=rows, cycles=CYCLES) == []


def test_a_part_may_be_of_the_cycle_of_the_whole() -> None:
    rows = [{"ref": "R1", "cycle": "2011"}, {"ref": "R1a", "cycle": "2011", "split_from": "R1"}]
    assert look(check_chains, recommendations=rows, cycles=CYCLES) == []


def test_a_very_long_chain_is_followed() -> None:
    rows = [{"ref": f"R{n}", "repeats": f"R{n + 1}"} for n in range(800)]
    assert look(check_chains, recommendations=rows) == []


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (
            [{"ref": "R1", "split_from": "R2"}, {"ref": "R2", "split_from": "R1"}],
            ["2 split_from", "3 split_from"],
        ),
        ([{"ref": "R1", "repeats": "R1"}], ["2 repeats"]),
        ([{"ref": "R1"}, {"ref": "R1a", "split_from": "R1", "merged_into": "R1"}],
         ["3 merged_into", "3 split_from"]),
        (
            [
                {"ref": "R1", "merged_into": "R2"},
                {"ref": "R2"},
                {"ref": "R3", "repeats": "R2"},
                {"ref": "R1b", "split_from": "R3", "merged_into": "R1"},
                {"ref": "R4", "merged_into": "R1"},
                {"ref": "R5", "repeats": "R2"},
            ],
            ["2 merged_into", "4 repeats", "5 merged_into", "5 split_from"],
        ),
    ],
)  # fmt: skip
def test_a_ring_through_several_columns_is_named_and_what_leads_to_it_is_not(
    rows: Rows, named: list[str]
) -> None:
    found = look(check_chains, recommendations=rows)
    assert {code for code, _, _ in found} == {"chain-loop"}
    assert sorted(f"{line.split()[1]} {column}" for _, line, column in found) == named


def test_parts_that_go_into_one_and_are_said_again_are_sound() -> None:
    rows = [
        {"ref": "R1", "cycle": "2011"},
        {"ref": "R1a", "cycle": "2011", "split_from": "R1", "merged_into": "R2"},
        {"ref": "R1b", "cycle": "2011", "split_from": "R1", "merged_into": "R2"},
        {"ref": "R2", "cycle": "2013", "repeats": "R1"},
    ]
    assert look(check_chains, recommendations=rows, cycles=CYCLES) == []
