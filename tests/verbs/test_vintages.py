"""Taking files in, listing them, series and revisions as a person asks for them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from specimens import RAW, needs_raw

from stocktake.cli import run
from stocktake.verbs.showing import FINE, REFUSED

FLAGSHIP = str(Path(__file__).parents[2] / "strategies" / "iss-2010")
Capture = pytest.CaptureFixture[str]
OLD = "geo,TIME_PERIOD,OBS_VALUE\nBE,2012,12\nBE,2013,15\n"
NEW = "geo,TIME_PERIOD,OBS_VALUE\nBE,2012,13\nBE,2013,15\nBE,2014,16\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What follows a verb that asks: this strategy, this store."""
    monkeypatch.chdir(tmp_path)
    return ["--strategy", FLAGSHIP, "--store", str(tmp_path / "store")]


def ingest(tmp_path: Path, text: str, published: str, *words: str) -> int:
    path = tmp_path / "floods.csv"
    path.write_text(text)
    told = ["--dataset", "floods", "--published", published, "--store", str(tmp_path / "store")]
    return run(["ingest", str(path), *told, *words])


@pytest.mark.parametrize(
    ("day", "value"),
    [("2012-06-30", "118087"), ("2013-06-10", "118111"), ("2014-06-20", "118277")],
)
def test_refusals_of_entry_2011_as_known_on_three_days(
    day: str, value: str, asked: list[str], capsys: Capture
) -> None:
    assert run(["series", "I-O4-02", "--as-of", day, "--json", *asked]) == FINE
    told = json.loads(capsys.readouterr().out)
    found = {row["period"]: row for row in told["values"]}
    assert str(found["2011"]["value"]) == value
    assert len(found["2011"]["sha256"]) == 64


def test_a_series_is_a_table_with_a_picture(asked: list[str], capsys: Capture) -> None:
    assert run(["series", "I-O4-02", "--as-of", "2014-06-20", *asked]) == FINE
    said = capsys.readouterr().out
    assert "118\u202f277" in said
    assert "fran/2014-05.1" in said
    assert "█" in said


