"""A manifest is the whole truth about a vintage, or none; more of it in the tests of the store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from vintages.stating import state, years

from stocktake.vintages.manifests import FILE, digits_for, read_manifest
from stocktake.vintages.store import Store


def test_a_manifest_reads_back_as_written(tmp_path: Path) -> None:
    statement = state(lines=years(["1.5", None]), origin={"licence": "free"}, complete=False)
    vintage = Store(tmp_path).add(statement).vintage
    assert read_manifest(tmp_path / "floods/2013-04.1") == vintage
    assert (vintage.whole, vintage.decimals, vintage.missing) == (1, 1, 1)
    assert vintage.places == ["X"]


@pytest.mark.parametrize(
    "entries",
    [
        {"rows": True}, {"columns": ["geo"]}, {"columns": [1, 2, 3, 4, 5]}, {"more": 1},
        {"origin": {"a": 1}}, {"published": "x"}, {"number": 2}, {"dataset": "other"},
        {"complete": "yes"}, {"places": [1]}, {"files": {}},
    ],
)  # fmt: skip
def test_a_manifest_that_was_meddled_with_is_not_believed(
    tmp_path: Path, entries: dict[str, object]
) -> None:
    Store(tmp_path).add(state())
    folder = tmp_path / "floods/2013-04.1"
    told = json.loads((folder / FILE).read_bytes()) | entries
    (folder / FILE).write_text(json.dumps(told))
    with pytest.raises(ValueError, match="its manifest"):
        read_manifest(folder)


@pytest.mark.parametrize(("whole", "decimals", "digits"), [(16, 2, 18), (17, 2, 38), (0, 0, 18)])
def test_eighteen_digits_or_thirty_eight(whole: int, decimals: int, digits: int) -> None:
    assert digits_for(whole, decimals) == digits
