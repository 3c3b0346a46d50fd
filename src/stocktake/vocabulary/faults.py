"""Every problem Stocktake can name: code, severity, what is wrong, and how to mend it.

The registry is the text below: a line `severity code`, the message, and after `->` the mend.
Names in braces are filled in by `fault`; what comes from a file is shown escaped and cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stocktake.vocabulary.problems import Problem
from stocktake.vocabulary.words import WORDS

_REGISTRY: Final = """
# Files and folders
error no-folder
    There is no such folder or workbook.
    -> Give the folder of a strategy, or start one with: stocktake new DIR
error folder-not-empty
    The folder holds something already.
    -> Give a new or an empty folder; nothing was written.
error cycle-unknown
    There is no cycle {cell!r}.
    -> {guess}Give a reference of the table cycles.
error strategy-unsound
    The strategy has errors ({count}); what it leaves open cannot be told.
    -> Mend them first; stocktake check names them.
error folder-no-strategy
    The folder holds no table of a strategy.
    -> Give the folder in which the file strategy.yaml or strategy.csv stands.
error schema-unreadable
    The strategy does not say which schema its tables follow.
    -> {place} must say schema: {ours}.
error schema-old
    The tables follow schema {version}; this program follows {ours}.
    -> Run: stocktake upgrade FOLDER
error schema-new
    The tables follow schema {version}; this program knows only {ours}.
    -> Use a newer version of Stocktake.
warning file-unknown
    This is no table of a strategy and was passed over.
    -> {guess}A table is named after its entry in the dictionary.
error file-unreadable
    The file cannot be opened: {why}.
    -> Check that it is there and that you may read it.
error file-too-large
    The file has {size} bytes.
    -> Keep a table under {limit} bytes, or take statistics in as vintages.
error file-empty
    The file is empty.
    -> Write the head and the rows, or delete the file.
error file-encoding
    Byte {byte} is not UTF-8.
    -> Save the file as UTF-8 (in Excel: CSV UTF-8).
error file-nul
    The file holds a NUL character.
    -> It is not a text file; export the table again.
error table-twice
    The table {table} stands in {other} as well.
    -> Keep one of the two files.
error vintage-name
    The file is not named after a vintage.
    -> Name it PUBLISHED.NUMBER.csv, such as 2012-04.1.csv.
error csv-broken
    The record that begins here cannot be read: {why}.
    -> Check its double quotes: each opens and closes around one cell.
error csv-semicolons
    The cells are parted by semicolons.
    -> Save the file with commas between the cells.
error yaml-broken
    The file is not YAML: {why}.
    -> Check indentation, colons and quotes near this line.
error yaml-shape
    The rows cannot be told apart: {what}.
    -> Begin each row with '- ' and give its columns as 'name: value'.
error yaml-nested
    This cell is not plain text.
    -> Give one text here; a list is allowed only for references.

# Workbooks
error workbook-broken
    The file is not an Excel workbook: {why}.
    -> Open it in Excel or LibreOffice and save it again as .xlsx.
error workbook-too-large
    The workbook is too large: {what}.
    -> Keep it under {limit}; take statistics in as vintages.
error workbook-unsafe
    The workbook holds what a table has no use for: {what}.
    -> Copy the cells into a fresh workbook written by Stocktake.
error cell-too-long
    The text has {length} characters; a cell of a workbook holds {limit}.
    -> Shorten it, or keep this strategy as a folder.
warning cell-formula
    The cell holds a formula; the value last shown was taken.
    -> Replace the formula by its value.

# Heads and rows
error column-twice
    The column {column!r} stands there {count} times.
    -> Keep one of them and delete the other.
error column-missing
    The table {table} needs the column {column!r}.
    -> Add a column {column!r}: {about}.
error column-unknown
    {column!r} is not a column of the table {table}.
    -> {guess}Its columns are: {names}.
error row-ragged
    The row has {cells} cells, the head has {width}.
    -> Give every row one cell for each column; put a cell that holds a comma between double quotes.
warning row-blank
    The row is empty and was passed over.
    -> Delete it.

# Cells
error cell-empty
    The cell is empty, but {column!r} is needed: {about}.
    -> Write it. There is no hidden default.
error cell-spaces
    {cell!r} has spaces around it.
    -> Delete them.
error cell-control
    The cell holds the control character {character}.
    -> Delete it.
error cell-lines
    The text has more than one line.
    -> Write it in one line; only Markdown columns may have several.
error ref-grammar
    {cell!r} is not a reference.
    -> Use letters, digits, dots and hyphens, no spaces; put ; and no space between several.
error ref-repeated
    {cell!r} stands twice in this list.
    -> Keep one.
error word-unknown
    {cell!r} is not a word of the list for {column!r}.
    -> {guess}The words are: {words}.
error day-invalid
    {cell!r} is not a day.
    -> Write a day that exists as year-month-day, such as 2013-04-10.