@pytest.mark.parametrize("format_", ["sdmx-csv", "sdmx-ml", "json-stat"])
def test_an_exported_series_is_read_back(
    format_: str, asked: list[str], tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "series.out"
    assert run(["series", "I-O4-02", "--export", format_, "--out", str(out), *asked]) == FINE
    capsys.readouterr()
    assert run(["read", str(out), "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert (told["observations"], told["periods"]["last"]) == (6, "2013")


def test_a_file_taken_in_twice_is_one_vintage(tmp_path: Path, capsys: Capture) -> None:
    assert ingest(tmp_path, OLD, "2014-05-01") == FINE
    assert "added" in capsys.readouterr().out
    assert ingest(tmp_path, OLD, "2014-05-01") == FINE
    assert "there already" in capsys.readouterr().out


def test_what_was_revised_between_two_days(
    tmp_path: Path, asked: list[str], capsys: Capture
) -> None:
    assert ingest(tmp_path, OLD, "2014-05-01") == FINE
    assert ingest(tmp_path, NEW, "2015-05-01") == FINE
    capsys.readouterr()
    days = ["--from", "2014-12-31", "--to", "2015-12-31"]
    assert run(["revisions", "floods", *days, *asked]) == FINE
    said = capsys.readouterr().out
    assert said.index("revised: 1") < said.index("new: 1")
    assert "from 12 to 13" in said
    assert run(["revisions", "floods", *days, *asked, "--json"]) == FINE
    assert len(json.loads(capsys.readouterr().out)["revisions"]) == 2
    assert run(["revisions", "floods", "--from", "2015-12-30", "--to", "2015-12-31", *asked]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_what_indicators_ask_for_comes_into_the_strategy(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "iss"
    shutil.copytree(FLAGSHIP, folder)
    words = ["extract", str(folder), "--store", str(tmp_path / "store")]
    assert run(words) == REFUSED
    assert "no-store" in capsys.readouterr().err
    assert ingest(tmp_path, OLD, "2014-05-01") == FINE
    assert run(words) == FINE
    assert "no vintage of a dataset that an indicator" in capsys.readouterr().out
    told = ["--dataset", "fran", "--published", "2014-09", "--mapping", "set.INDIC=refusals"]
    (tmp_path / "fran.csv").write_text("geo,TIME_PERIOD,OBS_VALUE\nFRAN,2013,128902\n")
    store = ["--store", str(tmp_path / "store")]
    assert run(["ingest", str(tmp_path / "fran.csv"), *told, *store]) == FINE
    capsys.readouterr()
    assert run(words) == FINE
    said = capsys.readouterr().out
    assert "fran/2014-09.1" in said and "1 rows  added" in said and "stocktake check" in said
    assert run([*words, "--json"]) == FINE
    (vintage,) = json.loads(capsys.readouterr().out)["vintages"]
    assert vintage == {"vintage": "fran/2014-09.1", "rows": 1, "outcome": "as it was"}


def test_a_refused_file_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert ingest(tmp_path, OLD, "2014-05-01") == FINE
    twice = OLD.replace("BE,2013", "BE,2012")
    assert ingest(tmp_path, twice, "2015-05-01") == REFUSED
    assert "duplicate-observation" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "store" / "floods").iterdir()] == ["2014-05-01.1"]


def test_a_vintage_that_lost_rows_waits_for_a_person(tmp_path: Path, capsys: Capture) -> None:
    assert ingest(tmp_path, NEW, "2014-05-01") == FINE
    fewer = "geo,TIME_PERIOD,OBS_VALUE\nBE,2013,15\n"
    assert ingest(tmp_path, fewer, "2015-05-01") == REFUSED
    assert ingest(tmp_path, fewer, "2015-05-01", "--accept", "vintage-shrunk") != REFUSED
    capsys.readouterr()


def test_datasets_of_strategy_and_store_stand_in_one_list(
    tmp_path: Path, asked: list[str], capsys: Capture
) -> None:
    ingest(tmp_path, OLD, "2014-05-01")
    capsys.readouterr()
    assert run(["datasets", "--json", *asked]) == FINE
    found = {row["dataset"]: row for row in json.loads(capsys.readouterr().out)["datasets"]}
    assert (found["floods"]["vintages"], found["fran"]["vintages"]) == (1, 4)
    assert run(["datasets", *asked]) == FINE
    assert "4 vintages" in capsys.readouterr().out


def test_an_unknown_indicator_or_dataset_is_named(asked: list[str], capsys: Capture) -> None:
    assert run(["series", "I-O4-2", *asked]) == REFUSED
    assert "Did you mean" in capsys.readouterr().err
    days = ["--from", "2014-12-31", "--to", "2015-12-31"]
    assert run(["revisions", "frann", *days, *asked]) == REFUSED
    assert "'fran'" in capsys.readouterr().err


def test_ingest_asks_for_what_it_cannot_know(tmp_path: Path, capsys: Capture) -> None:
    assert run(["ingest", str(tmp_path / "x.csv")]) == REFUSED
    assert "--published" in capsys.readouterr().err


def test_a_strategy_is_taken_in_with_its_extracts(tmp_path: Path, capsys: Capture) -> None:
    words = ["ingest", FLAGSHIP, "--store", str(tmp_path / "store"), "--json"]
    assert run(words) == FINE
    assert all(row["new"] for row in json.loads(capsys.readouterr().out)["vintages"])
    assert run(words) == FINE
    assert not any(row["new"] for row in json.loads(capsys.readouterr().out)["vintages"])


def test_a_vintage_leads_back_to_the_very_bytes(tmp_path: Path, capsys: Capture) -> None:
    assert ingest(tmp_path, OLD, "2014-05-01", "--json") == FINE
    (vintage,) = json.loads(capsys.readouterr().out)["vintages"]
    store = ["--store", str(tmp_path / "store")]
    assert run(["origin", vintage["sha256"][:12], *store]) == FINE
    said = capsys.readouterr().out
    assert Path(said.splitlines()[0]).read_text() == OLD
    assert "floods, obtained" in said
    assert "from floods.csv" in said
    assert run(["origin", vintage["sha256"], "--json", *store]) == FINE
    (origin,) = json.loads(capsys.readouterr().out)["origins"]
    assert Path(origin["file"]).read_text() == OLD


@pytest.mark.parametrize("sha256", ["0" * 12, "..", "764f"])
def test_bytes_that_are_not_kept_are_refused(tmp_path: Path, capsys: Capture, sha256: str) -> None:
    assert run(["origin", sha256, "--store", str(tmp_path / "store")]) == REFUSED
    assert "bytes-unknown" in capsys.readouterr().err


@needs_raw
def test_the_offices_own_file_answers_as_the_extract_does(
    tmp_path: Path, asked: list[str], capsys: Capture
) -> None:
    assert run(["series", "I-O1-02", "--json", *asked]) == FINE
    extract = json.loads(capsys.readouterr().out)["values"]
    path = RAW / "objective1_crime" / "estat_crim_off_cat.tsv"
    told = ["--dataset", "crim_off_cat", "--published", "2024-04-23", *asked[2:]]
    assert run(["ingest", str(path), *told]) == FINE
    capsys.readouterr()
    assert run(["series", "I-O1-02", "--json", *asked]) == FINE
    whole = json.loads(capsys.readouterr().out)["values"]
    assert [(r["period"], r["value"]) for r in whole] == [
        (r["period"], r["value"]) for r in extract
    ]
