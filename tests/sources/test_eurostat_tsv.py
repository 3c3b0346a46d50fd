"""Eurostat's bulk TSV, old and new."""

from __future__ import annotations

import pytest

from stocktake.sources.cubes import FLAGS, GEO, PERIOD, VALUE
from stocktake.sources.eurostat_tsv import looks_like, read


def read_cells(*cells: str) -> list[tuple[str | None, str | None]]:
    periods = "\t".join(str(2000 + n) for n in range(len(cells)))
    content = f"unit,geo\\time\t{periods}\nNR,BE\t{chr(9).join(cells)}\n"
    cube = read(content.encode())
    assert not cube.is_refused, cube.problems
    return cube.frame.sort(PERIOD).select(VALUE, FLAGS).rows()


def test_flags_stand_behind_the_number_or_the_colon() -> None:
    found = read_cells("12 ", "12 b", "12.50 pe", ": c", ":z", ": ", "0n", "-3 ", ": @C", "1e3 ")
    assert found == [
        ("12", None),
        ("12", "b"),
        ("12.5", "ep"),
        (None, "c"),
        (None, "z"),
        (None, None),
        ("0", "n"),
        ("-3", None),
        (None, "c"),
        ("1000", None),
    ]


def test_periods_of_every_length_and_in_any_order() -> None:
    head = "freq,geo\\TIME_PERIOD\t2013 \t2013Q1 \t2013S1 \t2013M04 \t2013W07 \t2012M02D29 "
    cube = read(f"{head}\nA,BE\t1\t2\t3\t4\t5\t6\n".encode())
    assert cube.frame[PERIOD].to_list() == [
        *("2013", "2013-Q1", "2013-S1", "2013-04", "2013-W07", "2012-02-29"),
    ]


def test_territory_may_stand_anywhere_and_time_in_the_rows() -> None:
    first = read(b"geo,unit\\time\t2013 \nBE,NR\t1 \n")
    assert first.frame.rows() == [("NR", "BE", "2013", "1", None)]
    turned = read(b"unit,time\\geo\tBE \tFR \nNR,2013\t1 \t2 b\n")
    assert turned.frame.rows() == [
        ("NR", "BE", "2013", "1", None),
        ("NR", "FR", "2013", "2", "b"),
    ]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"geo,unit\\time\t2013\nBE\t1\n", "row-width", "2"),
        (b"geo\\time\t2013\nBE\t1,000\n", "number-invalid", "2"),
        (b"geo\\time\t2013\nBE\t1 b c\n", "number-invalid", "2"),
        (b"geo\\time\t2013M13\nBE\t1\n", "period-invalid", "2"),
        (b"geo\\time\t2013\nBE\t1\nBE\t2\n", "duplicate-observation", "2, 3"),
        (b"geo\\time\t2013 \t2013\nBE\t1\t2\n", "duplicate-column", "1"),
        (b"geo,geo\\time\t2013\nBE,BE\t1\n", "head-unknown", "1"),
        (b"geo\ttime\n1\t2\n", "head-unknown", "1"),
        (b"geo\\time\t2013\nBE\t:\n", "no-observations", ""),
    ],
)
def test_what_is_no_bulk_file_is_refused(content: bytes, code: str, row: str) -> None:
    cube = read(content)
    assert cube.is_refused
    assert (cube.problems[0].code, cube.problems[0].row) == (code, row)


def test_codes_of_others_are_told_and_not_changed() -> None:
    cube = read(b"geo\\time\t2013\nEU27\t1\nGR\t2\n")
    assert cube.frame[GEO].to_list() == ["EU27", "GR"]
    assert [problem.code for problem in cube.problems] == ["geo-notation", "geo-notation"]


def test_it_is_known_by_its_first_cell() -> None:
    assert looks_like("indic_de,geo\\time\t2004 ")
    assert not looks_like("geo\ttime\\x")


def test_a_head_without_periods_is_refused_in_words() -> None:
    cube = read(b"unit,geo\\time\nNR,BE\n")
    assert [problem.code for problem in cube.problems] == ["no-observations"]


@pytest.mark.parametrize("cell", ["x", "c ", "secret", "@C"])
def test_a_word_alone_is_no_missing_value(cell: str) -> None:
    cube = read(f"unit,geo\\time\t2001\t2002\nNR,BE\t1\t{cell}\n".encode())
    assert [problem.code for problem in cube.problems] == ["number-invalid"]
