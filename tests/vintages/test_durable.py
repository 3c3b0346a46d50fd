"""A writer killed at any moment leaves the old state or the new, and what it said is safe."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from vintages.stating import state, years

from stocktake.vintages import durable
from stocktake.vintages.parts import LARGE
from stocktake.vintages.store import Store

HERE = Path(__file__).parent
CALLS = "fsync,rename,mkdir,openat,write"


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def start(*command: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(HERE.parents[1] / "src"), str(HERE.parent)])
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "POLARS_MAX_THREADS": "2"},
    )


@pytest.fixture(scope="module")
def writers() -> Iterator[subprocess.Popen[str]]:
    """What forks a writer for each folder it is given."""
    with start(sys.executable, str(HERE / "writer.py"), "--serve") as server:
        yield server


def read_acknowledged(told: str) -> dict[str, str]:
    """Vintages the writer said were safe; a line cut short by the kill says nothing."""
    lines = [line.split() for line in told.splitlines() if line.startswith("ACK")]
    return {line[1]: line[2] for line in lines if len(line) == 3 and len(line[2]) == 64}


def assert_old_or_new(root: Path, safe: dict[str, str], most: int) -> None:
    """All that was acknowledged is there and whole, and at most one more."""
    store = Store(root)
    assert list(store.verify()) == []
    found = {one.name: one.content for one in store.vintages("floods")}
    assert safe.items() <= found.items()
    assert len(found) - len(safe) in range(2)
    after = store.add(state("2999", years(["1"])), {"vintage-shrunk"})
    assert after.is_new
    assert not any((root / durable.ASIDE).iterdir())
    assert len(found) <= most


def kill_at_random(writers: subprocess.Popen[str], root: Path, seed: int) -> None:
    assert writers.stdin is not None
    assert writers.stdout is not None
    print(root, file=writers.stdin, flush=True)
    child = int(writers.stdout.readline())
    time.sleep(random.Random(seed).uniform(0, 0.4))
    os.kill(child, signal.SIGKILL)
    assert writers.stdout.readline() == "GONE\n"
    told = root.with_suffix(".told")
    assert_old_or_new(root, read_acknowledged(told.read_text() if told.exists() else ""), 400)


@pytest.mark.parametrize("seed", range(10))
def test_a_writer_killed_at_a_random_moment_loses_nothing(
    writers: subprocess.Popen[str], tmp_path: Path, seed: int
) -> None:
    kill_at_random(writers, tmp_path / "store", seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 210))
def test_a_writer_killed_at_200_random_moments_loses_nothing(
    writers: subprocess.Popen[str], tmp_path: Path, seed: int
) -> None:
    kill_at_random(writers, tmp_path / "store", seed)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize("call", CALLS.split(","))
def test_a_writer_killed_at_each_system_call_loses_nothing(tmp_path: Path, call: str) -> None:
    """The kernel kills it as it enters the n-th call of that name, for n from the start on."""
    for turn in range(1, 100):
        root = tmp_path / str(turn)
        Store(root).add(state("2000", years(["0"])))
        place = f"inject={call}:signal=KILL:when={turn}"
        trace = ["strace", "-f", "-qq", *under(root), "-o", "/dev/null", "-e", place]
        writer = start(*trace, sys.executable, str(HERE / "writer.py"), str(root), "1", "2")
        told, _ = writer.communicate()
        assert_old_or_new(root, {**read_acknowledged(told), **first_of(root)}, 3)
        if writer.returncode == 0:
            return
    pytest.fail("there were more calls than were tried")


def under(root: Path) -> list[str]:
    """Only calls on files of the store count."""
    aside = root / durable.ASIDE / "vintage"
    places = [root, root / durable.LOCK, aside.parent, aside, root / "floods"]
    places += [aside / name for name in ("part.parquet", "manifest.json")]
    return [word for place in places for word in ("-P", str(place))]


def first_of(root: Path) -> dict[str, str]:
    return {one.name: one.content for one in Store(root).vintages("floods") if one.name == "2000.1"}


STEPS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (Path, "mkdir"),
    (Path, "rename"),
    (Path, "write_bytes"),
    (pl.DataFrame, "write_parquet"),
]


def watch_steps(patch: pytest.MonkeyPatch, told: Callable[[str, Any], None]) -> None:
    """Have every step that changes the disk say its name and object before it is taken."""
    for owner, name in STEPS:
        patch.setattr(owner, name, _watched(getattr(owner, name), name, told))


def _watched(step: Any, name: str, told: Callable[[str, Any], None]) -> Any:
    def watched(thing: Any, *words: Any, **more: Any) -> Any:
        told(name, words[0] if name in {"rename", "write_parquet"} else thing)
        return step(thing, *words, **more)

    return watched


@pytest.mark.parametrize("is_first", [True, False])
def test_the_end_before_any_step_leaves_the_old_state_or_the_new(
    tmp_path: Path, is_first: bool
) -> None:
    count = 0
    for turn in range(1, 50):
        root = tmp_path / str(turn)
        store = Store(root)
        safe = {} if is_first else {"2000.1": store.add(state("2000")).vintage.content}
        left = [turn]

        def stop(name: str, thing: Any, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise Killed

        with pytest.MonkeyPatch.context() as patch:
            watch_steps(patch, stop)
            try:
                store.add(state("2001", years(["1", "2"] * 8)))
            except Killed:
                count += 1
            else:
                break
        assert_old_or_new(root, safe, 2)
    assert count >= 8


def test_every_byte_and_name_is_on_the_disk_before_the_vintage_is_acknowledged(
    tmp_path: Path,
) -> None:
    """A power cut keeps only what was synced: files, then their folder, then the new name."""
    store = Store(tmp_path / "a/store")
    steps: list[tuple[str, str]] = []

    def note(name: str, thing: Any) -> None:
        place = os.readlink(f"/proc/self/fd/{thing}") if name == "fsync" else str(thing)
        steps.append((name, Path(place).relative_to(tmp_path).as_posix()))

    with pytest.MonkeyPatch.context() as patch:
        watch_steps(patch, note)
        store.add(state("2001", years(["1"] * LARGE)))
    aside = next(place for name, place in steps if name == "write_bytes").rpartition("/")[0]
    assert steps == [
        ("mkdir", "a"), ("fsync", "."), ("mkdir", "a/store"), ("fsync", "a"),
        ("mkdir", "a/store/.aside"), ("fsync", "a/store"),
        ("mkdir", aside), ("fsync", "a/store/.aside"),
        ("write_parquet", f"{aside}/part.parquet"),
        ("write_parquet", f"{aside}/series.parquet"),
        ("write_bytes", f"{aside}/manifest.json"),
        ("fsync", f"{aside}/manifest.json"), ("fsync", f"{aside}/part.parquet"),
        ("fsync", f"{aside}/series.parquet"), ("fsync", aside),
        ("mkdir", "a/store/floods"), ("fsync", "a/store"),
        ("rename", "a/store/floods/2001.1"), ("fsync", "a/store/floods"),
    ]  # fmt: skip


def test_the_lock_is_let_go_when_its_holder_dies(tmp_path: Path) -> None:
    code = (
        "import time; from pathlib import Path; from stocktake.vintages.durable import locked\n"
        f"with locked(Path({str(tmp_path)!r}), 1): print('HELD', flush=True); time.sleep(60)"
    )
    source = str(HERE.parents[1] / "src")
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "HELD\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert Store(tmp_path, patience=5).add(state()).is_new
