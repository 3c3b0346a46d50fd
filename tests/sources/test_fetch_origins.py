"""Raw bytes and their origin on the disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import pytest

from stocktake.sources.fetch_lines import FetchError
from stocktake.sources.fetch_origins import Origin, Shelf, guess_ending, read_origin, writing
from stocktake.sources.fetch_requests import Request

ADDRESS = "https://a.org/data/x"
BODY = b"geo\tvalue\n"


def shelf(folder: Path, dataset: str = "nama_10_gdp", address: str = ADDRESS) -> Shelf:
    return Shelf(folder, Request("ESTAT", dataset), address)


def origin(place: Shelf) -> Origin:
    digest = sha256(BODY).hexdigest()
    name = place.name_file(digest, BODY)
    day = "2026-11-24"
    return Origin(
        ADDRESS, ADDRESS, "ESTAT", "E", "free", "x", day, 200, digest, 9, name, {"etag": "é"}
    )


def put(place: Shelf) -> Origin:
    kept = origin(place)
    with place.lay_aside() as aside:
        aside.write_bytes(BODY)
        place.put(aside, kept)
    return kept


def test_what_is_put_is_read_again(tmp_path: Path) -> None:
    place = shelf(tmp_path)
    kept = put(place)
    assert place.read(None) == (kept, [])
    assert read_origin(place.origin_file) == kept
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_is_laid_aside_is_gone_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), shelf(tmp_path / "new").lay_aside():
        raise ZeroDivisionError
    assert list((tmp_path / "new").iterdir()) == []


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
        "{}",
        "nonsense",
        '{"url": 1}',
        "[" * 9000,
        json.dumps(asdict(Origin("", "", "", "", "", "", "", 200, "", 0, "")) | {"size": "9"}),
        json.dumps(asdict(Origin("", "", "", "", "", "", "", 200, "", 0, ""))),
        json.dumps(
            asdict(Origin("", "", "", "", "", "", "", 200, "", 0, "../../../../etc/passwd"))
        ),
    ],
)
def test_an_origin_that_is_none_is_passed_over_with_a_word(tmp_path: Path, text: str) -> None:
    place = shelf(tmp_path)
    place.origin_file.write_text(text)
    found, notes = place.read(None)
    assert (found, [note.code for note in notes]) == (None, ["origin-broken"])


def test_without_an_origin_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert shelf(tmp_path).read(None) == (None, [])


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"PK\x03\x04", "zip"),
        (b"\x1f\x8b\x08", "gz"),
        (b"\xef\xbb\xbf <?xml", "xml"),
        (b'\n{"a"', "json"),
        (b"[1]", "json"),
        (b"a,b\tc\n", "tsv"),
        (b"a,b\n\t", "csv"),
        (b"", "csv"),
    ],
)
def test_the_ending_follows_the_content(head: bytes, ending: str) -> None:
    assert guess_ending(head) == ending


def test_what_the_disk_refuses_is_a_problem() -> None:
    with pytest.raises(FetchError) as caught, writing():
        raise OSError(28, "No space left on device")
    assert caught.value.problem.message == "The answer cannot be kept: No space left on device."
