"""What the reading process may not do, and how it hands on what it read."""

from __future__ import annotations

import io

import pytest

from stocktake.sources.guard.child import PIECE, PieceWriter, forbid, receive
from stocktake.sources.limits import SIZE


def test_pieces_come_with_their_length_and_an_end() -> None:
    stream = io.BytesIO()
    writer = PieceWriter(stream)
    writer.write(b"a" * PIECE)
    writer.write(b"b")
    writer.close()
    assert stream.getvalue() == (
        SIZE.pack(PIECE) + b"a" * PIECE + SIZE.pack(1) + b"b" + SIZE.pack(0)
    )


def test_no_more_requests_is_the_end() -> None:
    assert receive(io.BytesIO(b"")) is None
    head = b'{"size": 2}'
    assert receive(io.BytesIO(SIZE.pack(len(head)) + head + b"abc")) == ({"size": 2}, b"ab")


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("127.0.0.1", 9))),
        ("socket.getaddrinfo", ("host", 80, 0, 0, 0)),
        ("open", ("/tmp/x", "w", 0)),
        ("open", ("/tmp/x", None, 0o101)),
        ("subprocess.Popen", ("ls", [], None, None)),
        ("os.remove", ("/tmp/x", -1)),
    ],
)
def test_a_reader_neither_writes_nor_reaches_out(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(PermissionError):
        forbid(event, arguments)


def test_a_reader_may_open_its_own_modules() -> None:
    forbid("open", (__file__, "r", 0))
    forbid("import", ("a", None, None, None, None))
