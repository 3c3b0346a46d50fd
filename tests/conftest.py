"""The network is off, no test is timed; the flagship's releases are frozen once a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from network import switch_off

from stocktake import steps
from stocktake.folder.workbook import read_strategy
from stocktake.publish.report.blocks import Document
from stocktake.publish.report.compiling import compile_report
from stocktake.release.reading import Release

switch_off()
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

FLAGSHIP = Path(__file__).parents[1] / "strategies" / "iss-2010"
CYCLES = ("2011", "2013", "2014")


@pytest.fixture(scope="session")
def flagship_releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    source, folder = read_strategy(FLAGSHIP), tmp_path_factory.mktemp("flagship")
    return {cycle: steps.release_cycle(source, cycle, folder / cycle) for cycle in CYCLES}


@pytest.fixture(scope="session")
def flagship_reports(flagship_releases: dict[str, Release]) -> dict[str, Document]:
    return {cycle: compile_report(release) for cycle, release in flagship_releases.items()}
