"""JSON-stat 1.x and 2.0 in the shapes offices give it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stocktake.sources.cubes import Cube
from stocktake.sources.jsonstat import read
from stocktake.sources.recognise import read_any

GEO_TIME: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "id": ["geo", "time"],
    "size": [2, 2],
    "dimension": {
        "geo": {"category": {"index": ["BE", "FR"]}},
        "time": {"category": {"index": {"2023": 1, "2022": 0}}},
    },
    "value": [1, 2.50, None, 4],
}


def read_with(**changes: Any) -> Cube:
    dataset = {**GEO_TIME, **changes}
    return read(json.dumps({key: one for key, one in dataset.items() if one != "-"}).encode())


def facts(cube: Cube) -> list[tuple[str | None, ...]]:
    assert not cube.is_refused, cube.problems
    return cube.frame.select("geo", "period", "value", "flags").rows()


def codes(cube: Cube) -> set[str]:
    return {problem.code for problem in cube.problems}


def test_the_last_dimension_varies_fastest() -> None:
    assert facts(read_with()) == [
        ("BE", "2022", "1", None),
        ("BE", "2023", "2.5", None),
        ("FR", "2022", None, None),
        ("FR", "2023", "4", None),
    ]


def test_a_sparse_value_gives_only_what_is_there() -> None:
    cube = read_with(value={"3": 4, "0": 1}, status={"0": "p", "1": "c"})
    assert sorted(facts(cube), key=str) == [
        ("BE", "2022", "1", "p"),
        ("BE", "2023", None, "c"),
        ("FR", "2023", "4", None),
    ]


@pytest.mark.parametrize("status", ["e", ["e"], ["e", "e", "e", "e"], dict.fromkeys("0123", "e")])
def test_a_status_may_be_a_list_an_object_or_one_for_all(status: object) -> None:
    assert [row[-1] for row in facts(read_with(status=status))] == ["e"] * 4


def test_a_list_of_statuses_goes_with_sparse_values() -> None:
    cube = read_with(value={"3": 4}, status=[None, "c", None, "p"])
    assert {row[1:] for row in facts(cube)} == {("2023", "4", "p"), ("2023", None, "c")}


def test_version_1_keeps_names_and_sizes_within_the_dimensions() -> None:
    dataset = {
        "value": [1, 2],
        "dimension": {
            "id": ["area", "year"],
            "size": [2, 1],
            "role": {"geo": ["area"], "time": ["year"]},
            "area": {"category": {"index": {"BE": 0, "FR": 1}}},
            "year": {"category": {"label": {"2003": "2003"}}},
        },
    }
    for bundle in ({"dataset": dataset}, {"unr": dataset}, dataset):
        assert [row[:3] for row in facts(read(json.dumps(bundle).encode()))] == [
            ("BE", "2003", "1"),
            ("FR", "2003", "2"),
        ]


def test_a_bundle_of_two_is_refused_by_name() -> None:
    two = {"a": GEO_TIME, "b": GEO_TIME}
    assert codes(read(json.dumps(two).encode())) == {"jsonstat-collection"}


def test_ireland_numbers_quarters_within_the_year() -> None:
    cube = read_with(
        id=["geo", "TLIST(Q1)"],
        dimension={
            "geo": {"category": {"index": ["BE", "FR"]}},
            "TLIST(Q1)": {"category": {"index": ["20223", "20224"]}},
        },
    )
    assert [row[1] for row in facts(cube)][:2] == ["2022-Q3", "2022-Q4"]


@pytest.mark.parametrize(
    ("name", "period"), [("Trimestre", "2005-Q2"), ("Mes", "2005-02"), ("Semestre", "2005-S2")]
)
def test_the_name_of_the_time_says_what_is_numbered(name: str, period: str) -> None:
    """Cantabria writes 2005 for the year and `2005 - 2` for a quarter or a month of it."""
    cube = read_with(
        id=["geo", name],
        role={"time": [name]},
        dimension={
            "geo": {"category": {"index": ["BE", "FR"]}},
            name: {"category": {"index": {"2005": 0, "2005 - 2": 1}}},
        },
    )
    assert [row[1] for row in facts(cube)][:2] == ["2005", period]


def test_periods_may_stand_in_the_labels() -> None:
    time = {"category": {"index": ["0", "1"], "label": {"0": "1990M01", "1": "1990M02"}}}
    dimension = {**GEO_TIME["dimension"], "time": time}
    assert [row[1] for row in facts(read_with(dimension=dimension))][:2] == ["1990-01", "1990-02"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": [2, 3]}, "jsonstat-size"),
        ({"size": [2]}, "jsonstat-size"),
        ({"value": [1, 2, 3]}, "jsonstat-size"),
        ({"value": {"4": 1}}, "jsonstat-size"),
        ({"value": {"01": 1}}, "json-shape"),
        ({"value": {"-1": 1}}, "json-shape"),
        ({"value": [[1], 2, 3, 4]}, "json-shape"),
        ({"value": 7}, "json-shape"),
        ({"value": ["x", 2, 3, 4]}, "number-invalid"),
        ({"value": [True, 2, 3, 4]}, "json-shape"),
        ({"status": {"9": "p"}}, "jsonstat-size"),
        ({"status": ["p", "p"]}, "jsonstat-size"),
        ({"id": ["geo", "geo"]}, "jsonstat-size"),
        ({"id": ["geo", "nothing"]}, "json-shape"),
        ({"class": "collection"}, "jsonstat-collection"),
        ({"value": [None] * 4}, "no-observations"),
        ({"value": "-"}, "json-shape"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], code: str) -> None:
    cube = read_with(**changes)
    assert cube.is_refused and codes(cube) == {code}


def test_positions_with_a_gap_are_refused() -> None:
    dimension = {**GEO_TIME["dimension"], "geo": {"category": {"index": {"BE": 0, "FR": 2}}}}
    assert codes(read_with(dimension=dimension)) == {"jsonstat-size"}


def test_a_status_that_is_no_flag_is_told() -> None:
    assert codes(read_with(status={"0": "Normal value"})) == {"flag-unknown"}


def test_signs_for_missing_are_no_flags() -> None:
    assert {row[-1] for row in facts(read_with(status={"2": ":", "0": ".."}))} == {None}


@pytest.mark.parametrize("kind", [["dataset"], {"a": 1}, None, 7])
def test_a_class_of_any_kind_ends_in_no_traceback(kind: object) -> None:
    content = json.dumps({**GEO_TIME, "class": kind}).encode()
    assert read_any(content).frame.equals(read_with().frame)


@pytest.mark.parametrize(("name", "code"), [("*", "dimension-name"), ("^.*$", "dimension-name"),
                                            ("value", "dimension-name"),
                                            ("@status", "dimension-name")])  # fmt: skip
def test_a_dimension_with_a_name_we_cannot_hold_is_refused(name: str, code: str) -> None:
    dimension = {name: GEO_TIME["dimension"]["geo"], "time": GEO_TIME["dimension"]["time"]}
    assert codes(read_with(id=[name, "time"], dimension=dimension)) == {code}


def test_an_answer_that_comes_later_is_no_data() -> None:
    answer = {"warning": [{"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}]}
    assert codes(read(json.dumps(answer).encode())) == {"footer-message"}


def test_a_declared_giant_is_not_built() -> None:
    dimension = {
        f"d{number}": {"category": {"index": [str(code) for code in range(1000)]}}
        for number in range(6)
    }
    cube = read_with(
        id=list(dimension), size=[1000] * 6, dimension=dimension, value={str(10**18 - 1): 5}
    )
    assert len(cube.frame) == 1 and cube.frame["d0"].item() == "999"


@pytest.mark.parametrize("name", ["*", "^.*$", "value", "@status"])
def test_a_name_no_column_can_have_is_refused_in_words(name: str) -> None:
    dimension = {"geo": GEO_TIME["dimension"]["geo"], name: GEO_TIME["dimension"]["time"]}
    cube = read_with(id=["geo", name], dimension=dimension)
    assert [problem.code for problem in cube.problems] == ["dimension-name"]


def test_an_empty_code_is_refused() -> None:
    dimension = {**GEO_TIME["dimension"], "geo": {"category": {"index": ["", "FR"]}}}
    cube = read_with(dimension=dimension)
    assert [problem.code for problem in cube.problems] == ["dimension-missing"]


def test_a_dimension_that_id_does_not_name_is_told() -> None:
    dimension = {**GEO_TIME["dimension"], "sex": {"category": {"index": ["T"]}}}
    (problem,) = read_with(dimension=dimension).problems
    assert (problem.code, problem.column) == ("unknown-field", "sex")
