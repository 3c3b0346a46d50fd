"""Eurostat's large answers: waited for where it says, on its own host, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sources.network.office_server import CSV, Server, codes, real, say, serve

from stocktake.sources.network.answers import Answer
from stocktake.sources.network.fetch import NEW, OFFLINE, Office
from stocktake.sources.network.quirks.bis import write_key
from stocktake.sources.network.quirks.eurostat import follow

ASKED = "/eurostat/api/dissemination/sdmx/2.1/data/flow/A.DE"
FOOTERS = {
    "sdmx_ml/ESTAT_footer.xml": "/eurostat/SDMX/diss-web/file/wHsvjs7hQCy7Dqf4",
    "sdmx_ml/ESTAT_footer2.xml": "/eurostat/SDMX/diss-web/file/7JUdWyAy4fmjBSWT",
}
ID = "a801f1c5-7e0b-4f2a-9f56-0d8a5a5b8f11"
STATUS = f"/eurostat/api/dissemination/1.0/async/status/{ID}"
DATA = f"/eurostat/api/dissemination/1.0/async/data/{ID}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


def eurostat(server: Server) -> Office:
    base = "http://ec.europa.eu:{port}/eurostat/api/dissemination/sdmx/2.1"
    return server.office(base, quirks="eurostat")


def envelope(status: str) -> bytes:
    """As Eurostat words it; written after what users of its API report."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>'
        '<ns0:syncResponse xmlns:ns0="http://estat.ec.europa.eu/disschain/soap/extraction">'
        f"<processingTime>92</processingTime><queued><id>{ID}</id><status>{status}</status></queued>"
        "</ns0:syncResponse></env:Body></env:Envelope>"
    ).encode()


def progress(status: str) -> bytes:
    return (
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
        f"<ns1:asyncResponse xmlns:ns1='x'><ns1:status><ns1:key>{ID}</ns1:key>"
        f"<ns1:status>{status}</ns1:status></ns1:status></ns1:asyncResponse></env:Body></env:Envelope>"
    ).encode()


@pytest.mark.parametrize("name", FOOTERS)
def test_the_file_a_real_footer_announces_is_fetched(
    server: Server, tmp_path: Path, name: str
) -> None:
    archive = real("sdmx_ml/ESTAT_footer2.zip")
    server.on(ASKED, say(real(name), ETag='"footer"'))
    server.on(FOOTERS[name], say(b"not yet", 404), say(archive, ETag='"file"'))
    fetched = server.fetch(tmp_path, eurostat(server))
    assert fetched.problems == ()
    assert fetched.path is not None
    assert fetched.path.read_bytes() == archive
    assert fetched.path.suffix == ".zip"
    assert server.paths == [ASKED, FOOTERS[name], FOOTERS[name]]
    assert server.slept == [0, 0]
    assert fetched.origin is not None
    assert fetched.origin.url.endswith(ASKED)
    assert fetched.origin.answered_by.endswith(FOOTERS[name])
    assert "etag" not in fetched.origin.headers


def test_a_file_that_never_comes_is_given_up(server: Server, tmp_path: Path) -> None:
    server.on(ASKED, say(), say(real("sdmx_ml/ESTAT_footer.xml")))
    first = server.fetch(tmp_path, eurostat(server))
    second = server.fetch(tmp_path, eurostat(server))
    assert codes(second) == ["answer-later", "file-kept"]
    assert second.path == first.path
    assert len(server.asked) == 2 + 3


def test_a_footer_that_points_elsewhere_is_refused(server: Server, tmp_path: Path) -> None:
    body = real("sdmx_ml/ESTAT_footer.xml").replace(
        b"http://ec.europa.eu", b"http://169.254.169.254"
    )
    server.on(ASKED, say(body))
    assert codes(server.fetch(tmp_path, eurostat(server))) == ["address-elsewhere"]
    assert len(server.asked) == 1


def test_another_office_with_such_a_footer_is_refused(server: Server, tmp_path: Path) -> None:
    server.on("/rest/data/flow/A.DE", say(real("sdmx_ml/ESTAT_footer.xml")))
    assert codes(server.fetch(tmp_path)) == ["office-footer"]


def test_a_queued_answer_is_waited_for(server: Server, tmp_path: Path) -> None:
    server.on(ASKED, say(envelope("SUBMITTED")))
    server.on(
        STATUS, say(progress("SUBMITTED")), say(progress("PROCESSING")), say(progress("AVAILABLE"))
    )
    server.on(DATA, say())
    fetched = server.fetch(tmp_path, eurostat(server))
    assert fetched.outcome == NEW
    assert fetched.path is not None
    assert fetched.path.read_bytes() == CSV
    assert server.paths == [ASKED, STATUS, STATUS, STATUS, DATA]
    assert len(server.slept) == 3


@pytest.mark.parametrize(
    ("status", "code"), [("PROCESSING", "answer-later"), ("EXPIRED", "office-refused")]
)
def test_a_queue_without_end_is_given_up(
    server: Server, tmp_path: Path, status: str, code: str
) -> None:
    server.on(ASKED, say(envelope("SUBMITTED")))
    server.on(STATUS, say(progress(status)))
    assert codes(server.fetch(tmp_path, eurostat(server))) == [code]


def test_a_query_that_is_too_big_is_said_at_once(server: Server, tmp_path: Path) -> None:
    fault = (
        b"<S:Fault><faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG: please change your "
        b"filters</faultstring></S:Fault>"
    )
    server.on(ASKED, say(fault, 413))
    fetched = server.fetch(tmp_path, eurostat(server))
    assert codes(fetched) == ["office-refused"]
    assert "EXTRACTION_TOO_BIG: please change your filters." in fetched.problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        CSV,
        b"<a/>",
        envelope("SUBMITTED").replace(ID.encode(), b"../../x"),
        envelope("UNHEARD"),
        b'<Message code="413">no address</Message>',
    ],
)
def test_anything_else_is_final(body: bytes) -> None:
    address = f"https://ec.europa.eu{ASKED}"
    assert follow(Answer(address, 200, {}, body, len(body), "")) is None


@pytest.mark.parametrize(
    ("key", "written"),
    [("*.*.*", "*"), ("*", "*"), ("M.*.US", "M.*.US"), ("...", "*"), ("", ""), ("M.US", "M.US")],
)
def test_bis_gets_one_wildcard_for_all(key: str, written: str) -> None:
    assert write_key(key) == written
