"""Bytes changed at random: problems or a refusal, never another exception."""

from __future__ import annotations

import io
import random
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.folder.checks import check
from stocktake.folder.reading import read_folder
from stocktake.folder.workbook import read_strategy, write_workbook
from stocktake.vocabulary.problems import RefusedError

from .sound import copy_sound

MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4), st.integers(0, 40)),
    min_size=1,
    max_size=6,
)
BITS = [
    b"\0",
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"|",
    b"*",
    b"&a ",
    b"- ",
    b": ",
    b"[",
    b"{",
    b"\xff",
]


def mutate(content: bytes, mutations: list[tuple[float, bytes, int]]) -> bytes:
    """At each place, put some bytes for some others."""
    for place, new, length in mutations:
        at = int(place * len(content))
        content = content[:at] + new + content[at + length :]
    return content


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        path = copy_sound(Path(name) / "river")
        files = (file for file in path.rglob("*") if file.suffix in {".csv", ".yaml"})
        return {str(file.relative_to(path)): file.read_bytes() for file in sorted(files)}


def look(files: dict[str, bytes]) -> None:
    """Read and check a folder of these files, and take its tables."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            (Path(name) / file).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / file).write_bytes(content)
        try:
            source = read_folder(Path(name))
            check(source)
            _ = source.tables
        except RefusedError:
            pass


@settings(max_examples=80, deadline=None)
@given(st.data(), MUTATIONS)
def test_changed_bytes_of_any_file(
    sound: dict[str, bytes], data: st.DataObject, mutations: list[tuple[float, bytes, int]]
) -> None:
    file = data.draw(st.sampled_from([*sound]))
    look(sound | {file: mutate(sound[file], mutations)})


@pytest.mark.parametrize("seed", range(12))
def test_every_file_changed_at_once(sound: dict[str, bytes], seed: int) -> None:
    dice = random.Random(seed)

    def change(content: bytes) -> bytes:
        return mutate(content, [(dice.random(), dice.choice(BITS), dice.randrange(3))])

    look(
        {file: change(content) for file, content in sound.items()}
        | {"stocktake.yaml": b"schema: 1"}
    )


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_for_a_table(sound: dict[str, bytes], content: bytes) -> None:
    look(sound | {"actors.csv": content, "objectives.yaml": content})


ODD = ["999999999999999", "-1", "", "A" * 60, "inlineStr", "1e400", "NaN", "2013-99-99", "60"]
SPOT = re.compile(r'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("book")
    write_workbook(read_folder(copy_sound(path / "river")).texts, path / "river.xlsx")
    return (path / "river.xlsx").read_bytes()


@settings(max_examples=80, deadline=None)
@given(MUTATIONS)
def test_changed_bytes_of_a_workbook(
    workbook: bytes, mutations: list[tuple[float, bytes, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "river.xlsx"
        path.write_bytes(mutate(workbook, mutations))
        source = read_strategy(path)
        check(source)


@pytest.mark.parametrize("seed", range(60))
def test_odd_values_within_a_workbook(workbook: bytes, seed: int, tmp_path: Path) -> None:
    """The archive stays whole, so that the reader behind the archive's checks is reached."""
    dice = random.Random(seed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = [name for name in old.namelist() if re.match(r"xl/(worksheets/s|w|s)", name)]
        chosen = dice.sample(names, 3)
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change_spot(text, dice) if name in chosen else text)
    (tmp_path / "odd.xlsx").write_bytes(buffer.getvalue())
    check(read_strategy(tmp_path / "odd.xlsx"))


def change_spot(text: str, dice: random.Random) -> str:
    spot = dice.choice([*SPOT.finditer(text)])
    return text[: spot.start()] + dice.choice(ODD) + text[spot.end() :]
