"""A strategy's own extracts go through the store and come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import FLAGSHIP, flagship, strategy_of, values

from stocktake.vintages.store import Store
from stocktake.vintages.strategies import give_out, take_in
from stocktake.vocabulary.problems import RefusedError

VINTAGE = ["dataset", "published", "number"]
KEY = [*VINTAGE, "series", "geo", "period"]


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagships_tables_come_back_the_same(tmp_path: Path) -> None:
    store, tables = Store(tmp_path), flagship()
    added = take_in(store, tables)
    assert all(one.is_new for one in added)
    assert not any(one.is_new for one in take_in(store, tables))
    out = give_out(store)
    for name, key in (("vintages", VINTAGE), ("observations", KEY)):
        assert out[name].sort(key).equals(tables[name].sort(key))
        assert out[name].schema == tables[name].schema
    assert list(store.verify()) == []
    again = Store(tmp_path / "again")
    take_in(again, {**tables, **out})
    assert give_out(again, ["fran"])["observations"].equals(
        give_out(store, ["fran"])["observations"]
    )


def test_an_empty_store_gives_empty_tables(tmp_path: Path) -> None:
    out = give_out(Store(tmp_path))
    assert out["vintages"].is_empty()
    assert out["observations"].is_empty()


@pytest.mark.parametrize("series", ["SEX=T;INDIC=a", "OTHER=a", "INDIC", "INDIC=a;"])
def test_a_series_that_would_not_come_back_is_refused(tmp_path: Path, series: str) -> None:
    tables = strategy_of(
        datasets=[{"ref": "floods", "dimensions": "INDIC;SEX"}],
        vintages=[{"published": "2012"}],
        observations=values("2012", {"2010": "1"}, series=series),
    )
    with pytest.raises(RefusedError) as caught:
        take_in(Store(tmp_path), tables)
    assert [problem.code for problem in caught.value.problems] == ["series-form"]


def test_a_vintage_that_was_changed_in_the_folder_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for value, is_refused in (("1", False), ("2", True)):
        tables = strategy_of(
            vintages=[{"published": "2012"}], observations=values("2012", {"2010": value})
        )
        if not is_refused:
            take_in(store, tables)
            continue
        with pytest.raises(RefusedError) as caught:
            take_in(store, tables)
        assert [problem.code for problem in caught.value.problems] == ["vintage-differs"]
