"""What a file is shows in its content."""

from __future__ import annotations

import bz2
import gzip

import pytest

from stocktake.sources.recognise import read_any, recognise
from stocktake.sources.writing import write_json_stat

JSON_STAT = b'{"class":"dataset","id":[],"size":[],"dimension":{},"value":[1]}'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\n<HTML><body>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html/>', "html"),
        (b"<!-- <html> --><a/>", "sdmx-ml"),
        (b"<!DOCTYPE d [<!ENTITY x ''>]><html/>", "sdmx-ml"),
        (b'<?xml version="1.0"?><a/>', "sdmx-ml"),
        ("<a/>".encode("utf-16"), "sdmx-ml"),
        (JSON_STAT, "json-stat"),
        (b'{"dataSets":[]}', "sdmx-json"),
        (b'[{"value":1}]', "json-records"),
        (b"{1", "json"),
        (b"%PDF-1.4", "pdf"),
        (b"PK\x03\x04....", "zip"),
        (gzip.compress(b"a", mtime=0), "gzip"),
        (bz2.compress(b"RDX3\n" + b"a" * 50), "rda"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"freq,geo\\TIME_PERIOD\t2020 \nA,BE\t1 \n", "eurostat-tsv"),
        (b"DATAFLOW,FREQ,GEO,TIME_PERIOD,OBS_VALUE\n", "sdmx-csv"),
        (b"STRUCTURE,STRUCTURE_ID,ACTION,GEO,TIME_PERIOD,OBS_VALUE\n", "sdmx-csv"),
        (b"STRUCTURE;STRUCTURE_ID;ACTION;GEO;TIME_PERIOD;OBS_VALUE\n", "sdmx-csv"),
        (b'"TIME","GEO","UNIT","Value","Flag and Footnotes"\n', "databrowser"),
        (b"Entity,Code,Year,Deaths\n", "owid"),
        (b"Year,Sex,Value\n", "opensdg"),
        (b"---\ngoal: 1\n---\n", "opensdg-metadata"),
        (b"geo,period,value\nBE,2020,1\n", "csv"),
    ],
)
def test_content_decides(content: bytes, kind: str) -> None:
    assert recognise(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" ", "empty-file"),
        (b"<html><title>Service down</title></html>", "html-answer"),
        (b"%PDF-1.4", "file-other"),
        (b"{}", "json-unknown"),
        (b'{"warning": {"status": 413, "label": "Try again later."}}', "footer-message"),
        (b'"text"', "mapping-owed"),
        (b'{"resources": []}', "metadata-file"),
        (b"\r,\n", "empty-file"),
        (b",,\n,,\n", "empty-file"),
    ],
)
def test_what_holds_no_data_is_refused_by_name(content: bytes, code: str) -> None:
    assert [problem.code for problem in read_any(content).problems][:1] == [code]


def test_the_page_of_an_office_is_named_by_its_title() -> None:
    (problem,) = read_any(b"<html><head><title>Service\n down</title>").problems
    assert "Service down" in problem.message


def test_a_name_that_promises_something_else_is_noted() -> None:
    content = b"geo,period,value\nBE,2020,1\n"
    again = write_json_stat(read_any(content))
    assert [one.code for one in read_any(again, "a.csv").problems] == ["name-mismatch"]
    assert read_any(again, "a.json").problems == ()
    assert read_any(gzip.compress(content), "a.csv.gz").problems == ()
