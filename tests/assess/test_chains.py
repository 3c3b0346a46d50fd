"""A challenge is the same one year after year, and as old as the first round that named it."""

from __future__ import annotations

from people import alone, strategy_of


def chains(*challenges: dict[str, str], cycle: str = "2014") -> dict[str, tuple[str, str]]:
    found = alone(strategy_of(challenges=challenges), cycle)["challenge_chains"]
    return {row["challenge"]: (row["state"], row["since"]) for row in found.to_dicts()}


def test_a_chain_is_followed_to_its_first_link() -> None:
    assert chains(
        {"ref": "A", "cycle": "2011"},
        {"ref": "B", "cycle": "2013", "carried_from": "A"},
        {"ref": "C", "cycle": "2014", "carried_from": "B"},
        {"ref": "D", "cycle": "2014"},
    ) == {"C": ("carried", "2011"), "D": ("new", "2014")}


def test_one_that_joins_two_is_as_old_as_the_older() -> None:
    assert chains(
        {"ref": "A", "cycle": "2011"},
        {"ref": "B", "cycle": "2013"},
        {"ref": "C", "cycle": "2013", "carried_from": "A"},
        {"ref": "D", "cycle": "2014", "carried_from": "B;C"},
    ) == {"D": ("carried", "2011")}


def test_what_nothing_carries_on_is_no_longer_named() -> None:
    assert chains(
        {"ref": "A", "cycle": "2011"},
        {"ref": "B", "cycle": "2013", "carried_from": "A"},
        {"ref": "C", "cycle": "2014"},
    ) == {"C": ("new", "2014"), "B": ("no longer named", "2011")}


def test_a_round_left_out_does_not_break_the_chain() -> None:
    rows = ({"ref": "A", "cycle": "2011"}, {"ref": "B", "cycle": "2014", "carried_from": "A"})
    assert chains(*rows) == {"B": ("carried", "2011")}
    assert chains(*rows, cycle="2013") == {"A": ("no longer named", "2011")}


def test_a_ring_ends() -> None:
    assert chains(
        {"ref": "A", "cycle": "2013", "carried_from": "B"},
        {"ref": "B", "cycle": "2014", "carried_from": "A"},
    ) == {"B": ("carried", "2013")}
