"""Only a verified release is read, and it is all a report needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import FLAGSHIP, assessed, flagship, promise, release_of, row_of, strategy_of

from stocktake.release.publishable import cut_to_public
from stocktake.release.reading import read_release
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import TABLES


def test_a_changed_release_is_not_read(tmp_path: Path) -> None:
    release_of(strategy_of(actions=[promise()]), tmp_path / "r")
    (tmp_path / "r" / "csv" / "actions.csv").write_bytes(b"")
    with pytest.raises(RefusedError, match=r"csv/actions\.csv"):
        read_release(tmp_path / "r")


@pytest.mark.skipif(not FLAGSHIP.exists(), reason="the flagship is not there")
def test_the_flagship_comes_back_from_its_release_as_it_was_assessed(tmp_path: Path) -> None:
    tables = flagship()
    release_of(tables, tmp_path / "r", "2013")
    frames = read_release(tmp_path / "r").tables
    wanted = assessed(cut_to_public(tables).tables, "2013")
    for name in TABLES:
        assert frames[name].rows() == wanted[name].rows(), name
    whole = row_of(frames["deliveries"], subject="*")
    assert (whole["due"], whole["on_time"], whole["unknown"]) == (27, 8, 12)
