"""Which names are what."""

from __future__ import annotations

from stocktake.sources.concepts import (
    ATTRIBUTES,
    DIMENSIONS,
    FLAG_CONCEPTS,
    find_geo,
    find_time,
    is_attribute,
    is_dimension,
)


def test_no_name_is_both() -> None:
    assert not ATTRIBUTES & DIMENSIONS


def test_flags_are_attributes() -> None:
    assert FLAG_CONCEPTS <= ATTRIBUTES


def test_capitals_do_not_matter() -> None:
    assert is_attribute("obs_flag") and is_dimension("na_item") and is_dimension("geo")


def test_the_most_usual_name_wins() -> None:
    assert find_geo(["country", "REF_AREA", "sex"]) == "REF_AREA"
    assert find_time(["year", "time"]) == "time"
    assert find_geo(["sex"]) == ""
