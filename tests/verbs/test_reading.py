"""`stocktake read`: what a person sees, what a machine gets, and the exit status."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from stocktake.cli import run
from stocktake.verbs.showing import FINE, REFUSED, SHOWN, draw_line, group_digits

TSV = "freq,unit,geo\\TIME_PERIOD\t2012 \t2013 \nA,NR,BE\t12 b\t: \nA,NR,EL\t1700 \t9 \n"
Capture = pytest.CaptureFixture[str]
KEYS = ["format", "dataset", "observations", "missing", "series", "periods", "dimensions",
        "flags", "digest", "problems"]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "x.tsv"
    path.write_text(TSV)
    return str(path)


def test_a_good_file_is_told_in_words_and_a_picture(table: str, capsys: Capture) -> None:
    assert run(["read", table]) == FINE
    said = capsys.readouterr().out
    assert "3 observations, 1 missing, in 2 series" in said
    assert "2012 to 2013  by year" in said
    assert "BE, EL" in said
    assert "b 1" in said
    assert "█▁" in said


def test_machines_get_one_object(table: str, capsys: Capture) -> None:
    assert run(["read", table, "--json"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert told["dimensions"] == {"freq": 1, "unit": 1, "geo": 2}


def test_a_bad_file_is_refused_in_words(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "bad.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert run(["read", str(path)]) == REFUSED
    said = capsys.readouterr()
    assert "xml-dtd" in said.out
    assert "nothing of it was taken" in said.err
    assert "Traceback" not in said.out + said.err


def test_a_limit_can_be_raised(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.tsv.gz"
    lines = "".join(f"A,NR,C{n:05}\t1 \n" for n in range(100_000))
    path.write_bytes(gzip.compress(b"freq,unit,geo\\TIME_PERIOD\t2012 \n" + lines.encode()))
    assert run(["read", str(path), "--unpacked", "1"]) == REFUSED
    capsys.readouterr()
    assert run(["read", str(path), "--unpacked", "2", "--json"]) == FINE
    assert json.loads(capsys.readouterr().out)["observations"] == 100_000


def test_evidence_has_its_own_check(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Minutes\n\nAll agreed.\n")
    assert run(["read", "--as", "evidence", str(path)]) == FINE
    assert "nothing to object to" in capsys.readouterr().out
    path.write_text("# Minutes\n\n<script>1</script>\n")
    assert run(["read", "--as", "evidence", str(path), "--json"]) in {SHOWN, REFUSED}
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "html-removed"


def test_a_line_of_bars_has_gaps_where_nothing_is_known() -> None:
    assert draw_line([1.0, None, 8.0]) == "▁ █"
    assert draw_line([3.0, 3.0]) == "▄▄"
    assert draw_line([None]) == ""


def test_thousands_are_set_apart() -> None:
    assert [group_digits(n) for n in (999, 17474, "-1234.50")] == [
        "999",
        "17\u202f474",
        "-1\u202f234.50",
    ]


def test_texts_of_a_file_are_shown_escaped_and_cut(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x\u202e.csv"
    path.write_text(f"geo,sex,time,value\nBE,a\u202e{'b' * 300},2022,1\n")
    assert run(["read", str(path)]) == SHOWN
    said = capsys.readouterr().out
    assert "\u202e" not in said
    assert "\\u202e" in said
    assert "b" * 81 not in said
