"""Every problem Stocktake can name: code, severity, what is wrong, and how to mend it.

The registry is the text file `faults.txt` beside this module: a line `severity code`, the message,
and after `->` the mend. Names in braces are filled in by `fault`; what comes from a file is shown
escaped and cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from stocktake.vocabulary.problems import Problem, RefusedError
from stocktake.vocabulary.words import WORDS

LONGEST: Final = 80
"""Characters of a text from a file that a message shows."""
PATH: Final = 400
"""Characters of a path that a message shows: a name cut short leads nowhere."""


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


_TEXT = files("stocktake.vocabulary").joinpath("faults.txt").read_text("utf-8")
FAULTS: Final[dict[str, Kind]] = {kind.code: kind for kind in _read_registry(_TEXT)}


class _Shown(str):
    """A text from a file; `!r` in a template puts it between plain quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{self}'"


def show(value: object, longest: int = LONGEST) -> str:
    """A text as a message may show it: unprintable characters escaped, cut to 80."""
    text = str(value)
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
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
        file=show(file, PATH),
        row=row,
        column=show(column),
        code=code,
        severity=kind.severity,
        message=kind.message.format_map(shown),
        mend=kind.mend.format_map(shown),
    )


def refusal(
    code: str, file: str = "", row: str = "", column: str = "", **values: object
) -> RefusedError:
    """What is raised where nothing can go on: the problem of that code, in words."""
    problem = fault(code, file, row, column, **values)
    return RefusedError(problem.line(), [problem])


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
