"""The class of an indicator says what its numbers say, to the boundary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Row, alone, row_of, strategy_of, values

TARGET = {"indicator": "I1", "value": "0"}
YEARS = [str(year) for year in range(2009, 2014)]


def judge(
    told: dict[str, str], cycle: str = "2014", target: dict[str, str] | None = None, **cells: str
) -> Row:
    tables = strategy_of(
        indicators=[{"ref": "I1", **cells}],
        vintages=[{"published": cycle[:3] + str(int(cycle[3]) - 1)}],
        observations=values(cycle[:3] + str(int(cycle[3]) - 1), told),
        targets=[TARGET | (target or {})],
    )
    return row_of(alone(tables, cycle)["outcomes"], indicator="I1", branch="official")


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ("0", "met"), ("-1", "met"), ("1", "nearly met"), ("5", "nearly met"), ("6", "partly"),
        ("50", "partly"), ("51", "little"), ("100", "little"), ("101", "worse"),
    ],
)  # fmt: skip
def test_a_value_to_reach_is_classed_by_the_share_of_the_way(last: str, wanted: str) -> None:
    found = judge({"2009": "100", "2013": last})
    assert (found["class"], found["reason"]) == (wanted, None)
    assert found["attained"] == (Decimal(100) - int(last)) / 100


def test_what_rounding_can_hide_is_no_miss_and_one_case_more_is() -> None:
    assert (
        judge({"2009": "9", "2013": "1.04"}, target={"value": "1"}, decimals="1")["class"] == "met"
    )
    assert (
        judge({"2009": "9", "2013": "1.06"}, target={"value": "1"}, decimals="1")["class"] != "met"
    )
    assert judge({"2009": "90", "2013": "1"}, decimals="0")["class"] != "met"


def test_a_value_of_low_reliability_cannot_alone_carry_met() -> None:
    assert judge({"2009": "100", "2012": "50", "2013": "0 u"})["class"] == "nearly met"
    assert judge({"2009": "100", "2012": "0", "2013": "0 u"})["class"] == "met"
    assert judge({"2009": "100", "2012": "50", "2013": "0 p"})["class"] == "met"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (["9", "9", "9", "9"], "met"),
        (["11", "9", "9", "9"], "partly"),
        (["11", "11", "9", "9"], "partly"),
        (["11", "11", "11", "9"], "little"),
    ],
)
def test_a_value_to_hold_is_classed_by_the_share_of_years(told: list[str], wanted: str) -> None:
    found = judge(
        dict(zip(YEARS, ["9", *told], strict=True)), target={"rule": "hold", "value": "10"}
    )
    assert found["class"] == wanted


def test_a_target_met_at_the_start_is_one_to_hold() -> None:
    found = judge({"2009": "5", "2012": "6", "2013": "20"}, target={"value": "10"})
    assert (found["class"], found["attained"]) == ("partly", None)


def test_a_range_is_reached_at_its_nearest_end_and_overshooting_is_no_success() -> None:
    band = {"value": "10", "upper": "20", "rule": "range"}
    assert judge({"2009": "30", "2013": "15"}, target=band, direction="none")["class"] == "met"
    assert judge({"2009": "30", "2013": "25"}, target=band, direction="none")["class"] == "partly"
    assert judge({"2009": "30", "2013": "5"}, target=band, direction="none")["class"] != "met"


DIRECTION = {"rule": "direction"}


@pytest.mark.parametrize(
    ("told", "final", "on_the_way"),
    [
        (["9", "7", "5", "3", "1"], "met", "on course"),
        (["9", "9", "8", "9", "7"], "partly", "open"),
        (["7", "9", "8", "9", "9"], "little", "at risk"),
        (["1", "3", "5", "7", "9"], "worse", "off course"),
        (["5", "5", "5", "5", "5"], "little", "at risk"),
    ],
)
def test_a_direction_needs_its_sign_and_its_test(
    told: list[str], final: str, on_the_way: str
) -> None:
    seen = dict(zip(YEARS, told, strict=True))
    assert judge(seen, target=DIRECTION)["class"] == final
    earlier = {str(int(year) - 1): value for year, value in seen.items()}
    found = judge(earlier, "2013", DIRECTION | {"baseline_period": "2008"})
    assert found["class"] == on_the_way


def test_four_values_show_no_direction() -> None:
    found = judge({"2009": "9", "2010": "7", "2011": "5", "2012": "3"}, target=DIRECTION)
    assert (found["class"], found["reason"], found["n"]) == ("unknown", "too_few_points", 4)


def test_before_the_deadline_few_points_give_only_a_pace() -> None:
    found = judge({"2009": "100", "2012": "40"}, "2013")
    assert (found["class"], found["attained"]) == ("pace only", Decimal("0.6"))
    assert (found["expected"], found["pace"]) == (Decimal("0.6"), Decimal(1))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("0", "met so far"),
        ("12", "on course"),
        ("21", "open"),
        ("60", "off course"),
        ("120", "off course"),
    ],
)
def test_before_the_deadline_the_probability_decides(value: str, wanted: str) -> None:
    line = [100 + (float(value) - 100) * step / 3 + (step % 2) for step in range(4)]
    told = {str(2009 + step): f"{at:.1f}" for step, at in enumerate(line)}
    told = {"2008": "100"} | {year: at for year, at in told.items() if year != "2012"}
    found = judge(told | {"2012": value}, "2013", {"baseline_period": "2008"}, decimals="1")
    assert found["class"] == wanted
    assert found["n"] == 5


def test_what_two_sources_judge_differently_is_contested() -> None:
    disputes = {"ref": "2014.Europol.1", "cycle": "2014", "kind": "figure", "subject": "I1",
                "period": "2013", "contests": "floods|2013|1"}  # fmt: skip

    def judge_disputed(value: str) -> Row:
        tables = strategy_of(
            indicators=[{"ref": "I1"}],
            vintages=[{"published": "2013"}],
            observations=values("2013", {"2009": "100", "2013": "60"}),
            targets=[TARGET],
            contributions=[disputes | {"value": value}],
        )
        return row_of(alone(tables, "2014")["outcomes"], indicator="I1", branch="official")

    assert judge_disputed("0")["reason"] == "contested"
    assert judge_disputed("55")["reason"] is None


NUMBERS = st.integers(-50, 150)
CLASSES = ["worse", "little", "partly", "nearly met", "met"]


def class_of(told: list[int], **cells: Any) -> str:
    seen = {str(2009 + n): str(value) for n, value in enumerate(told)}
    return str(judge(seen, **cells)["class"])


@settings(max_examples=40, deadline=None)
@given(last=NUMBERS, better=st.integers(0, 50))
def test_a_better_last_value_never_worsens_the_class(last: int, better: int) -> None:
    told = [class_of([100, 90, value]) for value in (last, last - better)]
    assert CLASSES.index(told[0]) <= CLASSES.index(told[1])


@settings(max_examples=40, deadline=None)
@given(told=st.lists(NUMBERS, min_size=4, max_size=4), factor=st.sampled_from(["10", "0.1", "7"]))
def test_another_unit_changes_no_class(told: list[int], factor: str) -> None:
    line = [100, *told]
    seen = {str(2009 + n): str(Decimal(value) * Decimal(factor)) for n, value in enumerate(line)}
    other = judge(seen, target={"value": str(20 * Decimal(factor))}, decimals="3")
    assert other["class"] == class_of(line, target={"value": "20"}, decimals="3")


@settings(max_examples=40, deadline=None)
@given(told=st.lists(NUMBERS, min_size=4, max_size=4), shift=NUMBERS)
def test_another_zero_changes_no_class(told: list[int], shift: int) -> None:
    line = [100, *told]
    moved = class_of([value + shift for value in line], target={"value": str(20 + shift)})
    assert moved == class_of(line, target={"value": "20"})
