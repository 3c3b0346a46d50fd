"""Asking with patience: retries, waits the office asks for, redirects that stay at home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sources.network.office_server import EASY, Server, codes, reset, say, serve, trickle

from stocktake.sources.network.fetch import NEW, OFFLINE
from stocktake.sources.network.lines import FetchError
from stocktake.sources.network.visits import Visit, read_retry_after

PATH = "/rest/data/flow/A.DE"
PATIENT = replace(EASY, pauses=(1, 2, 4), longest_wait=60, whole=100)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again_after_growing_pauses(
    server: Server, tmp_path: Path, status: int
) -> None:
    server.on(PATH, say(b"", status), say(b"", status), say())
    assert server.fetch(tmp_path, limits=PATIENT).outcome == NEW
    assert server.slept == [1, 2]


def test_after_the_last_pause_the_office_is_left_alone(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"Service is being updated", 503))
    fetched = server.fetch(tmp_path, limits=PATIENT)
    assert codes(fetched) == ["office-failing"]
    assert "(503): Service is being updated." in fetched.problems[0].message
    assert (server.slept, len(server.asked)) == ([1, 2, 4], 4)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 410, 413, 501])
def test_what_no_waiting_mends_is_not_asked_twice(
    server: Server, tmp_path: Path, status: int
) -> None:
    server.on(PATH, say(b"no", status))
    assert codes(server.fetch(tmp_path, limits=PATIENT)) == ["office-refused"]
    assert len(server.asked) == 1


def test_the_wait_the_office_asks_for_is_kept(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"", 429, Retry_After="7"), say(b"", 503, Retry_After="0"), say())
    assert server.fetch(tmp_path, limits=PATIENT).outcome == NEW
    assert server.slept == [7, 2]


def test_a_longer_wait_than_ours_is_said_and_not_slept(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"", 429, Retry_After="86400"))
    fetched = server.fetch(tmp_path, limits=PATIENT)
    assert codes(fetched) == ["office-failing"]
    assert "wait 86400 seconds" in fetched.problems[0].mend
    assert (server.slept, len(server.asked)) == ([], 1)


@pytest.mark.parametrize(
    ("text", "now", "seconds"),
    [
        ("120", "", 120),
        ("", "", 0),
        ("-5", "", 0),
        ("1e9", "", 0),
        ("9" * 40, "", 0),
        ("soon", "", 0),
        ("Tue, 24 Nov 2026 12:01:30 GMT", "Tue, 24 Nov 2026 12:00:00 GMT", 90),
        ("Tue, 24 Nov 2026 12:01:30 GMT", "", 0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", "Tue, 24 Nov 2026 12:00:00 GMT", 0),
        ("Tue, 99 Nov 2026 12:01:30 GMT", "Tue, 24 Nov 2026 12:00:00 GMT", 0),
    ],
)
def test_a_moment_is_measured_on_the_clock_of_the_office(
    text: str, now: str, seconds: float
) -> None:
    assert read_retry_after({"retry-after": text, "date": now}) == seconds


def test_the_whole_time_is_for_all_tries_together(server: Server, tmp_path: Path) -> None:
    server.on(PATH, trickle(b"HTTP/1.1 200 X\r\n", 0.1))
    limits = replace(EASY, read=0.2, whole=0.4, pauses=(0,) * 50)
    assert codes(server.fetch(tmp_path, limits=limits)) == ["fetch-timeout"]
    assert len(server.asked) < 4


def test_a_connection_that_breaks_is_tried_again(server: Server, tmp_path: Path) -> None:
    server.on(PATH, reset, reset, say())
    assert server.fetch(tmp_path, limits=PATIENT).outcome == NEW


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        "/other?x=1",
        "//office.test:{port}/other?x=1",
        "../../../other?x=1",
        "http://office.test:{port}/other?x=1#there",
    ],
)
def test_a_redirect_at_home_is_followed(
    server: Server, tmp_path: Path, status: int, location: str
) -> None:
    server.on(PATH, say(b"", status, Location=location.format(port=server.port)))
    server.on("/other", say())
    fetched = server.fetch(tmp_path)
    assert fetched.outcome == NEW
    assert server.paths == [PATH, "/other?x=1"]
    assert fetched.origin is not None
    assert fetched.origin.answered_by == f"http://office.test:{server.port}/other?x=1"


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://elsewhere.test:{port}/other",
        "//elsewhere.test:{port}/other",
        "http://office.test:{other}/other",
        "http://office.test/other",
        "https://office.test:{port}/other",
        "http://office.test.evil.test:{port}/other",
        "http://office.test@evil.test:{port}/other",
        "http://me@office.test:{port}/other",
        "http://127.0.0.1:{port}/other",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "gopher://office.test:{port}/other",
        "javascript:alert(1)",
        "/\\evil.test/other",
        "\\\\evil.test/other",
        "http:\\\\office.test:{port}/other",
        "http://office.test:{port}/a b",
        "http://office.test:{port}/\xe9",
        "http://[::1]:{port}/other",
        "http://[broken/other",
    ],
)
def test_a_redirect_away_is_refused(server: Server, tmp_path: Path, location: str) -> None:
    target = location.format(port=server.port, other=server.port + 1)
    server.on(PATH, say(b"", 302, Location=target))
    server.on("/other", say())
    fetched = server.fetch(tmp_path)
    assert len(fetched.problems) == 1
    assert fetched.problems[0].code in ("address-elsewhere", "address-unsafe")
    assert (len(server.asked), server.resolved) == (1, ["office.test"])


def test_redirects_end(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"", 302, Location=PATH))
    assert codes(server.fetch(tmp_path)) == ["redirects-many"]
    assert len(server.asked) == 4


def test_three_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    for here, there in ((PATH, "/1"), ("/1", "/2"), ("/2", "/3")):
        server.on(here, say(b"", 301, Location=there))
    server.on("/3", say())
    assert server.fetch(tmp_path).outcome == NEW


def test_a_downgrade_is_refused(server: Server, tmp_path: Path) -> None:
    """From https to http on the same host: the rule needs no server to be seen."""
    address = "https://office.example.org/x"
    visit = Visit(address, False, tmp_path, EASY, server.door())
    with pytest.raises(FetchError):
        visit.keep_to_host(address, "http://office.example.org/x")
    announced = visit.keep_to_host(address, "http://office.example.org/x", announced=True)
    assert announced == address
