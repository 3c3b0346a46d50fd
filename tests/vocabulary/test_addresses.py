"""What is said of a field outweighs what is said of its row, its column, its table."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import Row, strategy_of

from stocktake.vocabulary.addresses import Index, is_unconfirmed

LEVELS = [("R", "f"), ("R", "*"), ("*", "f"), ("*", "*")]
LINES = st.lists(st.sampled_from(list(product(("R", "S", "*"), ("f", "g", "*")))), unique=True)


def provenance(*lines: Row) -> Index:
    return Index(
        strategy_of(provenance=[{"table": "actions", **line} for line in lines])["provenance"]
    )


@pytest.mark.parametrize("first", range(4))
def test_the_most_specific_line_wins_at_every_level(first: int) -> None:
    lines = [{"row": row, "field": field, "note": f"{row}{field}"} for row, field in LEVELS[first:]]
    found = provenance(*reversed(lines)).find("actions", "R", "f")
    assert found is not None
    assert found["note"] == "".join(LEVELS[first])


def test_what_nobody_speaks_of_has_no_line() -> None:
    index = provenance({"row": "R", "field": "f"})
    assert index.find("actions", "R", "g") is None
    assert index.find("actions", "R") is None
    assert index.find("objectives", "R", "f") is None


@given(LINES)
def test_a_line_is_found_exactly_when_one_covers_the_fact(lines: list[tuple[str, str]]) -> None:
    index = provenance(*({"row": row, "field": field} for row, field in lines))
    found = index.find("actions", "R", "f")
    wanted = next((level for level in LEVELS if level in lines), None)
    assert (found and (found["row"], found["field"])) == wanted


def test_lines_are_listed_by_row_and_by_the_first_part_of_a_key() -> None:
    index = provenance(
        {"row": "R|2013", "field": "f"}, {"row": "R|2013", "field": "*"}, {"row": "RR"}
    )
    assert [line["field"] for line in index.lines_on("actions", "R|2013")] == ["f", "*"]
    assert index.rows_under("actions", "R") == ["R|2013"]
    assert index.names_rows("actions")
    assert not index.names_rows("objectives")
    assert index.fields_of("actions", "RR") == ["*"]


def test_one_unconfirmed_field_makes_a_printed_fact_unconfirmed() -> None:
    index = provenance({"row": "R"}, {"row": "R", "field": "due", "standing": "unconfirmed"})
    assert is_unconfirmed(index, "actions", "R", ("title", "due"))
    assert not is_unconfirmed(index, "actions", "R", ("title",))
    assert not is_unconfirmed(index, "actions", "S", ("due",))
