"""Rows of offices: ours are whole, a user's own are checked, and a slip is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.sources.network.fetch import Door, Request, read_offices
from stocktake.sources.network.lines import FetchError, read_place
from stocktake.sources.network.offices import STANDARDS, find_format, find_office
from stocktake.sources.network.quirks import NONE, QUIRKS, find_quirks
from stocktake.sources.network.requests import build_address

OFFICES = read_offices()

OWN = """
[MY_OFFICE]
title = "Office of Somewhere"
base = "https://stat.example.org/rest"
standard = "sdmx-2.1"
licence = "CC BY 4.0"
note = "asked by hand on the day"
checked = 2026-11-24
[MY_OFFICE.formats]
csv = { accept = "text/csv", query = { lang = "en" } }
[MY_OFFICE.key_order]
flow = ["freq", "geo"]
"""


@pytest.mark.parametrize("name", OFFICES)
def test_each_row_of_ours_can_be_asked(name: str) -> None:
    office = OFFICES[name]
    assert read_place(office.base, False, Door()).scheme == "https"
    assert office.title and office.licence and office.note.endswith(".")
    for format_ in office.formats:
        address = build_address(Request(name, "dataset", format=format_), office)
        assert address.startswith(office.base)


def test_all_standards_and_quirks_are_used() -> None:
    assert {office.standard for office in OFFICES.values()} == set(STANDARDS)
    assert {office.quirks for office in OFFICES.values()} - {""} == QUIRKS.keys()
    assert find_quirks("") is NONE


def test_the_offices_promised_are_there() -> None:
    promised = "ESTAT ESTAT3 ECB OECD BIS UN ILO WORLD_BANK IMF INSEE ISTAT"
    assert set(promised.split()) <= OFFICES.keys()


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_of_the_users_own_is_one_more_row(tmp_path: Path) -> None:
    offices = read_offices(write(tmp_path, OWN))
    assert offices.keys() - OFFICES.keys() == {"MY_OFFICE"}
    address = build_address(Request("MY_OFFICE", "flow", "geo=DE"), offices["MY_OFFICE"])
    assert address == "https://stat.example.org/rest/data/flow/.DE?lang=en"
    assert find_format(offices["MY_OFFICE"], "csv").accept == "text/csv"


def test_a_row_of_the_users_own_comes_before_ours(tmp_path: Path) -> None:
    own = read_offices(write(tmp_path, OWN.replace("MY_OFFICE", "ECB")))
    assert own["ECB"].title == "Office of Somewhere"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("https://stat", "http://stat", "base must be"),
        ("https://stat", "ftp://stat", "base must be"),
        ("https://stat", "https://me@stat", "base must be"),
        ("/rest", "/rest?x=1", "base must be"),
        ("sdmx-2.1", "sdmx-9", "standard must be one of"),
        ("sdmx-2.1", "sdmx-3.0", "agency is missing"),
        ("[MY_OFFICE]", "[MY_OFFICE]\nquirks = 'os'", "quirks must be one of"),
        ("[MY_OFFICE]", "[MY_OFFICE]\nflow = 'x'", "flow must hold {dataset}"),
        ("[MY_OFFICE]", "[MY_OFFICE]\nspeed = 1", "no column speed"),
        ("[MY_OFFICE]", "[MY_OFFICE]\nname = 'x'", "no column name"),
        ("[MY_OFFICE]", "[MY_OFFICE]\nhttp = 'yes'", "http must be a bool"),
        ("2026-11-24", "'today'", "checked must be a date"),
        ("note =", "#", "note is missing"),
        ("MY_OFFICE", "my_office", "a name in capitals"),
        ("csv =", "#", "formats is missing"),
        ("text/csv", "text/csv\\r\\nX: 1", "plain texts of one line"),
        ("accept =", "header =", "accept and query"),
        ('title = "Office', "title = Office", "Invalid value"),
    ],
)
def test_a_slip_in_a_row_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in OWN
    with pytest.raises(FetchError) as caught:
        read_offices(write(tmp_path, OWN.replace(old, new)))
    assert caught.value.problem.code == "office-broken"
    assert why in caught.value.problem.message


def test_plain_http_is_allowed_where_the_row_says_so(tmp_path: Path) -> None:
    text = OWN.replace("https://", "http://").replace("[MY_OFFICE]", "[MY_OFFICE]\nhttp = true")
    office = read_offices(write(tmp_path, text))["MY_OFFICE"]
    assert read_place(office.base, office.http, Door()).port == 80


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        read_offices(tmp_path / "none.toml")
    assert caught.value.problem.code == "office-broken"


def test_an_unknown_office_is_guessed() -> None:
    with pytest.raises(FetchError) as caught:
        find_office("oecdd", OFFICES)
    assert "Did you mean OECD?" in caught.value.problem.mend
    with pytest.raises(FetchError) as caught:
        find_office("eurostatt", OFFICES)
    assert "Did you mean ESTAT?" in caught.value.problem.mend
