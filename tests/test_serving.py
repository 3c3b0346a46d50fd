"""The look at a built site: where the flagship lies, where it is built, how it is served."""

from __future__ import annotations

import socket
import threading
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from stocktake import serving
from stocktake.vocabulary.problems import RefusedError

ROOT = Path(__file__).parents[1]


def test_the_flagship_is_found_beside_the_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert serving.find_flagship() == ROOT / "strategies" / "iss-2010"


def test_a_flagship_below_the_place_of_work_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "strategies" / "iss-2010"
    own.mkdir(parents=True)
    (own / "stocktake.yaml").write_text("schema: 1\n")
    monkeypatch.chdir(tmp_path)
    assert serving.find_flagship() == own


def test_without_a_flagship_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serving, "__file__", str(tmp_path / "serving.py"))
    with pytest.raises(RefusedError, match="--strategy"):
        serving.find_flagship()


def test_every_strategy_is_built_in_a_place_of_its_own(tmp_path: Path) -> None:
    first, second = (serving.choose_cache(tmp_path / name) for name in ("a", "b"))
    assert first != second
    assert first == serving.choose_cache(tmp_path / "a")


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        with pytest.raises(RefusedError, match="in use"):
            serving.serve(tmp_path, taken.getsockname()[1], lambda _: None)


def test_a_site_is_served_on_this_machine_alone_until_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("<p>Here")
    told: list[str] = []
    ready, servers = threading.Event(), []

    class Server(ThreadingHTTPServer):
        def serve_forever(self, poll_interval: float = 0.01) -> None:
            servers.append(self)
            ready.set()
            super().serve_forever(poll_interval)
            raise KeyboardInterrupt

    monkeypatch.setattr(serving, "ThreadingHTTPServer", Server)
    thread = threading.Thread(target=serving.serve, args=(tmp_path, 0, told.append))
    thread.start()
    assert ready.wait(10)
    host, port = servers[0].server_address[:2]
    assert host == "127.0.0.1"
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"<p>Here"
    connection.close()
    servers[0].shutdown()
    thread.join(10)
    assert told == [f"Serving {tmp_path} at http://127.0.0.1:{port} (stop with Ctrl+C)", "Stopped."]
