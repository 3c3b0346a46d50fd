"""Cells: what each type takes, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.folder.checks.cells import TYPES, check_cells
from stocktake.vocabulary.shapes import Type

from .small import look

TAKEN = {
    Type.REF: ["O3.L2.A1", "BE", "EV-com-2013-179", "2013.Europol.4", "Łódź", "eu-LISA"],
    Type.DAY: ["2013-04-10", "2012-02-29"],
    Type.WHEN: ["2013", "2013-04", "2013-04-10"],
    Type.PERIOD: ["2013", "2013-S1", "2013-Q2", "2013-04", "2013-W07", "2011/2012"],
    Type.NUM: ["0", "-1.50", "9" * 38],
    Type.INT: ["0", "-12"],
    Type.YES_NO: ["yes", "no"],
}
NOT_TAKEN = {
    Type.REF: ["a b", "a;b", "a|b", "*", "-", "../a", "a/b", ""],
    Type.DAY: [
        "2013-02-29",
        "2013-4-1",
        "10.04.2013",
        "2013",
        "2013-04-10T00:00",
        "２０１３-04-10",
    ],
    Type.WHEN: ["2013-13", "2013-00", "0000", "2013-02-30", "April 2013", "٢٠١٣"],
    Type.PERIOD: ["2013-S3", "2013-W54", "2012/2011", "2013-Q0", "13"],
    Type.NUM: ["1e5", "1,5", "1 000", ".5", "NaN", "9" * 39, "١"],
    Type.INT: ["1.0", "1e3", "9" * 30],
    Type.YES_NO: ["Yes", "true", "1"],
}


@pytest.mark.parametrize(("type_", "text"), [(t, x) for t, xs in TAKEN.items() for x in xs])
def test_text_of_its_type_is_taken(type_: Type, text: str) -> None:
    assert TYPES[type_][1](text)


@pytest.mark.parametrize(("type_", "text"), [(t, x) for t, xs in NOT_TAKEN.items() for x in xs])
def test_text_of_another_type_is_not(type_: Type, text: str) -> None:
    assert not TYPES[type_][1](text)


@given(st.sampled_from([*TYPES]), st.text())
def test_no_text_makes_a_check_fail(type_: Type, text: str) -> None:
    assert TYPES[type_][1](text) in {True, False}


def test_each_row_with_the_same_fault_is_named() -> None:
    rows = [{"ref": f"P{n}", "kind": "rule", "text": "x"} for n in range(3)]
    found = look(check_cells, principles=rows)
    assert found == [("word-unknown", f"principles.csv {n}", "kind") for n in (2, 3, 4)]
