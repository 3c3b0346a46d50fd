"""What all pages share: the newest release, the older ones, the reports, and the addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stocktake.publish.facts import Facts, Row
from stocktake.publish.spans import Span
from stocktake.publish.website.addresses import INDEX, Addresses
from stocktake.release.reading import Release

FRONT: Final = INDEX
RECOMMENDATIONS: Final = f"recommendations/{INDEX}"
DATA: Final = f"data/{INDEX}"
ABOUT: Final = f"about/{INDEX}"
NOT_FOUND: Final = "404.html"
FORMS: Final = {"report.pdf": "pdf", "report.docx": "docx", "report.json": "json"}


@dataclass(frozen=True)
class GivenReport:
    """A report made elsewhere: its edition, where it lies, and where it goes."""

    edition: str
    source: Path
    folder: str

    @property
    def page(self) -> str:
        """Its page on the site."""
        return f"{self.folder}/{INDEX}"

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The other forms it comes in: the form, and its file on the site."""
        there = ((name, form) for name, form in FORMS.items() if (self.source / name).is_file())
        return [(form, f"{self.folder}/{name}") for name, form in there]


def place_reports(reports: Mapping[str, Path]) -> list[GivenReport]:
    """Where each report goes: the newest edition of a round under the name of the round."""
    newest: dict[str, str] = {}
    ordered = sorted(reports, key=_edition_key)
    for edition in ordered:
        newest[edition.rpartition("-")[0] or edition] = edition
    places = {edition: cycle for cycle, edition in newest.items()}
    return [
        GivenReport(edition, reports[edition], f"report/{places.get(edition, edition)}")
        for edition in ordered
    ]


def _edition_key(edition: str) -> tuple[str, int]:
    cycle, _, number = edition.rpartition("-")
    return cycle, int(number) if number.isdigit() else 0


class Site:
    """The site of one strategy, made from its newest release."""

    def __init__(self, releases: Sequence[Release], reports: Mapping[str, Path]) -> None:
        self.releases = sorted(releases, key=lambda one: (one.manifest.as_of, one.manifest.edition))
        self.facts = Facts(self.releases[-1])
        self.digest = self.facts.release.short_digest
        self.reports = place_reports(reports)
        self.addresses = Addresses(self._list_refs())

    def _list_refs(self) -> Iterator[str]:
        for objective in self.facts.objectives:
            yield objective["ref"]
        for action in self.facts.rows("actions"):
            yield action["ref"]

    @property
    def name(self) -> str:
        """The short title of the strategy."""
        return str(self.facts.strategy["short_title"])

    @property
    def edition(self) -> str:
        """The edition shown: round and number."""
        return name_edition(self.facts.release)

    @property
    def as_of(self) -> Span:
        """The day of this edition, with its mark."""
        cycle = self.facts.cycle
        return self.facts.fact("cycles", cycle["ref"], "as_of", self.facts.today)

    @property
    def has_recommendations(self) -> bool:
        """Whether there is a page of recommendations."""
        return bool(self.facts.rows("recommendations"))

    @property
    def entries(self) -> list[tuple[str, str]]:
        """The navigation: what a page is called in the catalogue, and where it is."""
        entries = [("overview", FRONT), ("objectives", f"{FRONT}#glance")]
        if self.has_recommendations:
            entries.append(("recommendations", RECOMMENDATIONS))
        return [*entries, ("reports", f"{FRONT}#reports"), ("data", DATA)]

    def page_of(self, ref: str) -> str:
        """The page of an objective or action."""
        return self.addresses.find_page(ref)

    def objective_of(self, action: Row) -> Row:
        """The strategic objective an action counts for."""
        line = self.facts.row("objectives", action["objective"])
        return self.facts.row("objectives", line["parent"]) if line["parent"] else line

    def report_of(self, cycle: str) -> GivenReport | None:
        """The newest report given of a round."""
        found = [one for one in self.reports if one.folder == f"report/{cycle}"]
        return found[0] if found else None

    def name_actors(self, refs: Iterable[str] | None) -> str:
        """Names of actors, with commas between."""
        return ", ".join(self.facts.name_of(ref) for ref in refs or ())


def name_edition(release: Release) -> str:
    """Round and number of a release: 2013-1."""
    return f"{release.manifest.cycle}-{release.manifest.edition}"


def link_inside(text: str, target: str) -> Span:
    """Words that lead to another page of the site."""
    return Span(text, to=f"site:{target}")
