"""Tables in text files: decoded, parted into cells, every cell a text, every fault with its row.

A file without faults goes through polars, which is fast; only where its count of cells does not
come out is it read again record by record, to say what is wrong and where.
"""

from __future__ import annotations

import codecs
import csv
import dataclasses
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from stocktake.sources.limits import COLUMNS, FIELD
from stocktake.vocabulary.faults import fault
from stocktake.vocabulary.problems import Problem, RefusedError

NAMED: Final = 100
"""Rows with the same problem that are named one by one; of the others only the number."""


LINE: Final = "\x1eline"
"""Column with the line on which a row begins; a file cannot have a column of this name."""

TITLES: Final = 20
"""Lines among which titles above the head are looked for."""

_CHUNK: Final = 50_000
_PIECE: Final = 2**16
"""Bytes looked at at once; what fits the processor's own memory takes half the time of 1 MiB."""

_CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbf\xbd")
_SEQUENCE: Final = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
_QUOTED: Final = re.compile(rb'"[^"]*"')


@dataclass(frozen=True)
class TextTable:
    """A table as a file holds it: texts by column, empty where empty, and `LINE`."""

    header: tuple[str, ...]
    frame: pl.DataFrame
    separator: str = ","
    warnings: tuple[Problem, ...] = ()


def refusal(*problems: Problem) -> RefusedError:
    """The exception for a file of which nothing is taken."""
    return RefusedError(problems[0].line(), problems)


def name_first(problems: Sequence[Problem], more: int = 0) -> list[Problem]:
    """The first hundred of these problems, and how many there are besides."""
    left = max(len(problems) - NAMED, 0) + more
    named = list(problems[:NAMED])
    return [*named, fault("problems-more", count=left, problem=named[0].code)] if left else named


def load_table(
    content: bytes,
    *,
    separators: str = ",;\t|",
    quoted: bool = True,
    latin: bool = False,
    titled: bool = False,
) -> TextTable:
    """The table of a text file; RefusedError with every fault if it is not a clean one.

    Where it may be `titled`, lines above a blank line that are narrower than the head are left out.
    """
    text, warnings = decode(content, latin=latin)
    titles = find_titles(text, separators) if titled else []
    if titles:
        text = text.split(b"\n", len(titles))[-1]
        said = list(filter(None, titles))
        warnings += (fault("titles-left-out", row="1", count=len(titles), names=said),)
    _check_controls(text)
    if text.endswith((b"\n\n", b"\r\n\r\n")):
        text = text.rstrip(b"\r\n")
    separator = find_separator(text, separators)
    reading = _Reading(text, separator, quoted, len(titles))
    header = reading.read_header()
    frame = reading.read_fast(len(header))
    if frame is None:
        frame = reading.read_carefully(len(header))
    return tidy_table(header, frame, separator, warnings)


def decode(content: bytes, *, latin: bool = False) -> tuple[bytes, tuple[Problem, ...]]:
    """The file as UTF-8 without mark, and a warning where it was something else."""
    if not re.search(rb"[^ \t\r\n\xef\xbb\xbf]", content):
        raise refusal(fault("empty-file"))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _transcode(content, "utf-16")
        return text, (fault("encoding-detected", encoding="UTF-16"),)
    text = content.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(text):
        return text, ()
    if latin and not _SEQUENCE.search(text):
        text = _transcode(text, "cp1252")
        return text, (fault("encoding-detected", encoding="Windows-1252"),)
    skipped = len(content) - len(text)
    try:
        text.decode("utf-8")
        byte = len(text)
    except UnicodeDecodeError as error:
        byte = error.start
    raise _refuse_byte(content, byte + skipped, "UTF-8")


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _cut(text):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _transcode(content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode("utf-8")
    except UnicodeDecodeError as error:
        shown = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}[encoding]
        raise _refuse_byte(content, error.start, shown) from None


def _refuse_byte(content: bytes, byte: int, encoding: str) -> RefusedError:
    row = str(content[:byte].count(b"\n") + 1)
    return refusal(fault("encoding-mixed", row=row, byte=byte, encoding=encoding))


def _check_controls(text: bytes) -> None:
    if text.isascii() and not any(map(_holds_controls, _cut(text))):
        return
    if found := _CONTROL.search(text):
        row = str(text[: found.start()].count(b"\n") + 1)
        character = f"U+{ord(found[0].decode('utf-8')):04X}"
        raise refusal(fault("control-char", row=row, byte=found.start(), character=character))


def _cut(text: bytes) -> Iterator[bytes]:
    """Pieces of a text, so that no second copy of a large one is in memory."""
    return (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))