error when-invalid
    {cell!r} is not a year, month or day.
    -> Write 2013, 2013-04 or 2013-04-10; the day must exist.
error period-invalid
    {cell!r} is not a period.
    -> Write 2013, 2013-S1, 2013-Q2, 2013-04, 2013-W07, 2011/2012 or START/END.
error number-invalid
    {cell!r} is not a number.
    -> Write digits with a point, without blanks or exponent, 38 digits at most.
error integer-invalid
    {cell!r} is not a whole number.
    -> Write digits only.
error yes-no-invalid
    {cell!r} is neither yes nor no.
    -> Write yes or no.
error days-reversed
    {column!r} is {last}, before {other!r}, which is {first}.
    -> Correct one of the two.

# Keys and references
error key-twice
    The table {table} has {address!r} already: {where}.
    -> Delete one of the two rows, or give it another key.
error grade-twice
    The recommendation and cycle {address!r} have a grade already: {where}.
    -> Keep one grade for each recommendation and cycle.
error ref-twice
    {address!r} is already the reference of a row of {other}: {where}.
    -> Give this row another reference; each is used once in a strategy, capitals or not.
error ref-dangling
    There is no {cell!r} in {targets}.
    -> {guess}Correct the reference, or add the row.
error ref-wrong-table
    {cell!r} is a row of {found}; {column!r} wants one of {targets}.
    -> Give a row of {targets}.
error chain-loop
    {cell!r} leads back to this row.
    -> Break the ring: one of its rows must not point on.
error chain-deep
    {cell!r} itself has a {column!r}; only one step is allowed.
    -> Point to the topmost row, or leave the cell empty.
error chain-order
    {cell!r} is of cycle {theirs}, which does not come before cycle {ours}.
    -> Point to a row of an earlier cycle.
error cycle-order
    The cycle {cell!r} does not lie before this one.
    -> Point to the cycle before, or correct the days.
warning action-above-line
    {cell!r} has lines of its own.
    -> Put the action under one of its lines: {lines}.

# Said about facts
error address-table
    There is no table {cell!r}.
    -> {guess}Give the name of an input table.
error address-row
    The table {table} has no row {cell!r}.
    -> {guess}Give the key columns joined by |, or * for all rows.
error address-field
    The table {table} has no column {cell!r}.
    -> {guess}Give the name of a column, or * for all.
error amendment-not-present
    The amendment says {cell!r}, but the table has {present!r}.
    -> Put the amended value into the table, or correct the amendment.
warning amendment-chain
    The value before is {cell!r}, but the amendment of {decided} left {present!r}.
    -> Correct one of the two amendments.
error source-owed
    A published fact needs its source.
    -> Name the document, or let the standing be unconfirmed.
warning row-unsourced
    No line of provenance covers {what}.
    -> Add a line {table},{address},{field} with its source, or with standing unconfirmed.
warning table-unsourced
    No line of provenance covers any row of this table (rows: {count}).
    -> Add lines to provenance: {table},ROW,* for a row, or {table},*,* for all of them.
error named-owed
    A mark {tlp} needs the names of those who may see the fact.
    -> Name them in the column named.
error second-owed
    This mark opens to {cell!r} what is marked {general!r} for {scope}.
    -> Have a second person confirm it in the column second, or drop the mark.
note table-unmarked
    The table has no mark (rows: {count}); nothing of it will be published.
    -> To publish it, mark it CLEAR and publish: {table},*,* in marks.

# What was promised
error strategy-rows
    The table strategy has {count} rows; it needs exactly one.
    -> Describe one strategy in a folder.
warning action-no-due
    The action {ref} has no due date.
    -> Say by when; without it no delay can be told.
warning action-no-verification
    Nothing says how one would see that the action {ref} is delivered.
    -> Write in the column verification what would be there to be seen.
warning objective-no-action
    The objective {ref} has no action.
    -> Add an action under it, or say in its statement why there is none.
warning objective-no-indicator
    The objective {ref} has no indicator; whether it is met cannot be judged.
    -> Add an indicator whose subject is {ref}.
warning due-outside
    {cell!r} lies outside the strategy's period, {start} to {end}.
    -> Correct the day, or the strategy's period.
error milestone-no-day
    The milestone {ref} has neither due nor done.
    -> Say when it is to happen or when it happened.
error missing-owed
    The milestone fulfils only a part, and what is missing is not named.
    -> Write in the column missing what is not shown.
error reason-owed
    {cell!r} needs a reason.
    -> Write it in the column reason.
error replaced-by-owed
    Nothing is named that replaced what was superseded.
    -> Give its reference in the column replaced_by.
warning evidence-owed
    The milestone {ref} is done, but without evidence; it counts for nothing.
    -> Name the document that shows it.

# What is measured
warning indicator-no-baseline
    The indicator {ref} has no target with a baseline.
    -> Add a row to targets: what is compared with what, and by when.
