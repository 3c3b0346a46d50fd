"""The style sheets of website and report: tokens, components, and what the report adds."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

Sheet = Literal["tokens", "components", "report"]


@cache
def read_sheet(name: Sheet) -> str:
    """Read one style sheet."""
    return resources.files(__name__).joinpath(f"{name}.css").read_text("utf-8")


def join_sheets(*names: Sheet) -> str:
    """Put style sheets behind one another, in the order given."""
    return "\n".join(read_sheet(name) for name in names)
