"""A long report takes the checker in step with its length, not with its square."""

from __future__ import annotations

from growth import assert_straight
from publish.prose.written import Releases, case_of, written

from stocktake.publish.prose.checking import check_prose

SAID = (
    "Attacks fell from 249 in 2010 to 174 in 2011, by 75 (30.1%). The network (O2.L1.A1) was set "
    "up on 9 September 2011; 4 of 5 due actions (80%) under O2 are delivered, and one is overdue."
)


def test_paragraphs_cost_what_they_are(flagship_releases: Releases) -> None:
    def check(count: int) -> object:
        blocks = [written(SAID, f"o2.t{number}") for number in range(count)]
        return check_prose(case_of(flagship_releases, blocks))

    assert_straight(check, 100)