warning target-no-value
    A target with the rule {rule!r} has no value; whether it is met cannot be told.
    -> Write the value to reach, or let the rule be direction.
warning indicator-no-observation
    The indicator {ref} has no observation: {why}.
    -> Take in statistics of {dataset}, or correct the filter.
error filter-form
    {cell!r} is not a filter.
    -> Write DIM=code,code and put ; between dimensions.
error filter-dimension
    The dataset {dataset} has no dimension {cell!r}.
    -> {guess}Its dimensions are: {names}.
warning vintage-empty
    The vintage has no observations.
    -> Add the file observations/{file_name}.csv.
error vintage-rows
    The vintage says {said} rows, but there are {count}.
    -> Check that the file is whole, then correct the number.
error vintage-unlisted
    These observations belong to no row of vintages: {cell!r}.
    -> Add the vintage, with its origin and checksum.
error series-dimensions
    The series {cell!r} does not follow the dimensions of {dataset}: {names}.
    -> Write DIM=code for each dimension, in this order, with ; between.
error flags-unsorted
    The flags {cell!r} are not in order.
    -> Write them as {sorted!r}.
warning value-missing
    The value is missing and no flag says why.
    -> Add the office's flag, such as c for confidential, or leave it if there is none.

# The rounds
error as-of-early
    The day of facts, {cell}, lies before the cut-off, {cut_off}.
    -> Let as_of be the cut-off or later.
error final-twice
    The cycle {other} is final already; a strategy has one final cycle.
    -> Let final be yes for the last cycle only.
error correction-owed
    Edition {number} needs a correction notice.
    -> Write in the column corrects what was wrong before.
error kind-unfit
    A {kind} speaks of a row of {wanted}, but {cell!r} is a row of {found}.
    -> Correct the subject or the kind.
error reported-unfit
    {cell!r} is not what a contribution of kind {kind} reports.
    -> {guess}The words are: {words}.
error question-owed
    The contribution was returned without a question.
    -> Write in the column question what its author should answer.
error assessed-unknown
    {cell!r} is not a word of the axis {axis}.
    -> {guess}The words are: {words}.
warning recommendation-no-due
    The recommendation {ref} has no due date.
    -> Say by when.
warning recommendation-not-shown
    Nothing says what would show the recommendation {ref} carried out.
    -> Write it in the column shown_by.
"""

LONGEST: Final = 80
"""Characters of a text from a file that a message shows."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the registry says of one code."""

    subject: str
    code: str
    severity: str
    message: str
    mend: str


def _read_registry(text: str) -> Iterator[Kind]:
    for block in re.split(r"\n(?=\w|# )", text.strip()):
        if block.startswith("# "):
            subject = block[2:].strip()
            continue
        head, _, body = block.partition("\n")
        severity, code = head.split()
        message, mend = (" ".join(part.split()) for part in body.split("->", 1))
        if severity not in WORDS["severity"]:
            raise ValueError(f"no severity {severity!r} of {code}")
        yield Kind(subject, code, severity, message, mend)


FAULTS: Final[dict[str, Kind]] = {kind.code: kind for kind in _read_registry(_REGISTRY)}


class _Shown(str):
    """A text from a file; `!r` in a template puts it between plain quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{self}'"


def show(value: object) -> str:
    """A text as a message may show it: unprintable characters escaped, cut to 80."""
    text = str(value)
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    if cut.isprintable():
        return _Shown(cut)
    escaped = (
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut
    )
    return _Shown("".join(escaped))


def _fill(value: object) -> str:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return show(value)
    return _Shown(", ".join(map(show, value)))


def fault(code: str, file: str = "", row: str = "", column: str = "", **values: object) -> Problem:
    """The problem of that code at a place; texts are escaped and cut, lists joined by commas."""
    kind = FAULTS[code]
    shown = {"column": show(column), **{name: _fill(value) for name, value in values.items()}}
    return Problem(
        file=show(file),
        row=row,
        column=show(column),
        code=code,
        severity=kind.severity,
        message=kind.message.format_map(shown),
        mend=kind.mend.format_map(shown),
    )


def write_guide() -> str:
    """The page of all problems, in Markdown."""
    lines = [
        "# Problems, and how to mend them",
        "",
        "Written from `stocktake.vocabulary.faults`; do not edit by hand.",
    ]
    subject = ""
    for kind in FAULTS.values():
        if kind.subject != subject:
            subject = kind.subject
            lines += [
                "",
                f"## {subject}",
                "",
                "| code | severity | what is wrong | how to mend it |",
            ]
            lines += ["| --- | --- | --- | --- |"]
        cells = (f"`{kind.code}`", kind.severity, _name_gaps(kind.message), _name_gaps(kind.mend))
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join([*lines, ""])


def _name_gaps(template: str) -> str:
    return re.sub(r"\{(\w+)(?:!r)?\}", r"*\1*", template.replace("{guess}", ""))
