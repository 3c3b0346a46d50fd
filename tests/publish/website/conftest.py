"""The flagship as a site, built once a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish.website.small_strategy import freeze_flagship

from stocktake.publish.website import publish_site
from stocktake.release.reading import Release

FLAGSHIP = Path(__file__).parents[3] / "strategies" / "iss-2010"
CYCLES = ("2011", "2013", "2014")


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    return freeze_flagship(FLAGSHIP, CYCLES, tmp_path_factory.mktemp("releases"))


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
