"""From texts to facts: exact values, flags, doubles, places in problems."""

from __future__ import annotations

import polars as pl

from stocktake.sources.observations import CONFIDENTIAL, STATUS, Raw, build_cube, read_values

TEXTS = ["1", "1.50", "-0", "-0.00", "007", "1e2", "", None, "NaN", "12.", "100", "x", "1e99"]
EXACT = ["1", "1.5", "0", "0", "7", "100", None, None, None, "12", "100", None, None]


def raw_of(*rows: tuple[str | None, ...], names: tuple[str, ...] = ("GEO", "TIME")) -> Raw:
    schema = dict.fromkeys([*names, "value", STATUS, CONFIDENTIAL], pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Raw("test", frame, names, "GEO", "TIME")


def codes(raw: Raw) -> list[str]:
    return [problem.code for problem in build_cube(raw).problems]


def test_values_come_in_normal_form_or_are_named() -> None:
    values, wrong = read_values(pl.Series("value", TEXTS))
    assert values.to_list() == EXACT
    assert wrong == {"NaN": "number-nan", "x": "number-invalid", "1e99": "number-range"}


def test_a_number_with_two_points_is_none() -> None:
    _, wrong = read_values(pl.Series("value", ["1..0", "1...00", "1.0.0"]))
    assert wrong == dict.fromkeys(["1..0", "1...00", "1.0.0"], "number-invalid")


def test_status_and_confidentiality_are_one_set_of_flags() -> None:
    cube = build_cube(raw_of(("BE", "2020", "1", "P", "C"), ("FR", "2020", "2", "A", "F")))
    assert cube.frame["flags"].to_list() == ["cp", None]


def test_two_notations_of_one_period_are_one_period() -> None:
    rows = (("BE", "2020M01", "1", None, None), ("BE", "2020-01", "2", None, None))
    assert codes(raw_of(*rows)) == ["duplicate-observation"]


def test_wrong_periods_are_named_once_each() -> None:
    rows = [("BE", "nineteen", str(n), None, None) for n in range(3)]
    assert codes(raw_of(*rows)) == ["period-invalid"]


def test_control_characters_in_codes_are_refused() -> None:
    assert codes(raw_of(("B\x1b[31m", "2020", "1", None, None))) == ["cell-control"]


def test_dimensions_that_become_one_name_are_refused() -> None:
    row = ("BE", "2020", "a", "b", "1", None, None)
    assert codes(raw_of(row, names=("GEO", "TIME", "Sex", "SEX"))) == ["column-twice"]
    other = ("BE", "2020", "a", "1", None, None)
    assert codes(raw_of(other, names=("GEO", "TIME", "flags"))) == ["column-twice"]


def test_a_dimension_without_a_name_is_refused() -> None:
    frame = pl.DataFrame({"GEO": ["BE"], "value": ["1"]})
    assert "column-unnamed" in codes(Raw("test", frame, ("GEO", ""), "GEO", ""))
