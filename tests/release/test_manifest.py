"""The manifest says what a release is, and nothing of the machine that made it."""

from __future__ import annotations

import getpass
import json
import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from people import promise, release_of, strategy_of

from stocktake.release.manifest import FILE, read_manifest, sha256
from stocktake.vocabulary.problems import RefusedError
from stocktake.vocabulary.tables import SCHEMA_VERSION


def test_the_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = release_of(strategy_of(actions=[promise()]), tmp_path / "r")
    assert read_manifest(tmp_path / "r") == written
    assert written.digest == sha256((tmp_path / "r" / FILE).read_bytes())
    assert written.name == "river / 2013-1"


def test_every_file_has_its_checksum_and_every_table_its_rows(tmp_path: Path) -> None:
    written = release_of(strategy_of(actions=[promise()]), tmp_path / "r")
    for name, digest in written.files.items():
        assert sha256((tmp_path / "r" / name).read_bytes()) == digest
    assert written.rows["actions"] == 1
    assert list(written.files) == sorted(written.files)


def test_no_clock_host_path_or_person_of_the_machine_is_in_a_release(tmp_path: Path) -> None:
    release_of(strategy_of(actions=[promise()]), tmp_path / "r")
    machine = [socket.gethostname(), str(tmp_path), str(Path.home()), str(Path.cwd())]
    if len(getpass.getuser()) > 4:
        machine.append(getpass.getuser())
    for path in (tmp_path / "r").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [word for word in machine if word.encode() in content], path
    text = (tmp_path / "r" / FILE).read_text()
    assert not re.search(r"\d{2}:\d{2}", text)
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", text)) == {"2013-04-10"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'"text"', b"null", b"{}", b"\xff", b"[" * 5000,
     b'{"strategy": 1}', b'{"colour": "red"}'],
)  # fmt: skip
def test_a_manifest_nobody_can_read_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        read_manifest(tmp_path)
    assert [(problem.code, Path(problem.file).name) for problem in refused.value.problems] == [
        ("no-release", FILE)
    ]


def test_a_folder_without_manifest_is_no_release(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RefusedError, match="no-release"):
            read_manifest(folder)


@pytest.mark.parametrize(("step", "code"), [(1, "release-schema"), (-1, "release-schema")])
def test_a_release_of_another_schema_is_refused_in_words(
    tmp_path: Path, step: int, code: str
) -> None:
    written = release_of(strategy_of(), tmp_path / "r")
    other = replace(written, schema=SCHEMA_VERSION + step)
    (tmp_path / "r" / FILE).write_bytes(other.to_bytes())
    with pytest.raises(RefusedError) as refused:
        read_manifest(tmp_path / "r")
    assert refused.value.problems[0].code == code


def test_a_manifest_may_have_any_word_in_it(tmp_path: Path) -> None:
    written = release_of(strategy_of(), tmp_path / "r")
    assert json.loads(replace(written, strategy="é\u2028").to_bytes())["strategy"] == "é\u2028"
