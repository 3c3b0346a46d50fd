"""The page of the data: every table to take away, and how to check that it is as released."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from stocktake.publish.website.rendering import Page
from stocktake.publish.website.sitemap import DATA, FRONT, Site, name_edition
from stocktake.release.manifest import DIGEST_FILE, FILE
from stocktake.release.reading import Release
from stocktake.vocabulary.tables import TABLES

FORMS = (("CSV", "csv/{}.csv"), ("JSON", "json/{}.json"), ("Parquet", "parquet/{}.parquet"))


@dataclass(frozen=True)
class TableFiles:
    """One table: name, what it is, how many rows, and its files."""

    name: str
    about: str
    rows: int
    files: list[tuple[str, str]]


@dataclass(frozen=True)
class Edition:
    """A release that can be taken whole."""

    name: str
    as_of: str
    folder: str
    digest: str
    manifest: str
    digest_file: str


def folder_of(release: Release) -> str:
    """Where a release's files lie on the site."""
    return f"data/{name_edition(release)}"


def make_downloads(site: Site) -> Page:
    """The page that lists all files."""
    facts = site.facts
    groups = [
        (group, list(tables))
        for group, tables in groupby(_list_tables(site), key=lambda one: TABLES[one.name].group)
    ]
    content = {
        "groups": groups,
        "editions": [_edition(site, release) for release in reversed(site.releases)],
        "count": sum(len(tables) for _, tables in groups),
        "withheld": sum(facts.release.manifest.withheld.values()),
    }
    title = facts.text("site.data.title")
    crumbs = ((facts.text("site.nav.overview"), FRONT), (facts.text("site.nav.data"), ""))
    return Page(DATA, "data.html", title, content, "data", crumbs)


def _list_tables(site: Site) -> Iterator[TableFiles]:
    folder, files = folder_of(site.facts.release), site.facts.release.manifest.files
    for name, table in TABLES.items():
        there = [(form, path.format(name)) for form, path in FORMS if path.format(name) in files]
        if there:
            links = [(form, f"{folder}/{path}") for form, path in there]
            yield TableFiles(name, table.about, len(site.facts.tables[name]), links)


def _edition(site: Site, release: Release) -> Edition:
    folder = folder_of(release)
    return Edition(
        name=name_edition(release),
        as_of=site.facts.day(release.manifest.as_of),
        folder=folder,
        digest=release.manifest.digest,
        manifest=f"{folder}/{FILE}",
        digest_file=f"{folder}/{DIGEST_FILE}",
    )
