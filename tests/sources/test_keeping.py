"""Bytes as received: where they lie, where they come from, and who is killed loses nothing."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import pytest

from stocktake.sources import keeping
from stocktake.sources.keeping import (
    LONGEST,
    Origin,
    find_origins,
    guess_ending,
    keep_content,
    lay_aside,
    read_origin,
    today,
    writing,
)
from stocktake.vocabulary.problems import RefusedError

BODY = b"geo\tvalue\n"
DIGEST = sha256(BODY).hexdigest()
EMPTY = Origin("", "", "", "", 0, "")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def code_of(error: RefusedError) -> str:
    return error.problems[0].code


def test_bytes_lie_under_their_checksum_and_say_where_they_come_from(tmp_path: Path) -> None:
    origin = keep_content(tmp_path, BODY, "floods.tsv", "floods")
    assert (tmp_path / f"{DIGEST}.tsv").read_bytes() == BODY
    assert find_origins(tmp_path, DIGEST[:6]) == find_origins(tmp_path, DIGEST) == [origin]
    assert (origin.url, origin.dataset, origin.size) == ("floods.tsv", "floods", len(BODY))
    assert origin.obtained <= today().isoformat()


def test_what_is_kept_is_read_only_and_nothing_lies_aside(tmp_path: Path) -> None:
    keep_content(tmp_path, BODY, "floods.tsv", "floods")
    assert len(names(tmp_path)) == 2
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o777 == 0o444


def test_the_same_bytes_again_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = keep_content(tmp_path, BODY, "floods.tsv", "floods")
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    monkeypatch.setattr(keeping, "today", lambda: today().replace(year=2099))
    keep_content(tmp_path, BODY, "floods.tsv", "floods")
    assert find_origins(tmp_path, DIGEST) == [first]
    assert before == {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.iterdir()
    }


def test_the_same_bytes_from_two_places_have_two_origins(tmp_path: Path) -> None:
    keep_content(tmp_path, BODY, "a.tsv", "floods")
    keep_content(tmp_path, BODY, "b.tsv", "floods")
    assert [one.url for one in find_origins(tmp_path, DIGEST)] == ["a.tsv", "b.tsv"]
    assert len(names(tmp_path)) == 3


def test_spoiled_bytes_are_named_and_put_back_by_the_same_bytes(tmp_path: Path) -> None:
    kept = tmp_path / keep_content(tmp_path, BODY, "floods.tsv", "floods").file
    kept.chmod(0o644)
    kept.write_bytes(b"spoiled")
    with pytest.raises(RefusedError) as caught:
        find_origins(tmp_path, DIGEST)
    assert code_of(caught.value) == "bytes-changed"
    keep_content(tmp_path, BODY, "floods.tsv", "floods")
    assert kept.read_bytes() == BODY


@pytest.mark.parametrize("start", ["", "abc", "*", "../../..", "A" * 8, "0" * 12, "0" * 65])
def test_bytes_that_are_not_there_are_refused(tmp_path: Path, start: str) -> None:
    keep_content(tmp_path, BODY, "floods.tsv", "floods")
    with pytest.raises(RefusedError) as caught:
        find_origins(tmp_path, start)
    assert code_of(caught.value) == "bytes-unknown"


def test_what_is_laid_aside_is_gone_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lay_aside(tmp_path / "new"):
        raise ZeroDivisionError
    assert names(tmp_path / "new") == []


def test_what_a_killed_writer_left_is_removed_a_day_later(tmp_path: Path) -> None:
    for name, age in (("old", LONGEST + 60), ("young", 60)):
        part = tmp_path / f".{name}.part"
        part.touch()
        os.utime(part, (part.stat().st_mtime - age,) * 2)
    keep_content(tmp_path, BODY, "floods.tsv", "floods")
    assert names(tmp_path)[:1] == [".young.part"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        '{"url": 1}',
        "[" * 9000,
        json.dumps(asdict(EMPTY) | {"size": "9"}),
    ],
)
def test_an_origin_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    origin = keep_content(tmp_path, BODY, "floods.tsv", "floods")
    note = next(tmp_path.glob("*.origin.json"))
    assert read_origin(note) == origin
    note.chmod(0o644)
    note.write_text(text)
    with pytest.raises(RefusedError) as caught:
        find_origins(tmp_path, DIGEST)
    assert code_of(caught.value) == "bytes-changed"


def test_an_origin_leads_nowhere_outside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    (tmp_path / "secret").write_bytes(BODY)
    origin = keep_content(folder, BODY, "floods.tsv", "floods")
    assert not keeping.is_kept(folder, replace(origin, file="../secret"))


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


def test_what_the_disk_refuses_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught, writing(tmp_path):
        raise OSError(28, "No space left on device")
    problem = caught.value.problems[0]
    assert problem.message == "The store cannot be written to: No space left on device."
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RefusedError) as caught:
        keep_content(tmp_path / "file", BODY, "floods.tsv", "floods")
    assert code_of(caught.value) == "store-unwritable"
