"""Which of the bytes kept are the latest of an address."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import pytest

from stocktake.sources.keeping import Origin, lay_aside, name_file, read_origin
from stocktake.sources.network.origins import Shelf
from stocktake.sources.network.requests import Request

ADDRESS = "https://a.org/data/x"
BODY = b"geo\tvalue\n"
DIGEST = sha256(BODY).hexdigest()
ORIGIN = Origin(ADDRESS, "x", "2026-11-24", DIGEST, len(BODY), name_file(DIGEST, BODY))


def shelf(folder: Path, dataset: str = "nama_10_gdp", address: str = ADDRESS) -> Shelf:
    return Shelf(folder, Request("ESTAT", dataset), address)


def test_what_is_put_is_read_again(tmp_path: Path) -> None:
    place, kept = shelf(tmp_path), replace(ORIGIN, headers={"etag": "é"})
    with lay_aside(tmp_path) as aside:
        aside.write_bytes(BODY)
        place.put(aside, kept)
    assert place.read(None) == (kept, [])
    assert read_origin(place.latest) == kept
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_names_are_safe_and_differ_by_address(tmp_path: Path) -> None:
    odd = shelf(tmp_path, "OECD.SDD,DSD@DF_X,1.0")
    assert odd.stem.startswith("ESTAT_OECD-SDD-DSD-DF-X-1-0_")
    assert shelf(tmp_path, address="https://a.org/y").stem != shelf(tmp_path).stem
    assert len(shelf(tmp_path, "x" * 200).stem) < 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nonsense",
        "[" * 9000,
        json.dumps(asdict(ORIGIN)),
        json.dumps(asdict(replace(ORIGIN, file="../../../../etc/passwd"))),
    ],
)
def test_an_origin_that_is_none_is_passed_over_with_a_word(tmp_path: Path, text: str) -> None:
    place = shelf(tmp_path)
    place.latest.write_text(text)
    found, notes = place.read(None)
    assert (found, [note.code for note in notes]) == (None, ["origin-broken"])


def test_without_an_origin_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert shelf(tmp_path).read(None) == (None, [])
