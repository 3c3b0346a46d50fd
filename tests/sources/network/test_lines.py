"""What is dialled is what was checked, and only what lies on the public internet."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.network.office_server import EASY, Server, codes, say, serve

from stocktake.sources.network.fetch import OFFLINE, Door, Limits, Request, fetch, read_offices
from stocktake.sources.network.lines import (
    Deadline,
    FetchError,
    Line,
    Place,
    is_public,
    read_place,
)

PATH = "/rest/data/flow/A.DE"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    with serve() as running:
        yield running


HIDDEN = """
    127.0.0.1 127.1.2.3 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1
    169.254.169.254 169.254.170.2 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
    192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
    64:ff9b::7f00:1 64:ff9b::169.254.169.254 64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe::1
    2001:0:7f00:1:: 2001:db8::1 3fff::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1
    ff0e::1 100::1 4000::1 not-an-address 127.1 2130706433
"""
PUBLIC = "1.1.1.1 93.184.216.34 147.67.210.45 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::1.1.1.1"


@pytest.mark.parametrize("address", HIDDEN.split())
def test_addresses_off_the_public_internet_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def spell(address: ipaddress.IPv4Address, how: str) -> str:
    a, b, c, d = address.packed
    return {
        "plain": str(address),
        "decimal": str(int(address)),
        "hex": hex(int(address)),
        "octal": "0" + oct(int(address))[2:],
        "octal parts": f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        "hex parts": f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        "mixed": f"0x{a:X}.{b}.0{c:o}.{d}",
        "three parts": f"{a}.{b}.{c * 256 + d}",
        "two parts": f"{a}.{int(address) & 0xFFFFFF}",
        "padded": f"0{a:03o}.0{b:03o}.0{c:03o}.0{d:03o}",
        "mapped": f"::ffff:{address}",
        "mapped hex": f"::ffff:{a:02x}{b:02x}:{c:02x}{d:02x}",
        "mapped long": f"0:0:0:0:0:ffff:{a:x}{b:02x}:{c:x}{d:02x}",
        "nat64": f"64:ff9b::{a:x}{b:02x}:{c:x}{d:02x}",
    }[how]


SPELLINGS = (
    "plain", "decimal", "hex", "octal", "octal parts", "hex parts", "mixed", "three parts",
    "two parts", "padded", "mapped", "mapped hex", "mapped long", "nat64",
)  # fmt: skip
NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "0.0.0.0/8")
PRIVATE = st.one_of(*(st.ip_addresses(v=4, network=network) for network in NETWORKS))


@settings(deadline=None)
@given(PRIVATE, st.sampled_from(SPELLINGS))
def test_no_spelling_of_a_private_address_gets_through(
    address: ipaddress.IPv4Address, how: str
) -> None:
    spelt = spell(address, how)
    host = f"[{spelt}]" if ":" in spelt else spelt
    with pytest.raises(FetchError):
        read_place(f"https://{host}/rest", False, Door())
    # And if such a name came from the resolver's own reading of it:
    line = Line(Place("https", spelt, 443), EASY, Door())
    with pytest.raises(FetchError) as caught:
        line.open(Deadline(30))
    assert caught.value.problem.code == "address-private"


@pytest.mark.parametrize(
    "address",
    [
        "http://office.example.org/",
        "ftp://office.example.org/",
        "file:///etc/passwd",
        "gopher://office.example.org/",
        "https://user@office.example.org/",
        "https://user:word@office.example.org/",
        "https://office.example.org:22/",
        "https://office.example.org:99999/",
        "https://office.example.org:abc/",
        "https://localhost/",
        "https://localhost./",
        "https://office.example.org./",
        "https://office/",
        "https:office.example.org",
        "https://office.example.org\\@127.0.0.1/",
        "https://127.0.0.1\t/",
        "https://exa\nmple.org/",
        "https://exämple.org/",
        "https://127。0。0。1/",
        "https://①②⑦.0.0.1/",
        "https://[::1]/",
        "https://1.1.1.1/",
        "https://-a.org/",
        "https://a..org/",
        "https:///x",
        "//office.example.org/",
        "",
    ],
)
def test_an_address_that_programs_read_differently_is_refused(address: str) -> None:
    with pytest.raises(FetchError) as caught:
        read_place(address, False, Door())
    assert caught.value.problem.code == "address-unsafe"


def test_an_ordinary_address_is_read() -> None:
    place = read_place("https://EC.europa.eu/eurostat", False, Door())
    assert (place, place.authority) == (Place("https", "ec.europa.eu", 443), "ec.europa.eu")
    assert read_place("http://a.org:8080/", True, Door()).authority == "a.org:8080"


def test_one_private_address_among_public_ones_refuses_all(tmp_path: Path, server: Server) -> None:
    door = Door(resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"])
    offices = {"ESTAT": read_offices()["ESTAT"]}
    fetched = fetch(Request("ESTAT", "x"), tmp_path, EASY, offices=offices, door=door)
    assert codes(fetched) == ["address-private"]
    assert "127.0.0.1" in fetched.problems[0].message


def test_a_private_office_is_not_connected_to(tmp_path: Path, server: Server) -> None:
    office = server.office("http://office.test:8080/rest")
    fetched = server.fetch(
        tmp_path, office, door=Door(resolve=lambda host, port: ["127.0.0.1"])
    )  # fmt: skip
    assert codes(fetched) == ["address-private"]
    assert server.asked == []


def test_a_name_is_resolved_only_once(tmp_path: Path, server: Server) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.2"]])
    asked: list[str] = []

    def rebind(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    server.on(PATH, say(b"", 500), say(b"", 302, Location="/rest/other"))
    server.on("/rest/other", say())
    fetched = server.fetch(tmp_path, door=server.door(resolve=rebind))
    assert fetched.problems == ()
    assert asked == ["office.test"]


def test_rebinding_cannot_slip_in_between_check_and_connect(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[str] = []

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        dialled.append(address[0])
        raise ConnectionRefusedError

    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(socket.socket, "connect", connect)
    door = Door(resolve=lambda host, port: next(answers), sleep=lambda seconds: None)
    limits = replace(EASY, pauses=(0, 0))
    fetched = fetch(Request("ESTAT", "x"), tmp_path, limits, door=door)
    assert codes(fetched) == ["connection-failed"]
    assert dialled == ["93.184.216.34"] * 3


def test_an_unknown_name_is_said(tmp_path: Path, server: Server) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    fetched = server.fetch(tmp_path, door=server.door(resolve=unknown))
    assert codes(fetched) == ["host-unknown"]
    assert codes(server.fetch(tmp_path, door=server.door(resolve=lambda h, p: []))) == [
        "host-unknown"
    ]


def test_a_resolver_that_hangs_is_not_waited_for(tmp_path: Path, server: Server) -> None:
    released, answered = threading.Event(), threading.Event()

    def hang(host: str, port: int) -> list[str]:
        released.wait(30)
        answered.set()
        return []

    limits = replace(EASY, connect=0.1, pauses=())
    assert codes(server.fetch(tmp_path, limits=limits, door=server.door(resolve=hang))) == [
        "fetch-timeout"
    ]
    assert not answered.is_set(), "the fetch ended while the resolver still hung"
    released.set()


def test_the_second_address_is_tried(tmp_path: Path, server: Server) -> None:
    server.on(PATH, say())
    door = server.door(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert server.fetch(tmp_path, door=door).problems == ()


def test_the_program_itself_never_allows_private_addresses() -> None:
    assert Door().allow_private is False
    assert Limits().redirects == 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    both = folder / "both.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN=office.test -addext subjectAltName=DNS:office.test -keyout {both} -out {both}.c"
    )
    try:
        subprocess.run(command.split(), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not on this machine")
    with both.open("ab") as stream:
        stream.write(Path(f"{both}.c").read_bytes())
    return both


@pytest.fixture
def encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv(OFFLINE, raising=False)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve(context) as running:
        running.on(PATH, say())
        yield running


def test_a_certificate_nobody_vouches_for_is_refused(encrypted: Server, tmp_path: Path) -> None:
    office = encrypted.office("https://office.test:{port}/rest")
    fetched = encrypted.fetch(tmp_path, office)
    assert codes(fetched) == ["tls-untrusted"]
    assert encrypted.asked == []


def test_the_name_and_not_the_address_is_proven(
    encrypted: Server, certificate: Path, tmp_path: Path
) -> None:
    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(certificate))

    good = encrypted.office("https://office.test:{port}/rest")
    other = encrypted.office("https://other.test:{port}/rest")
    door = encrypted.door(trust=trust)
    assert encrypted.fetch(tmp_path, good, door=door).problems == ()
    assert codes(encrypted.fetch(tmp_path, other, door=door)) == ["tls-untrusted"]
    assert encrypted.asked[0].headers["Host"] == f"office.test:{encrypted.port}"


def test_a_server_that_speaks_no_tls_is_not_waited_for(server: Server, tmp_path: Path) -> None:
    office = server.office("https://office.test:{port}/rest")
    limits = replace(EASY, connect=0.2, pauses=())
    assert codes(server.fetch(tmp_path, office, limits=limits)) == ["fetch-timeout"]