def _holds_controls(piece: bytes) -> bool:
    return len(piece.translate(None, _CONTROLS)) < len(piece)


def find_separator(text: bytes, separators: str) -> str:
    """The separator that stands most often in the head, outside quotes and brackets."""
    head = text[: text.find(b"\n") if b"\n" in text else len(text)][:FIELD].decode(
        "utf-8", "ignore"
    )
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", head)
    return max(separators, key=bare.count)


def find_titles(text: bytes, separators: str) -> list[str]:
    """Lines above the head, as the World Bank and UNHCR write them; the last one is blank.

    A title has at most three cells that are filled, fewer than the head.
    """
    lines = text.split(b"\n", TITLES)[:TITLES]
    cells = [_list_filled(line[:FIELD].decode("utf-8", "ignore"), separators) for line in lines]
    blank = [n for n, filled in enumerate(cells[:-1]) if n and not filled and cells[n + 1]]
    if not blank:
        return []
    titles, head = cells[: blank[-1] + 1], cells[blank[-1] + 1]
    widest = max(map(len, titles))
    return ["; ".join(filled) for filled in titles] if 0 < widest < min(len(head), 4) else []


def _list_filled(line: str, separators: str) -> list[str]:
    cells = re.split(f"[{re.escape(separators)}]", re.sub(r'"([^"]*)"', _hide_separators, line))
    return [cell.strip().replace("\x1f", " ") for cell in cells if cell.strip()]


def _hide_separators(quoted: re.Match[str]) -> str:
    return re.sub(r"[,;|\t]", "\x1f", quoted[1])


