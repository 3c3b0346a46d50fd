"""Asking an office as a person does: what came, what was revised, and what stays if it fails."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sources.network.office_server import (
    EASY,
    HASTY,
    Play,
    Server,
    say,
    say_in_chunks,
    serve,
    trickle,
)

from stocktake.cli import run
from stocktake.folder.starting import start_strategy
from stocktake.sources.keeping import today
from stocktake.sources.network.fetch import OFFLINE
from stocktake.verbs import fetching
from stocktake.verbs.showing import FINE, REFUSED, SHOWN

Capture = pytest.CaptureFixture[str]
Ask = Callable[..., int]
PATH = "/rest/data/floods"
OLD = b"geo,TIME_PERIOD,OBS_VALUE\nBE,2012,12\nBE,2013,15\n"
NEW = b"geo,TIME_PERIOD,OBS_VALUE\nBE,2012,13\nBE,2013,15\nBE,2014,16\n"
ROW = """
[TEST]
title = "Office of Tests"
base = "http://office.test:{port}/rest"
standard = "sdmx-2.1"
licence = "CC0"
note = "on this machine"
checked = 2026-11-24
http = true
[TEST.formats]
csv = {{ accept = "text/csv" }}
json-stat = {{ accept = "application/json" }}
"""


def cube(updated: str, *values: int) -> bytes:
    """JSON-stat that names its day."""
    years = [str(2012 + at) for at in range(len(values))]
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "updated": updated,
            "id": ["geo", "time"],
            "size": [1, len(years)],
            "role": {"geo": ["geo"], "time": ["time"]},
            "dimension": {
                "geo": {"category": {"index": ["BE"]}},
                "time": {"category": {"index": years}},
            },
            "value": values,
        }
    ).encode()


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """An office on this machine, and the only test set that may ask one."""
    monkeypatch.delenv(OFFLINE)
    monkeypatch.chdir(tmp_path)
    with serve() as server:
        Path("offices.toml").write_text(ROW.format(port=server.port))
        monkeypatch.setenv("STOCKTAKE_OFFICES", "offices.toml")
        monkeypatch.setattr(fetching, "DOOR", server.door())
        monkeypatch.setattr(fetching, "LIMITS", EASY)
        yield server


@pytest.fixture
def ask(office: Server, capsys: Capture) -> Callable[..., tuple[int, str, str]]:
    """Let the office say something and fetch it: status, output, errors."""

    def run_fetch(*plays: Play, words: str = "") -> tuple[int, str, str]:
        office.on(PATH, *plays)
        capsys.readouterr()
        status = run(["fetch", "--office", "test", "floods", *shlex.split(words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_fetch


def vintages() -> list[str]:
    folder = Path("store/floods")
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_what_an_office_gives_is_a_vintage_that_leads_to_its_bytes(ask: Any) -> None:
    status, out, err = ask(say(OLD))
    assert (status, err) == (FINE, "")
    assert f"floods/{today()}.1: new, 2 rows." in out
    assert "the first vintage of this dataset" in out
    kept = Path(out.rpartition("bytes as received: ")[2].strip())
    assert kept.read_bytes() == OLD
    manifest = json.loads(Path(f"store/floods/{today()}.1/manifest.json").read_text())
    assert kept.stem == manifest["sha256"]
    assert manifest["origin"]["publisher"] == "Office of Tests"
    assert manifest["origin"]["url"].endswith(PATH)


def test_the_day_the_data_name_is_the_day_of_the_vintage(ask: Any) -> None:
    _, out, _ = ask(say(cube("2024-04-23T23:00:00+0200", 12, 15)))
    assert "published 2024-04-23, as the data say" in out
    assert vintages() == ["2024-04-23.1"]


@pytest.mark.parametrize("updated", ["2999-01-01", "23 April", "2024-02-31T11:00:00Z", ""])
def test_a_day_that_cannot_be_is_not_believed(ask: Any, updated: str) -> None:
    _, out, _ = ask(say(cube(updated, 12, 15)))
    assert "the day it came, as the data name none that fits" in out
    assert vintages() == [f"{today()}.1"]


def test_revisions_are_counted_and_the_command_that_lists_them_does(
    ask: Any, capsys: Capture
) -> None:
    ask(say(cube("2024-04-23", 12, 15)))
    _, out, _ = ask(say(cube("2025-04-23", 13, 15, 16)))
    assert "against 2024-04-23.1: 1 revised, 1 new" in out
    command = out.partition("see each: ")[2].splitlines()[0]
    assert run(shlex.split(command)[1:]) == FINE
    said = capsys.readouterr().out
    assert "from 12 to 13" in said
    assert "16 is new" in said


def test_two_vintages_of_one_day_are_compared_too(ask: Any) -> None:
    ask(say(OLD))
    _, out, _ = ask(say(NEW))
    assert f"floods/{today()}.2: new, 3 rows." in out
    assert f"against {today()}.1: 1 revised, 1 new" in out
    assert "see each" not in out
    assert "BE, 2012: revised from 12 to 13." in out


def test_data_that_name_an_older_day_than_the_last_vintage_still_come_after_it(ask: Any) -> None:
    ask(say(cube("2024-04-23", 12, 15)))
    ask(say(cube("2023-04-23", 13, 15)))
    assert vintages() == ["2024-04-23.1", f"{today()}.1"]


def test_in_a_month_that_is_not_over_the_next_vintage_comes_after_too(ask: Any) -> None:
    Path("old.csv").write_bytes(OLD)
    month = today().isoformat()[:4]
    assert run(["ingest", "old.csv", "--dataset", "floods", "--published", month]) == FINE
    _, out, _ = ask(say(NEW))
    assert f"floods/{month}.2: new" in out


@pytest.mark.parametrize("again", [say(b"", 304), say(OLD)])
def test_nothing_new_is_said_with_the_day_of_the_last_bytes(ask: Any, again: Play) -> None:
    ask(say(OLD, ETag='"one"'))
    status, out, _ = ask(again)
    assert status == FINE
    assert out == f"floods: nothing new at Office of Tests since {today()}.\n"
    assert len(vintages()) == 1


def test_other_bytes_that_say_the_same_are_no_vintage(ask: Any) -> None:
    ask(say(cube("2024-04-23", 12, 15)))
    _, out, _ = ask(say(cube("2025-04-23", 12, 15)))
    assert out == "floods: nothing new; what came says the same as floods/2024-04-23.1.\n"
    assert vintages() == ["2024-04-23.1"]


def test_bytes_that_came_and_were_not_taken_in_are_taken_in_next_time(ask: Any) -> None:
    """As after a kill between the two."""
    ask(say(OLD, ETag='"one"'))
    for path in sorted(Path("store/floods").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    status, out, _ = ask(say(b"", 304))
    assert (status, vintages()) == (FINE, [f"{today()}.1"])
    assert "new, 2 rows" in out


PAGE = b"<!DOCTYPE html><title>Maintenance until noon</title>"
REFUSAL = b'{"error":[{"status":400,"id":150,"label":"NO SUCH CODE"}]}'
BAD: dict[str, tuple[Play, str]] = {
    "page": (say(PAGE, Content_Type="text/html"), "Maintenance until noon"),
    "refused": (say(REFUSAL, 400), "NO SUCH CODE"),
    "failing": (say(b"down for now", 503), "down for now"),
    "slow": (trickle(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n"), "fetch-timeout"),
    "cut": (say_in_chunks(b"12", whole=False), "answer-length"),
    "unreadable": (say(b"what is this"), "error"),
    "shrunk": (say(b"geo,TIME_PERIOD,OBS_VALUE\nBE,2013,15\n"), "vintage-shrunk"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_office_that_fails_is_quoted_and_the_vintage_stays(
    ask: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    play, said = BAD[name]
    ask(say(OLD))
    monkeypatch.setattr(fetching, "LIMITS", HASTY if name == "slow" else EASY)
    status, out, err = ask(play)
    assert (status, out) == (REFUSED, "")
    assert "nothing was taken in" in err
    assert said in err
    assert f"floods/{today()}.1 stays the newest vintage" in err
    assert ("what came is kept" in err) == (name in ("unreadable", "shrunk"))
    assert vintages() == [f"{today()}.1"]


def test_an_office_that_fails_at_first_leaves_no_vintage(ask: Any) -> None:
    status, _, err = ask(say(PAGE, Content_Type="text/html"))
    assert status == REFUSED
    assert "no vintage of it yet" in err
    assert vintages() == []


def test_a_vintage_a_person_believes_is_taken_in(ask: Any) -> None:
    ask(say(NEW))
    fewer = say(b"geo,TIME_PERIOD,OBS_VALUE\nBE,2013,15\n", ETag='"one"')
    assert ask(fewer)[0] == REFUSED
    status, out, _ = ask(say(b"", 304), words="--accept vintage-shrunk")
    assert status == SHOWN
    assert "2 withdrawn" in out


def test_a_part_is_laid_over_what_is_there(ask: Any, office: Server) -> None:
    ask(say(NEW))
    office.on(f"{PATH}/BE", say(b"geo,TIME_PERIOD,OBS_VALUE\nBE,2014,17\n"))
    assert run(["fetch", "--office", "TEST", "floods", "--key", "BE", "--start", "2014"]) == FINE
    assert office.asked[-1].path == f"{PATH}/BE?startPeriod=2014"
    manifest = json.loads(Path(f"store/floods/{today()}.2/manifest.json").read_text())
    assert manifest["complete"] is False


@pytest.mark.parametrize("play", [say(OLD), say(REFUSAL, 400)])
def test_machines_read_the_same(ask: Any, play: Play) -> None:
    ask(say(cube("2024-04-23", 12, 14)))
    status, out, err = ask(play, words="--json")
    told = json.loads(out)
    assert err == ""
    if status == REFUSED:
        assert (told["outcome"], told["vintage"]) == ("failed", "floods/2024-04-23.1")
        assert [problem["code"] for problem in told["problems"]] == ["office-refused"]
        assert told["bytes"] is None
    else:
        assert (told["outcome"], told["previous"]) == ("new", "floods/2024-04-23.1")
        assert told["revisions"] == {"revised": 1}
        assert Path(told["bytes"]).read_bytes() == OLD
        assert (told["dated_by"], told["rows"]) == ("obtained", 2)


# --- datasets of a strategy -------------------------------------------------------------------


@pytest.fixture
def strategy(office: Server) -> Path:
    folder = Path("strategy")
    start_strategy(folder, "Dry Cellars")
    head = "ref,title,publisher,code,dimensions,rank,licence,reusable,url\n"
    rows = [
        "cellars,Flooded cellars,Office of Tests,floods,freq,official,CC0,yes,",
        "odd,Other dimensions,Office of Tests,floods,freq;unit,official,CC0,yes,",
        "nocode,No code,Office of Tests,,freq,official,CC0,yes,",
        "nobody,No office,Nobody's Bureau,x,freq,official,CC0,yes,",
    ]
    (folder / "datasets.csv").write_text(head + "\n".join(rows) + "\n")
    return folder


BY_YEAR = b"freq,geo,TIME_PERIOD,OBS_VALUE\nA,BE,2012,12\nA,BE,2013,15\n"


def fetch_of(strategy: Path, ref: str, capsys: Capture, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    status = run(["fetch", ref, "--strategy", str(strategy), *words])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_dataset_of_the_strategy_is_asked_of_its_publisher_by_its_code(
    office: Server, strategy: Path, capsys: Capture
) -> None:
    office.on(PATH, say(BY_YEAR))
    status, said = fetch_of(strategy, "cellars", capsys)
    assert status == FINE
    assert f"cellars/{today()}.1: new" in said
    assert office.paths == [PATH]


def test_what_the_strategy_carries_counts_as_the_vintage_before(
    office: Server, strategy: Path, capsys: Capture
) -> None:
    (strategy / "vintages.csv").write_text(
        "dataset,published,number,data_day,obtained,complete,origin,sha256,rows,reader\n"
        f"cellars,2014-05-01,1,,2014-05-01,yes,EV-1,{'0' * 64},1,by hand\n"
    )
    folder = strategy / "observations" / "cellars"
    folder.mkdir(parents=True)
    (folder / "2014-05-01.1.csv").write_text("series,geo,period,value,flags\nfreq=A,BE,2012,11,\n")
    office.on(PATH, say(BY_YEAR))
    _, said = fetch_of(strategy, "cellars", capsys)
    assert "against 2014-05-01.1: 1 revised, 1 new" in said


def test_other_dimensions_than_the_strategy_knows_wait_for_a_person(
    office: Server, strategy: Path, capsys: Capture
) -> None:
    office.on(PATH, say(BY_YEAR))
    status, said = fetch_of(strategy, "odd", capsys)
    assert status == REFUSED
    assert "vintage-dimensions" in said
    assert fetch_of(strategy, "odd", capsys, "--accept", "vintage-dimensions")[0] == FINE


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("cellar", "Did you mean 'cellars'?"),
        ("nocode", "dataset-no-code"),
        ("nobody", "office-unknown"),
    ],
)
def test_a_dataset_that_cannot_be_asked_for_is_named(
    office: Server, strategy: Path, capsys: Capture, ref: str, said: str
) -> None:
    status, told = fetch_of(strategy, ref, capsys)
    assert (status, office.asked) == (REFUSED, [])
    assert said in told
    assert not Path("store").exists()


# --- offices, progress ------------------------------------------------------------------------


def test_the_offices_are_listed_with_what_they_offer(office: Server, capsys: Capture) -> None:
    assert run(["offices"]) == FINE
    said = capsys.readouterr().out
    assert "ESTAT " in said
    assert "Office of Tests\n" in said
    assert "sdmx-2.1: csv, json-stat. CC0." in said
    assert run(["offices", "--json"]) == FINE
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["offices"]}
    assert rows["TEST"]["formats"] == ["csv", "json-stat"]


def test_a_broken_row_of_ones_own_is_named(office: Server, capsys: Capture) -> None:
    Path("offices.toml").write_text("[TEST]\ntitle = 1\n")
    assert run(["offices"]) == REFUSED
    assert "office-broken" in capsys.readouterr().err


def test_a_terminal_sees_the_bytes_come_and_what_is_waited_for(
    ask: Any, office: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(fetching, "LIMITS", replace(EASY, pauses=(3,)))
    big = OLD + b"BE,2013-01,1\n" * 20_000
    _, _, err = ask(say(b"", 500), say(big), words="--json")
    assert "asking Office of Tests for floods" in err
    assert "not yet; asking again in 3 s" in err
    assert "0.2 MB so far" in err
    assert office.slept == [3]


def test_a_pipe_hears_nothing(ask: Any) -> None:
    _, out, err = ask(say(b"", 500), say(OLD))
    assert err == ""
    assert "so far" not in out
