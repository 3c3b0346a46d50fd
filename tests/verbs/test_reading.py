"""`stocktake read`: what a person sees, what a machine gets, and the exit status."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

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


def write_long(count: int) -> bytes:
    lines = "".join(f"A,NR,C{n:05}\t1 \n" for n in range(count))
    return b"freq,unit,geo\\TIME_PERIOD\t2012 \n" + lines.encode()


def write_padded() -> bytes:
    """Packed by gzip or zip, it is 150 times as small."""
    lines = "".join(f"F,C{n:05},2012,1,{'a' * 800}\n" for n in range(2000))
    return b"DATAFLOW,GEO,TIME_PERIOD,OBS_VALUE,TITLE\n" + lines.encode()


def zip_up(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return made.getvalue()


def write_book() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["geo", "time", "value"])
        for number in range(1, 30_000):
            sheet.write_row(number, 0, [f"C{number % 9}", 2000 + number // 9 % 9, 1])
    return made.getvalue()


LIMITED: dict[str, tuple[str, Callable[[], bytes], list[str], str]] = {
    "seconds": ("a.tsv", lambda: write_long(200_000), ["--seconds", "0.01"], "60"),
    "memory": ("a.tsv", lambda: write_long(100_000), ["--memory", "70"], "256"),
    "unpacked": ("a.gz", lambda: gzip.compress(write_long(100_000)), ["--unpacked", "1"], ""),
    "ratio": ("a.gz", lambda: gzip.compress(write_padded()), [], ""),
    "ratio of a zip": ("a.zip", lambda: zip_up(write_padded()), [], ""),
    "unpacked of a zip": ("a.zip", lambda: zip_up(write_long(100_000)), ["--unpacked", "1"], ""),
    "unpacked of a workbook": ("a.xlsx", write_book, ["--unpacked", "1"], ""),
    "ratio of a workbook": ("a.xlsx", write_book, ["--ratio", "2"], ""),
}
"""Content that a limit refuses, the options it is met with, and what lets it through; empty where
the message says it."""


@pytest.mark.parametrize("name", LIMITED)
def test_a_limit_is_named_and_can_be_raised(name: str, tmp_path: Path, capsys: Capture) -> None:
    file, write, low, high = LIMITED[name]
    path, option = tmp_path / file, f"--{name.split()[0]}"
    path.write_bytes(write())
    assert run(["read", str(path), *low]) == REFUSED
    advice = re.search(rf"{option} (\d+)", " ".join(capsys.readouterr().out.split()))
    assert advice, "the message names the option"
    more = [option, high or advice[1]]
    assert run(["read", str(path), *more, "--json"]) in {FINE, SHOWN}
    assert json.loads(capsys.readouterr().out)["observations"] > 80


def test_no_ratio_is_asked_of_what_unpacks_to_less_than_a_mebibyte(tmp_path: Path) -> None:
    """As the help says: a short text of one letter packs a thousandfold."""
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"geo,time,value\nBE,2012,1\n" + b"\n" * 900_000))
    assert run(["read", str(path), "--ratio", "1"]) in {FINE, SHOWN}


@pytest.mark.parametrize("words", [["--seconds", "0"], ["--memory", "0"], ["--ratio", "-1"]])
def test_no_limit_can_be_switched_off(table: str, words: list[str], capsys: Capture) -> None:
    assert run(["read", table, *words]) == REFUSED
    assert words[0] in capsys.readouterr().err


def test_ingest_takes_the_same_limits(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(write_padded()))
    words = ["ingest", str(path), "--dataset", "x", "--published", "2024-01-01"]
    words += ["--store", str(tmp_path / "store")]
    assert run(words) == REFUSED
    assert run([*words, "--ratio", "200"]) in {FINE, SHOWN}


def test_evidence_has_its_own_check(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Minutes\n\nAll agreed.\n")
    assert run(["read", "--as", "evidence", str(path)]) == FINE
    assert "nothing to object to" in capsys.readouterr().out
    path.write_text("# Minutes\n\n<script>1</script>\n")
    assert run(["read", "--as", "evidence", str(path), "--json"]) in {SHOWN, REFUSED}
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "html-removed"


def test_one_period_is_said_once(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("freq,geo\\TIME_PERIOD\t2012 \nA,BE\t12 \n")
    run(["read", str(path)])
    assert "  2012  by year\n" in capsys.readouterr().out


def test_each_column_with_unknown_labels_is_told(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "DATAFLOW,freq,leg_stat,decision,geo,TIME_PERIOD,OBS_VALUE\n"
        "ESTAT:X(1.0),Annual,Of the first kind,Of the second kind,Austria,2012,1\n"
    )
    assert run(["read", str(path)]) == SHOWN
    said = capsys.readouterr().out
    assert "were left as they stand: Of the first kind" in said
    assert "were left as they stand: Of the second kind" in said
    assert "--all" not in said  # no option of this verb


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
