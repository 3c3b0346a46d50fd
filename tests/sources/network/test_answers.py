"""Errors of offices are told from data, and shown in the office's own words."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from growth import TIMES, assert_straight
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.network.office_server import Server, codes, play, real, say, serve

from stocktake.sources.network.answers import HEAD, WORDS, Answer, check_answer, find_words
from stocktake.sources.network.fetch import OFFLINE
from stocktake.sources.network.lines import FetchError

PATH = "/rest/data/flow/A.DE"
SDMX_ERROR = b"""<?xml version="1.0"?><mes:Error xmlns:mes="m" xmlns:com="c"><mes:ErrorMessage
 code="100" severity="Error"><com:Text xml:lang="en">No results for &lt;query&gt;</com:Text>
 </mes:ErrorMessage></mes:Error>"""
FAULT = (
    b'<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>413</faultcode>'
    b"<faultstring>EXTRACTION_TOO_BIG: estimated 420709314 rows, max authorised is 5000000"
    b"</faultstring></S:Fault>"
)
WORLD_BANK = b'[{"message":[{"id":"120","key":"Invalid value","value":"The value is not valid"}]}]'


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


def answer(body: bytes, status: int = 200, media: str = "") -> Answer:
    headers = {"content-type": media}
    return Answer("https://a.org/x", status, headers, body[:HEAD], len(body), "")


def refuse(body: bytes, status: int = 200, media: str = "") -> FetchError:
    with pytest.raises(FetchError) as caught:
        check_answer(answer(body, status, media))
    return caught.value


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "invalid_dim",
            "The parameter GEOX is not a valid dimension for the dataset ISOC_CI_CM_H.",
        ),
        ("invalid_geo", "The following values for dimension are not allowed: GEO=EUROVISION."),
    ],
)
def test_the_real_errors_of_eurostat_are_quoted_whole(
    server: Server, tmp_path: Path, name: str, words: str
) -> None:
    body = real(f"jsonstat/eurostat_api_error400_{name}.json")
    server.on(PATH, say(body, 400, Content_Type="application/json"))
    fetched = server.fetch(tmp_path)
    assert codes(fetched) == ["office-refused"]
    message = fetched.problems[0].message
    assert message.startswith("The office refused the request (400): INVALID_")
    assert message.endswith(words)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (SDMX_ERROR, 404, "(404): No results for <query>."),
        (SDMX_ERROR, 200, "(100): No results for <query>."),
        (FAULT, 413, "(413): EXTRACTION_TOO_BIG: estimated"),
        (FAULT, 200, "(413): EXTRACTION_TOO_BIG: estimated"),
        (WORLD_BANK, 200, "(200): Invalid value The value is not valid."),
        (b'{"errors":[{"code":4,"title":"None","detail":"No such flow"}]}', 404, "None No such"),
        (b'{"error":[{"status":400,"label":"BAD"}]}', 200, "BAD."),
        (b'{"error":{"message":"quota"}}', 200, "quota."),
        (b"not authorised", 401, "(401): not authorised."),
        (b"", 404, "(404): it gave no reason."),
        (b"<html><head><title>404 Not Found</title></head><body>x", 404, "404 Not Found."),
        (b"\x89PNG\r\n\x1a\n\x00\x01", 406, "(406): "),
    ],
)  # fmt: skip
def test_an_error_is_quoted(body: bytes, status: int, words: str) -> None:
    problem = refuse(body, status).problem
    assert problem.code == "office-refused"
    assert words in problem.message


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"<!DOCTYPE html><html><title>Down for &amp; now</title>", "text/csv"),
        (b"\xef\xbb\xbf\r\n  <!doctype HTML>", ""),
        (b"<HTML lang=en><body>", "application/xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html>", "text/xml"),
        (b"<!-- cookie wall --><html>", ""),
        (b"<head></head>", ""),
        (b"<script>location='/login'</script>", "text/html; charset=utf-8"),
        (b"<center>Bad gateway</center>", "text/html"),
    ],
)
def test_a_page_for_people_is_refused_whatever_its_status(body: bytes, media: str) -> None:
    assert refuse(body, 200, media).problem.code == "html-answer"


def test_a_page_says_its_title(server: Server, tmp_path: Path) -> None:
    server.on(PATH, say(b"<html><title>Planned\n maintenance</title>" + b"x" * 99_999))
    fetched = server.fetch(tmp_path)
    assert codes(fetched) == ["html-answer"]
    assert "Planned maintenance" in fetched.problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        b"geo,TIME_PERIOD,OBS_VALUE\nDE,2013,<html>\n",
        b"error,value\n1,2\n",
        b'{"version":"2.0","class":"dataset","error":["x"],"value":[1]}',
        b'{"data":{"dataSets":[]},"errors":[{"code":1}]}',
        b'{"data":{},"errors":[]}',
        b"[1, 2]",
        b"[" * 60_000,
        b'{"error": ',
        b"<m:GenericData><m:DataSet/><f:Footer><f:Message code='1'/></f:Footer></m:GenericData>",
        b"<?xml version='1.0'?><message:StructureSpecificData>",
        b"PK\x03\x04",
        b"\x1f\x8b",
    ],
)
@pytest.mark.parametrize("media", ["text/plain", "text/html"])
def test_what_is_no_error_is_let_through(body: bytes, media: str) -> None:
    if media == "text/html" and body.startswith(b"<m:"):
        media = "text/xml"
    check_answer(answer(body, 200, media))


def test_a_message_that_holds_only_a_footer_is_refused() -> None:
    problem = refuse(real("sdmx_ml/ESTAT_footer.xml")).problem
    assert problem.code == "office-footer"
    assert "message 413: Due to the large query" in problem.message


@pytest.mark.parametrize("body", [b"", b"  \r\n\t", b"\xef\xbb\xbf"])
def test_nothing_is_refused(body: bytes) -> None:
    assert refuse(body).problem.code == "answer-empty"


def test_words_are_escaped_and_cut() -> None:
    message = refuse(b"\x1b[31m" + b"x" * 5000 + b"\xff", 400).problem.message
    assert "\x1b" not in message
    assert len(message) < WORDS + 100


def test_an_error_that_never_ends_is_cut(server: Server, tmp_path: Path) -> None:
    server.on(PATH, play(400, b"no " * 100_000, {}))
    assert "(400): no no no" in server.fetch(tmp_path).problems[0].message


@pytest.mark.parametrize(
    "unit", [b"<Text ", b"<a:Text>", b"<", b"<a:", b"<title", b'{"a":', b"[", b"&#", b"Footer "]
)
def test_hostile_text_costs_no_more_than_its_length(unit: bytes) -> None:
    def look(size: int) -> None:
        body = (unit * size)[:size]
        for text in (b"<x>" + body, body):
            for status in (200, 400):
                with contextlib.suppress(FetchError):
                    check_answer(answer(text, status))

    assert_straight(look, HEAD // TIMES)


LEAVES = st.none() | st.text() | st.integers()
JSON = st.recursive(LEAVES, lambda part: st.lists(part) | st.dictionaries(st.text(), part))


@settings(deadline=None, max_examples=50)
@given(JSON)
def test_any_json_can_be_an_error(value: object) -> None:
    body = json.dumps(value).encode()
    assert isinstance(find_words(answer(body, 400)), str)
    assert refuse(body, 400).problem.code == "office-refused"
