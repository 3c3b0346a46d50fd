"""The flagship as a site, built once a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.folder.reading import read_folder
from stocktake.publish.website import publish_site
from stocktake.release.reading import Release
from stocktake.steps import release_cycle

FLAGSHIP = Path(__file__).parents[3] / "strategies" / "iss-2010"
CYCLES = ("2011", "2013", "2014")


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    folder = tmp_path_factory.mktemp("releases")
    source = read_folder(FLAGSHIP)
    return [release_cycle(source, cycle, folder / cycle) for cycle in CYCLES]


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folders = {}
    for cycle in CYCLES[1:]:
        folder = tmp_path_factory.mktemp(f"report-{cycle}")
        page = '<!doctype html><html lang="en"><title>Report</title><p>A report'
        (folder / "report.html").write_text(page)
        for form in ("pdf", "docx", "json"):
            (folder / f"report.{form}").write_text(form)
        folders[f"{cycle}-1"] = folder
    return folders


@pytest.fixture(scope="session")
def flagship(
    releases: list[Release],
    reports: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    publish_site(releases, folder, reports)
    return folder
