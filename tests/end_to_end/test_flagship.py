"""The flagship built as a user builds it: the same bytes wherever and whenever."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = {
    "here": {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "elsewhere": {
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4242",
        "COLUMNS": "40",
        "POLARS_MAX_THREADS": "1",
    },
}


def build(cwd: Path, out: Path, changes: dict[str, str]) -> dict[str, str]:
    """Build in a process of its own; returns the checksum of every file."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LC_")} | changes
    strategy = os.path.relpath(ROOT / "strategies" / "iss-2010", cwd)
    verb = ["build", strategy, "--cycle", "2013", "--out", str(out)]
    line = [sys.executable, "-c", "from stocktake.cli import main; main()", *verb]
    subprocess.run(line, cwd=cwd, env=environment, check=True, timeout=120)
    return {
        str(path.relative_to(out)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    made = []
    for name, changes in PLACES.items():
        cwd = tmp_path_factory.mktemp(name)
        made.append(build(cwd, cwd / f"out of {name}", changes))
    return made


def test_every_file_is_the_same_byte_for_byte(builds: list[dict[str, str]]) -> None:
    here, elsewhere = builds
    assert here == elsewhere


def test_all_of_it_is_there(builds: list[dict[str, str]]) -> None:
    files = builds[0]
    assert {
        "release/manifest.json",
        "release/later.csv",
        "release/csv/action_states.csv",
        "report/report.html",
        "report/report.pdf",
        "report/report.docx",
        "report/report.json",
        "site/index.html",
        "site/o1/index.html",
        "site/report/2013/report.pdf",
    } <= set(files)


def test_report_and_site_carry_the_same_record(builds: list[dict[str, str]]) -> None:
    for name in ("report.pdf", "report.docx", "report.json"):
        assert builds[0][f"report/{name}"] == builds[0][f"site/report/2013/{name}"]
    assert builds[0]["release/manifest.json"] == builds[0]["site/data/2013-1/manifest.json"]
