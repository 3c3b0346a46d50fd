"""Fetching as a user does: new bytes with their origin, or a reason and yesterday's file."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sources.network.office_server import (
    CSV,
    DAY,
    EASY,
    HASTY,
    Server,
    codes,
    pour,
    real,
    reset,
    say,
    say_in_chunks,
    say_packed,
    serve,
    trickle,
)

import stocktake.sources.network.fetch as fetch_module
from stocktake.sources.keeping import read_origin, today
from stocktake.sources.network.fetch import FAILED, NEW, OFFLINE, UNCHANGED, Request, fetch
from stocktake.sources.network.lines import Door
from stocktake.version import VERSION

PATH = "/rest/data/flow/A.DE"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_bytes_are_kept_with_their_origin(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(ETag='"one"', Content_Type="text/csv"))
    fetched = server.fetch(tmp_path)
    assert (fetched.outcome, fetched.problems) == (NEW, ())
    assert fetched.path is not None
    assert fetched.path.read_bytes() == CSV
    origin = read_origin(next(tmp_path.glob("*.origin.json")))
    assert origin == fetched.origin == read_origin(next(tmp_path.glob("*.latest.json")))
    assert origin.url == f"http://office.test:{server.port}{PATH}"
    assert origin.sha256 == sha256(CSV).hexdigest()
    assert (origin.obtained, origin.status, origin.size) == ("2026-11-24", 200, len(CSV))
    assert (origin.publisher, origin.licence) == ("Office of Tests", "CC0")
    assert origin.headers == {
        "etag": '"one"',
        "content-type": "text/csv",
        "content-length": str(len(CSV)),
    }
    assert len(names(tmp_path)) == 3


def test_the_request_is_plain(server: Server, tmp_path: Path, monkeypatch: Any) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.on(PATH, say(Set_Cookie="id=1"))
    server.fetch(tmp_path)
    server.fetch(tmp_path)
    assert server.asked[-1].headers == {
        "Host": f"office.test:{server.port}",
        "User-Agent": f"Stocktake/{VERSION}",
        "Accept-Encoding": "gzip",
        "Accept": "text/csv",
        "Connection": "close",
    }


@pytest.mark.parametrize(
    "name",
    [
        "sdmx_csv/example-01.csv",
        "sdmx_ml/ESTAT_NAMA_10_GDP-ss.xml",
        "sdmx_ml/INSEE_IPI-2010-A21.xml",
        "sdmx_ml/ECB_EXR_ng-ts.xml",
        "sdmx_ml/v3_ECB_EXR0.xml",
        "sdmx_json/ECB_EXR_flat_v1.json",
        "sdmx_json/OECD_data-PART2-all-all.json",
        "jsonstat/eurostat_api_isoc_e_dii.json",
        "jsonstat/eurostat_nama_gdp_c_jsonstat1.json",
        "jsonstat/jsonstat_org_order.json",
        "sdmx_ml/ESTAT_footer2.zip",
    ],
)
def test_real_answers_are_taken_byte_by_byte(server: Server, tmp_path: Path, name: str) -> None:
    body = real(name)
    for play in (say(body), say_packed(body), say_in_chunks(body[:100], body[100:])):
        server.on(PATH, play)
        fetched = server.fetch(tmp_path / str(len(server.asked)))
        assert fetched.problems == ()
        assert fetched.path is not None
        assert fetched.path.read_bytes() == body
        assert fetched.path.suffix == Path(name).suffix


def test_not_modified_is_unchanged(server: Server, tmp_path: Path) -> None:
    last = "Tue, 24 Nov 2026 08:00:00 GMT"
    server.on(PATH, say(ETag='"one"', Last_Modified=last), say(b"", 304))
    first, second = server.fetch(tmp_path), server.fetch(tmp_path, day=DAY.replace(day=25))
    assert second.outcome == UNCHANGED
    assert (second.path, second.origin) == (first.path, first.origin)
    assert server.asked[1].headers["If-None-Match"] == '"one"'
    assert server.asked[1].headers["If-Modified-Since"] == last


def test_an_origin_given_is_compared_with(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(ETag='"one"'), say(b"", 304))
    first = server.fetch(tmp_path)
    next(tmp_path.glob("*.latest.json")).unlink()
    assert server.fetch(tmp_path, previous=first.origin).outcome == UNCHANGED


def test_the_same_bytes_again_are_unchanged(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(ETag='"one"'), say(ETag='"two"'))
    server.fetch(tmp_path)
    second = server.fetch(tmp_path, day=DAY.replace(day=25))
    assert second.outcome == UNCHANGED
    assert second.origin is not None
    assert (second.origin.obtained, second.origin.headers["etag"]) == ("2026-11-24", '"two"')
    assert len(names(tmp_path)) == 3


def test_new_bytes_stand_beside_the_old(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(), say(CSV + b"A,FR,2013,1\n"))
    first, second = server.fetch(tmp_path), server.fetch(tmp_path)
    assert second.outcome == NEW
    assert first.path is not None and first.path.read_bytes() == CSV
    assert second.path is not None and second.path != first.path


def test_a_changed_file_is_asked_for_anew(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(ETag='"one"'))
    first = server.fetch(tmp_path)
    assert first.path is not None
    first.path.chmod(0o644)
    first.path.write_bytes(b"spoiled")
    second = server.fetch(tmp_path)
    assert (second.outcome, codes(second)) == (NEW, ["origin-broken"])
    assert "If-None-Match" not in server.asked[1].headers
    assert first.path.read_bytes() == CSV


BAD: dict[str, tuple[Any, str]] = {
    "error": (say(b'{"error":[{"status":400,"id":1,"label":"NO."}]}', 400), "office-refused"),
    "failing": (say(b"down", 503), "office-failing"),
    "page": (say(b"<!DOCTYPE html><title>Maintenance</title>"), "html-answer"),
    "empty": (say(b""), "answer-empty"),
    "no content": (say(b"", 204), "answer-empty"),
    "reset": (reset, "connection-failed"),
    "slow": (trickle(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n"), "fetch-timeout"),
    "endless": (pour(b"HTTP/1.1 200 X\r\n\r\n"), "answer-too-large"),
    "cut": (say_in_chunks(b"12", whole=False), "answer-length"),
    "not modified, unasked": (say(b"", 304), "office-refused"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_yesterdays_file_stays_when_the_office_fails(
    server: Server, tmp_path: Path, name: str
) -> None:
    play, code = BAD[name]
    server.on(PATH, say(), play)
    first = server.fetch(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    limits = HASTY if name == "slow" else EASY
    second = server.fetch(tmp_path, limits=limits)
    assert (second.outcome, second.is_refused) == (FAILED, True)
    assert codes(second) == [code, "file-kept"]
    assert "2026-11-24" in second.problems[-1].message
    assert (second.path, second.origin) == (first.path, first.origin)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", BAD)
def test_without_a_file_of_yesterday_nothing_is_left(
    server: Server, tmp_path: Path, name: str
) -> None:
    play, code = BAD[name]
    server.on(PATH, play)
    fetched = server.fetch(tmp_path, limits=HASTY if name == "slow" else EASY)
    assert (fetched.outcome, codes(fetched), fetched.path) == (FAILED, [code], None)
    assert names(tmp_path) == []


def test_a_second_try_helps(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"", 500), say())
    assert server.fetch(tmp_path).outcome == NEW
    assert server.slept == [0]


def test_the_first_answer_of_a_slow_office_may_fail(server: Server, tmp_path: Path) -> None:
    server.on(PATH, reset, say())
    assert server.fetch(tmp_path).outcome == NEW


def test_an_unknown_office_is_named(tmp_path: Path) -> None:
    fetched = fetch(Request("ESTA", "x"), tmp_path)
    assert codes(fetched) == ["office-unknown"]
    assert "Did you mean ESTAT?" in fetched.problems[0].mend


@pytest.mark.parametrize("name", ["test", "Office of Tests", "OFFICE OF TESTS"])
def test_an_office_is_found_by_name_or_title(server: Server, tmp_path: Path, name: str) -> None:
    server.on(PATH, say())
    fetched = server.fetch(tmp_path, request=Request(name, "flow", "A.DE"))
    assert fetched.origin is not None
    assert fetched.origin.office == "TEST"
    assert server.fetch(tmp_path).outcome == UNCHANGED


def test_who_listens_hears_how_much_came(server: Server, tmp_path: Path) -> None:
    heard: list[int] = []
    server.on(PATH, say_in_chunks(CSV[:10], CSV[10:]))
    server.fetch(tmp_path, door=server.door(hear=heard.append))
    assert heard[-1] == len(CSV)
    assert heard == sorted(heard)


@pytest.mark.parametrize(
    "request_",
    [
        Request("ESTAT", "a\r\nX-Evil: 1"),
        Request("ESTAT", "../../x"),
        Request("ESTAT", "x", key="A.DE\nHost: evil"),
        Request("ESTAT", "x", start="2013\r\n"),
        Request("ESTAT", "x", format="exe"),
    ],
)
def test_what_cannot_stand_in_an_address_is_not_sent(tmp_path: Path, request_: Request) -> None:
    fetched = fetch(request_, tmp_path, door=Door(resolve=never, sleep=never))
    assert fetched.outcome == FAILED
    assert len(fetched.problems) == 1


def never(*_: object) -> list[str]:
    raise AssertionError("the network was touched")


@pytest.mark.parametrize("value", ["1", "yes", "0", ""])
def test_the_switch_shuts_the_door(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    monkeypatch.setenv(OFFLINE, value)
    offline = value in ("0", "")
    fetched = fetch(
        Request("ESTAT", "tps00001"), tmp_path, offline=offline, door=Door(resolve=never)
    )
    assert codes(fetched) == ["fetch-offline"]
    assert "estat" in fetched.problems[0].file or "eurostat" in fetched.problems[0].file


def test_offline_the_file_of_yesterday_is_still_named(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say())
    first = server.fetch(tmp_path)
    second = server.fetch(tmp_path, offline=True)
    assert (codes(second), second.path) == (["fetch-offline", "file-kept"], first.path)


def test_a_folder_that_cannot_be_written_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    server.on(PATH, say())
    assert codes(server.fetch(tmp_path / "file")) == ["store-unwritable"]


KILLED = """
    import os, pathlib, signal, sys
    from stocktake.sources.network.fetch import Door, Request, fetch
    from stocktake.sources.network.offices import Format, Office
    import datetime

    port, folder, moment = int(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    day, count, old = datetime.date(2026, 11, 25), 0, pathlib.Path.replace

    def replace(self, target):
        global count
        count += 1
        if count > moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return old(self, target)

    pathlib.Path.replace = replace
    office = Office("TEST", "T", f"http://office.test:{port}/rest", "sdmx-2.1",
                    {"csv": Format()}, "CC0", "n", day, http=True)
    door = Door(resolve=lambda host, port: ["127.0.0.1"], allow_private=True)
    fetch(Request("TEST", "flow", "A.DE"), folder, day=day, door=door, offices={"TEST": office})
"""


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_killed_before_a_rename_yesterdays_file_stands(
    server: Server, tmp_path: Path, moment: int
) -> None:
    server.on(PATH, say(), say(CSV * 2))
    first = server.fetch(tmp_path)
    script = textwrap.dedent(KILLED)
    run = [sys.executable, "-c", script, str(server.port), str(tmp_path), str(moment)]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run(run, env=environment).returncode == -signal.SIGKILL
    server.on(PATH, say(b"", 404))
    kept = server.fetch(tmp_path)
    assert codes(kept) == ["office-refused", "file-kept"]
    assert (kept.path, kept.origin) == (first.path, first.origin)
    assert first.path is not None and first.path.read_bytes() == CSV
    server.on(PATH, say(CSV * 2))
    assert server.fetch(tmp_path).outcome == NEW


def test_the_day_is_taken_at_the_door(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say())
    before = today()
    fetched = server.fetch(tmp_path, day=None)
    assert fetched.origin is not None
    assert before.isoformat() <= fetched.origin.obtained <= today().isoformat()


def test_limits_can_be_raised(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"1" * 3_000_000))
    assert codes(server.fetch(tmp_path)) == ["answer-too-large"]
    assert server.fetch(tmp_path, limits=replace(EASY, size=4_000_000)).outcome == NEW


def test_an_origin_is_plain_json(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say())
    server.fetch(tmp_path)
    row = json.loads(next(tmp_path.glob("*.latest.json")).read_text("utf-8"))
    assert list(row) == sorted(row)
    assert row["office"] == "TEST"


@pytest.mark.parametrize("tag", ['"one"\r\n X-Evil: 1', '"\xe9"', '"' + "1" * 400 + '"', ""])
def test_an_odd_etag_is_not_sent_back(server: Server, tmp_path: Path, tag: str) -> None:
    server.on(PATH, say(ETag=tag))
    server.fetch(tmp_path)
    assert server.fetch(tmp_path).outcome == UNCHANGED
    assert "If-None-Match" not in server.asked[1].headers
    assert "X-Evil" not in server.asked[1].headers


DOORS = {"socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
OWN = {"network/lines.py", "network/bodies.py", "network/visits.py"}


def test_there_is_no_other_door_in_the_program() -> None:
    source = Path(fetch_module.__file__).parents[1]
    found = {
        (path.relative_to(source).as_posix(), name)
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imported(node)
        if name in DOORS and path.relative_to(source).as_posix() not in OWN
    }
    assert found == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
