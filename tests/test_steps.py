"""The cycle as functions: what is checked, frozen and published, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stocktake import steps
from stocktake.folder.workbook import read_strategy
from stocktake.release.reading import Release, read_release
from stocktake.vocabulary.problems import RefusedError

FLAGSHIP = Path(__file__).parents[1] / "strategies" / "iss-2010"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder, told = tmp_path_factory.mktemp("out"), list[str]()
    steps.build(FLAGSHIP, "2013", folder, tell=told.append)
    return folder, told


def test_build_writes_release_report_and_site(built: tuple[Path, list[str]]) -> None:
    folder, told = built
    for name in (
        "release/manifest.json",
        "report/report.html",
        "report/report.pdf",
        "report/report.docx",
        "report/report.json",
        "site/index.html",
    ):
        assert (folder / name).stat().st_size > 1000
    assert told == [
        "checking and freezing",
        "printing the report: page, PDF, Word",
        "writing the site",
    ]


def test_the_report_links_the_tables_beside_it(built: tuple[Path, list[str]]) -> None:
    page = (built[0] / "report" / "report.html").read_text()
    assert 'href="../release/csv/action_states.csv"' in page
    assert (built[0] / "report" / "../release/csv/action_states.csv").is_file()


def test_build_again_replaces_what_it_wrote(built: tuple[Path, list[str]]) -> None:
    before = read_release(built[0] / "release").manifest.digest
    assert steps.build(FLAGSHIP, "2013", built[0]).manifest.digest == before


def test_the_round_before_is_computed_at_its_own_day(flagship_releases: dict[str, Release]) -> None:
    changes = flagship_releases["2013"].tables["changes"]
    moved = changes.filter((changes["row"] == "O1.L1.A1") & (changes["field"] == "timing"))
    assert moved.select("old", "new").rows() == [("early", "on time")]


def test_a_release_of_the_round_before_may_be_given(
    flagship_releases: dict[str, Release], tmp_path: Path
) -> None:
    given = flagship_releases["2013"].folder
    release = steps.release_strategy(FLAGSHIP, "2014", tmp_path / "release", previous=given)
    assert release.manifest.previous == flagship_releases["2013"].manifest.digest
    same = (
        release.tables["changes"].to_dicts()
        == flagship_releases["2014"].tables["changes"].to_dicts()
    )
    assert same


def test_another_day_is_another_release(
    flagship_releases: dict[str, Release], tmp_path: Path
) -> None:
    release = steps.release_strategy(FLAGSHIP, "2013", tmp_path / "release", date(2013, 5, 1))
    assert release.manifest.as_of == "2013-05-01"
    assert release.manifest.digest != flagship_releases["2013"].manifest.digest


def test_nothing_is_written_where_a_strategy_is_broken(tmp_path: Path) -> None:
    shutil.copytree(FLAGSHIP, tmp_path / "broken")
    actions = tmp_path / "broken" / "actions.csv"
    actions.write_text(actions.read_text().replace("O1.L1.A1,O1.L1", "O1.L1.A1,O9.L9", 1))
    with pytest.raises(RefusedError) as refused:
        steps.build(tmp_path / "broken", "2013", tmp_path / "out")
    assert refused.value.problems
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("step", ["release", "report", "site", "build", "build_all"])
def test_a_file_in_the_way_is_refused_before_any_work(
    step: str, flagship_releases: dict[str, Release], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    out = tmp_path / "file" / "out"
    work: dict[str, Callable[[], object]] = {
        "release": lambda: steps.release_strategy(FLAGSHIP, "2013", out),
        "report": lambda: steps.publish_reports([flagship_releases["2013"]], out),
        "site": lambda: steps.publish_website([flagship_releases["2013"]], out),
        "build": lambda: steps.build(FLAGSHIP, "2013", out),
        "build_all": lambda: steps.build_all(FLAGSHIP, out),
    }
    with pytest.raises(RefusedError, match="This is a file"):
        work[step]()
    assert (tmp_path / "file").read_text() == "mine"


def test_several_reports_get_a_folder_each(
    flagship_releases: dict[str, Release], tmp_path: Path
) -> None:
    written = steps.publish_reports(
        [flagship_releases["2011"], flagship_releases["2013"]], tmp_path
    )
    assert {path.parent.name for path in written} == {"2011", "2013"}
    assert all(path.is_file() for path in written)


def test_the_way_between_two_folders(tmp_path: Path) -> None:
    assert (
        steps.relative(tmp_path / "a" / "release", tmp_path / "b" / "report") == "../../a/release/"
    )


def test_an_edition_is_named_by_its_round_and_number(flagship_releases: dict[str, Release]) -> None:
    assert steps.name_edition(flagship_releases["2013"]) == "2013-1"


def test_a_cycle_is_assessed_from_tables_alone() -> None:
    tables = read_strategy(FLAGSHIP).tables
    assessed = steps.assess_cycle(tables, "2013")
    assert assessed.today == date(2013, 4, 10)
    assert set(assessed.findings) <= set(assessed.everything)
