"""Write the site: every page and file, aside first, then in place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from stocktake.publish.website.about import make_about, make_not_found
from stocktake.publish.website.action import make_actions
from stocktake.publish.website.addresses import INDEX
from stocktake.publish.website.downloads import folder_of, make_downloads
from stocktake.publish.website.front import make_front
from stocktake.publish.website.ledger import make_ledger
from stocktake.publish.website.objective import make_objectives
from stocktake.publish.website.rendering import STYLE_SHEET, Page, read_styles, render_page
from stocktake.publish.website.sitemap import Site
from stocktake.release.manifest import DIGEST_FILE, FILE
from stocktake.release.reading import Release
from stocktake.vocabulary.faults import refusal

GENERATOR: Final = b'<meta name="generator" content="Stocktake'
_NO_REPORTS: Mapping[str, Path] = MappingProxyType({})


def publish_site(
    releases: Sequence[Release], folder: Path, reports: Mapping[str, Path] = _NO_REPORTS
) -> list[Path]:
    """Write the site of a strategy whole or not at all; an older site there is replaced.

    The newest release is the site; `reports` maps an edition (`2013-1`) to the folder that holds
    its `report.html` and its other forms. Returns the files written. RefusedError if the releases
    are not of one strategy, a report is missing, or the folder holds something that is no site.
    """
    _refuse_unfit(releases, reports)
    _refuse_foreign(folder)
    site = Site(releases, reports)
    aside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    names = [*_write_pages(site, aside), *_copy_files(site, aside)]
    _swap_in(aside, folder)
    return [folder / name for name in sorted(names)]


def list_pages(site: Site) -> Iterator[Page]:
    """Every page of the site."""
    yield make_front(site)
    yield from make_objectives(site)
    yield from make_actions(site)
    if site.has_recommendations:
        yield make_ledger(site)
    yield make_downloads(site)
    yield make_about(site)
    yield make_not_found(site)


def _write_pages(site: Site, folder: Path) -> Iterator[str]:
    yield _write(folder, STYLE_SHEET, read_styles().encode())
    for page in list_pages(site):
        yield _write(folder, page.path, render_page(site, page))


def _write(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return name


def _copy_files(site: Site, folder: Path) -> Iterator[str]:
    for release in site.releases:
        for name in (*release.manifest.files, FILE, DIGEST_FILE):
            yield _copy(release.folder / name, folder, f"{folder_of(release)}/{name}")
    for report in site.reports:
        for source in sorted(report.source.rglob("*")):
            if source.is_file():
                name = source.relative_to(report.source).as_posix()
                name = INDEX if name == "report.html" else name
                yield _copy(source, folder, f"{report.folder}/{name}")


def _copy(source: Path, folder: Path, name: str) -> str:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return name


def _swap_in(aside: Path, folder: Path) -> None:
    """A reader meets the old site or the new one."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


# --- refusals -------------------------------------------------------------------------------------


def _refuse_unfit(releases: Sequence[Release], reports: Mapping[str, Path]) -> None:
    strategies = sorted({release.manifest.strategy for release in releases})
    if not strategies:
        raise refusal("no-release")
    if len(strategies) > 1:
        raise refusal("two-strategies", strategies=strategies)
    for edition, source in sorted(reports.items()):
        if not (source / "report.html").is_file():
            raise refusal("no-report", str(source), edition=edition)


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    front = folder / INDEX
    if not front.is_file() or GENERATOR not in front.read_bytes():
        raise refusal("not-a-site", str(folder))
