"""A strategy's own extracts go through the store and come back as they were."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from people import FLAGSHIP, flagship, strategy_of, values

from stocktake.indicators.questions import Question
from stocktake.vintages.store import Store
from stocktake.vintages.strategies import extract, take_in
from stocktake.vocabulary.frames import typed
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import INPUT

KEY = ["dataset", "published", "number", "series", "geo", "period"]


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagships_extracts_come_back_the_same(tmp_path: Path) -> None:
    store, tables = Store(tmp_path), flagship()
    added = take_in(store, tables)
    assert all(one.is_new for one in added)
    assert not any(one.is_new for one in take_in(store, tables))
    dimensions = dict(tables["datasets"].select("ref", "dimensions").iter_rows())
    names = {ref: list(filter(None, (told or "").split(";"))) for ref, told in dimensions.items()}
    parts = [
        extract(store, one.vintage, [Question(one.vintage.dataset)], names[one.vintage.dataset])
        for one in added
    ]
    out = typed(INPUT["observations"], pl.concat(parts))
    assert out.sort(KEY).equals(tables["observations"].sort(KEY))
    assert list(store.verify()) == []


def test_a_dataset_without_dimensions_comes_back_the_same(tmp_path: Path) -> None:
    tables = strategy_of(
        datasets=[{"ref": "floods", "dimensions": ""}],
        vintages=[{"published": "2012"}],
        observations=values("2012", {"2010": "1"}, series="-"),
    )
    (added,) = take_in(Store(tmp_path), tables)
    part = extract(Store(tmp_path), added.vintage, [Question("floods")], [])
    assert part["series"].to_list() == ["-"]


def test_only_what_is_asked_for_is_extracted(tmp_path: Path) -> None:
    told = {"2010": "1", "2011": ":"}
    rows = [row for code in "ab" for geo in ("BE", "FR")
            for row in values("2012", told, series=f"INDIC={code}", geo=geo)]  # fmt: skip
    tables = strategy_of(vintages=[{"published": "2012"}], observations=rows)
    (added,) = take_in(Store(tmp_path), tables)
    question = Question("floods", (("INDIC", ("a",)),), ("FR",))
    part = extract(Store(tmp_path), added.vintage, [question], ["INDIC"])
    assert part.select("series", "geo", "period", "value").rows() == [
        ("INDIC=a", "FR", "2010", "1"),
        ("INDIC=a", "FR", "2011", None),
    ]
    assert extract(Store(tmp_path), added.vintage, [], ["INDIC"]).is_empty()
    with pytest.raises(RefusedError, match="extract-dimensions"):
        extract(Store(tmp_path), added.vintage, [question], ["SEX"])


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
