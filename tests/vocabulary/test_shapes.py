"""The notation of tables is read exactly, and the dictionary written in it holds together."""

from __future__ import annotations

import pytest

from stocktake.vocabulary.shapes import Table, Type, parse_columns, table
from stocktake.vocabulary.tables import COMPUTED, INPUT, TABLES
from stocktake.vocabulary.words import WORDS

EVERY = pytest.mark.parametrize("one", TABLES.values(), ids=lambda one: one.name)


def test_a_line_becomes_a_column() -> None:
    key, lead, stage = parse_columns(
        """
        ref K              ref                  printed reference
        lead?              refs > actors, objectives  who answers
        stage              word stage           what it reached
        """
    )
    assert (key.key, key.optional, key.type) == (True, False, Type.REF)
    assert (lead.to, lead.optional, lead.type) == (("actors", "objectives"), True, Type.REFS)
    assert (stage.words, stage.about) == ("stage", "what it reached")


@pytest.mark.parametrize(
    "line",
    [
        "ref ref about",
        "ref  ref",
        "Ref  ref  about",
        "ref  nothing  about",
        "ref  word no_such_list  about",
        "ref K K  ref  about",
        "just words",
    ],
)
def test_a_bad_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(parse_columns(line))


@EVERY
def test_references_point_to_tables_that_exist(one: Table) -> None:
    for column in one.columns:
        assert set(column.to) <= set(INPUT), column.name
        assert all(INPUT[name].key == ("ref",) for name in column.to), column.name
        if column.to:
            assert column.type in {Type.REF, Type.REFS}, column.name


@EVERY
def test_word_columns_name_a_closed_list_and_others_none(one: Table) -> None:
    for column in one.columns:
        assert (column.type is Type.WORD) == bool(column.words), column.name
        assert not column.words or column.words in WORDS


@EVERY
def test_every_row_has_an_address_of_its_own(one: Table) -> None:
    assert one.key
    assert not any(column.key and column.optional for column in one.columns)
    assert len(set(one.names)) == len(one.names)
    keys = [column.key for column in one.columns]
    assert keys == sorted(keys, reverse=True) or one.name in {"observations", "indicators"}


@EVERY
def test_what_is_said_of_days_and_cycles_names_columns(one: Table) -> None:
    for name in filter(None, (one.known_by, one.planned_by, one.cycle, *one.blank)):
        assert one.column(name).name == name
    assert not {column.name for column in one.columns if column.key} & set(one.blank)


@EVERY
def test_a_table_has_a_caption_and_each_column_a_meaning(one: Table) -> None:
    assert one.group
    assert one.about
    assert all(column.about for column in one.columns)


def test_computed_tables_are_no_input() -> None:
    assert all(one.computed and one.name not in INPUT for one in COMPUTED)
    assert not any(one.computed for one in INPUT.values())


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="actions has no column colour"):
        INPUT["actions"].column("colour")


def test_a_frame_has_the_types_of_the_dictionary() -> None:
    shape = table("Group", "floods", "floods", "ref K  ref  it\nrefs?  refs  them\nn?  int  it")
    assert [str(one) for one in shape.schema.values()] == ["String", "List(String)", "Int64"]
