"""Raw tables brought into the columns of the dictionary."""

from __future__ import annotations

from stocktake.folder.raw import RawTable, guess, join, shape
from stocktake.vocabulary.tables import INPUT

PRINCIPLES = INPUT["principles"]


def test_columns_take_the_order_of_the_dictionary() -> None:
    raw = RawTable("p.csv", ["text", "ref", "kind"], [["x", "P1", ""]], [2])
    frame, place, problems = shape(PRINCIPLES, raw)
    assert frame.rows() == [("P1", None, "x")]
    assert (place.of(0), problems) == (("p.csv", "2"), [])


def test_rows_that_do_not_fit_keep_the_places_of_the_others() -> None:
    rows = [["P1"], ["P2", "principle", "x"], ["", "", ""], ["P3", "principle", "y"]]
    raw = RawTable("p.csv", PRINCIPLES.names, rows, [2, 3, 4, 7])
    frame, place, problems = shape(PRINCIPLES, raw)
    assert frame["ref"].to_list() == ["P2", "P3"]
    assert [place.of(row)[1] for row in range(2)] == ["3", "7"]
    assert [problem.code for problem in problems] == ["row-ragged", "row-blank"]


def test_parts_of_a_table_are_joined_with_their_places() -> None:
    parts = [
        shape(PRINCIPLES, RawTable(name, PRINCIPLES.names, [[name, "principle", "x"]], [2]))[:2]
        for name in ("a", "b")
    ]
    frame, place = join(PRINCIPLES, parts)
    assert [(frame["ref"][row], place.of(row)) for row in range(2)] == [
        ("a", ("a", "2")),
        ("b", ("b", "2")),
    ]


def test_a_guess_is_made_only_of_what_is_near() -> None:
    assert guess("objectivs", INPUT) == "Did you mean 'objectives'? "
    assert guess("zzz", INPUT) == ""
