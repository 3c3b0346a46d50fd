"""Walking over XML: nothing is resolved, depth is counted, pieces do not matter."""

from __future__ import annotations

import time

import pytest

from stocktake.sources.limits import DEPTH
from stocktake.sources.xml_walk import (
    PIECE,
    Attributes,
    Walker,
    XmlRefusedError,
    has_doctype,
)


def walk(content: bytes) -> list[Attributes]:
    seen: list[Attributes] = []
    walker = Walker(content)
    walker.set_handlers({"a": seen.append})
    for _ in walker.walk():
        pass
    return seen


def code_of(content: bytes) -> str:
    with pytest.raises(XmlRefusedError) as refused:
        walk(content)
    return refused.value.problem.code


@pytest.mark.parametrize(
    "before", ["", "\ufeff", '<?xml version="1.0"?>', "<!-- <!DOCTYPE --> \n", "<?p <!DOCTYPE ?>"]
)
def test_a_document_type_is_found_before_any_parser(before: str) -> None:
    assert has_doctype(f"{before}<!DOCTYPE a><a/>".encode())
    assert not has_doctype(f"{before}<a><!-- <!DOCTYPE a> --></a>".encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_found_in_wide_letters(encoding: str) -> None:
    assert has_doctype("<?xml version='1.0'?><!DOCTYPE a><a/>".encode(encoding))


def test_depth_is_counted_over_pieces() -> None:
    filler = f"<!--{'x' * PIECE}-->"
    assert code_of(("<r>" * DEPTH + filler + "<r>" * 2).encode()) == "xml-depth"
    flat = "<r/>" * 1000
    assert walk(f"<r>{flat}{filler}{flat}<a/></r>".encode()) == [{}]


def test_entities_that_were_not_declared_are_an_error() -> None:
    assert code_of(b"<a>&x;</a>") == "xml-malformed"


@pytest.mark.parametrize(
    "content",
    [b"", b"a", b"<a>", b"<a></b>", b"<a/><b/>", b'<?xml version="1.0" encoding="no"?><a/>'],
)
def test_what_is_not_well_formed_is_refused(content: bytes) -> None:
    assert code_of(content) == "xml-malformed"


@pytest.mark.parametrize("content", [b"<a b='", b"<a>", b"<a><!--", b"<a><![CDATA["])
def test_an_endless_text_is_refused_before_it_costs(content: bytes) -> None:
    begun = time.process_time()
    assert code_of(content + b"x" * 40_000_000) == "xml-malformed"
    assert time.process_time() - begun < 1
