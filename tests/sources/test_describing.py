"""What is told of a file: counts, periods, codes, flags, the same in any format."""

from __future__ import annotations

import pytest

from stocktake.sources.describing import count_by_period, describe_cube, find_frequency
from stocktake.sources.recognise import read_any

TSV = b"freq,unit,geo\\TIME_PERIOD\t2012 \t2013 \nA,NR,BE\t12 b\t: \nA,NR,EL\t7 ep\t9 \n"


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2013", "A"),
        ("2011/2012", "A"),
        ("2010/2012", ""),
        ("2013-S1", "S"),
        ("2013-Q4", "Q"),
        ("2013-04", "M"),
        ("2013-W07", "W"),
        ("2013-04-10", "D"),
        ("2013-04/2013-06", ""),
    ],
)
def test_a_period_has_the_frequency_of_its_length(period: str, code: str) -> None:
    assert find_frequency(period) == code


def test_a_file_is_told_in_figures() -> None:
    told = describe_cube(read_any(TSV, "x.tsv"))
    assert told["observations"] == 3
    assert told["missing"] == 1
    assert told["series"] == 2
    assert told["periods"] == {"first": "2012", "last": "2013", "frequency": "A"}
    assert told["dimensions"] == {"freq": 1, "unit": 1, "geo": 2}
    assert told["flags"] == {"b": 1, "e": 1, "p": 1}
    assert len(told["digest"]) == 64


def test_a_refused_file_has_no_digest_and_says_why() -> None:
    told = describe_cube(read_any(b'<!DOCTYPE a><message:GenericData xmlns:message="x"/>', "a.xml"))
    assert (told["observations"], told["digest"]) == (0, "")
    (problem,) = told["problems"]
    assert list(problem) == ["code", "severity", "place", "message", "mend"]
    assert problem["code"] == "xml-dtd"


def test_observations_are_counted_in_order_of_time() -> None:
    assert count_by_period(read_any(TSV, "x.tsv")) == [("2012", 2), ("2013", 1)]
