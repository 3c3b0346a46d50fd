"""What a person sees: problems, tables, progress; and what a machine reads instead."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final

import click

from stocktake.vocabulary.problems import ERROR, Problem, StocktakeError, as_rows

FINE, SHOWN, REFUSED = 0, 1, 2
FEW: Final = 5
PLACES: Final = 20
"""Of alike problems so many are told, and of the others so many places are named."""
BARS: Final = "▁▂▃▄▅▆▇█"
SMALL: Final = 100_000
"""Bytes that are there before one has read how many they are."""
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def verb(example: str) -> Callable[[Callable[..., int | None]], click.Command]:
    """A command whose help ends with an example."""
    return click.command(epilog=f"\b\nExample:\n  {example}")


def draw_line(values: Sequence[float | None]) -> str:
    """A line of bars, the lowest value as the lowest bar; a gap where there is no value."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    step = (high - low) / (len(BARS) - 1) or 1
    return "".join(
        " " if value is None else BARS[round((value - low) / step) if high > low else 3]
        for value in values
    )


def group_digits(value: object) -> str:
    """A number with a narrow space between thousands: 17 474."""
    whole, point, part = str(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}".replace(",", "\u202f") + point + part


def show_json(value: object) -> None:
    """For machines, on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def show_problems(problems: Sequence[Problem], few: int = FEW) -> None:
    """Problems by file, each with its place, then how many there are.

    Of one code in one file only so many are told in full, of the others the places.
    """
    if not problems:
        click.echo("No problem found.")
        return
    for file, group in groupby(problems, key=lambda problem: problem.file):
        click.echo()
        if file:
            click.secho(file, bold=True)
        told: dict[str, list[Problem]] = {}
        for problem in group:
            told.setdefault(problem.code, []).append(problem)
        for same in told.values():
            show_alike(same, few)
    counts = {
        name: sum(p.severity == name for p in problems) for name in ("error", "warning", "note")
    }
    click.echo("\n" + "; ".join(f"{name}s: {count}" for name, count in counts.items()) + ".")


def show_alike(same: Sequence[Problem], few: int) -> None:
    """Problems of one code in one file: the first few, and the places of the others."""
    for problem in same[:few]:
        place = " ".join(filter(None, (problem.row, problem.column)))
        colour = {ERROR: "red", "warning": "yellow"}.get(problem.severity, "blue")
        click.echo(f"  {place:<24} {click.style(problem.severity, fg=colour)} {problem.code}")
        click.echo(f"    {problem.message} {problem.mend}")
    others = same[few:]
    if others:
        named = [" ".join(filter(None, (one.row, one.column))) for one in others[:PLACES]]
        rows = "; ".join([*filter(None, named), *(["..."] if len(others) > PLACES else [])])
        click.echo(f"    The same {len(others)} times more: {rows} (--json tells each)")


def tell(step: str) -> None:
    """Say on a terminal what is being done; a pipe or file hears nothing."""
    if sys.stderr.isatty():
        click.secho(f"stocktake: {step} ...", fg="bright_black", err=True)


class Progress:
    """How many bytes came so far, on one line of a terminal; a pipe or file hears nothing."""

    def __init__(self) -> None:
        self._shown = ""

    def hear(self, size: int) -> None:
        """Show a size that is worth it, if that says anything new."""
        said = f"stocktake: {size / 1_000_000:.1f} MB so far ..."
        if size >= SMALL and sys.stderr.isatty() and said != self._shown:
            self._shown = said
            click.echo(f"\r{click.style(said, fg='bright_black')}", nl=False, err=True)

    def clear(self) -> None:
        """Leave the line as if nothing had stood there."""
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", nl=False, err=True)
            self._shown = ""


def day(moment: datetime | None) -> date | None:
    """The day of an option."""
    return moment.date() if moment else None


def show_refusal(error: StocktakeError, *, as_json: bool = False) -> None:
    """Why it was refused, each problem with its place; for machines as the problems alone."""
    if as_json:
        problems = error.problems or [Problem("", "", "", "refused", ERROR, str(error), "")]
        show_json({"problems": as_rows(problems)})
        return
    click.secho(f"stocktake: refused: {error}", fg="red", err=True)
    for problem in error.problems[1:] if len(error.problems) == 1 else error.problems:
        click.echo(f"  {problem.line()}", err=True)
