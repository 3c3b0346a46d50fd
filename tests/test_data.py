"""Taking a file in: its bytes are there before the vintage that names them, whoever is killed."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from vintages.test_durable import Killed

from stocktake.data import Received, ingest_file
from stocktake.vintages import Store
from stocktake.vocabulary.problems import RefusedError

BODY = b"geo,TIME_PERIOD,OBS_VALUE\nBE,2012,12\nBE,2013,15\n"
TOLD = Received("floods", "2014-05-01")
STEPS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (Path, "mkdir"),
    (Path, "touch"),
    (Path, "chmod"),
    (Path, "replace"),
    (Path, "rename"),
    (Path, "write_bytes"),
    (pl.DataFrame, "write_parquet"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "floods.csv"
    path.write_bytes(BODY)
    return path


def kept(store: Store) -> list[bytes]:
    """The bytes of each vintage, as its checksum leads to them."""
    return [
        next(
            path for path in store.raw.glob(f"{one.sha256}.*") if path.suffix != ".json"
        ).read_bytes()
        for one in store.vintages("floods")
    ]


def test_every_vintage_leads_to_its_bytes(tmp_path: Path, file: Path) -> None:
    store = Store(tmp_path / "store")
    _, added = ingest_file(store, file, TOLD)
    assert added.vintage.sha256 == sha256(BODY).hexdigest()
    assert added.vintage.origin == {"url": "floods.csv"}
    assert kept(store) == [BODY]
    assert store.datasets() == ["floods"]
    assert list(store.verify()) == []


def test_killed_before_any_step_no_vintage_is_without_its_bytes(tmp_path: Path, file: Path) -> None:
    count = 0
    for turn in range(1, 60):
        store, left = Store(tmp_path / str(turn)), [turn]
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in STEPS:
                patch.setattr(owner, name, stopping(getattr(owner, name), left))
            try:
                ingest_file(store, file, TOLD)
            except Killed:
                count += 1
            else:
                break
        assert kept(store) in ([], [BODY])
        ingest_file(store, file, TOLD)
        assert kept(store) == [BODY]
        assert list(store.verify()) == []
    assert count >= 15


def stopping(step: Any, left: list[int]) -> Any:
    """A step before which the process ends when its turn has come."""

    def stop(*words: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            raise Killed
        return step(*words, **more)

    return stop


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"no table at all", TOLD),
        (BODY.replace(b"2013", b"2012"), TOLD),
        (BODY, Received("no/name", "2014-05-01")),
        (BODY, Received("floods", "yesterday")),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    tmp_path: Path, file: Path, body: bytes, told: Received
) -> None:
    file.write_bytes(body)
    store = Store(tmp_path / "store")
    with pytest.raises(RefusedError):
        ingest_file(store, file, told)
    assert not store.root.exists()
