"""Zip and gzip under limits."""

from __future__ import annotations

import gzip

import pytest
from sources.packing import zip_of

from stocktake.sources.limits import Limits
from stocktake.sources.unpack import check_members, measure, unpack
from stocktake.vocabulary.problems import RefusedError


def code_of(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        unpack(content, limits or Limits())
    return refused.value.problems[0].code


def test_the_one_member_is_taken_and_once_more() -> None:
    assert unpack(zip_of(("a.xml", b"<a/>"))) == b"<a/>"
    assert unpack(gzip.compress(b"<a/>")) == b"<a/>"
    assert unpack(zip_of(("a.gz", gzip.compress(b"<a/>")))) == b"<a/>"
    assert unpack(gzip.compress(b"<a") + gzip.compress(b"/>")) == b"<a/>"


def test_three_wrappings_are_too_many() -> None:
    inner = gzip.compress(gzip.compress(b"a"))
    assert code_of(zip_of(("a", inner))) == "zip-unsafe"


@pytest.mark.parametrize("name", ["../a", "/a", "C:\\a", "a/../../b", "\\\\host\\a"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert code_of(zip_of((name, b"a"))) == "zip-path"


def test_a_member_without_a_name_is_refused() -> None:
    """Python's zipfile asks for the last letter of each name."""
    packed = bytearray(zip_of(("a", b"a")))
    lengths = packed.rindex(b"PK\x01\x02") + 28
    packed[lengths : lengths + 4] = b"\0\0\1\0"  # no name, one byte of something else
    assert code_of(bytes(packed)) == "zip-broken"


def test_several_members_are_refused() -> None:
    assert code_of(zip_of(("a", b"1"), ("b", b"2"))) == "zip-members"
    assert code_of(zip_of()) == "zip-members"


@pytest.mark.parametrize(
    "packed", [zip_of(("a", b"a" * 5_000_000)), gzip.compress(b"a" * 5_000_000, mtime=0)]
)
def test_what_swells_is_refused(packed: bytes) -> None:
    assert code_of(packed) == "zip-ratio"
    assert code_of(packed, Limits(unpacked=1_000_000)) in {"zip-ratio", "zip-size"}


def test_a_lying_header_does_not_help() -> None:
    packed = bytearray(zip_of(("a", b"a" * 5_000_000)))
    at = packed.rindex(b"PK\x01\x02") + 24
    packed[at : at + 4] = (1000).to_bytes(4, "little")
    assert code_of(bytes(packed)) in {"zip-ratio", "zip-size", "zip-broken"}


@pytest.mark.parametrize("cut", [10, 40, -5])
def test_what_was_cut_short_is_refused(cut: int) -> None:
    assert code_of(zip_of(("a", b"abc" * 100))[:cut]) == "zip-broken"
    assert code_of(gzip.compress(b"abc" * 100)[:-5]) == "zip-broken"


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        check_members(zip_of(("A", b"1"), ("a", b"2")))
    assert refused.value.problems[0].code == "zip-unsafe"


def test_a_workbook_counts_as_its_parts() -> None:
    parts = {"[Content_Types].xml": b"x" * 1000, "xl/workbook.xml": b"y" * 2000}
    book = zip_of(*parts.items())
    assert measure(book) == 3000 > len(book)
    assert measure(b"abc") == 3
    assert measure(book[:-5]) == len(book) - 5


@pytest.mark.parametrize("rest", [b"garbage", b"\0\0x"])
def test_what_follows_a_gzip_is_not_passed_over(rest: bytes) -> None:
    assert code_of(gzip.compress(b"<a/>") + rest) == "zip-broken"


def test_a_gzip_filled_up_with_zeros_is_whole() -> None:
    assert unpack(gzip.compress(b"<a/>") + bytes(512)) == b"<a/>"


def test_a_name_in_the_directory_alone_is_refused() -> None:
    assert code_of(zip_of(("a.xml", b"<a/>")).replace(b"a.xml", b"b.xml", 1)) == "zip-broken"
