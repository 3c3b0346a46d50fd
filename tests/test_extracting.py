"""What the indicators of a strategy ask of the store comes into its own tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from people import FLAGSHIP
from specimens import RAW, needs_raw

from stocktake.data import Received, ingest_file
from stocktake.extracting import GROWN, NEW, NOTHING, SAME, extract_store
from stocktake.folder.checks import check
from stocktake.folder.workbook import read_strategy, write_workbook
from stocktake.steps import assess_cycle
from stocktake.vintages import Store
from stocktake.vocabulary.problems import RefusedError, errors

pytestmark = pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")

TABLE = """freq,iccs,unit,geo,time,value,flag
A,ICCS0401,NR,AT,2022,3100,
A,ICCS0401,NR,BE,2022,,c
A,ICCS0401,NR,US,2022,9,
A,ICCS9999,NR,AT,2022,9,
"""
DIMS = "geo=geo;period=time;value=value;flags=flag;dims=freq|iccs|unit"


@pytest.fixture
def strategy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FLAGSHIP, tmp_path / "iss"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def ingest(store: Store, text: str, published: str, dataset: str = "crim_off_cat") -> None:
    file = store.root.parent / "table.csv"
    file.write_text(text)
    ingest_file(store, file, Received(dataset, published), ["vintage-shrunk"], mapping=DIMS)


def told(strategy: Path, store: Store) -> list[tuple[str, int, str]]:
    return [(one.vintage.name, one.rows, one.outcome) for one in extract_store(strategy, store)]


def test_only_what_indicators_ask_for_comes_in_with_its_origin(
    strategy: Path, store: Store
) -> None:
    ingest(store, TABLE, "2025-04-20")
    assert told(strategy, store) == [("2025-04-20.1", 2, NEW)]
    file = strategy / "observations" / "crim_off_cat" / "2025-04-20.1.csv"
    assert file.read_text().splitlines()[1:] == [
        "freq=A;iccs=ICCS0401;unit=NR,AT,2022,3100,",
        "freq=A;iccs=ICCS0401;unit=NR,BE,2022,,c",
    ]
    source = read_strategy(strategy)
    assert errors(check(source)) == []
    evidence = source.texts["evidence"].filter(ref="EV-crim-off-cat-2025-04-20").row(0, named=True)
    assert (evidence["publisher"], evidence["published"]) == ("Eurostat", "2025-04-20")
    listed = source.texts["vintages"].filter(origin=evidence["ref"]).row(0, named=True)
    assert listed["sha256"] == evidence["sha256"] == store.vintages("crim_off_cat")[0].sha256


def test_what_was_taken_in_counts_in_the_findings(strategy: Path, store: Store) -> None:
    before = assess_cycle(read_strategy(strategy).tables, "2014").findings["series"]
    ingest(store, TABLE.replace("2022", "2012"), "2014-01-15")
    assert told(strategy, store) == [("2014-01-15.1", 2, NEW)]
    after = assess_cycle(read_strategy(strategy).tables, "2014").findings["series"]
    new = after.join(before, on=["indicator", "geo", "period"], how="anti")
    assert new.select("indicator", "period", "value", "published").rows() == [
        ("I-O1-03", "2012", None, "2014-01-15")
    ]


def test_nothing_is_written_twice(strategy: Path, store: Store) -> None:
    ingest(store, TABLE, "2025-04-20")
    extract_store(strategy, store)
    bytes_ = {path: path.read_bytes() for path in strategy.rglob("*") if path.is_file()}
    assert told(strategy, store) == [("2025-04-20.1", 2, SAME)]
    assert bytes_ == {path: path.read_bytes() for path in strategy.rglob("*") if path.is_file()}


def test_a_new_indicator_extends_the_vintage_that_is_there(strategy: Path, store: Store) -> None:
    ingest(store, TABLE, "2025-04-20")
    extract_store(strategy, store)
    file = strategy / "indicators.csv"
    file.write_text(file.read_text().replace("iccs=ICCS0101", "iccs=ICCS9999"))
    assert told(strategy, store) == [("2025-04-20.1", 3, GROWN)]
    source = read_strategy(strategy)
    assert errors(check(source)) == []
    kept = source.texts["observations"].filter(published="2025-04-20")
    assert kept["series"].str.contains("ICCS0401").sum() == 2


def test_a_vintage_of_which_nothing_is_asked_is_not_listed(strategy: Path, store: Store) -> None:
    ingest(store, TABLE.replace("ICCS0401", "ICCS0000"), "2025-04-20")
    assert told(strategy, store) == [("2025-04-20.1", 0, NOTHING)]
    assert "2025-04-20" not in read_strategy(strategy).texts["vintages"]["published"]


def test_other_bytes_under_the_name_of_a_vintage_change_nothing(
    strategy: Path, store: Store
) -> None:
    ingest(store, TABLE, "2024-04-23")
    with pytest.raises(RefusedError, match="vintage-differs"):
        extract_store(strategy, store)
    assert (
        read_strategy(strategy).texts["vintages"].equals(read_strategy(FLAGSHIP).texts["vintages"])
    )


def test_other_dimensions_than_the_strategys_are_named(strategy: Path, store: Store) -> None:
    file = store.root.parent / "table.csv"
    file.write_text("geo,time,value\nBE,2013,1\n")
    ingest_file(store, file, Received("crim_off_cat", "2025"))
    with pytest.raises(RefusedError, match="has the dimensions -, the strategy names freq, iccs"):
        extract_store(strategy, store)


def test_a_workbook_is_extended_too(strategy: Path, store: Store) -> None:
    book = strategy.with_suffix(".xlsx")
    write_workbook(read_strategy(strategy).texts, book)
    ingest(store, TABLE, "2025-04-20")
    assert told(book, store) == [("2025-04-20.1", 2, NEW)]
    texts = read_strategy(book).texts
    assert texts["observations"].filter(published="2025-04-20").height == 2
    assert texts["actions"].equals(read_strategy(FLAGSHIP).texts["actions"])


@needs_raw
def test_the_offices_own_file_gives_the_extract_that_the_flagship_ships(
    strategy: Path, store: Store
) -> None:
    file = RAW / "objective1_crime" / "estat_crim_off_cat.tsv"
    ingest_file(store, file, Received("crim_off_cat", "2024-04-23"))
    assert told(strategy, store) == [("2024-04-23.1", 810, SAME)]
    shipped = (
        read_strategy(FLAGSHIP).texts["observations"].filter(pl.col("published") == "2024-04-23")
    )
    assert len(shipped) == 810