@dataclass
class _Reading:
    """One file on its way from text to cells."""

    text: bytes
    separator: str
    quoted: bool
    skipped: int = 0
    surplus: int = 0

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins on; a broken one is a refusal."""
        stream = io.TextIOWrapper(io.BytesIO(self.text), "utf-8", newline="")
        reader = csv.reader(
            stream,
            delimiter=self.separator,
            strict=True,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
        )
        start = 1 + self.skipped
        try:
            for record in reader:
                if record:
                    yield start, record
                start = reader.line_num + 1 + self.skipped
        except csv.Error as error:
            raise refusal(self._explain(str(error), str(start))) from None

    def _explain(self, why: str, row: str) -> Problem:
        unclosed = self.quoted and self.text.count(b'"') % 2
        if "field limit" in why and not unclosed:
            return fault("field-too-long", row=row, limit=FIELD)
        if "field limit" in why or "end of data" in why:
            return fault("quote-unclosed", row=row)
        if "expected after" in why:
            return fault("quote-stray", row=row)
        return fault("csv-broken", row=row, why=why)

    def read_header(self) -> list[str]:
        """The names of the columns, without blanks around them."""
        found = [record for _, record in islice(self._records(), 2)]
        if not found:
            raise refusal(fault("empty-file"))
        first, *second = found
        header = [name.strip() for name in first]
        if second and not header[-1] and len(second[0]) == len(header) - 1:
            # A separator at the end of the head alone is a slip of some exports.
            header, self.surplus = header[:-1], 1
        if len(header) > COLUMNS:
            raise refusal(fault("too-many-columns", row="1", count=len(header), limit=COLUMNS))
        twice = [(name, n) for name, n in Counter(header).items() if name and n > 1]
        if twice:
            raise refusal(
                *(fault("duplicate-column", row="1", column=c, count=n) for c, n in twice)
            )
        return header

    def read_fast(self, width: int) -> pl.DataFrame | None:
        """All cells at once, or None where the file needs a closer look."""
        bare = self._strip_quoted()
        if bare is None or not _has_plain_lines(self.text):
            return None
        # TID251 keeps files out of pure rooms; these are bytes already in hand.
        read = pl.read_csv  # noqa: TID251
        try:
            frame = read(
                self.text,
                has_header=False,
                skip_rows=1,
                separator=self.separator,
                quote_char='"' if self.quoted else None,
                schema={str(number): pl.String for number in range(width)},
                empty_string_is_null=False,
                # Not added after: a column in other pieces than the rest makes the next
                # expression copy them all (1 M rows of 11 columns: 170 MiB).
                row_index_name=LINE,
                row_index_offset=2 + self.skipped,
            )
        except pl.exceptions.PolarsError:
            return None
        lengths = frame.select(pl.exclude(LINE).str.len_bytes())
        longest = lengths.max().row(0) if len(frame) else (0,)
        if bare is self.text:
            separators = self._infer_separators(len(frame), sum(lengths.sum().row(0)))
        else:
            separators = bare.count(self.separator.encode())
        cells = separators + len(frame) + 1
        if cells != width * (len(frame) + 1) + self.surplus or max(longest) > FIELD:
            return None
        return frame.select(pl.exclude(LINE), LINE)

    def _infer_separators(self, rows: int, length: int) -> int:
        """How many separators stand in a text without quotes: what is neither cell nor line end.

        `length` is that of all cells below the head. Counting would be one more pass over the text.
        """
        head = self.text.find(b"\n") + 1 or len(self.text)
        ends = rows - (not self.text.endswith(b"\n")) if rows else 0
        returns = self.text.count(b"\r", head) if b"\r" in self.text else 0
        below = len(self.text) - head - length - ends - returns
        return below + self.text.count(self.separator.encode(), 0, head)

    def _strip_quoted(self) -> bytes | None:
        """The text without its quoted cells; None if quotes stand elsewhere or span lines."""
        if not self.quoted or b'"' not in self.text:
            return self.text
        bare = _QUOTED.sub(b"\x01", self.text)
        edge = re.escape(self.separator.encode()) + b"\r\n\x01"
        misplaced = re.compile(b"[^" + edge + b"]\x01|\x01[^" + edge + b"]")
        if b'"' in bare or misplaced.search(bare) or bare.count(b"\n") != self.text.count(b"\n"):
            return None
        return bare

    def read_carefully(self, width: int) -> pl.DataFrame:
        """Record by record; every row that does not fit the head is named."""
        ragged: list[Problem] = []
        more = 0
        frames = [_make_frame([], width)]
        records = islice(self._records(), 1, None)
        while chunk := list(islice(records, _CHUNK)):
            wrong = [(line, len(row)) for line, row in chunk if len(row) != width]
            room = NAMED - len(ragged)
            more += max(len(wrong) - room, 0)
            ragged += (
                fault("row-width", row=str(line), cells=cells, width=width)
                for line, cells in wrong[:room]
            )
            if not ragged:
                frames.append(_make_frame(chunk, width))
        if ragged:
            raise refusal(*name_first(ragged, more))
        return pl.concat(frames)


def _has_plain_lines(text: bytes) -> bool:
    """Whether the head is the first line and no line ends as on an old Mac."""
    if b"\r" in text and text.count(b"\r") != text.count(b"\r\n"):
        return False
    return not text.startswith((b"\n", b"\r"))


def _make_frame(records: Iterable[tuple[int, list[str]]], width: int) -> pl.DataFrame:
    rows = [(*row, line) for line, row in records]
    schema = {**{str(number): pl.String for number in range(width)}, LINE: pl.UInt32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def tidy_table(
    header: Sequence[str],
    frame: pl.DataFrame,
    separator: str = ",",
    warnings: tuple[Problem, ...] = (),
) -> TextTable:
    """Columns by name; rows and columns without any text are left out."""
    refuse_patterns(header)
    cells = [name for name in frame.columns if name != LINE]
    if (frame[cells[0]] == "").any():
        frame = frame.filter(pl.any_horizontal(pl.col(cells) != ""))
    unnamed = [str(number) for number, name in enumerate(header) if not name]
    if unnamed:
        used = [name for name in unnamed if (frame[name] != "").any()]
        if used:
            raise refusal(*(fault("column-unnamed", row="1", number=int(n) + 1) for n in used))
        frame = frame.drop(unnamed)
    names = {str(number): name for number, name in enumerate(header) if name}
    if not names:
        raise refusal(fault("empty-file"))
    return TextTable(tuple(names.values()), frame.rename(names), separator, warnings)


def leave_out(table: TextTable, lines: Collection[int]) -> TextTable:
    """The table without these lines, and a warning that names them."""
    found = sorted(set(lines) & set(table.frame[LINE].to_list())) if lines else []
    if not found:
        return table
    frame = table.frame.filter(~pl.col(LINE).is_in(found))
    warning = fault("rows-left-out", row=str(found[0]), count=len(found), rows=found)
    return dataclasses.replace(table, frame=frame, warnings=(*table.warnings, warning))


def refuse_patterns(names: Iterable[str]) -> None:
    """Refuse names that polars would read as a pattern over all columns: `*` and `^...$`."""
    for name in names:
        if is_pattern(name):
            raise refusal(fault("dimension-name", row="1", column=name))


def is_pattern(name: str) -> bool:
    """Whether polars would read the name of a column as a pattern over all of them."""
    return name == "*" or (name[:1] == "^" and name[-1:] == "$")
