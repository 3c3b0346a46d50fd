"""DuckDB and Spark give the same answers to the last digit, and see nothing but the store."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp, parse_one
from vintages.questions import CASES, fill, name_case
from vintages.stating import state, years

from stocktake.indicators.questions import Question
from stocktake.vintages.engines import DuckEngine, Engine, SparkEngine, open_engine
from stocktake.vintages.query import build_query
from stocktake.vintages.series import answer
from stocktake.vintages.store import Store
from stocktake.vocabulary.problems import RefusedError


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return fill(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def duck(store: Store) -> Iterator[DuckEngine]:
    engine = DuckEngine(store.root, threads=1)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """One session for the whole run; where Java is missing this fails, and does not skip."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_DIRS", str(tmp_path_factory.mktemp("spark")))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        engine = open_engine("local", tmp_path_factory.mktemp("unused"))
        assert isinstance(engine, SparkEngine)
        yield engine
        engine.session.stop()


def ask_all(store: Store, question: Question, engine: Engine) -> list[Any]:
    """What an engine says to each question of a query."""
    query = build_query(question, store.standing(question.dataset))
    if query is None:
        return []
    files = {table: store.file(one, name) for table, (one, name) in query.files.items()}
    asked = [query.cells, query.parts, query.letters]
    return [None if one is None else engine.ask(one, files) for one in asked]


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("question", CASES, ids=name_case)
def test_spark_says_what_duckdb_says(
    store: Store, duck: DuckEngine, spark: SparkEngine, question: Question
) -> None:
    ours, theirs = ask_all(store, question, duck), ask_all(store, question, spark)
    assert theirs == ours
    assert repr(theirs) == repr(ours)


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
@pytest.mark.filterwarnings("default")
def test_a_sum_that_is_too_long_is_refused_by_both(
    store: Store, duck: DuckEngine, spark: SparkEngine
) -> None:
    store.add(state("2011", [("a", "X", "2010", "9" * 38), ("b", "X", "2010", "9" * 38)],
                    dataset="over"))  # fmt: skip
    question = Question("over", (), ("X",), aggregate="sum")
    for engine in (duck, spark):
        with pytest.raises(RefusedError) as caught:
            answer(store, question, None, engine)
        assert [problem.code for problem in caught.value.problems] == ["engine-failed"]


@pytest.mark.parametrize("question", CASES, ids=name_case)
def test_an_answer_is_the_same_each_time(
    store: Store, duck: DuckEngine, question: Question
) -> None:
    assert repr(ask_all(store, question, duck)) == repr(ask_all(store, question, duck))


def test_duckdb_sees_the_store_and_nothing_else(store: Store, duck: DuckEngine) -> None:
    for query in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET enable_external_access = true",
        "SET memory_limit = '1TB'",
    ):
        with pytest.raises(RefusedError) as caught:
            duck.ask(exp.Command(this=query), {})
        assert caught.value.problems[0].code == "engine-failed"
    outside = store.root.parent / "outside.parquet"
    outside.write_bytes((next(store.root.rglob("part.parquet"))).read_bytes())
    with pytest.raises(RefusedError):
        duck.ask(parse_one("SELECT * FROM t"), {"t": outside})


def test_each_thread_has_its_own_connection(store: Store, duck: DuckEngine) -> None:
    question, found = CASES[1], []

    def ask() -> None:
        found.append(repr(answer(store, question, None, duck)))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_quote_in_the_path_does_no_harm(tmp_path: Path) -> None:
    store = Store(tmp_path / "it's [odd] *")
    store.add(state(lines=years(["1"])))
    duck = DuckEngine(store.root, threads=1)
    rows = answer(store, Question("floods", (), ("X",)), None, duck)
    assert [row["value"] for row in rows] == [1]
    duck.close()


@pytest.mark.parametrize("setting", ["mysql://x", "spark", "SPARK://x", "local[2]"])
def test_an_unknown_engine_is_refused(tmp_path: Path, setting: str) -> None:
    with pytest.raises(RefusedError) as caught:
        open_engine(setting, tmp_path)
    assert caught.value.problems[0].code == "engine-unknown"


def test_spark_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(RefusedError) as caught:
        open_engine("local", tmp_path)
    assert caught.value.problems[0].code == "engine-absent"


def test_no_setting_means_duckdb(tmp_path: Path) -> None:
    engine = open_engine("", tmp_path)
    assert isinstance(engine, DuckEngine)
    engine.close()
