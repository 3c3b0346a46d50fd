"""A query is built once; its words are those both engines answer alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp, parse_one
from vintages.questions import CASES, fill, name_case
from vintages.stating import state, years

from stocktake.indicators.questions import Question
from stocktake.vintages.query import Query, build_query, render
from stocktake.vintages.store import Store

WORDS = (
    exp.Select, exp.From, exp.Table, exp.TableAlias, exp.Subquery, exp.Union, exp.With, exp.CTE,
    exp.Join, exp.Where, exp.Group, exp.Order, exp.Ordered, exp.Window, exp.RowNumber, exp.Alias,
    exp.Column, exp.Identifier, exp.Literal, exp.Star, exp.Null, exp.Sum, exp.Count, exp.Max,
    exp.Cast, exp.DataType, exp.DataTypeParam, exp.In, exp.Is, exp.Not, exp.And, exp.EQ, exp.Paren,
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return fill(tmp_path_factory.mktemp("store"))


def list_asked(query: Query | None) -> list[exp.Expr]:
    if query is None:
        return []
    return [one for one in (query.cells, query.parts, query.letters) if one is not None]


@pytest.mark.parametrize("question", CASES, ids=name_case)
def test_only_words_that_both_engines_answer_alike_are_used(
    store: Store, question: Question
) -> None:
    for asked in list_asked(build_query(question, store.standing(question.dataset))):
        assert {type(node) for node in asked.walk()} <= set(WORDS)
        for engine in ("duckdb", "spark"):
            text = render(asked, engine)
            assert parse_one(text, dialect=engine).sql(dialect=engine) == text
            assert render(asked, engine) == text


def test_the_rows_of_an_answer_have_an_order(store: Store) -> None:
    query = build_query(CASES[1], store.standing("single"))
    assert query is not None
    assert query.letters is not None
    assert render(query.cells, "duckdb").endswith('BY "geo" NULLS FIRST, "period" NULLS FIRST')
    assert render(query.letters, "spark").endswith("ORDER BY `geo`, `period`, `flags`")


def test_one_whole_vintage_is_one_scan(store: Store) -> None:
    query = build_query(CASES[1], store.standing("single"))
    assert query is not None
    text = render(query.cells, "duckdb")
    assert text.count("FROM v_") == 1
    assert not any(word in text for word in ("JOIN", "ROW_NUMBER", "CAST", "UNION"))


def test_partial_vintages_are_laid_over_without_a_window_over_the_whole(store: Store) -> None:
    query = build_query(CASES[6], store.standing("layered"))
    assert query is not None
    text = render(query.cells, "duckdb")
    assert text.count("ROW_NUMBER") == 1
    assert text.index("ROW_NUMBER") < text.index("LEFT JOIN")
    two = build_query(Question("two", (), ("X",)), store.standing("two"))
    assert two is not None
    assert "ROW_NUMBER" not in render(two.cells, "duckdb")


def test_a_filter_on_all_territories_is_left_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(state(lines=[("a", "X", "2011", "1"), ("a", "Y", "2011", "1")]))
    for places, is_filtered in ((("X",), True), (("X", "Y", "Z"), False), ((), False)):
        query = build_query(Question("floods", (), places), store.standing("floods"))
        assert query is not None
        assert (" IN (" in render(query.cells, "duckdb")) == is_filtered


def test_a_dimension_that_no_vintage_has_gives_no_query(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(state(lines=years(["1"])))
    assert build_query(Question("floods", (("SEX", ("T",)),)), store.standing("floods")) is None
    assert build_query(Question("floods"), []) is None
