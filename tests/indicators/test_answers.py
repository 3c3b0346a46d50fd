"""Whole sets, whole years, and division last; more of it in the tests of `assess`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from stocktake.indicators.answers import Answer, build_rows, divide
from stocktake.indicators.questions import Question
from stocktake.vocabulary.problems import RefusedError

Told = list[tuple[str, str, Decimal | None, int, int, int]]


def cell(period: str, total: str | None, stated: int = 1, known: int = 1, geo: str = "X") -> (
    tuple[str, str, Decimal | None, int, int, int]
):  # fmt: skip
    return geo, period, None if total is None else Decimal(total), stated, known, 0


def told(question: Question, cells: Told, parts: int = 1) -> list[tuple[object, ...]]:
    rows = build_rows(question, Answer(list(cells), parts, []))
    return [(row["geo"], row["period"], row["value"], row["n"], row["n_missing"]) for row in rows]


def test_a_sum_with_an_unknown_part_is_not_known() -> None:
    question = Question("floods", (), ("X",), (), "sum")
    cells = [cell("2010", "3", 2, 2), cell("2011", "1", 2, 1), cell("2012", None, 1, 0)]
    assert told(question, cells, 2) == [
        ("X", "2010", 3, 2, 0), ("X", "2011", None, 1, 1), ("X", "2012", None, 0, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("over", "value"), [("sum", 10), ("mean", Decimal("2.5")), ("last", 4)])
def test_quarters_become_a_year(over: str, value: Decimal) -> None:
    cells = [cell(f"2010-Q{at}", str(at)) for at in range(1, 5)]
    question = Question("floods", (), ("X",), (), "sum", over)
    assert told(question, cells) == [("X", "2010", value, 1 if over == "last" else 4, 0)]
    short = told(question, cells[:3])
    assert [row[2] for row in short] == [3 if over == "last" else None]


def test_places_come_in_the_order_asked_and_then_by_name() -> None:
    cells = [cell("2010", "1", geo=geo) for geo in ("A", "B", "C")]
    assert [row[0] for row in told(Question("floods", (), ("C", "A", "B")), cells)] == list("CAB")
    assert [row[0] for row in told(Question("floods"), cells)] == list("ABC")


def test_data_without_time_have_values_but_no_years() -> None:
    assert told(Question("floods", (), ("X",)), [cell("-", "1")]) == [("X", "-", 1, 1, 0)]
    with pytest.raises(RefusedError) as caught:
        told(Question("floods", (), ("X",), (), "sum", "sum"), [cell("-", "1")])
    assert caught.value.problems[0].code == "period-no-year"


def test_nothing_is_divided_by_nothing() -> None:
    rows = [{"geo": "X", "period": period, "value": Decimal(1)} for period in ("1", "2", "3")]
    below = [{"geo": "X", "period": "1", "value": Decimal(3)},
             {"geo": "X", "period": "2", "value": Decimal(0)}]  # fmt: skip
    found = divide(rows, below, {"per_factor": Decimal(100), "decimals": 0})
    assert [row["value"] for row in found] == [Decimal("33.333333"), None, None]
