"""Serve a built site on this machine, for a look; not meant for the open network."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from stocktake.vocabulary.faults import refusal

HOST = "127.0.0.1"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


def find_flagship() -> Path:
    """The flagship's folder: below the place where the work is done, or beside the sources."""
    places = (Path.cwd(), *Path(__file__).resolve().parents)
    for place in places:
        if (place / "strategies" / "iss-2010" / "stocktake.yaml").is_file():
            return place / "strategies" / "iss-2010"
    raise refusal("no-flagship", "strategies/iss-2010")


def choose_cache(folder: Path) -> Path:
    """Where the demonstration of a strategy is built: a folder of its own for each strategy."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"stocktake-demo-{name}"


def serve(site: Path, port: int, say: Callable[[str], object]) -> None:
    """Serve until interrupted; RefusedError if the port is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), partial(Quiet, directory=str(site)))
    except OSError:
        raise refusal("port-taken", column="port", port=port) from None
    say(f"Serving {site} at http://{HOST}:{server.server_port} (stop with Ctrl+C)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()
