"""What is open after a cycle."""

from __future__ import annotations

import pytest

from stocktake.folder.legacy import find_legacy

from .checks.small import Rows, make_book

CYCLES = [{"ref": "2011", "as_of": "2011-12-31"}, {"ref": "2013", "as_of": "2013-12-31"}]
R1 = {"ref": "R1", "cycle": "2011"}
GRADED = {"recommendation": "R1", "cycle": "2013"}
EARLIER = {"recommendation": "R1", "cycle": "2011", "grade": "in full"}


@pytest.mark.parametrize(
    ("recommendations", "follow_ups", "still_open"),
    [
        ([R1], [], ["R1"]),
        ([R1], [GRADED | {"grade": "in full"}], []),
        ([R1], [GRADED | {"grade": "overtaken by events"}], []),
        ([R1], [GRADED | {"grade": "not graded"}], ["R1"]),
        ([R1], [EARLIER, GRADED | {"grade": "not implemented"}], ["R1"]),
        ([R1 | {"merged_into": "R2"}, {"ref": "R2", "cycle": "2013"}], [], ["R2"]),
        ([R1, {"ref": "R1a", "cycle": "2011", "split_from": "R1"}], [], ["R1a"]),
        ([R1, {"ref": "R2", "cycle": "2013", "repeats": "R1"}], [], ["R2"]),
    ],
)
def test_open_recommendations(
    recommendations: Rows, follow_ups: Rows, still_open: list[str]
) -> None:
    book = make_book(cycles=CYCLES, recommendations=recommendations, follow_ups=follow_ups)
    legacy = find_legacy(book, book.found("cycles")["2013"])
    assert [row["ref"] for row in legacy.recommendations] == still_open


def test_challenges_on_watch_and_answered_threats_stay_behind() -> None:
    challenges = [
        {"ref": "C1", "cycle": "2013", "level": "watch"},
        {"ref": "C2", "cycle": "2013", "level": "emerging"},
        {"ref": "C3", "cycle": "2011", "level": "main"},
    ]
    book = make_book(
        cycles=CYCLES,
        challenges=challenges,
        threats=[{"ref": "T1"}, {"ref": "T2"}],
        objective_threats=[{"objective": "O1", "threat": "T1"}],
    )
    legacy = find_legacy(book, book.found("cycles")["2013"])
    assert [row["ref"] for row in legacy.challenges] == ["C2"]
    assert [row["ref"] for row in legacy.threats] == ["T2"]
