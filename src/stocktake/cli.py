"""The command line: one verb for each step. Exit status 0 fine, 1 problems shown, 2 refused."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from stocktake.verbs.showing import FINE, REFUSED, show_refusal
from stocktake.version import VERSION
from stocktake.vocabulary.problems import StocktakeError

VERBS: Final = {
    **dict.fromkeys(("new", "succeed", "convert", "upgrade", "check"), "cycle"),
    "read": "reading",
    **dict.fromkeys(("offices", "fetch"), "fetching"),
    **dict.fromkeys(("ingest", "extract", "datasets", "series", "revisions", "origin"), "vintages"),
    "explain": "explaining",
    **dict.fromkeys(("assess", "release", "verify", "report", "site", "build", "demo"), "cycle"),
}
"""Each verb and its module in `verbs/`, in the order of the work."""


class Verbs(click.Group):
    """The group of verbs, each loaded when it is asked for: what reads a file needs no printer."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        module = importlib.import_module(f"stocktake.verbs.{VERBS[name]}")
        found: click.Command = getattr(module, name)
        return found


@click.group(
    cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(VERSION, prog_name="stocktake")
def main_group() -> None:
    """From an adopted strategy to its published report: what was promised, what came, what is
    not known.

    \b
    Start with the flagship:
      stocktake build strategies/iss-2010 --cycle 2013 --out out/
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a verb; every refusal is words and an exit status, never a traceback."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and give its exit status."""
    try:
        status: Any = main_group.main(arguments, prog_name="stocktake", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return REFUSED
    except click.Abort:
        return REFUSED
    except StocktakeError as error:
        show_refusal(error, as_json="--json" in (sys.argv if arguments is None else arguments))
        return REFUSED
    except OSError as error:
        click.echo(f"stocktake: {error.strerror or error}: {error.filename or ''}", err=True)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the last door: a person never sees a traceback
        return confess(error)
    return status if isinstance(status, int) else FINE


def confess(error: Exception) -> int:
    """A fault of ours: named in one line; STOCKTAKE_DEBUG=1 shows where."""
    if os.environ.get("STOCKTAKE_DEBUG"):
        raise error
    said = f"{type(error).__name__}: {error}"
    click.echo(f"stocktake: this is a fault of Stocktake, not of your input ({said}).", err=True)
    click.echo("Run it again with STOCKTAKE_DEBUG=1 and report what it prints.", err=True)
    return REFUSED
