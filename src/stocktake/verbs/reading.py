"""What is in this file? Read under limits, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from stocktake.sources.guard.worker import Worker
from stocktake.sources.limits import DEFAULT, GROWTH, MIB, Limits
from stocktake.verbs.showing import (
    FINE,
    JSON,
    REFUSED,
    SHOWN,
    draw_line,
    group_digits,
    show_json,
    show_problems,
    verb,
)
from stocktake.vocabulary.faults import show
from stocktake.vocabulary.problems import Problem, as_rows, errors

if TYPE_CHECKING:
    from stocktake.sources.cubes import Cube

MAPPING = click.option(
    "--mapping",
    metavar="TEXT",
    help="What the columns of a plain table are: 'geo=Country;period=Year;value=Deaths'.",
)
DIMENSIONS = click.option(
    "--dimension", "dimensions", multiple=True, help="A name that is a dimension; may be repeated."
)
FEW: Final = 6
WIDE: Final = 60
FREQUENCY: Final = {
    "A": "by year",
    "S": "by half-year",
    "Q": "by quarter",
    "M": "by month",
    "W": "by week",
    "D": "by day",
}


LIMITS: Final = (
    click.option("--seconds", type=click.FloatRange(0, 86_400, min_open=True), show_default=True,
                 default=DEFAULT.seconds, help="Computing for each 10 MB, and at least."),
    click.option("--memory", type=click.IntRange(1), show_default=True,
                 default=DEFAULT.memory // MIB,
                 help=f"MiB for a file of 1 MB, this command included; {GROWTH} bytes more for "
                      "each byte beyond."),
    click.option("--unpacked", type=click.IntRange(1), show_default=True,
                 default=DEFAULT.unpacked // MIB, help="MiB that a packed file may unpack to."),
    click.option("--ratio", type=click.IntRange(1), show_default=True, default=DEFAULT.ratio,
                 help="Times its size that what is packed may unpack to, beyond 1 MiB."),
)  # fmt: skip


def limited(command: Callable[..., int]) -> Callable[..., int]:
    """The options that raise the limits of reading; the command takes them as `limits`."""

    @wraps(command)
    def with_limits(
        *, seconds: float, memory: int, unpacked: int, ratio: int, **rest: object
    ) -> int:
        limits = Limits(seconds, memory=memory * MIB, unpacked=unpacked * MIB, ratio=ratio)
        return command(limits=limits, **rest)

    for option in reversed(LIMITS):
        with_limits = option(with_limits)
    return with_limits


@verb("stocktake read estat_crim_off_cat.tsv")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--as", "kind", type=click.Choice(["data", "evidence"]), default="data",
              show_default=True, help="Statistics, or a document kept as evidence.")  # fmt: skip
@MAPPING
@DIMENSIONS
@limited
@JSON
def read(
    file: Path,
    kind: str,
    mapping: str | None,
    dimensions: tuple[str, ...],
    limits: Limits,
    as_json: bool,
) -> int:
    """What is in this statistical file? Nothing is stored."""
    worker = Worker()  # it loads what reads while we load what tells
    from stocktake.sources import files
    from stocktake.sources.guard.pool import POOL

    POOL.add(worker)
    if kind == "evidence":
        return show_evidence(file, files.check_evidence(file, limits), as_json)
    cube = files.read_content(
        files.load_file(file), file.name, mapping=mapping, limits=limits, dimensions=dimensions
    )
    show_cube(file, cube, as_json)
    return status_of(cube.problems)


def status_of(problems: tuple[Problem, ...] | list[Problem]) -> int:
    """2 for an error, 1 for a warning; a note does no harm."""
    if errors(problems):
        return REFUSED
    return SHOWN if any(problem.severity == "warning" for problem in problems) else FINE


def show_evidence(file: Path, problems: list[Problem], as_json: bool) -> int:
    """Whether a document can be kept as it is."""
    if as_json:
        show_json({"problems": as_rows(problems)})
    elif problems:
        show_problems(problems)
    else:
        click.echo(f"{show(file.name)}: nothing to object to.")
    return status_of(problems)


def show_cube(file: Path, cube: Cube, as_json: bool) -> None:
    """A file's description, its picture, then its problems."""
    from stocktake.sources import describing

    told = describing.describe_cube(cube)
    if as_json:
        show_json(told)
        return
    if cube.is_refused:
        click.secho(f"{show(file.name)}: refused, nothing of it was taken.", fg="red", err=True)
    else:
        show_counts(file, told)
        counts = [count for _, count in describing.count_by_period(cube)]
        if 1 < len(counts) <= WIDE:
            click.echo(f"  {draw_line(counts)}  observations in each period")
        show_codes(cube, told)
        click.echo(f"  sha256 of the observations  {told['digest']}")
    if cube.problems:
        show_problems(cube.problems)


def show_counts(file: Path, told: dict[str, Any]) -> None:
    """Format, dataset and how much there is."""
    click.secho(show(file.name), bold=True)
    dataset = f", dataset {show(told['dataset'])}" if told["dataset"] else ""
    click.echo(f"  {told['format']}{dataset}")
    counts = [group_digits(told[name]) for name in ("observations", "missing", "series")]
    click.echo(f"  {counts[0]} observations, {counts[1]} missing, in {counts[2]} series")
    periods = told["periods"]
    if periods["first"]:
        often = ", ".join(FREQUENCY[code] for code in periods["frequency"].split(";") if code)
        span = " to ".join(dict.fromkeys((periods["first"], periods["last"])))
        click.echo(f"  {span}  {often}".rstrip())


def show_codes(cube: Cube, told: dict[str, Any]) -> None:
    """Each dimension with its codes, the flags with their counts."""
    shown = {name: show(name) for name in told["dimensions"]}
    width = max(map(len, [*shown.values(), "flags"]))
    for name, count in told["dimensions"].items():
        codes = map(show, cube.frame[name].unique().sort().head(FEW).to_list())
        more = ", ..." if count > FEW else ""
        click.echo(f"  {shown[name]:<{width}} {group_digits(count):>6}  {', '.join(codes)}{more}")
    flags = ", ".join(f"{letter} {group_digits(n)}" for letter, n in told["flags"].items())
    click.echo(f"  {'flags':<{width}} {'':>6}  {flags or 'none'}")
