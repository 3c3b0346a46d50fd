"""SDMX-JSON 1.0 and 2.0: levels, attributes, actions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stocktake.sources.cubes import Cube
from stocktake.sources.sdmx_json import read

GEO = {"id": "GEO", "values": [{"id": "BE"}, {"id": "FR"}]}
FREQ = {"id": "FREQ", "values": [{"id": "A"}]}
TIME = {"id": "TIME_PERIOD", "role": "TIME_PERIOD", "values": [{"id": "2021"}, {"id": "2022"}]}
STATUS = {"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "P"}]}


def message(
    dataset: dict[str, Any],
    observation: list[Any],
    series: list[Any] | None = None,
    attributes: dict[str, Any] | None = None,
) -> dict[str, Any]:
    structure = {
        "dimensions": {"dataSet": [FREQ], "series": series or [], "observation": observation},
        "attributes": attributes or {"observation": [STATUS]},
    }
    return {"dataSets": [dataset], "structure": structure}


def read_message(found: dict[str, Any]) -> Cube:
    return read(json.dumps(found).encode())


FLAT = message({"observations": {"0:0": [1.50, 1], "1:1": [2, None]}}, [GEO, TIME])
SERIES = message(
    {"series": {"0": {"observations": {"0": [1.50, 1]}}, "1": {"observations": {"1": [2]}}}},
    [TIME],
    [GEO],
)


def facts(cube: Cube) -> list[tuple[str | None, ...]]:
    assert not cube.is_refused, cube.problems
    return cube.frame.select("freq", "geo", "period", "value", "flags").rows()


def codes(cube: Cube) -> set[str]:
    return {problem.code for problem in cube.problems}


@pytest.mark.parametrize("found", [FLAT, SERIES, {"meta": {}, "data": FLAT}])
def test_flat_and_series_say_the_same(found: dict[str, Any]) -> None:
    assert facts(read_message(found)) == [
        ("A", "BE", "2021", "1.5", "p"),
        ("A", "FR", "2022", "2", None),
    ]


def test_version_2_lists_its_structures() -> None:
    structure = FLAT["structure"]
    data = {"structures": [structure], "dataSets": [{**FLAT["dataSets"][0], "structure": 0}]}
    assert len(facts(read_message({"data": data}))) == 2
    data["dataSets"][0]["structure"] = 1
    assert codes(read_message({"data": data})) == {"json-shape"}


def test_an_attribute_with_an_empty_list_takes_no_place() -> None:
    attributes = {"observation": [{"id": "TIME_FORMAT", "values": []}, STATUS]}
    found = message({"observations": {"0:0": [1, 1]}}, [GEO, TIME], attributes=attributes)
    assert facts(read_message(found))[0][-1] == "p"


def test_an_attribute_of_free_text_takes_a_place() -> None:
    attributes = {"observation": [{"id": "EMBARGO_TIME", "format": {}}, STATUS]}
    found = message({"observations": {"0:0": [1, "2018", 1]}}, [GEO, TIME], attributes=attributes)
    assert facts(read_message(found))[0][-1] == "p"


def test_a_status_of_the_series_holds_for_its_observations() -> None:
    found = message(
        {"series": {"0": {"attributes": [1], "observations": {"0": [1]}}}},
        [TIME],
        [GEO],
        {"series": [STATUS]},
    )
    assert facts(read_message(found))[0][-1] == "p"


def test_one_message_that_deletes_refuses_the_whole() -> None:
    found = {**FLAT, "dataSets": [*FLAT["dataSets"], {"action": "Delete"}]}
    assert codes(read_message(found)) == {"delete-message"}


@pytest.mark.parametrize("levels", [{}, {"series": []}, {"observation": [{**GEO, "values": []}]}])
def test_a_structure_without_dimensions_is_refused(levels: dict[str, Any]) -> None:
    structure = {**SERIES["structure"], "dimensions": levels}
    assert codes(read_message({**SERIES, "structure": structure})) == {"json-shape"}


def test_several_datasets_of_one_shape_are_one_cube() -> None:
    other = {"observations": {"0:1": [7]}}
    assert len(facts(read_message({**FLAT, "dataSets": [*FLAT["dataSets"], other]}))) == 3


def test_contradicting_datasets_are_refused() -> None:
    other = {"observations": {"0:0": [7]}}
    found = {**FLAT, "dataSets": [*FLAT["dataSets"], other]}
    assert codes(read_message(found)) == {"duplicate-observation"}


@pytest.mark.parametrize(
    "observations",
    [
        {"0": [1]},
        {"0:0:0": [1]},
        {"0:9": [1]},
        {"0:x": [1]},
        {"0:-1": [1]},
        {"0:0": 1},
        {"0:0": [[1]]},
    ],
)
def test_keys_and_values_of_another_shape_are_refused(observations: dict[str, Any]) -> None:
    assert codes(read_message(message({"observations": observations}, [GEO, TIME]))) == {
        "json-shape"
    }


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"errors": [{"code": 404, "title": "No data"}]}, "error-answer"),
        ({"data": {"dataStructures": []}}, "structure-message"),
        ({"dataSets": [], "structure": {}}, "no-observations"),
        ({"dataSets": [{}], "structure": None}, "json-shape"),
        ({"dataSets": 3}, "json-shape"),
    ],
)
def test_messages_without_data_are_refused_by_name(found: dict[str, Any], code: str) -> None:
    assert codes(read_message(found)) == {code}


@pytest.mark.parametrize("name", ["*", "^.*$", "value", "TIME_PERIOD"])
def test_a_name_no_column_can_have_is_refused_in_words(name: str) -> None:
    cube = read_message(message({"observations": {"0:0": [1]}}, [{**GEO, "id": name}, TIME]))
    assert [problem.code for problem in cube.problems] in (["dimension-name"], ["column-twice"])


@pytest.mark.parametrize("key", ["+1:0", " 1:0", "1.0:0", "-1:0"])
def test_a_key_that_is_no_plain_number_is_refused(key: str) -> None:
    cube = read_message(message({"observations": {"0:0": [1], key: [2]}}, [GEO, TIME]))
    assert [problem.code for problem in cube.problems] == ["json-shape"]


def test_data_without_dimensions_are_refused_in_words() -> None:
    found = message({"observations": {"": [1]}}, [])
    found["structure"]["dimensions"] = {"observation": []}
    assert [problem.code for problem in read_message(found).problems] == ["json-shape"]
