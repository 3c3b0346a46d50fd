"""Lines of a file are the lines one sees in an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from stocktake.folder.raw import UnreadableError
from stocktake.folder.text_files import read_csv_file, read_text, read_yaml_file
from stocktake.vocabulary.tables import INPUT


def write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


def test_a_row_stands_on_the_line_on_which_it_begins(tmp_path: Path) -> None:
    raw = read_csv_file(write(tmp_path / "a", 'ref,text\na,"x\ny"\nb,z\n\nc,w\n'), "a")
    assert list(zip(raw.lines, raw.rows, strict=True)) == [
        (2, ["a", "x\ny"]),
        (4, ["b", "z"]),
        (5, [None, None]),
        (6, ["c", "w"]),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_ending_and_a_byte_order_mark_are_read(
    ending: str, mark: str, tmp_path: Path
) -> None:
    raw = read_csv_file(write(tmp_path / "a", mark + ending.join(["ref,name", "a,b", ""])), "a")
    assert (raw.header, raw.rows) == (["ref", "name"], [["a", "b"]])


def test_a_separator_that_is_no_line_end_stays_in_its_cell(tmp_path: Path) -> None:
    raw = read_csv_file(write(tmp_path / "a", "ref,name\na,b\u2028c\x0bd\x85e\n"), "a")
    assert raw.rows == [["a", "b\u2028c\x0bd\x85e"]]


def test_yaml_scalars_are_text_and_lists_are_joined(tmp_path: Path) -> None:
    text = "- ref: 007\n  due: 2013-04-10\n  weight: 1.50\n  lead: [no, ~]\n- {ref: null}\n"
    raw = read_yaml_file(write(tmp_path / "a", text), "a", INPUT["actions"])
    assert list(raw.header) == ["ref", "due", "weight", "lead"]
    assert raw.rows == [["007", "2013-04-10", "1.50", "no;~"], ["null", None, None, None]]
    assert list(raw.lines) == [1, 5]


def test_comments_alone_are_an_empty_table(tmp_path: Path) -> None:
    raw = read_yaml_file(write(tmp_path / "a", "# nothing yet\n"), "a", INPUT["actions"])
    assert raw.rows == []


def test_a_wrong_byte_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ref\n\nx\xe9\n")
    with pytest.raises(UnreadableError) as unreadable:
        read_text(tmp_path / "a", "a.csv")
    assert unreadable.value.problem.line().startswith("a.csv 3: error file-encoding: Byte 6 ")
