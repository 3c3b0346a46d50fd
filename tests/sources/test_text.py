"""Tables of text: what is clean is read fast, what is not is named with its row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stocktake.sources.limits import COLUMNS
from stocktake.sources.text import (
    LINE,
    NAMED,
    TextTable,
    decode,
    find_separator,
    find_titles,
    leave_out,
    load_table,
)
from stocktake.vocabulary.problems import Problem, RefusedError


def faults_of(content: bytes, *, latin: bool = False) -> list[Problem]:
    with pytest.raises(RefusedError) as refused:
        load_table(content, latin=latin)
    return list(refused.value.problems)


def rows_of(table: TextTable) -> list[tuple[str, ...]]:
    return table.frame.drop(LINE).rows()


def test_encodings_that_say_what_they_are() -> None:
    text = "geo,value\nÖsterreich,1\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding))[0] == text.encode()
    assert [problem.code for problem in decode(text.encode("utf-16"))[1]] == ["encoding-detected"]


def test_windows_1252_is_taken_only_where_the_format_has_it() -> None:
    content = "geo\nCôte d'Ivoire – x\n".encode("cp1252")
    assert faults_of(content)[0].code == "encoding-mixed"
    assert load_table(content, latin=True).frame["geo"][0] == "Côte d'Ivoire – x"


def test_mixed_encodings_are_refused_even_there() -> None:
    content = "geo\nÖsterreich\n".encode() + "España\n".encode("cp1252")
    problem = faults_of(content, latin=True)[0]
    assert (problem.code, problem.row) == ("encoding-mixed", "3")
    assert str(content.index(b"\xf1")) in problem.message


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty-file", ""),
        (b"\xef\xbb\xbf\n \n", "empty-file", ""),
        (b"a,b\n1,\x1b[2J\n", "control-char", "2"),
        (b"a,b\n1,\xc2\x85\n", "control-char", "2"),
        (b"a,b\n1,\xef\xbf\xbd\n", "control-char", "2"),
        (b"\xff\xfea\x00,\x00\x00\xd8", "encoding-mixed", "1"),
        (b"a,b\n1\n", "row-width", "2"),
        (b"a,b\n1,2\n1,2,3\n", "row-width", "3"),
        (b'a,b\n"1\n1",2\n3\n', "row-width", "4"),
        (b'a,b\n"x"y,1\n', "quote-stray", "2"),
        (b'a,b\n1,2\n3,"x\n4,5\n', "quote-unclosed", "3"),
        (b'a,b\n1,"' + b"x\n" * 100_000, "quote-unclosed", "2"),
        (b"a,b\n1," + b"x" * 131_073 + b"\n", "field-too-long", "2"),
        (b"a,a\n1,2\n", "duplicate-column", "1"),
        (b"a, a\n1,2\n", "duplicate-column", "1"),
        (b"a,,c\n1,2,3\n", "column-unnamed", "1"),
        (b",".join(b"c%d" % n for n in range(COLUMNS + 1)), "too-many-columns", "1"),
    ],
)
def test_what_is_no_clean_table_is_refused(content: bytes, code: str, row: str) -> None:
    problem = faults_of(content)[0]
    assert (problem.code, problem.row) == (code, row)


def test_of_many_ragged_rows_a_hundred_are_named_and_the_rest_counted() -> None:
    problems = faults_of(b"a,b\n" + b"1\n" * 60_000)
    assert len(problems) == NAMED + 1
    assert problems[-1].code == "problems-more"
    assert str(60_000 - NAMED) in problems[-1].message


def test_line_ends_blank_lines_and_a_slip_at_the_end_of_the_head() -> None:
    wanted = [("1", "2"), ("3", "4")]
    for content in (
        b"a,b\n1,2\n3,4",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r1,2\r3,4\r",
        b"\na,b\n\n1,2\n,\n3,4\n\n\n",
        b"a,b,\n1,2\n3,4\n",
        b"a,b,\n1,2,\n3,4,\n",
        b'"a","b"\n"1","2"\n"3","4"\n',
    ):
        table = load_table(content)
        assert (table.header, rows_of(table)) == (("a", "b"), wanted)


def test_rows_are_named_by_the_line_they_begin_on() -> None:
    assert load_table(b'a,b\n"x\ny",2\n\n3,4\n').frame[LINE].to_list() == [2, 5]
    assert load_table(b'a,b\n"x",2\n3,4\n').frame[LINE].to_list() == [2, 3]
    assert load_table(b"a,b\n1,2\n\n3,4\n").frame[LINE].to_list() == [2, 4]
    assert load_table(b"a\n1\n\n2\n").frame[LINE].to_list() == [2, 4]


@pytest.mark.parametrize(
    ("head", "separator"),
    [
        (b"a;b;c,d", ";"),
        (b"a\tb,c\td", "\t"),
        (b"STRUCTURE[;],STRUCTURE_ID\n1;2;3;4,5", ","),
        (b'"a;b;c;d",e', ","),
        (b"a|b|c", "|"),
        (b"alone", ","),
    ],
)
def test_the_separator_is_that_of_the_head(head: bytes, separator: str) -> None:
    assert find_separator(head, ",;\t|") == separator


TITLED = b'"Extracted, by hand"\n"Date extracted: 2016-05-16"\n"",""\ngeo,year,value\nBE,2013,1\n{}'


def test_titles_above_the_head_are_told_and_rows_keep_their_lines() -> None:
    table = load_table(TITLED.replace(b"{}", b'"FR",2013,2\n'), titled=True)
    assert table.header == ("geo", "year", "value")
    assert table.frame[LINE].to_list() == [5, 6]
    (note,) = table.warnings
    assert note.code == "titles-left-out"
    assert "Extracted  by hand, Date extracted: 2016-05-16" in note.message
    with pytest.raises(RefusedError) as refused:
        load_table(TITLED.replace(b"{}", b"FR,2013\n"), titled=True)
    assert refused.value.problems[0].row == "6"


@pytest.mark.parametrize(
    "content",
    [
        b"geo,year,value\n\nBE,2013,1\n",  # the head is as wide as what follows
        b"a,b,c,d\n\na,b,c,d,e\n1,2,3,4,5\n",  # four cells are a head and no title
        b"\n\ngeo,year,value\nBE,2013,1\n",  # nothing stands above
        b"title\ngeo,year,value\nBE,2013,1\n",  # nothing parts title and head
        b"title\n\n\n",
    ],
)
def test_what_may_be_data_is_never_a_title(content: bytes) -> None:
    assert find_titles(content, ",") == []


def test_lines_a_person_leaves_out_are_told() -> None:
    table = leave_out(load_table(b"a\n1\n2\n3\n"), [3, 99])
    assert rows_of(table) == [("1",), ("3",)]
    assert [problem.code for problem in table.warnings] == ["rows-left-out"]


CELL = st.text(st.sampled_from('ab1,;"\n\r é€ '), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=6))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("x", "y", "z"), *rows])
    expected = [row for row in rows if any(row)]
    assert rows_of(load_table(stream.getvalue().encode(), separators=",")) == expected


LINES = st.lists(
    st.sampled_from(["1,2,3", "4,,6", ",,", "7,8", "9", "", "a,b,c,d", ",,,"]), max_size=6
)
ENDS = st.sampled_from(["\n", "\r\n"])


@settings(max_examples=300, deadline=None)
@given(LINES, st.lists(ENDS, min_size=7, max_size=7), st.booleans(), st.sampled_from(["", "'"]))
def test_no_row_of_another_width_is_filled_up_or_cut(
    lines: list[str], ends: list[str], is_closed: bool, mark: str
) -> None:
    text = "".join(line + end for line, end in zip(["x,y,z", *lines], ends, strict=False))
    content = (text if is_closed else text.rstrip("\r\n")).replace("1", f"{mark}é").encode()
    inner = content.decode().rstrip("\r\n").splitlines()[1:]
    ragged = [line for line in inner if line and line.count(",") != 2]
    if ragged:
        assert {problem.code for problem in faults_of(content)} == {"row-width"}
    else:
        rows = [tuple(line.split(",")) for line in inner if line.strip(",")]
        assert rows_of(load_table(content, separators=",")) == rows


@pytest.mark.parametrize("content", [b",", b" , \n", b'""\n', b"\xff\xfe\n\0"])
def test_a_file_without_any_name_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        load_table(content)
    assert [problem.code for problem in refused.value.problems] == ["empty-file"]
