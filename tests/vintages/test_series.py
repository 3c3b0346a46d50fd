"""The store gives every indicator the values that the strategy's own tables give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import localcontext
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import FLAGSHIP, flagship, strategy_of
from vintages.stating import Line, state

from stocktake.assess.series import build_series as build_from_tables
from stocktake.indicators.questions import Question
from stocktake.vintages import parts
from stocktake.vintages.engines import DuckEngine
from stocktake.vintages.manifests import FLAGGED, PART, SERIES
from stocktake.vintages.series import answer, build_series
from stocktake.vintages.store import Store
from stocktake.vintages.strategies import take_in
from stocktake.vocabulary.decimals import EXACT
from stocktake.vocabulary.frames import Tables
from stocktake.vocabulary.known import cut_to_day

DAYS = [date(2011, 11, 25), date(2013, 4, 10), date(2014, 6, 20), date(2026, 11, 24)]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, DuckEngine]]:
    store = Store(tmp_path_factory.mktemp("store"))
    take_in(store, flagship())
    engine = DuckEngine(store.root, threads=1)
    yield store, engine
    engine.close()


def assert_same(store: Store, tables: Tables, day: date, engine: DuckEngine | None = None) -> None:
    """Both ways, every column of every row."""
    with localcontext(EXACT):
        wanted = build_from_tables(cut_to_day(tables, day))
    found = build_series(store, tables["indicators"].iter_rows(named=True), day, engine)
    assert found.to_dicts() == wanted.to_dicts()
    assert found.equals(wanted)


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize("day", DAYS)
def test_every_indicator_of_the_flagship_is_the_same(
    shipped: tuple[Store, DuckEngine], day: date
) -> None:
    assert_same(shipped[0], flagship(), day, shipped[1])


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
@pytest.mark.parametrize(
    ("day", "value", "vintage"),
    [
        (date(2013, 4, 10), 118087, "2012-04"),
        (date(2013, 6, 1), 118111, "2013-04"),
        (date(2014, 6, 20), 118277, "2014-05"),
    ],
)
def test_refusals_of_2011_lead_back_to_their_vintage(
    shipped: tuple[Store, DuckEngine], day: date, value: int, vintage: str
) -> None:
    indicators = flagship()["indicators"].iter_rows(named=True)
    series = build_series(shipped[0], indicators, day, shipped[1])
    (row,) = series.filter(indicator="I-O4-02", period="2011").to_dicts()
    assert (row["value"], row["dataset"], row["published"]) == (value, "fran", vintage)


def test_without_vintages_there_is_no_series(tmp_path: Path) -> None:
    tables = strategy_of(indicators=[{"ref": "I1"}])
    assert build_series(Store(tmp_path), tables["indicators"].to_dicts()).is_empty()


PERIODS = ["2009", "2010", "2010-S1", "2010-S2", *(f"2010-Q{at}" for at in range(1, 5)),
           "2011/2012", "2010-W07", "2010-01"]  # fmt: skip
CELL = st.tuples(
    st.sampled_from(["2010", "2011-06", "2012-04-30", "2012-04"]),
    st.sampled_from(["A=1;B=1", "A=1;B=2", "A=2;B=1"]),
    st.sampled_from(["X", "Y", "Z"]),
    st.sampled_from(PERIODS),
)
VALUE = st.sampled_from([None, "0", "1", "-2.5", "3.125", "1000000"])
INDICATOR = st.fixed_dictionaries(
    {
        "filter": st.sampled_from(["A=1", "B=1,2", "A=1;B=2", "A=1;A=2", "C=1", "A=1,2"]),
        "geo": st.sampled_from(["X", "X;Y", "Z;X", "Q"]),
        "common": st.sampled_from(["", "", "X;Y", "X;Y;Z"]),
        "aggregate": st.sampled_from(["none", "sum", "count", "mean", "share"]),
        "over_time": st.sampled_from(["none", "sum", "last", "mean"]),
        "decimals": st.sampled_from(["0", "2"]),
        "per": st.sampled_from(["", "", "I1"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(CELL, st.tuples(VALUE, st.sampled_from([None, "p", "be"])), max_size=60),
    st.dictionaries(st.sampled_from(["2010", "2011-06", "2012-04-30", "2012-04"]), st.booleans()),
    st.lists(INDICATOR, min_size=6, max_size=12),
    st.sampled_from([date(2011, 7, 1), date(2012, 4, 29), date(2013, 1, 1)]),
)
def test_any_question_has_the_answer_the_tables_give(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[str, ...], tuple[str | None, str | None]],
    complete: dict[str, bool],
    indicators: Sequence[dict[str, str]],
    day: date,
) -> None:
    tables = tables_of(cells, complete, indicators)
    store = Store(tmp_path_factory.mktemp("store"))
    take_in(store, tables)
    assert_same(store, tables, day)


def tables_of(
    cells: dict[tuple[str, ...], tuple[str | None, str | None]],
    complete: dict[str, bool],
    indicators: Sequence[dict[str, str]],
) -> Tables:
    """A strategy of one dataset."""
    named = [{"ref": f"I{at}", **told} for at, told in enumerate(indicators)]
    rows = []
    for (published, series, geo, period), (value, flags) in cells.items():
        row = {"published": published, "series": series, "geo": geo, "period": period}
        row |= {"value": value} if value else {}
        rows.append(row | ({"flags": flags} if flags else {}))
    vintages = [
        {"published": one, "complete": "yes" if complete.get(one, True) else "no"}
        for one in dict.fromkeys(row["published"] for row in rows)
    ]
    return strategy_of(
        datasets=[{"ref": "floods", "dimensions": "A;B"}],
        indicators=[{name: cell for name, cell in row.items() if cell} for row in named],
        vintages=vintages,
        observations=rows,
    )


def test_tables_beside_a_large_vintage_change_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[Line] = [
        (code, geo, f"{year}", str(year) if year % 7 else None, "bp" if year % 9 == 0 else None)
        for code in ("a", "b")
        for geo in ("X", "Y")
        for year in range(1900, 2000)
    ]
    stores = []
    for large in (1, 10_000):
        monkeypatch.setattr(parts, "LARGE", large)
        store = Store(tmp_path / str(large))
        stores.append((store, store.add(state(lines=lines)).vintage))
    assert [set(vintage.files) for _, vintage in stores] == [{PART, SERIES, FLAGGED}, {PART}]
    for where in ((), (("INDIC", ("a",)),)):
        question = Question("floods", where, ("X",), (), "sum")
        found = []
        for store, _ in stores:
            engine = DuckEngine(store.root, threads=1)
            found.append(answer(store, question, None, engine))
            engine.close()
        assert found[0] == found[1]
        assert {row["flags"] for row in found[0]} == {"bp", None}
