"""Recommendations live on in others: forward, back, and never in a circle."""

from __future__ import annotations

from stocktake.vocabulary.lineage import (
    COLUMNS,
    find_rings,
    group_families,
    list_steps,
    list_wholes,
    turn,
    walk,
)


def asked(ref: str, **columns: str) -> dict[str, str | None]:
    return dict.fromkeys(COLUMNS) | {"ref": ref} | columns


ROWS = [
    asked("R1"),
    asked("R1a", split_from="R1", merged_into="R2"),
    asked("R1b", split_from="R1"),
    asked("R1b1", split_from="R1b"),
    asked("R2"),
    asked("R3", repeats="R2"),
    asked("R9", repeats="hidden"),
]


def test_each_column_is_a_step_forward_in_time() -> None:
    assert list_steps(ROWS) == {
        "R1": ["R1a", "R1b"],
        "R1a": ["R2"],
        "R1b": ["R1b1"],
        "R1b1": [],
        "R2": ["R3"],
        "R3": [],
        "R9": [],
    }
    assert list_steps(ROWS, ("split_from",))["R1a"] == []


def test_a_walk_reaches_each_once_the_nearest_first() -> None:
    steps = list_steps(ROWS)
    assert list(walk(steps, "R1")) == ["R1a", "R1b", "R2", "R1b1", "R3"]
    assert list(walk(turn(steps), "R3")) == ["R2", "R1a", "R1"]


def test_wholes_are_all_that_it_is_a_part_of() -> None:
    wholes = list_wholes(ROWS)
    assert (wholes["R1b1"], wholes["R1"]) == (["R1b", "R1"], [])


def test_a_family_is_all_that_is_one_and_strangers_stay_apart() -> None:
    assert [sorted(family) for family in group_families(ROWS)] == [
        ["R1", "R1a", "R1b", "R1b1", "R2", "R3"],
        ["R9"],
    ]


def test_rings_are_found_and_end_every_walk() -> None:
    ring = [asked("R1", split_from="R3"), asked("R2", repeats="R1"), asked("R3", repeats="R2"),
            asked("R4", repeats="R3")]  # fmt: skip
    steps = list_steps(ring)
    assert find_rings(steps) == {"R1", "R2", "R3"}
    assert sorted(walk(steps, "R1")) == ["R1", "R2", "R3", "R4"]
    assert list_wholes([asked("R1", split_from="R1")]) == {"R1": []}
    assert find_rings(list_steps(ROWS)) == set()


def test_a_text_cell_that_is_empty_leads_nowhere() -> None:
    assert list_steps([dict.fromkeys(COLUMNS, "") | {"ref": "R1"}]) == {"R1": []}
