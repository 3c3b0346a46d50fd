"""Problems: what is wrong, where, how bad, and how to mend it. Never a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` is the address of a row or a line number, both as text."""

    file: str
    row: str
    column: str
    code: str
    severity: str
    message: str
    mend: str

    def line(self) -> str:
        """One line for a terminal: place, severity, code, message, and how to mend it."""
        place = " ".join(filter(None, (self.file, self.row, self.column)))
        said = f"{self.severity} {self.code}: {self.message} {self.mend}"
        return f"{place}: {said}" if place else said


class StocktakeError(Exception):
    """Everything Stocktake refuses, with the problems that say why and how to mend it."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class RefusedError(StocktakeError):
    """The input cannot be used as it is; nothing was read or written."""


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that must be mended."""
    return [problem for problem in problems if problem.severity == ERROR]


def as_rows(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as rows for `--json`."""
    return [asdict(problem) for problem in problems]
